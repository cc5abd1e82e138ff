import Market
import Results
import Views

extension DashboardView {
  /// `dashboard-btc-BTC_ETH-2025-10-10T223000Z`, before it is made a folder's name.
  public var folderName: String {
    ViewName.joined(
      ["dashboard", dataset, rows.map(\.asset).joined(separator: "_"), asOf.description], knownAsOf: knownAsOf)
  }

  /// One table, and a curve of each price.
  public var page: Page {
    let assets = rows.map(\.asset).joined(separator: ", ")
    let curves = rows.enumerated().compactMap { index, row -> PlotlyTrace? in
      guard let first = row.past.first(where: { $0.isFinite }) else { return nil }
      let instants = row.past.indices.map { asOf - .hour * (row.past.count - 1 - $0) }
      return .line(row.asset, .instants(instants), row.past.map { $0 / first }, .series(index))
    }
    let chart = PageChart.overTime(
      "Prices", caption: "Of seven days by the hour, each over its first.", height: 320,
      .panel("Price", unit: "start = 1", .fixed(4), curves))
    return Page(
      kind: "Dashboard", title: assets,
      facts: [Page.Fact("Dataset", dataset), Page.Fact("As of, UTC", asOf.minuteText)]
        + Page.Fact.known(asOf: knownAsOf),
      sections: [
        PageSection(
          "Summary",
          rows.map { .remark(Remark(.neutral, $0.answer.head, $0.answer.text)) } + tables.map(PageBlock.table)
            + (curves.isEmpty ? [] : [.chart(chart)]))
      ].without(": \(dataset) as of \(asOf.minuteText) UTC"),
      conventions: ["Nothing here was known after \(asOf.minuteText) UTC."])
  }
}
