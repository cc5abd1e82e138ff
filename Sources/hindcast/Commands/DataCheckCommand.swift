import ArgumentParser
import Foundation
import Market
import Results
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
    var longest: [String: Series] = [:]
    for summary in try dataset.catalog().sorted(by: { $0.rows > $1.rows }) where damaged.isEmpty {
      let base = summary.descriptor.instrument.contract.base
      guard longest[base] == nil, [.klines, .mark, .index].contains(summary.descriptor.kind) else { continue }
      longest[base] = try dataset.series(summary.descriptor)
    }
    for summary in try dataset.catalog() {
      let title = summary.descriptor.title
      // Rows that are damaged are not looked at: nothing that they say is a finding.
      let broken = damaged.count { $0.hasPrefix("\(title) from ") }
      guard broken == 0 else {
        table.append([.text(title), .text("damaged chunks"), .count(broken), .missing])
        continue
      }
      let series = try dataset.series(summary.descriptor)
      let other = longest[summary.descriptor.instrument.contract.base]
      for finding in series.findings + funding(series) + clock(series, against: other) {
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

  /// Whether its prices fit those of the longest series of the same coin only when moved by hours.
  private func clock(_ series: Series, against other: Series?) -> [SeriesFinding] {
    guard let other, other.descriptor != series.descriptor, let range = series.range,
      let shift = ClockShift(of: series, against: other)
    else { return [] }
    let hours = "\(shift.hours < 0 ? "-" : "+")\(abs(shift.hours)) h"
    return [
      SeriesFinding(
        what: "fits \(other.descriptor.title) only when moved by \(hours): a clock that is not UTC",
        count: series.count,
        first: range.from)
    ]
  }

  /// What a funding series says of its schedule, and where a charge would be doubtful.
  private func funding(_ series: Series) -> [SeriesFinding] {
    FundingSchedule(series)?.findings.map {
      SeriesFinding(what: "funding: \($0.sentence)", count: $0.count, first: $0.first)
    } ?? []
  }
}
