import ArgumentParser
import Foundation
import Market
import Reports
import Store

struct DataCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for what is wrong with a dataset; exit code 1 when something is damaged.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"), completion: Completions.datasets)
  var name: String

  func run() throws {
    let dataset = try global.workspace.datasets.open(name)
    let damaged = try dataset.damagedChunks()
    var table = Table(
      title: "Check of \(name)",
      columns: [
        .init("series", key: "series", .words), .init("finding", key: "finding", .words), .init("count", key: "count"),
        .init("first", unit: "UTC", key: "first"),
      ],
      notes: ["Every chunk was read and compared with its digest: \(damaged.count) damaged."]
        + [try dataset.seal()?.sentence(of: name)].compactMap(\.self))
    for summary in try dataset.catalog() {
      let title = summary.descriptor.title
      // Rows that are damaged are not looked at: nothing that they say is a finding.
      let broken = damaged.count { $0.hasPrefix("\(title) from ") }
      guard broken == 0 else {
        table.append([.text(title), .text("damaged chunks"), .count(broken), .missing])
        continue
      }
      let series = try dataset.series(summary.descriptor)
      for finding in series.findings + funding(series) {
        table.append([.text(title), .text(finding.what), .count(finding.count), .instant(finding.first)])
      }
    }
    Output(format: global.format).show(table)
    if !damaged.isEmpty {
      throw Problem(
        "\(damaged.count) chunks of '\(name)' are damaged: \(damaged.prefix(3).joined(separator: "; "))",
        remedy: "import the files of these stretches again, all of them", fault: .work)
    }
  }

  /// What a funding series says of its schedule, and where a charge would be doubtful.
  private func funding(_ series: Series) -> [SeriesFinding] {
    FundingSchedule(series)?.findings.map {
      SeriesFinding(what: "funding: \($0.sentence)", count: $0.count, first: $0.first)
    } ?? []
  }
}
