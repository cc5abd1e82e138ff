import ArgumentParser
import Frames
import Market
import Results
import Store

struct DataListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "The datasets there are.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var known: KnownOptions

  func run() throws {
    try global.workspace.checkRoot()
    let folder = global.workspace.datasets.known(asOf: known.knownAsOf)
    var table = Table(
      title: "Datasets in \(folder.path)",
      columns: [
        .init("name", key: "name", .words), .init("traded", key: "instrument", .words), .init("series", key: "series"),
        .init("rows", key: "rows"), .init("revised", key: "revised_rows"), .init("from", unit: "UTC", key: "from"),
        .init("to", unit: "UTC", key: "to"),
        .init("sealed from", unit: "UTC", key: "sealed_from"), .init("fingerprint", key: "fingerprint", .words),
      ])
    var problems: [String] = []
    for name in folder.names() {
      do {
        table.append(try row(of: folder.open(name.text), name))
      } catch let problem as Problem {
        // The others are listed all the same.
        problems.append(name.text)
        Terminal.complain(problem.description)
      }
    }
    Output(format: global.format).show(table)
    if table.rows.isEmpty, problems.isEmpty, global.format == .table {
      Terminal.note("make one with 'hindcast data demo'")
    }
    guard problems.isEmpty else {
      throw Problem("\(problems.joined(separator: ", ")) cannot be listed, for the reasons above", fault: .work)
    }
  }

  private func row(of dataset: Dataset, _ name: DatasetName) throws -> [Figure] {
    let catalog = try dataset.catalog()
    let range = catalog.map(\.range).reduce(nil as TimeRange?) { all, next in
      all.map { TimeRange(from: min($0.from, next.from), to: max($0.to, next.to)) } ?? next
    }
    let sealed = [try dataset.seal()?.from, dataset.foreignSeal?.from].compactMap(\.self).min()
    return [
      .text(name.text), .text(try traded(dataset)),
      .count(catalog.count), .count(catalog.reduce(0) { $0 + $1.rows }),
      .count(try dataset.revisions(upTo: dataset.knownAsOf).reduce(0) { $0 + $1.revised }),
      range.map { .instant($0.from) } ?? .missing, range.map { .instant($0.to) } ?? .missing,
      sealed.map { .instant($0) } ?? .missing, .text(String(dataset.fingerprint(of: catalog).prefix(12))),
    ]
  }

  /// The instrument that is traded without a choice, or how many there are to choose from.
  private func traded(_ dataset: Dataset) throws -> String {
    let instruments = TradedInstrument.tradable(try dataset.instruments(with: .klines))
    return instruments.count > 1 ? "\(instruments.count) instruments" : instruments.first?.description ?? ""
  }
}
