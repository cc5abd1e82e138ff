import Market
import Results
import Views

extension CatalogView {
  /// `catalog-btc-2025-10-10T223000Z`, before it is made a folder's name.
  public var folderName: String { ViewName.joined(["catalog", dataset, asOf.description], knownAsOf: knownAsOf) }

  /// One table, and how many of each type.
  public var page: Page {
    let verdict = Remark(
      .neutral, counts.isEmpty ? "No instrument" : countText, "\(rows.count { $0.hasExpired }) had expired by then.")
    var table = table
    table.notes = []
    return Page(
      kind: "Catalog", title: dataset,
      facts: [Page.Fact("Dataset", dataset), Page.Fact("As of, UTC", asOf.minuteText)]
        + Page.Fact.known(asOf: knownAsOf), sections: [PageSection("Instruments", [.remark(verdict), .table(table)])],
      conventions: [
        "Facts are the venue's symbols' and what 'hindcast data contract' said.",
        "Nothing here was known after \(asOf.minuteText) UTC.",
      ])
  }
}
