import Market
import Numerics
import Replay
import Research
import Signals
import Statistics

/// A study of several markets with what names it, for documents and pages.
public struct PanelSummary: Sendable {
  public let study: PanelStudy
  public let strategy: String
  public let parameters: [(name: String, value: ParameterValue)]
  /// Markets that have bars outside the common window, and all of theirs.
  public let cut: [(market: String, window: TimeRange)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?
  /// What has been tested on its data so far, one a market.
  public var testLog: [TestTally] = []

  public init(
    study: PanelStudy, strategy: String, parameters: [(name: String, value: ParameterValue)],
    cut: [(market: String, window: TimeRange)] = []
  ) {
    self.study = study
    self.strategy = strategy
    self.parameters = parameters
    self.cut = cut
  }

  package var subject: PanelSubject { study.subject }

  package var header: ResultHeader {
    let frames = subject.markets.map(\.frame)
    var header = ResultHeader(
      strategy: strategy, market: subject.marketNames.joined(separator: ","),
      instrument: frames.map(\.instrument.description).joined(separator: ","), interval: subject.grid.interval,
      window: subject.grid.range, bars: subject.grid.count,
      fingerprint: subject.universe == nil
        ? frames.map(\.fingerprint).joined(separator: ",") : frames[0].fingerprint,
      parameters: parameters, hash: hash,
      findings: ResultHeader.findings(in: frames))
    header.traded =
      subject.universe == nil
      ? frames.map(\.instrument.description).uniqued.listed(most: 3) : "\(frames.count) instruments"
    return header
  }

  /// Which bars were left out, if any.
  package var windowNotes: [String] {
    if subject.isOfSurvivors { return [PortfolioAccount.survivorship(subject.markets.count)] }
    guard !cut.isEmpty else { return [] }
    let windows = cut.prefix(3).map { "\($0.market) from \($0.window.from.minuteText) to \($0.window.to.minuteText)" }
    let more = cut.count > 3 ? " and \(cut.count - 3) others" : ""
    return ["Only bars that all markets have are used; more have \(windows.joined(separator: ", "))\(more)."]
  }

  package static let conventions = [
    "The slope compares each market with itself: an intercept a market. Driscoll-Kraay and Hodrick 1B add up the markets of a stamp before anything is squared; both shifts move all markets by one distance.",
    "Forward returns are simple, from the close at which the signal is known.",
  ]

  /// Of all markets together.
  func figures(_ horizon: PanelHorizon) -> HorizonFigures {
    HorizonFigures(
      market: header.market, instrument: header.instrument, signal: subject.name, forward: horizon.forward,
      bars: horizon.bars, observations: horizon.observations, meanAll: horizon.meanAll,
      inside: horizon.contrast.map { .init($0) },
      verdict: horizon.verdict)
  }

  /// Of one by itself.
  func figures(_ market: PanelMarket, _ horizon: PanelHorizon) -> HorizonFigures {
    HorizonFigures(
      market: market.market, instrument: instrument(of: market), signal: subject.name, forward: horizon.forward,
      bars: horizon.bars,
      observations: market.observations, meanAll: market.meanAll, inside: market.contrast.map { .init($0) },
      spearman: market.spearman)
  }

  private func instrument(of market: PanelMarket) -> String {
    zip(subject.names, subject.markets).first { $0.0 == market.market }.map { "\($0.1.frame.instrument)" } ?? ""
  }

  /// One row an estimator and horizon, under the header of a study of one market: first of all markets together, their
  /// names joined by commas, then of each by itself.
  public var csv: String {
    HorizonFigures.csv.csv(
      study.horizons.flatMap { horizon in
        horizon.estimates.rows(horizon.rejections).map { (figures(horizon), $0) }
          + horizon.markets.flatMap { market in market.estimates.rows().map { (figures(market, horizon), $0) } }
      })
  }
}

extension PanelSummary: ResultDocument {
  public static let kind = "panel"

  public static let fields = Fields<PanelSummary> {
    ResultHeader.fields.of { $0.header }
    Field("signal", .words) { $0.subject.name }
    Field("kind", .words, "regime for a condition, signal for a number") { $0.subject.isRegime ? "regime" : "signal" }
    Field("expression", .words, "the signal in canonical form") { $0.subject.expression }
    Field("seed", .seed) { $0.study.plan.seed }
    Field("calibration_moves", .count, "random shifts behind null_rejection") { $0.study.plan.calibration }
    Field("alarm", .words, "that it is beyond what any market has given, and what to do; where it is") { $0.alarm }
      .whereKnown()
    Field("rule", .words, "what makes a verdict") { Verdict.panelRule(moves: $0.study.plan.calibration) }
    Field("test_log", listOf: TestTally.fields, "how often its data were asked") { $0.testLog }
    Field("horizons", listOf: horizonFields) { summary in
      summary.study.horizons.map { (summary, summary.figures($0), $0) }
    }
  }

  private static let horizonFields = Fields<(summary: PanelSummary, figures: HorizonFigures, horizon: PanelHorizon)> {
    HorizonFigures.fields.of { $0.figures }
    Field("stamps", .count, "stamps on which some market counts") { $0.horizon.stamps }
    Field("verdict", .words) { $0.horizon.verdict.finding.rawValue }
    Field("verdict_text", .words) { $0.horizon.verdict.text }
    Field(
      "stambaugh", object: BiasOfT.fields,
      "of signals that returns move, where that alone is worth a pooled t that matters; the median market's but for t"
    ) { $0.horizon.bias }.whereKnown()
    Field("estimators", listOf: EstimatorRow.bps, "of the pooled slope, an intercept a market") {
      $0.horizon.estimates.rows($0.horizon.rejections)
    }
    Field(
      "min_detectable_bps", .unsignedBps,
      "smallest true effect found in 4 of 5 panels like this; of a signal, for one standard deviation of it"
    ) { $0.horizon.minimumDetectable }
    Field("markets", listOf: marketFields, "each by itself") { row in
      row.horizon.markets.map { (row.summary.figures($0, row.horizon), $0) }
    }
    Field(
      "cross_section", object: PanelCrossSection.fields, "across markets, stamp by stamp",
      answer: { $0.horizon.crossSection })
  }

  private static let marketFields = Fields<(figures: HorizonFigures, market: PanelMarket)> {
    Field("market", .words) { $0.market.market }
    HorizonFigures.fields.of { $0.figures }
    Field("estimators", listOf: EstimatorRow.bps) { $0.market.estimates.rows() }
    Field("cannot_say", .words, "why there is nothing to estimate") { $0.market.why }
  }
}

extension PanelCrossSection {
  static let fields = Fields<PanelCrossSection> {
    Field("markets", .count) { $0.markets }
    Field("spearman", object: Figure.coefficients, "rank coefficient of a stamp over its markets") { $0.spearman }
    Field("pearson", object: Figure.coefficients) { $0.pearson }
    Field("fama_macbeth", object: Figure.returns, "slope of a stamp over its markets") { $0.premium }
    Field("quantiles", object: Buckets.fields, "markets sorted by the signal", answer: { $0.buckets })
  }
}

extension PanelCrossSection.Buckets {
  static let fields = Fields<PanelCrossSection.Buckets> {
    Field("means_bps", json: .array, "lowest first") { .array($0.sorted.means.map { .bps($0) }) }
    Field("spread", object: PanelCrossSection.Figure.returns) { $0.spread }
    Field("spread_convention", .words) { _ in "top less bottom, not halved" }
    Field("spread_bps", "spread", .bps, in: .table) { $0.spread.series.mean }
    Field("turnover_per_bar", "turnover", .percent(2), in: .shown, unit: "a bar") { $0.sorted.votes.turnover }
    Field("break_even_bps_per_side", "break-even cost", .unsignedBps, in: .shown, unit: "bps a side") {
      $0.sorted.breakEven.magnitude
    }
    Field("break_even_direction", .words) { $0.sorted.breakEven < 0 ? "against" : "with" }
  }
}

extension PanelCrossSection.Figure {
  static let coefficients = fields("", .correlation, .correlation)
  static let returns = fields("_bps", .bps, .unsignedBps)

  private static func fields(_ unit: String, _ signed: Form<Double>, _ plain: Form<Double>) -> Fields<Self> {
    Fields(in: .shown) {
      Field("stamps", .count) { $0.series.known }
      Field("mean\(unit)", "mean", signed, "over stamps") { $0.series.mean }
      Field("sd\(unit)", "sd", plain) { $0.series.standardDeviation }
      Field("ratio", "mean/sd", .ratio(3), "not annualised") { $0.series.ratio }
      Field("positive_share", "above zero", .percent(0)) { $0.series.positiveShare }
      Field("se\(unit)", "se", plain, "Newey-West, Bartlett") { $0.series.standardError }
      Field("t", .ratio) { $0.series.t }
      Field("p", .p, unit: "fixed-b") { $0.series.p }
      Field("lags", .count) { $0.series.lags }
      Field("kernel", .words, in: .json) { _ in "bartlett" }
      Field("distribution", .words, in: .json) { _ in "fixed_b" }
      Field("fixed_b", .number, in: .json) { $0.series.b }
      Field("null_rejection", "null rejection", .percent(1), unit: "nominal 5%") { $0.rejection?.share }
      Field("null_rejection_moves", .count, in: .json) { $0.rejection?.replicates }
      Field("null_rejection_independent_moves", .count, in: .json) { $0.rejection?.independentMoves }
      Field("p_circular_shift", "p", .p, unit: "circular shift") { $0.shiftP }
      Field("shifts", .count, in: .json) { $0.shift.answer?.shifts }
      Field("least_shift", .count, in: .json) { $0.shift.answer?.minimumShift }
      Field("circular_shift_why", .words, in: .json, "why there is no circular shift") { $0.shift.why }
    }
  }
}
