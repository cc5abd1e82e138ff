import Market
import Replay
import Research
import Statistics

/// A comparison with the summaries of its runs, for documents and pages.
public struct CompareSummary: Sendable {
  public let comparison: Comparison
  public let runs: [RunSummary]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  /// - Parameter runs: in the order of the comparison's contenders.
  public init(comparison: Comparison, runs: [RunSummary]) {
    self.comparison = comparison
    self.runs = runs
  }

  package var header: ResultHeader {
    var header = runs[0].header
    header.strategy = comparison.contenders.map(\.name).joined(separator: ", ")
    header.parameters = []
    header.hash = hash
    return header
  }
}

extension CompareSummary: ResultDocument {
  public static let kind = "comparison"

  public static let fields = Fields<CompareSummary> {
    Field("hash", .words) { $0.hash }
    Field("strategies", listOf: RunSummary.fields, isDocument: true, "the document of each run", elements: { $0.runs })
    Field("pairs", listOf: pairFields, "a less b") { summary in summary.comparison.pairs.map { (summary, $0) } }
    Field("correlation", json: .array, "of UTC-daily returns, in the order of the strategies") { summary in
      .array(summary.comparison.correlation.map { row in .array(row.map(JSONValue.optional)) })
    }
    Field("replicates", .count) { $0.comparison.replicates }
    Field("seed", .seed) { $0.comparison.seed }
    Field("convention", .words) { _ in
      "annualised Sharpe ratios of UTC-daily returns, x sqrt(365); pairs resampled together, stationary bootstrap, 95% percentile interval"
    }
  }

  private static let pairFields = Fields<(summary: CompareSummary, pair: PairedTest)> {
    Field("a", .words, in: [.json, .table]) { $0.pair.a }
    Field("b", .words, in: [.json, .table]) { $0.pair.b }
    Field("sharpe_difference", "a less b", .signedRatio, in: [.json, .table], "of annualised Sharpe ratios") {
      $0.pair.sharpeDifference
    }
    Field("ci_low", "95% from", .ratio, in: [.json, .table]) { $0.pair.low }
    Field("ci_high", "to", .ratio, in: [.json, .table]) { $0.pair.high }
    Field("p", .p, in: [.json, .table], "not corrected for the number of pairs") { $0.pair.p }
    Field("mean_block_days", .number, "of the stationary bootstrap") { $0.pair.meanBlock }
    Field("correlation", .ratio, in: .table) { $0.summary.correlation($0.pair.a, $0.pair.b) }
  }

  /// A row a pair.
  public var pairs: Table {
    Self.pairFields.table(
      comparison.pairs.map { (self, $0) }, title: "Paired differences of annualised Sharpe ratios",
      notes: [
        "Both resampled together in blocks of days: stationary bootstrap, \(Double.grouped(comparison.replicates)) replicates, seed \(comparison.seed), percentile interval. p is not corrected for the number of pairs."
      ])
  }

  private func correlation(_ a: String, _ b: String) -> Double? {
    let names = comparison.contenders.map(\.name)
    guard let row = names.firstIndex(of: a), let column = names.firstIndex(of: b) else { return nil }
    return comparison.correlation[row][column]
  }

  private static let shown: [FigureKey] = [
    .totalReturn, .sharpeAnnual, .sortinoAnnual, .maxDrawdown, .trades, .pricePnl, .fundingPnl, .fees, .slippage,
    .exposure,
  ]

  /// A row a strategy.
  public var table: Table {
    let first = runs[0]
    return Fields<(name: String, run: RunSummary)> {
      Field("strategy", .words, in: .table) { $0.name }
      RunSummary.fields.only(Self.shown.map(\.rawValue), in: .table).of { $0.run }
    }.table(
      zip(comparison.contenders, runs).map { ($0.name, $1) }, title: first.header.title("\(runs.count) strategies"),
      notes: [
        "Net of fees, slippage and funding; amounts in \(first.quote) from an initial equity of \(Figure.quote(first.run.figures.initialEquity).text).",
        "Sharpe and Sortino of UTC-daily returns, x sqrt(365).",
      ] + found)
  }

  /// What is found in the data of any of them.
  package var found: [String] { ResultHeader.found(runs.flatMap(\.frame.findings).uniqued) }

  /// What the pairs come to, in a sentence: how many differ, by Holm over all of them.
  public var conclusion: String {
    let tested = comparison.pairs.filter { $0.p != nil }
    guard !tested.isEmpty else { return "No pair can be told apart: too few days, or strategies that never traded." }
    let adjusted = Correction.holm.adjusted(tested.map { $0.p ?? 1 })
    let real = zip(tested, adjusted).filter { $1 < 0.05 }.map { "\($0.a) and \($0.b) (p \($1.pFigure))" }
    let silent = zip(comparison.contenders, runs).filter { $1.run.trades.isEmpty }.map(\.0.name)
    return
      (real.isEmpty
      ? "None of \(tested.count) differences of Sharpe ratios is more than chance explains, Holm over all pairs at 5 %."
      : "\(real.count) of \(tested.count) differences of Sharpe ratios survive\(real.count == 1 ? "s" : "") Holm over all pairs at 5 %: \(real.joined(separator: ", ")).")
      + (silent.isEmpty ? "" : " Never traded: \(silent.joined(separator: ", ")).")
  }
}
