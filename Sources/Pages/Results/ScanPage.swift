import Foundation
import Research
import Results

extension ScanSummary {
  /// The page of a scan: what it found, how much of it chance would do, and each cluster's strongest.
  public var page: Page {
    let shown = Array(study.representatives.prefix(40))
    var charts: [PageBlock] = []
    if let chart = quantiles { charts.append(.chart(chart)) }
    if !shown.isEmpty { charts.append(.chart(forest(shown))) }
    let verdict = Remark(
      study.found.isEmpty ? .neutral : .good,
      study.verdict.hasSuffix(".") ? String(study.verdict.dropLast()) : study.verdict,
      study.chance ?? "")
    return Page(
      kind: "Scan of signals", title: source == "families" ? "Built-in families" : source,
      facts: markets.map {
        Page.Fact("Market", $0.text)
      } + [Page.Fact("Horizons", study.plan.horizons.map { "\($0)" }.joined(separator: ", "))]
        + .result(hash),
      sections: [
        PageSection("What was found", [.remark(verdict), .tiles(Self.scanFields.keyFigures(self))]),
        PageSection("Tests", charts), PageSection("Clusters", [.table(table)]),
      ].filter { !$0.blocks.isEmpty }.alarming(alarm).saying(markets.found, testLog).without(markets.context),
      conventions: ["Rule: \(ScanStudy.rule).", biasCaution, resampling, holdout].compactMap(\.self) + notes)
  }

  /// The p-values in order against those that as many tests of nothing would have.
  private var quantiles: PageChart? {
    let p = study.members.compactMap(\.test.p).sorted()
    guard p.count >= 10 else { return nil }
    // The small ones matter: all of the first hundred, then ever fewer.
    var places: [Int] = []
    var next = 0.0
    while Int(next) < p.count {
      places.append(Int(next))
      next = max(next + 1, next * 1.02)
    }
    func log(_ p: Double) -> Double { -log10(max(p, 1e-16)) }
    let expected = places.map { log((Double($0) + 0.5) / Double(p.count)) }
    return PageChart(
      "Are there more small p-values than chance would give?",
      caption:
        "Each dot is a test: its own p against the p that a test of its rank would have if all \(Double.grouped(p.count)) were independent tests of nothing. Above the line: smaller than that. Tests that move together leave the line in bundles, which is why StepM resamples them together.",
      x: PlotlyAxis("Expected, −log₁₀ p", .fixed(1), kind: .linear), height: 340, hover: .closest,
      .panel(
        "Observed, −log₁₀ p", .fixed(1),
        [
          .line("nothing there", .numbers(expected), expected, .muted, dashed: true),
          .markers("tests", .numbers(expected), places.map { log(p[$0]) }, Paint(.accent), size: 6),
        ]))
  }

  /// The strongest test of each cluster with its own interval.
  private func forest(_ rows: [ScanStudy.Row]) -> PageChart {
    let dots = rows.compactMap { row in
      row.test.effect.map {
        PageChart.Dot(
          row.label, bps: $0, error: row.test.standardError, row.isFound ? .accent : .muted,
          kind: row.isFound ? "found" : "not found")
      }
    }
    return .intervals(
      "The strongest test of each cluster",
      caption:
        "Forward return for each standard deviation of the signal with the 95% interval of that test alone (Hodrick 1B): the strongest of many look stronger than they are.",
      value: "Effect", unit: "bps", isList: true, dots, height: min(140 + 26 * dots.count, 1200))
  }
}
