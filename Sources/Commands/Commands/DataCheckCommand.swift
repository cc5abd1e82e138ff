import ArgumentParser
import Feeds
import Foundation
import Market
import Results
import Store

struct DataCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for what is wrong with a dataset; exit code 1 when something is.",
    discussion: """
      'wrong' is what no market prints: damaged chunks, bars that cannot be, rates in another unit, a clock that is not \
      UTC, rows that contradict the funding schedule. A 'note' is to be known and may well be the market: gaps, leaps, \
      values that stand still. Every result says the findings of the rows it rests on.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"), completion: Completions.datasets)
  var name: String

  @OptionGroup var known: KnownOptions

  func run() throws {
    let dataset = try global.workspace.datasets.known(asOf: known.knownAsOf).open(name)
    try Terminal.noteKnownAsOf(dataset)
    // What was said of contracts is a table beside the chunks, compared with its own sum where it is read.
    for summary in try dataset.catalog() { _ = try dataset.contract(of: summary.descriptor.instrument) }
    try dataset.checkTables()
    let damaged = try dataset.damagedChunks()
    var table = Table(
      title: "Check of \(name)",
      columns: [
        .init("series", key: "series", .words), .init("", key: "weight", .words),
        .init("finding", key: "finding", .words),
        .init("count", key: "count"), .init("first", unit: "UTC", key: "first"),
        .init("what to do", key: "remedy", .words),
      ],
      notes: ["Every chunk was read and compared with its digest: \(damaged.count) damaged."]
        + [try dataset.seal()?.sentence(of: name)].compactMap(\.self))
    var wrong: [String] = []
    let doubts = try StoredDoubts(dataset)
    let copies = try StoredCopies(dataset)
    let catalog = try dataset.catalog()
    for summary in catalog {
      let title = summary.descriptor.title
      // Rows that are damaged are not looked at: nothing that they say is a finding.
      let broken = damaged.count { $0.hasPrefix("\(title) from ") }
      guard broken == 0 else {
        table.append([
          .text(title), .text("wrong"), .text("damaged chunks"), .count(broken), .missing,
          .text("import the files of these stretches again"),
        ])
        continue
      }
      let series = try dataset.series(summary.descriptor)
      for finding in try series.audit + funding(series) + doubts.findings(on: series)
        + widths(series, damaged.isEmpty ? catalog.map(\.descriptor) : [], in: dataset) + expired(series, in: dataset)
        + revised(summary, in: dataset) + counted(series, in: dataset) + [copies.finding(on: series)].compactMap(\.self)
      {
        if finding.weight == .wrong { wrong.append("\(title): \(finding.what)") }
        table.append([
          .text(title), .text(finding.weight.rawValue), .text(finding.what), .count(finding.count),
          .instant(finding.first), .text(finding.remedy),
        ])
      }
    }
    if global.format == .table {
      // What to do is a sentence a kind of finding, not one a row.
      var remedies: [String] = []
      for row in table.rows where !row[5].text.isEmpty {
        let remedy = "\(row[2].text): \(row[5].text)."
        if !remedies.contains(remedy) { remedies.append(remedy) }
      }
      table = table.without(column: 5)
      table.notes += remedies
    }
    Output(format: global.format).show(table)
    if !damaged.isEmpty {
      throw Problem(
        "\(damaged.count == 1 ? "one chunk of '\(name)' is" : "\(damaged.count) chunks of '\(name)' are") damaged: "
          + damaged.prefix(3).joined(separator: "; "),
        remedy: "import the files of these stretches again, all of them", fault: .work)
    }
    if let first = wrong.first {
      throw Problem(
        "\(wrong.count == 1 ? "one finding" : "\(wrong.count) findings") of '\(name)' cannot be the market: \(first)",
        remedy: "see what to do in the table", fault: .work)
    }
  }

  /// Whether its bars are what the widest of those that are narrower add up to.
  private func widths(
    _ series: Series, _ all: [SeriesDescriptor], in dataset: Dataset
  ) throws -> [SeriesFinding] {
    let narrower = all.filter { BarSums.areComparable(series.descriptor, $0) }
    guard let next = narrower.max(by: { ($0.cadence ?? .zero) < ($1.cadence ?? .zero) }),
      let range = series.range, let width = series.descriptor.cadence,
      let sums = BarSums(
        of: series,
        from: try dataset.series(
          next, range: TimeRange(from: range.from, to: range.to + width), columns: BarSums.columns(of: next))),
      let sentence = sums.sentence(besides: next.title)
    else { return [] }
    return [
      SeriesFinding(
        what: sentence, count: max(sums.differing, 1), first: sums.first?.at ?? range.from,
        weight: sums.isSystematic ? .wrong : .note,
        remedy: "bars of two clocks, venues or contracts under one name: keep one of them ('hindcast data remove')")
    ]
  }

  /// Rows of a dated contract that nobody can have traded any more: of another that has its symbol, or of a feed that goes on.
  private func expired(_ series: Series, in dataset: Dataset) throws -> [SeriesFinding] {
    let instrument = series.descriptor.instrument
    guard instrument.type == .future || instrument.type == .option,
      let expiry = try dataset.contract(of: instrument).expiry
    else { return [] }
    let late = series.stamps.filter { $0 >= expiry.milliseconds + (series.descriptor.cadence == nil ? 1 : 0) }
    guard let first = late.first else { return [] }
    return [
      SeriesFinding(
        what: "rows at or after its expiry at \(expiry.minuteText) UTC", count: late.count,
        first: Instant(milliseconds: first), weight: .wrong,
        remedy: "no result uses bars of them; import them as the contract that they are of")
    ]
  }

  /// What open interest is counted in where that is not coins, and of contracts how much one is.
  private func counted(_ series: Series, in dataset: Dataset) throws -> [SeriesFinding] {
    guard series.descriptor.kind == .openInterest, let first = series.range?.from else { return [] }
    let units = Set(series.descriptor.columns.map(\.unit))
    guard !units.contains(.base) else { return [] }
    let contract = try dataset.contract(of: series.descriptor.instrument)
    let size = contract.size.map { " of \($0.amount) \(Self.currency(of: $0, contract))" }
    let what =
      units.contains(.contracts)
      ? "counted in contracts\(size ?? ", and nothing says how much one is")" : "counted in the currency of the price"
    return [
      SeriesFinding(
        what: "open interest is \(what)", count: series.count, first: first,
        remedy: units.contains(.contracts) && size == nil
          ? "say it: hindcast data contract \(name) \(series.descriptor.instrument) contract_size_base=0.01" : "")
    ]
  }

  /// What the size of a contract is counted in.
  private static func currency(of size: Contract.Size, _ contract: Contract) -> String {
    switch size.unit {
    case .base: contract.base
    case .quote: contract.quote
    case .settlement: contract.settlement
    }
  }

  /// Imports of one series that are told one by one; of more, those that came last.
  private static let mostImports = 5

  /// Rows that later imports gave other values, import by import, and as of when each of their values is read.
  private func revised(_ series: SeriesSummary, in dataset: Dataset) throws -> [SeriesFinding] {
    let all = try dataset.revisedRows(of: series.stored, upTo: dataset.knownAsOf)
    return all.suffix(Self.mostImports).map { one in
      // Of two files of one call there is no instant at which the first alone was there.
      guard one.former != one.imported else {
        return SeriesFinding(
          what:
            "rows revised by the import at \(one.imported.description), the first of them from what an earlier file of the "
            + "same call said", count: one.revised, first: one.first,
          remedy:
            "--known-as-of \(one.imported.description) reads what the last file of that call says; what the file before "
            + "it said no --known-as-of reads")
      }
      // What it said before is read as of the import that brought it, and where nobody knows that, as of just before.
      let before = one.former ?? one.imported - Interval(milliseconds: 1)
      return SeriesFinding(
        what: "rows revised by the import at \(one.imported.description)"
          + (one.former.map { ", the first of them from what was imported at \($0.description)" } ?? ""),
        count: one.revised, first: one.first,
        remedy: "--known-as-of \(before.description) reads what they said before, --known-as-of "
          + "\(one.imported.description) what that import says")
    }
  }

  /// What a funding series says of its schedule, and where a charge would be doubtful.
  private func funding(_ series: Series) -> [SeriesFinding] {
    FundingSchedule(series)?.findings.map {
      SeriesFinding(
        what: "funding: \($0.sentence)", count: $0.count, first: $0.first, weight: $0.kind.cannotBe ? .wrong : .note,
        remedy: $0.kind.remedy)
    } ?? []
  }
}

extension FundingFinding.Kind {
  /// Whether rows say what no venue can have charged.
  fileprivate var cannotBe: Bool {
    switch self {
    case .extra, .conflicting, .contradictory: true
    case .missing, .unknown, .doubled, .changed, .displaced: false
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .missing, .unknown: "import the rows, or say what to take: --missing-funding zero or assume RATE"
    case .extra, .conflicting, .contradictory:
      "import from one source, or say what to assume in a replay: --assume-funding \(rawValue)=…"
    case .doubled, .changed, .displaced: ""
    }
  }
}
