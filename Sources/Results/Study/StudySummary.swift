import Market
import Research
import Signals
import Statistics

/// A study with what names it, for documents and pages.
public struct StudySummary: Sendable {
  public let study: Study
  public let strategy: String
  public let parameters: [(name: String, value: ParameterValue)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?
  /// What has been tested on its data so far, one a market.
  public var testLog: [TestTally] = []

  public init(study: Study, strategy: String, parameters: [(name: String, value: ParameterValue)]) {
    self.study = study
    self.strategy = strategy
    self.parameters = parameters
  }

  package var frame: Frame { study.subject.frame }
  package var isRegime: Bool { study.subject.isRegime }
  package var knownBars: Int { study.subject.known.count { $0 } }
  /// Horizons at which there is something to estimate.
  package var judged: [HorizonStudy] { study.horizons.filter { !$0.estimates.isEmpty } }

  package var header: ResultHeader {
    ResultHeader(strategy: strategy, on: frame, parameters: parameters, hash: hash)
  }

  var title: String { header.title(study.subject.name) }

  func figures(_ horizon: HorizonStudy) -> HorizonFigures {
    HorizonFigures(
      market: frame.market, instrument: frame.instrument.description, signal: study.subject.name,
      forward: horizon.forward, bars: horizon.bars,
      observations: horizon.observations, meanAll: horizon.meanAll,
      inside: horizon.contrast.map { .init($0, horizon.meanErrors) },
      spearman: horizon.signal.answer?.spearman, verdict: horizon.verdict)
  }

  /// One row an estimator and horizon.
  public var csv: String {
    HorizonFigures.csv.csv(
      study.horizons.flatMap { horizon in
        horizon.estimates.rows(horizon.rejections).map { (figures(horizon), $0) }
      })
  }
}

extension StudySummary: ResultDocument {
  public static let kind = "study"

  public static let fields = Fields<StudySummary> {
    ResultHeader.fields.of { $0.header }
    Field("signal", .words, "name of the signal, or the expression") { $0.study.subject.name }
    Field("kind", .words, "regime for a condition, signal for a number") { $0.isRegime ? "regime" : "signal" }
    Field("expression", .words, "the signal in canonical form") { $0.study.subject.expression }
    Field("bars_known", .count, "bars on which the signal is defined") { $0.knownBars }
    Field("seed", .seed) { $0.study.plan.seed }
    Field("calibration_moves", .count, "random shifts behind null_rejection") { $0.study.plan.calibration }
    Field("rule", .words, "what makes a verdict") { Verdict.rule(moves: $0.study.plan.calibration) }
    Field("notes", json: .array, "what data check finds in the columns and the window") { .strings($0.frame.findings) }
    Field("given", .words, "name of the condition of --given") { $0.study.plan.given?.name }
    Field("decay", listOf: SignalDecay.Point.fields, "a signal's rank coefficient over doubling horizons") {
      $0.study.decay.answer?.points ?? []
    }
    Field("horizons", listOf: horizonFields, "one a horizon of --forward") { summary in
      summary.study.horizons.map { (summary.figures($0), $0) }
    }
    Field("test_log", listOf: TestTally.fields, "how often its data were asked") { $0.testLog }
    Field(
      "event_study", object: EventStudy.fields, "the path around first bars of episodes; with --details",
      answer: { $0.events })
  }

  private var events: Result<EventStudy, Unavailable> { study.events ?? .failure(Unavailable("--details asks for it")) }

  private static let horizonFields = Fields<(figures: HorizonFigures, horizon: HorizonStudy)> {
    HorizonFigures.fields.of { $0.figures }
    Field("verdict", .words, "predicts, unclear, no_evidence or cannot_say") { $0.horizon.verdict.finding.rawValue }
    Field("verdict_text", .words, "the verdict in a sentence") { $0.horizon.verdict.text }
    Field("verdict_rule", .words, "the estimators it rests on, and why") { $0.horizon.verdict.rule }
    Field("verdict_rests_on", json: .array, "their names") { .strings($0.horizon.verdict.restsOn) }
    Field("verdict_rejecting", json: .array, "those that reject at 5%") { .strings($0.horizon.verdict.rejecting) }
    Field("cautions", json: .array, "what to know before acting on it") { .strings($0.horizon.cautions) }
    Field(
      "stambaugh", object: BiasOfT.fields, "of a signal that returns move, where that alone is worth a t that matters"
    ) {
      $0.horizon.bias
    }.whereKnown()
    Field("estimators", listOf: EstimatorRow.bps, "of the slope") { row in
      row.horizon.estimates.rows(row.horizon.rejections)
    }
    Field(
      "min_detectable_bps", .unsignedBps,
      "smallest true effect found in 4 of 5 samples like this; of a signal, for one standard deviation of it"
    ) {
      $0.horizon.minimumDetectable
    }
    Field("power", object: Power.fields, "what the sample could have seen", answer: { $0.horizon.power })
    Field("circular_shift", object: CircularShift.fields, "the null of the estimator that decides") { $0.horizon.shift }
    SignalHorizon.fields.of { $0.horizon.signal.answer }
    HorizonDepth.fields.of { $0.horizon.depth }
  }
}

extension SignalDecay.Point {
  static let fields = Fields<SignalDecay.Point> {
    Field("forward", .words) { $0.forward.description }
    Field("forward_bars", .count) { $0.bars }
    Field("spearman", .correlation) { $0.coefficient }
    Field("se", .correlation, "Hodrick 1B") { $0.standardError }
  }
}

extension Power {
  static let fields = Fields<Power> {
    Field(
      "se_bps", .unsignedBps, "error of the estimator that decides; of a signal, for one standard deviation of it"
    ) { $0.standardError }
    Field(
      "min_detectable_bps", .unsignedBps,
      "smallest true effect found in 4 of 5 samples like this, in the unit of se_bps"
    ) { $0.minimumDetectable }
    Field("months", .number, "length of the sample") { $0.months }
    Field("episodes", .count) { $0.episodes }
    Field("effects", listOf: Target.fields, "by size of a true effect", elements: { $0.targets })
  }
}

extension Power.Target {
  fileprivate static let fields = Fields<Power.Target> {
    Field("origin", .words, "observed, or asked for with --effect") { $0.origin.rawValue }
    Field("effect_bps", .bps, "size of the true effect, in the unit of se_bps") { $0.effect }
    Field("power", .percent(0), "probability that such a sample shows it at 5%") { $0.power }
    Field("months_needed", .number, "for a power of 80%") { $0.months }
    Field("months_more", .number, "months_needed less the months of the sample") { $0.monthsMore }
    Field("episodes_needed", .number) { $0.episodes }
  }
}

extension CircularShift {
  private static let shares = [0.005, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.995]

  static let fields = Fields<CircularShift> {
    Field("shifts", .count, "distances tried") { $0.shifted.count }
    Field("minimum_shift_bars", .count) { $0.minimumShift }
    Field("p", .p) { $0.p }
    Field("null_quantiles", json: .array, "shares at which the null distribution is given") { _ in .numbers(shares) }
    Field("null_quantiles_bps", json: .array, "its quantiles") { .array($0.nullQuantiles(shares).map { .bps($0) }) }
  }
}
