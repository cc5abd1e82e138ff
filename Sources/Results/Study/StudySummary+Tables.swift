import Market
import Research
import Statistics

extension StudySummary {
  /// The tables for a terminal: the verdicts, what could have been seen, what happened, how sure one can be.
  public var tables: [Table] { tables(allEstimators: false) }

  /// - Parameter allEstimators: every estimator of every horizon in a table of its own, and all that is said of each figure; else
  ///   one screen.
  public func tables(allEstimators: Bool) -> [Table] {
    guard allEstimators else {
      return [answer] + (judged.isEmpty ? [] : [power(inFull: false), agreement]) + given
    }
    return [verdicts] + (judged.isEmpty ? [] : [power] + (isRegime ? [overview] : signalTables))
      + judged.map(estimators) + given
  }

  /// The answer to --given, a table a horizon; none where nobody asked.
  private var given: [Table] {
    guard study.plan.given != nil else { return [] }
    return judged.compactMap { $0.depth?.conditioning.table($0, .given) }
  }

  private var verdictFields: Fields<HorizonStudy> {
    Fields(in: .table) {
      Field("forward", .words) { $0.forward.description }
      Field("verdict", .words) { $0.verdict.finding.words }
      Field("difference_bps", isRegime ? "difference" : "slope", .slopeBps) { $0.estimates.first?.estimate }
      Field("rejecting", "rejecting at 5%", .words) { horizon in
        horizon.verdict.finding == .cannotSay
          ? Figure.missingText : "\(horizon.verdict.rejecting.count) of \(horizon.verdict.restsOn.count)"
      }
    }
  }

  /// A horizon in a line: its verdict, and what followed inside and outside or how the signal ranks what follows.
  private var answer: Table {
    Fields<HorizonStudy> {
      verdictFields
      HorizonFigures.fields.only(
        isRegime
          ? ["episodes", "bars_in", "mean_in_bps", "mean_out_bps", "hit_rate_in", "hit_rate_out"]
          : ["observations", "mean_all_bps", "spearman"], in: .table
      ).of { (horizon: HorizonStudy) in figures(horizon) }
      if !isRegime {
        SignalQuantiles.fields.only(["spread_bps", "break_even_bps_per_side"], in: .table)
          .of { (horizon: HorizonStudy) in horizon.signal.answer?.quantiles.answer }
      }
    }.table(study.horizons, title: title, notes: said { $0.finding == .cannotSay ? $0.text : nil })
  }

  /// What is to be known of each horizon, of the data, and the rule.
  private func said(_ text: (Verdict) -> String?) -> [String] {
    let rule = Verdict.rule(moves: study.plan.calibration)
    return study.horizons.flatMap { horizon in
      ([text(horizon.verdict)].compactMap(\.self) + horizon.cautions).map { "Next \(horizon.forward): \($0)" }
    } + header.found + ["Rule: \(rule)."]
  }

  /// Those the verdict rests on and those that most software offers, all horizons side by side.
  private var agreement: Table {
    typealias Row = (name: String, results: [EstimatorResult?])
    let restsOn = Set(judged.flatMap(\.verdict.restsOn))
    let names = judged.flatMap { $0.estimates.map(\.name) }.uniqued
    let shown = names.filter { restsOn.contains($0) || Self.classics.contains($0) }
    let rows = shown.map { name -> Row in
      (
        name + (restsOn.contains(name) ? " *" : ""),
        judged.map { horizon in horizon.estimates.first { $0.name == name } }
      )
    }
    let rules = judged.compactMap { horizon in horizon.verdict.rule.map { (horizon.forward, $0) } }
    let isOne = rules.map(\.1).uniqued.count == 1
    let others = names.count - shown.count
    return Fields<Row>(in: .table) {
      Field("estimator", .words) { $0.name }
      for (index, horizon) in judged.enumerated() {
        Field("estimate_\(index)_bps", "\(horizon.forward)", .slopeBps) { (row: Row) in row.results[index]?.estimate }
        Field("p_\(index)", "p", .p, unit: "\(horizon.forward)") { (row: Row) in row.results[index]?.p }
      }
    }.table(
      rows,
      title: isRegime
        ? "Return in the regime less return outside, and its p" : "Return per unit of the signal, and its p",
      notes: (isOne
        ? rules.prefix(1).map { "* The verdict \($0.1)." }
        : rules.map { "* Next \($0.0) the verdict \($0.1)." })
        + (others > 0 ? ["Errors, false-positive rates and \(others) more estimators with --all."] : []))
  }

  /// One verdict a horizon.
  private var verdicts: Table {
    verdictFields.table(
      study.horizons, title: title,
      notes: said(\.text))
  }

  /// What the sample could have seen, which does not depend on what it saw.
  package var power: Table { power(inFull: true) }

  private func power(inFull: Bool) -> Table {
    let answers = judged.compactMap { horizon in horizon.power.answer.map { (horizon.forward, $0) } }
    let targets = answers.first?.1.targets ?? []
    let unit = isRegime ? "" : "Effects are what goes with one standard deviation of the signal. "
    let months = answers.first.map { "\($0.1.months.fixed(1)) months like these" } ?? "a sample like this"
    return Fields<(Interval, Power)>(in: .table) {
      Field("forward", .words) { $0.0.description }
      if isRegime { Field("episodes", .count) { $0.1.episodes } }
      Field(
        "min_detectable_bps", "detectable", .unsignedBps,
        unit: isRegime ? nil : "bps for 1 sd of the signal"
      ) { $0.1.minimumDetectable }
      for (index, target) in targets.enumerated() {
        let name = target.origin == .observed ? "as observed" : "\((target.effect * 1e4).plainText) bps"
        Field("power_\(index)", name, .percent(0), unit: "power") { $0.1.targets[index].power }
        Field("months_more_\(index)", "more for it", .written { .monthsMore($0) }, unit: "months") {
          $0.1.targets[index].monthsMore
        }
      }
    }.table(
      answers, title: "Power: what \(months) can see, and how many more it would take",
      notes: judged.compactMap { horizon in
        horizon.power.why.map { "Next \(horizon.forward), cannot say: \($0)." }
      }
        + (inFull
          ? [
            "Detectable: the smallest true effect found in 4 of 5 such samples, two-sided at 5%: 2.80 times the error of the studentised shift, which decides.",
            "\(unit)Months: to a power of 80%. \(isRegime ? "Errors are taken to fall with the root of the number of episodes, and episodes to come as often, last as long and be as noisy as here." : "Errors are taken to fall with the root of the number of bars, and more of them to be as these are.")",
            "The observed effect is an estimate: its power restates its p and says nothing new.",
          ]
          : [
            "Detectable: the smallest true effect found in 4 of 5 such samples. \(unit)Months: until an effect is found in 4 of 5."
          ]))
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

  private func estimators(of horizon: HorizonStudy) -> Table {
    EstimatorRow.table(
      "Next \(horizon.forward): \(isRegime ? "return in the regime less return outside" : "return per unit of the signal")",
      horizon.estimates.rows(horizon.rejections, restsOn: horizon.verdict.restsOn),
      notes: horizon.verdict.rule.map { ["* The verdict \($0)."] } ?? [])
  }

  /// What is printed below the tables of every estimator.
  public var closing: [String] {
    guard study.horizons.contains(where: { !$0.rejections.isEmpty }) else { return [] }
    return [
      "Null rejection: how often each estimator rejects at 5% when the labels are moved to \(study.plan.calibration) other places on these same returns (seed \(study.plan.seed))."
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
