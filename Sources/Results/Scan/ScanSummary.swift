import Market
import Replay
import Research
import Statistics

/// A scan with what names it, for documents and pages.
public struct ScanSummary: Sendable {
  public let study: ScanStudy
  /// Where the signals come from: families, a list, a strategy.
  public let source: String
  public let markets: [FamilySummary.MarketWindow]
  /// What was left out and why.
  public let notes: [String]
  /// Of its identity.
  public var hash: String?
  /// What has been tested on its data so far, one a market.
  public var testLog: [TestTally] = []
  /// What became of the holdout, in a sentence.
  public var holdout: String?
  /// Rows of the table.
  public var top = 15

  public init(
    study: ScanStudy, source: String, markets: [FamilySummary.MarketWindow], notes: [String], hash: String? = nil
  ) {
    (self.study, self.source, self.markets) = (study, source, markets)
    (self.notes, self.hash) = (notes, hash)
  }
}

extension ScanSummary: ResultDocument {
  public static let kind = "scan"

  public static let fields = Fields<ScanSummary> {
    Field("hash", .words, "SHA-256 of what was asked, of what data and which engine") { $0.hash }
    Field("engine", .words, "version of hindcast") { _ in Engine.version }
    Field("source", .words, "where the signals come from") { $0.source }
    Field("markets", listOf: FamilySummary.MarketWindow.fields) { $0.markets }
    Field("scan", object: scanFields, "all tests together") { $0 }
    Field("clusters", listOf: clusterFields, "signals that say the same, the strongest first") { summary in
      summary.study.clusters.map { (summary.study, $0) }
    }
    Field("tests", listOf: ScanStudy.Row.fields, "every one, markets, then signals, then horizons") {
      $0.study.rows($0.study.members)
    }
    Field("test_log", listOf: TestTally.fields, "how often its data were asked") { $0.testLog }
    Field("notes", json: .array, "what was left out and why") { .strings($0.notes) }
    Field("holdout", .words, "what was registered for the sealed end, or how to") { $0.holdout }
    Field("alarm", .words, "that it is beyond what any market has given, and what to do; where it is") { $0.alarm }
      .whereKnown()
    Field("verdict_text", .words) { $0.study.verdict }
    Field("chance_text", .words, "how many tests would look significant by chance, in a sentence") { $0.study.chance }
    Field("rule", .words) { _ in ScanStudy.rule }
  }

  package static let scanFields = Fields<ScanSummary> {
    Field("signals", "Signals", .count, in: .tiles, "as listed") { $0.study.plan.signals.count }
    Field("forward", json: .array, "horizons") { .strings($0.study.plan.horizons.map { "\($0)" }) }
    Field("tests", "Tests", .count, in: .tiles, "signals × horizons × markets") { $0.study.members.count }
    Field("judged", .count, "of those, that could be judged") { $0.study.joint?.judged ?? 0 }
    Field("found", "Found", .count, in: .tiles, "StepM, family-wise") { $0.study.found.count }
    Field("holm_found", "Holm", .count, "adjusted p at most alpha") { summary in
      summary.study.members.count { $0.holm <= summary.study.plan.alpha }
    }
    Field("bh_found", "BH", .count, "adjusted p at most alpha: of these a share of alpha is false, on average") {
      summary in
      summary.study.members.count { $0.benjaminiHochberg <= summary.study.plan.alpha }
    }
    Field("clusters", "Clusters", .count, "signals that say the same count once") { $0.study.clusters.count }
    Field("significant_alone", "p ≤ alpha alone", .count, in: .tiles, "own p at most alpha") {
      $0.study.joint?.chance.observed
    }
    Field("expected_by_chance", "By chance", .ratio(1), in: .tiles, "alpha × tests judged") {
      $0.study.joint?.chance.expected
    }
    Field(
      "usual_by_chance", "By chance, 95%", .count, in: .tiles,
      "at most so many in 95 of 100 resamples without an effect"
    ) {
      $0.study.joint?.chance.usual
    }
    Field("chance_p", .p, "share of resamples with as many as the sample") { $0.study.joint?.chance.p }
    Field("best_p", "Best", .p, in: .tiles, "StepM's p of the strongest") { $0.study.joint?.best }
    Field("critical_t", .ratio, "|t| beyond it was found at the first step; null for none") { summary in
      (summary.study.joint?.criticalValue).flatMap { $0.isFinite ? $0 : nil }
    }
    Field("direction", .words, "declared beforehand; either is two-sided") { $0.study.plan.direction.rawValue }
    Field("score", .words, "rank: where a value stands in the window; value: as it is") { $0.study.plan.score.rawValue }
    Field("alpha", .number) { $0.study.plan.alpha }
    Field("alike", .number, "correlation from which signals say the same") { $0.study.plan.alike }
    Field("replicates", .count) { $0.study.plan.replicates }
    Field("seed", .seed) { $0.study.plan.seed }
    Field("bars_per_row", .count, "bars that share a sign") { $0.study.joint?.barsPerRow }
    Field("rows", .count, "stretches of bars that signs are drawn for") { $0.study.joint?.rows }
    Field("bars", .count) { $0.study.joint?.bars ?? 0 }
    Field("not_available", .words, "why there is nothing to correct") { $0.study.noJoint }
  }

  private static let clusterFields = Fields<(ScanStudy, ScanStudy.Cluster)> {
    Field("representative", .words, "the strongest of them") { $0.plan.signals[$1.representative].name }
    Field("forward", .words, "of its strongest test") { study, cluster in
      cluster.best.map { "\(study.members[$0].test.forward)" }
    }
    Field("p", .p, "of that test, on its own") { study, cluster in cluster.best.flatMap { study.members[$0].test.p } }
    Field("found", .count, "tests of the cluster that are found") { $1.found }
    Field("signals", json: .array, "their names, the representative first") { study, cluster in
      .strings(cluster.signals.map { study.plan.signals[$0].name })
    }
    Field("correlations", json: .array, "of each with the representative") {
      .array($1.correlations.map(JSONValue.real))
    }
  }

  /// One row a test.
  public var csv: String {
    let instruments = markets.instruments
    return ScanStudy.Row.fields.with(Field("instrument", .words, in: .csv) { instruments[$0.market] }, after: "market")
      .csv(study.rows(study.members))
  }
}

extension ScanStudy.Row {
  static let fields = Fields<ScanStudy.Row>(in: .documents) {
    Field("market", .words) { $0.market }
    Field("signal", .words, in: .all) { $0.signal.name }
    Field("family", .words, "of the built-in families; null for one from a list") { $0.signal.family }
    Field("expression", .words) { $0.scanned.expression }
    Field("kind", .words) { $0.scanned.isRegime ? "regime" : "signal" }
    Field("forward", .words, in: .all) { $0.test.forward.description }
    Field("observations", .count) { $0.test.observations }
    Field("episodes", .count, "of a regime") { $0.test.episodes }
    Field(
      "effect_bps", "effect", .bps, in: .all,
      "forward return for each standard deviation of the score; of a regime inside less outside"
    ) { $0.test.effect }
    Field("se_bps", "se", .unsignedBps, in: .detailed, "Hodrick 1B") { $0.test.standardError }
    Field("correlation", .correlation, "of the score with the forward return") { $0.test.correlation }
    Field("t", .signedRatio, in: .detailed) { $0.test.t }
    BiasOfT.columns.of { $0.test.bias }
    Field("p", .p, in: .all, "on its own, in the direction declared") { $0.test.p }
    Field("holm_p", "Holm", .p, in: .all, unit: "p") { $0.member.holm }
    Field("bh_p", "BH", .p, in: .all, unit: "p") { $0.member.benjaminiHochberg }
    Field("stepm_p", "StepM", .p, in: .all, unit: "p") { $0.member.stepM }
    Field("found", .flag, "StepM and its own p at most alpha") { $0.isFound }
    Field("cluster", .count, "place in clusters, from 1") { $0.cluster }
    Field("alike", "alike", .count, in: .table, unit: "signals") { $0.alike }
    Field("cannot_say", .words) { $0.test.cannotSay }
  }
}

extension ScanSummary {
  /// The strongest test of each cluster.
  public var table: Table {
    let shown = study.representatives
    let hidden = shown.count - min(top, shown.count)
    let fields = Fields<ScanStudy.Row>(in: .table) {
      if markets.count > 1 { Field("market", .words) { $0.market } }
      if shown.prefix(top).contains(where: { $0.test.bias != nil }) {
        ScanStudy.Row.fields.with(
          Field("bias_t", "bias", .signedRatio, in: .detail, unit: "of t") { $0.test.bias?.t }, after: "t")
      } else {
        ScanStudy.Row.fields
      }
      Field("found", "", .words) { $0.isFound ? "found" : "" }
    }
    return fields.table(
      Array(shown.prefix(top)),
      title:
        "Scan of \(Double.counted(study.plan.signals.count, "signal")) at \(Double.counted(study.plan.horizons.count, "horizon"))\(markets.context)",
      notes: [
        "A row is the strongest test of each cluster of signals that correlate by \(study.plan.alike) or more"
          + (hidden > 0
            ? "; \(Double.counted(hidden, "further cluster")) \(hidden == 1 ? "is" : "are") left out (--top)." : "."),
        "Effect: forward return for each standard deviation of the signal's \(study.plan.score == .rank ? "rank in the window" : "value"); of a condition, inside less outside. p: Hodrick 1B, \(study.plan.direction == .either ? "two-sided" : "direction \(study.plan.direction.rawValue) declared"); Holm, BH and StepM over all \(Double.counted(study.members.count, "test")).",
      ])
  }

  /// What is printed above the table.
  public var opening: [String] { [alarm, study.verdict].compactMap(\.self) }

  /// What is printed below it.
  public var closing: [String] {
    [study.chance, counts, biasCaution, resampling, holdout].compactMap(\.self) + ["Rule: \(ScanStudy.rule)."] + notes
      + markets.found
  }

  private var counts: String? {
    let figures = Self.scanFields.keyFigures(self, ["found", "holm_found", "bh_found", "clusters"]).map(\.figure.text)
    guard study.joint != nil, figures.count == 4 else { return nil }
    return
      "Side by side: StepM finds \(figures[0]), Holm \(figures[1]), Benjamini-Hochberg \(figures[2]). \(Double.counted(study.plan.signals.count, "signal")) \(study.plan.signals.count == 1 ? "is" : "are") \(figures[3]) cluster\(study.clusters.count == 1 ? "" : "s")."
  }

  /// Of signals that returns move, if any are.
  package var biasCaution: String? {
    BiasOfT.caution(
      study.members.map { ("\(study.name($0)), \($0.test.forward)", $0.test.bias) })
  }

  package var resampling: String? {
    study.joint.map { joint in
      "Contributions of each bar (Hodrick 1B) as means over \(Double.grouped(joint.rows)) stretches of time, held against \(Double.grouped(study.plan.replicates)) draws of a sign for each stretch, one for all tests (wild bootstrap under the null), seed \(study.plan.seed); studentised by Hodrick 1B."
    }
  }
}
