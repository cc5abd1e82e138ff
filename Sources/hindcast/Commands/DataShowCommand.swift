import ArgumentParser
import Market
import Reports
import Store

struct DataShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "What a dataset holds: series, units, windows, gaps, fingerprint.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"))
  var name: String

  func run() throws {
    let dataset = try global.workspace.datasets.open(name)
    let catalog = try dataset.catalog()
    let gaps = try catalog.map { try dataset.series($0.descriptor, columns: []).gaps }
    let output = Output(format: global.format)
    let series = Table(
      title: "\(name): fingerprint \(try dataset.fingerprint())",
      columns: [
        .init("series", key: "series", .words), .init("rows", key: "rows"), .init("from", unit: "UTC", key: "from"),
        .init("last", unit: "UTC", key: "last"), .init("known", key: "known", .words), .init("gaps", key: "gaps"),
        .init("missing", unit: "rows", key: "missing_rows"),
      ],
      rows: zip(catalog, gaps).map { summary, gaps in
        [
          .text(summary.descriptor.title), .count(summary.rows), .instant(summary.first), .instant(summary.last),
          .text(known(summary.descriptor)), .count(gaps.count), .count(gaps.reduce(0) { $0 + $1.missing }),
        ]
      },
      notes: ["A value is carried for at most twice its cadence; after that it is a gap."]
        + (try dataset.seals().map { $0.history(of: name) }))
    guard global.format == .table else { return output.show(series) }
    let columns = Table(
      title: "Columns, by the names expressions use",
      columns: [
        .init("name", key: "name", .words), .init("unit", key: "unit", .words), .init("of", key: "series", .words),
      ],
      rows: ((try? dataset.columns().available) ?? []).map {
        [.text($0.name), .text($0.unit.rawValue), .text($0.source)]
      })
    var tables = [series, columns]
    let listed = zip(catalog, gaps).flatMap { summary, gaps in gaps.map { (summary, $0) } }
    if !listed.isEmpty {
      tables.append(
        Table(
          title: "Gaps\(listed.count > 20 ? ", the longest 20 of \(listed.count)" : "")",
          columns: [
            .init("series", key: "series", .words), .init("from", unit: "UTC", key: "from"),
            .init("to", unit: "UTC", key: "to"), .init("missing", unit: "rows", key: "missing_rows"),
          ],
          rows: listed.sorted { $0.1.missing > $1.1.missing }.prefix(20).map { summary, gap in
            [
              .text(summary.descriptor.title), .instant(gap.range.from), .instant(gap.range.to), .count(gap.missing),
            ]
          }))
    }
    output.show(tables)
  }

  private func known(_ descriptor: SeriesDescriptor) -> String {
    let rule = descriptor.known == .atClose ? "at close" : "at stamp"
    return descriptor.delay == .zero ? rule : "\(rule) + \(descriptor.delay)"
  }
}
