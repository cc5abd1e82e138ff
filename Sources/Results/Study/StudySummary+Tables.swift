import Market
import Research
import Statistics

extension StudySummary {
  /// The tables for a terminal: the verdicts, what could have been seen, what happened, how sure one can be.
  public var tables: [Table] { tables(allEstimators: false) }

  /// - Parameter allEstimators: else those the verdict rests on, and the three that most software offers.
  public func tables(allEstimators: Bool) -> [Table] {
    [verdicts] + (judged.isEmpty ? [] : [power] + (isRegime ? [overview] : signalTables))
      + judged.map { estimators(of: $0, all: allEstimators) } + given
  }

  /// The answer to --given, a table a horizon; none where nobody asked.
  private var given: [Table] {
    guard study.plan.given != nil else { return [] }
    return judged.compactMap { $0.depth?.conditioning.table(next: "\($0.forward)", onlyGiven: true) }
  }

  /// One verdict a horizon.
  private var verdicts: Table {
    Fields<HorizonStudy> {
      Field("forward", .words, in: .table) { $0.forward.description }
      Field("verdict", .words, in: .table) { $0.verdict.finding.words }
      Field("difference_bps", isRegime ? "difference" : "slope", .bps, in: .table) { $0.estimates.first?.estimate }
      Field("rejecting", "rejecting at 5 %", .words, in: .table) { horizon in
        horizon.verdict.finding == .cannotSay
          ? Figure.missingText : "\(horizon.verdict.rejecting.count) of \(horizon.verdict.restsOn.count)"
      }
    }.table(
      study.horizons, title: title,
      notes: study.horizons.flatMap { horizon in
        ([horizon.verdict.text] + horizon.cautions).map { "Next \(horizon.forward): \($0)" }
      } + header.found + ["Rule: \(Verdict.rule)."])
  }

  /// What the sample could have seen, which does not depend on what it saw.
  package var power: Table {
    let answers = judged.compactMap { horizon in horizon.power.answer.map { (horizon.forward, $0) } }
    let targets = answers.first?.1.targets ?? []
    let months = answers.first.map { "\($0.1.months.fixed(1)) months like these" } ?? "a sample like this"
    return Fields<(Interval, Power)> {
      Field("forward", .words, in: .table) { $0.0.description }
      Field("episodes", .count, in: .table) { $0.1.episodes }
      Field("min_detectable_bps", "detectable", .unsignedBps, in: .table) { $0.1.minimumDetectable }
      for (index, target) in targets.enumerated() {
        let name = target.origin == .observed ? "as observed" : "\((target.effect * 1e4).plainText) bps"
        Field("power_\(index)", name, .percent(0), in: .table, unit: "power") { $0.1.targets[index].power }
        Field("months_more_\(index)", "more for it", .written { .monthsMore($0) }, in: .table, unit: "months") {
          $0.1.targets[index].monthsMore
        }
      }
    }.table(
      answers, title: "Power: what \(months) can see, and how many more it would take",
      notes: judged.compactMap { horizon in
        horizon.power.why.map { "Next \(horizon.forward), cannot say: \($0)." }
      } + [
        "Detectable: the smallest true effect found in 4 of 5 such samples, two-sided at 5 %: 2.80 times the error of the studentised shift, which decides.",
        "Months: to a power of 80 %. Errors are taken to fall with the root of the number of episodes, and episodes to come as often, last as long and be as noisy as here.",
        "The observed effect is an estimate: its power restates its p and says nothing new.",
      ])
  }

  private var overview: Table {
    HorizonFigures.fields.table(
      study.horizons.map(figures), title: "Forward returns",
      notes: [
        "Simple returns from the close at which the signal is known. The signal is defined on \(Double.grouped(knownBars)) of \(Double.grouped(frame.evaluation.count)) bars. Episodes, not bars, are the size of the sample.",
        "Hits: share of forward returns above zero. Difference: of the means.",
      ])
  }

  /// What most software offers for overlapping returns: nothing, White's errors, and Newey-West as it comes.
  private static let classics: Set = ["OLS iid", "HC1", "Newey-West 1987"]

  private func estimators(of horizon: HorizonStudy, all: Bool) -> Table {
    let shown = horizon.estimates.filter {
      all || horizon.verdict.restsOn.contains($0.name) || Self.classics.contains($0.name)
    }
    let others = horizon.estimates.count - shown.count
    return EstimatorRow.table(
      "Next \(horizon.forward): \(isRegime ? "return in the regime less return outside" : "return per unit of the signal")",
      shown.rows(horizon.rejections, restsOn: horizon.verdict.restsOn),
      notes: (horizon.verdict.rule.map { ["* The verdict \($0)."] } ?? [])
        + (others > 0 ? ["\(others) more estimators with --all."] : []))
  }

  /// What is printed below the tables.
  public var closing: [String] {
    guard study.horizons.contains(where: { !$0.rejections.isEmpty }) else { return [] }
    return [
      "Null rejection: how often each estimator rejects at 5 % when the labels are moved to \(study.plan.calibration) other places on these same returns (seed \(study.plan.seed))."
    ]
  }
}

extension Verdict.Finding {
  /// `no evidence`.
  var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}

extension Figure {
  /// Months that are still missing: `none` when there are enough, and no number where there could never be.
  static func monthsMore(_ months: Double) -> Figure {
    guard months.isFinite else { return .text("never") }
    return months > 0 ? .quote(months, decimals: months < 100 ? 1 : 0) : .text("none")
  }

  /// A correlation, or an error of one, with four decimals.
  package static func correlation(_ value: Double?) -> Figure { value.map { .ratio($0, decimals: 4) } ?? .missing }
}
