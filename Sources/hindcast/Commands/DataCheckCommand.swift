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

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"))
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
      for finding in findings(series) + funding(series) {
        table.append([
          .text(title), .text(finding.what), .count(finding.count),
          finding.first.map(Figure.instant) ?? .missing,
        ])
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
  private func funding(_ series: Series) -> [Finding] {
    FundingSchedule(series)?.findings.map { ("funding: \($0.sentence)", $0.count, $0.first) } ?? []
  }

  private typealias Finding = (what: String, count: Int, first: Instant?)

  private func findings(_ series: Series) -> [Finding] {
    var findings: [Finding] = []
    func add(_ what: String, _ rows: [Int]) {
      guard let first = rows.first else { return }
      findings.append((what, rows.count, Instant(milliseconds: series.stamps[first])))
    }
    // What is missing of a funding series shows in its schedule, which knows of changes of interval.
    let gaps = series.descriptor.kind == .funding ? [] : series.gaps
    if let first = gaps.first {
      findings.append(("missing rows in \(gaps.count) gaps", gaps.reduce(0) { $0 + $1.missing }, first.range.from))
    }
    for (index, column) in series.descriptor.columns.enumerated() {
      add("'\(column.name)' is not known", series.columns[index].indices.filter { series.columns[index][$0].isNaN })
    }
    if let volume = series.values("volume"), let high = series.values("high"), let low = series.values("low") {
      add("zero volume at a flat price", volume.indices.filter { volume[$0] == 0 && high[$0] == low[$0] })
    }
    for name in ["volume", "quote_volume", "open_interest"] {
      guard let values = series.values(name) else { continue }
      add("\(name) is \(Self.leap) times the middle of its neighbours", Self.leaps(values))
    }
    for name in ["close", "mark", "index"] {
      guard let values = series.values(name) else { continue }
      add(
        "\(name) is more than ten times, or less than a tenth of, the row before",
        values.indices.dropFirst().filter { abs(log(values[$0] / values[$0 - 1])) > log(10) })
    }
    if let close = series.values("close") {
      add(
        "close moved more than 5 % in a bar",
        close.indices.dropFirst().filter { abs(close[$0] / close[$0 - 1] - 1) > 0.05 })
    }
    return findings
  }

  /// What no market does from one row to the next, and slips of the decimal point do.
  private static let leap = 10_000

  /// Rows that are so many times the median of the ten rows around them that are above zero.
  private static func leaps(_ values: [Double]) -> [Int] {
    values.indices.filter { row in
      guard values[row] > 0 else { return false }
      let around = (max(0, row - 5)...min(values.count - 1, row + 5)).filter { $0 != row && values[$0] > 0 }
        .map { values[$0] }.sorted()
      return !around.isEmpty && values[row] > Double(leap) * around[around.count / 2]
    }
  }
}
