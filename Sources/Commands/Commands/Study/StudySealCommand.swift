import ArgumentParser
import Frames
import Market
import Results
import Signals
import Store

struct StudySealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Hide the last part of a dataset until one registered hypothesis is tried on it.",
    discussion: """
      Everything from the given instant on, also what is imported later, is hidden in the dataset itself: no command reads \
      past it. It is hidden as well in every dataset of the root that holds the same data under another name. Register one hypothesis with 'study register' and try it, once, with 'study open' (docs/studies.md).

      Example: hindcast study seal --market btc --last 20%
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Dataset to seal.", valueName: "name"), completion: Completions.datasets)
  var market: String

  @Option(
    help: ArgumentHelp("Whose bars are counted, where the dataset holds several instruments.", valueName: "instrument"))
  var instrument: String?

  @Option(help: ArgumentHelp("First UTC day or instant that is hidden.", valueName: "date"))
  var from: Instant?

  @Option(help: ArgumentHelp("Share of the bars that is hidden, at their end, such as 20%.", valueName: "share"))
  var last: String?

  func run() throws {
    let dataset = try global.workspace.datasets.openForSealing(market)
    let bars = try ColumnBook(dataset, instrument: instrument).bars
    guard let range = try dataset.summary(of: bars)?.range else {
      throw Problem("'\(market)' is sealed already", remedy: "see 'hindcast data list'")
    }
    let start = try start(range)
    guard start > range.from else {
      throw Problem(
        "a seal from \(start.minuteText) hides all of '\(market)', which begins \(range.from.minuteText)",
        remedy: "leave something to find hypotheses on")
    }
    let lifted = try dataset.seals().count { $0.liftedOn != nil }
    let samples = try dataset.samples()
    let seen = try earlierLooks(at: samples, past: start) + lifted
    try seal(dataset, from: start, samples)
    let hidden = try dataset.hiddenRows(of: bars.descriptor)
    try dataset.close()
    Output(format: global.format).show(
      Table(
        title: "Sealed",
        columns: [
          .init("market", key: "market", .words), .init("from", unit: "UTC", key: "sealed_from"),
          .init("bars hidden", key: "bars_hidden"),
          .init("seen before", unit: "tests, runs, seals", key: "seen_before"),
        ],
        rows: [[.text(market), .instant(start), .count(hidden), .count(seen)]],
        notes: [
          seen == 0
            ? "Nothing on record has looked past it."
            : "Studies, replays or sweeps on record have read bars past it already, or an earlier seal was lifted: this holdout is not fresh.",
          "Next: hindcast study register STRATEGY --signal NAME --forward 1h --direction down --market \(market)",
        ]))
  }

  /// Noted first: should this process die in between, the data are hidden under every name, this one included.
  private func seal(_ dataset: Dataset, from start: Instant, _ samples: [DataSample]) throws {
    guard try dataset.seal() == nil, dataset.foreignSeal == nil else {
      return try dataset.seal(from: start, on: Clock.now)
    }
    let archive = try RunArchive(root: global.workspace.root)
    let visible = samples.map { $0.before(start) }.filter { !$0.instants.isEmpty }
    let numbers = try archive.note(visible.map { DataSeal(dataset: market, from: start, sample: $0) })
    do {
      try dataset.seal(from: start, on: Clock.now)
    } catch {
      try archive.liftSeals(of: market, numbers: numbers)
      throw error
    }
    try archive.close()
  }

  private func start(_ range: TimeRange) throws -> Instant {
    switch (from, last) {
    case (let from?, nil): return from
    case (nil, let last?):
      let share = try CommandLineWords.share(last, of: "--last", such: "20%")
      guard share > 0, share < 1 else {
        throw Problem("--last '\(last)' is not a share", remedy: "write it as 20%")
      }
      // At a UTC midnight, so that the holdout is whole days.
      let hidden = Interval(milliseconds: Int64(Double(range.length.milliseconds) * share))
      let start = range.to - hidden
      return Instant(milliseconds: start.milliseconds - start.millisecondOfDay)
    default:
      throw Problem("where the seal begins is not said", remedy: "give either --from DATE or --last SHARE")
    }
  }

  /// How many looks and sweeps of these data, under whatever name, and results on this dataset reach past the instant, for
  /// a holdout that was seen is none.
  private func earlierLooks(at samples: [DataSample], past start: Instant) throws -> Int {
    guard let archive = try RunArchive.existing(global.workspace) else { return 0 }
    let looks = try archive.tests(at: samples, of: market).count { $0.range.to > start }
    let runs = try archive.results().count { $0.markets.contains(market) && $0.range.to > start }
    let swept = try samples.reduce(into: Set<SweepTally>()) { $0.formUnion(try archive.sweeps(on: $1, of: market)) }
    let sweeps = swept.count { $0.sweep.range.to > start && $0.finishedBlocks > 0 }
    let earlier = try archive.sweepsByRow(market: market).ranges.count { $0.to > start }
    return looks + runs + sweeps + earlier
  }
}
