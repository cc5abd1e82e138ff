import Market
import Numerics
import Research
import Statistics

/// A family study with what names it, for documents and pages.
public struct FamilySummary: Sendable {
  public let study: FamilyStudy
  /// The markets it read, in order of first mention.
  public let markets: [MarketWindow]
  /// Nil for a file whose signals are all its own.
  public let strategy: String?
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?
  /// What has been tested on its data so far, one a market.
  public var testLog: [TestTally] = []

  /// One market and the bars on which its hypotheses were judged.
  public struct MarketWindow: Sendable {
    public let market: String
    public let instrument: Instrument
    public let interval: Interval
    public let window: TimeRange
    public let fingerprint: String
    /// What is found in the rows that were read, a sentence a series.
    public let findings: [String]

    public init(_ frame: Frame) {
      market = frame.market
      instrument = frame.instrument
      interval = frame.grid.interval
      window = frame.window
      fingerprint = frame.fingerprint
      findings = frame.findings
    }
  }

  public init(study: FamilyStudy, markets: [MarketWindow], strategy: String?) {
    self.study = study
    self.markets = markets
    self.strategy = strategy
  }

  package var plan: FamilyPlan { study.plan }

  /// Whether the market must be said beside each hypothesis.
  var hasSeveralMarkets: Bool { markets.count > 1 }

  /// `5%` or `2.5%`.
  package var level: String { "\(((plan.alpha * 10_000).rounded() / 100).plainText)%" }
}

extension FamilySummary: ResultDocument {
  public static let kind = "family"

  public static let fields = Fields<FamilySummary> {
    Field("hash", .words) { $0.hash }
    Field("study", .words, "name of the study file") { $0.plan.name }
    Field("about", .words) { $0.plan.about }
    Field("file", .words) { $0.plan.file }
    Field("strategy", .words, "whose signals the file names") { $0.strategy }
    Field("markets", listOf: MarketWindow.fields) { $0.markets }
    Field("hypotheses", listOf: FamilyStudy.Member.fields) { $0.study.members }
    Field("family", object: familyFields, "all of them together") { $0 }
    Field("test_log", listOf: TestTally.fields, "how often its data were asked") { $0.testLog }
    Field("alarm", .words, "that it is beyond what any market has given, and what to do; where it is") { $0.alarm }
      .whereKnown()
    Field("verdict_text", .words) { $0.study.verdict }
    Field("rule", .words) { _ in FamilyStudy.rule }
  }

  /// One row a hypothesis.
  public var csv: String {
    let instruments = markets.instruments
    return FamilyStudy.Member.fields.with(
      Field("instrument", .words, in: .csv) { instruments[$0.test.hypothesis.market] }, after: "market"
    ).csv(study.members)
  }

  package static let familyFields = Fields<FamilySummary> {
    Field("count", "Hypotheses", .count, "all in the file count") { $0.study.members.count }
    Field("survivors", "Survive", .count) { $0.study.survivors.count }
    Field("correction", .words) { $0.plan.correction.rawValue }
    Field("alpha", .number) { $0.plan.alpha }
    Field("replicates", .count) { $0.plan.replicates }
    Field("seed", .seed) { $0.plan.seed }
    Field("tested_jointly", .count) { $0.study.joint?.hypotheses ?? 0 }
    Field("bars_per_row", .count, "bars that share a sign") { $0.study.joint?.barsPerRow }
    Field("bars", .count) { $0.study.joint?.bars ?? 0 }
    Field("reality_check_p", "Reality check", .p, "White's p, not studentised") { $0.study.joint?.realityCheck.p }
    Field("spa_t", .ratio) { $0.study.joint?.ability.statistic }
    Field("spa_p", "SPA", .p, "p of the best, were none to predict, studentised") { $0.study.joint?.ability.consistent }
    Field("spa_p_lower", .p) { $0.study.joint?.ability.lower }
    Field("spa_p_upper", .p) { $0.study.joint?.ability.upper }
    Field("stepm_found", "StepM", .count, "found, family-wise") { summary in
      summary.study.joint?.stepM.isRejected.count { $0 } ?? 0
    }
    Field("not_available", .words, "why there are no joint tests") { $0.study.noJoint }
  }
}

extension FamilySummary.MarketWindow {
  static let fields = Fields<FamilySummary.MarketWindow> {
    Field("market", .words) { $0.market }
    Field("instrument", .words) { $0.instrument.description }
    Field("interval", .words) { $0.interval.description }
    Field("from", .words) { $0.window.from.description }
    Field("to", .words) { $0.window.to.description }
    Field("fingerprint", .words) { $0.fingerprint }
    Field("findings", json: .array, "in the rows that were read, a sentence a series") { .strings($0.findings) }
  }
}

extension FamilyStudy.Member {
  static let fields = Fields<FamilyStudy.Member>(in: .documents) {
    Field("market", .words) { $0.test.hypothesis.market }
    Field("signal", .words) { $0.test.hypothesis.signal }
    Field("expression", .words) { $0.test.hypothesis.expression }
    Field("kind", .words) { $0.test.isRegime ? "regime" : "signal" }
    Field("forward", .words) { $0.test.hypothesis.forward.description }
    Field("direction", .words, "the one declared") { $0.test.hypothesis.direction.rawValue }
    Field("observations", .count) { $0.test.observations }
    Field("bars_in", .count) { $0.test.barsIn }
    Field("episodes", .count, in: .all) { $0.test.episodes }
    Field("effect_bps", "effect", .bps, in: .all, "regime: inside less outside; signal: per standard deviation") {
      $0.test.effect
    }
    Field("se_bps", .unsignedBps, "Hodrick 1B") { $0.test.standardError }
    BiasOfT.columns.of { $0.test.bias }
    Field("hodrick_p", "Hodrick", .p, in: .all, unit: "p", "in the declared direction") { $0.test.hodrick?.declared }
    Field("circular_p", "shift", .p, in: .all, unit: "p") { $0.test.circular?.declared }
    Field("p", .p, "the larger of the two") { $0.test.p }
    Field("holm_p", "Holm", .p, in: .all, unit: "p") { $0.holm }
    Field("bh_p", "BH", .p, in: .all, unit: "p") { $0.benjaminiHochberg }
    Field("by_p", "BY", .p, in: .all, unit: "p") { $0.benjaminiYekutieli }
    Field("stepm_p", "StepM", .p, in: .all, unit: "p") { $0.stepM?.adjusted }
    Field("stepm_found", .flag) { $0.stepM?.isFound }
    Field("survives", .flag, "under the correction of the file") { $0.survives }
    Field("cannot_say", .words) { $0.test.cannotSay }
  }
}

extension FamilySummary.MarketWindow {
  /// `demo (binance:BTCUSDT), 5m bars, 2025-01-01 to 2025-06-30 UTC`.
  package var text: String {
    "\(ResultHeader.place(market, "\(instrument)")), \(interval) bars, \(window.windowText) UTC"
  }
}

extension [FamilySummary.MarketWindow] {
  /// What is traded on each of them.
  var instruments: [String: String] {
    Dictionary(map { ($0.market, $0.instrument.description) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a title says beside a name.
  package var context: String { " on \(map(\.text).joined(separator: "; "))" }

  /// What is found in any of them, for people.
  package var found: [String] { ResultHeader.found(flatMap(\.findings).uniqued) }
}
