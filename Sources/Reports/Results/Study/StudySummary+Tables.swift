import Research
import Statistics

extension StudySummary {
  /// The tables for a terminal: the verdicts, what could have been seen, what happened, how sure one can be.
  public var tables: [Table] { tables(allEstimators: false) }

  /// - Parameter allEstimators: else those the verdict rests on, and the three that most software offers.
  public func tables(allEstimators: Bool) -> [Table] {
    let judged = study.horizons.filter { !$0.estimates.isEmpty }
    return [verdicts] + (judged.isEmpty ? [] : [power(of: judged)] + (isRegime ? [overview] : signalTables))
      + judged.map { estimators(of: $0, all: allEstimators) }
  }

  /// One verdict a horizon.
  var verdicts: Table {
    Table(
      title:
        "\(study.subject.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC",
      columns: [
        .init("forward", key: "forward", .words), .init("verdict", key: "verdict", .words),
        .init("difference", unit: "bps", key: "difference_bps"),
        .init("rejecting at 5 %", key: "rejecting", .words),
      ],
      rows: study.horizons.map { horizon in
        [
          .text(horizon.forward.description), .text(horizon.verdict.finding.words),
          horizon.estimates.first.map { .bps($0.estimate * 1e4) } ?? .missing,
          horizon.verdict.finding == .cannotSay
            ? .missing : .text("\(horizon.verdict.rejecting.count) of \(horizon.verdict.restsOn.count)"),
        ]
      },
      notes: study.horizons.flatMap { horizon in
        ([horizon.verdict.text] + horizon.cautions).map { "Next \(horizon.forward): \($0)" }
      } + frame.findings + ["Rule: \(Verdict.rule)."])
  }

  /// What the sample could have seen, which does not depend on what it saw.
  func power(of horizons: [HorizonStudy]) -> Table {
    let answers = horizons.compactMap { horizon in horizon.power.answer.map { (horizon.forward, $0) } }
    let targets = answers.first?.1.targets ?? []
    let months = answers.first.map { "\($0.1.months.fixed(1)) months like these" } ?? "a sample like this"
    return Table(
      title: "Power: what \(months) can see, and how many more it would take",
      columns: [
        .init("forward", key: "forward", .words), .init("episodes", key: "episodes"),
        .init("detectable", unit: "bps", key: "min_detectable_bps"),
      ]
        + targets.enumerated().flatMap { index, target in
          let name = target.origin == .observed ? "as observed" : "\((target.effect * 1e4).plainText) bps"
          return [
            Table.Column(name, unit: "power", key: "power_\(index)"),
            Table.Column("more for it", unit: "months", key: "months_more_\(index)"),
          ]
        },
      rows: answers.map { forward, power in
        [
          .text(forward.description), power.episodes.map { .count($0) } ?? .missing,
          .unsignedBps(power.minimumDetectable * 1e4),
        ]
          + power.targets.flatMap { target in
            [.percent(target.power, decimals: 0), .monthsMore(target.monthsMore)]
          }
      },
      notes: horizons.compactMap { horizon in
        horizon.power.why.map { "Next \(horizon.forward), cannot say: \($0)." }
      } + [
        "Detectable: the smallest true effect found in 4 of 5 such samples, two-sided at 5 %: 2.80 times the error of the studentised shift, which decides.",
        "Months: to a power of 80 %. Errors are taken to fall with the root of the number of episodes, and episodes to come as often, last as long and be as noisy as here.",
        "The observed effect is an estimate: its power restates its p and says nothing new.",
      ])
  }

  private var overview: Table {
    let title = "Forward returns"
    let notes = [
      "Simple returns from the close at which the signal is known. The signal is defined on \(Double.grouped(knownBars)) of \(Double.grouped(frame.evaluation.count)) bars. Episodes, not bars, are the size of the sample."
    ]
    return Table(
      title: title,
      columns: [
        .init("forward", key: "forward", .words), .init("bars in", key: "bars_in"), .init("episodes", key: "episodes"),
        .init("mean in", unit: "bps", key: "mean_in_bps"), .init("mean out", unit: "bps", key: "mean_out_bps"),
        .init("median in", unit: "bps", key: "median_in_bps", isDetail: true),
        .init("median out", unit: "bps", key: "median_out_bps", isDetail: true),
        .init("hit rate", unit: "in regime", key: "hit_rate_in"),
        .init("hit rate", unit: "outside", key: "hit_rate_out"),
        .init("difference", unit: "bps", key: "difference_bps"),
      ],
      rows: study.horizons.map { horizon in
        let contrast = horizon.contrast
        func bps(_ value: Double?) -> Figure { value.map { .bps($0 * 1e4) } ?? .missing }
        func hits(_ value: Double?) -> Figure { value.map { .percent($0, decimals: 1) } ?? .missing }
        return [
          .text(horizon.forward.description), contrast.map { .count($0.barsIn) } ?? .missing,
          contrast.map { .count($0.episodes) } ?? .missing, bps(contrast?.meanIn), bps(contrast?.meanOut),
          bps(contrast?.medianIn), bps(contrast?.medianOut), hits(contrast?.hitRateIn), hits(contrast?.hitRateOut),
          bps(contrast?.difference),
        ]
      }, notes: notes + ["Hits: share of forward returns above zero. Difference: of the means."])
  }

  /// What most software offers for overlapping returns: nothing, White's errors, and Newey-West as it comes.
  private static let classics: Set = ["OLS iid", "HC1", "Newey-West 1987"]

  private func estimators(of horizon: HorizonStudy, all: Bool) -> Table {
    let shown = horizon.estimates.filter {
      all || horizon.verdict.restsOn.contains($0.name) || Self.classics.contains($0.name)
    }
    let others = horizon.estimates.count - shown.count
    return Table(
      title:
        "Next \(horizon.forward): \(isRegime ? "return in the regime less return outside" : "return per unit of the signal")",
      columns: [
        .init("estimator", key: "name", .words), .init("estimate", unit: "bps", key: "estimate_bps"),
        .init("se", unit: "bps", key: "se_bps"), .init("t", key: "t"), .init("p", key: "p"),
        .init("null rejection", unit: "at 5 %", key: "null_rejection"),
        .init("method", key: "method", .words, isDetail: true),
        .init("note", key: "note", .words, isDetail: true),
      ],
      rows: shown.map { figures($0, of: horizon) },
      notes: (horizon.verdict.rule.map { ["* The verdict \($0)."] } ?? [])
        + (others > 0 ? ["\(others) more estimators with --all."] : []))
  }

  private func figures(_ result: EstimatorResult, of horizon: HorizonStudy) -> [Figure] {
    let decides = horizon.verdict.restsOn.contains(result.name)
    let error = result.standardError.map { Figure.unsignedBps($0 * 1e4) }
    let size = rejection(horizon, result.name).map { Figure.percent($0, decimals: 1) }
    return [
      .text(result.name + (decides ? " *" : "")), .bps(result.estimate * 1e4), error ?? .missing,
      result.t.map { .ratio($0) } ?? .missing, result.p.map { .pValue($0) } ?? .missing, size ?? .missing,
      .text(result.method?.description ?? ""), .text(result.note ?? ""),
    ]
  }

  /// What is printed below the tables.
  public var closing: [String] {
    var lines: [String] = []
    if study.horizons.contains(where: { !$0.rejections.isEmpty }) {
      lines.append(
        "Null rejection: how often each estimator rejects at 5 % when the labels are moved to \(study.plan.calibration) other places on these same returns (seed \(study.plan.seed))."
      )
    }
    return lines
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
}
