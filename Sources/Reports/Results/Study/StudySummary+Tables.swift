import Research
import Statistics

extension StudySummary {
  /// The tables for a terminal: what happened, then how sure one can be, then a verdict for each horizon.
  public var tables: [Table] {
    var tables = isRegime ? [overview] : signalTables
    for horizon in study.horizons where !horizon.estimates.isEmpty { tables.append(estimators(of: horizon)) }
    return tables
  }

  private var overview: Table {
    let title =
      "\(study.subject.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC"
    let notes = [
      "Forward returns are simple, from the close at which the signal is known. \(Double.grouped(knownBars)) of \(Double.grouped(frame.evaluation.count)) bars know the signal.",
      "Episodes, not bars, are the size of the sample. Detectable: smallest true difference found in 4 of 5 such samples.",
    ]
    return Table(
      title: title,
      columns: [
        .init("forward", key: "forward", .words), .init("bars in", key: "bars_in"), .init("episodes", key: "episodes"),
        .init("mean in", unit: "bps", key: "mean_in_bps"), .init("median in", unit: "bps", key: "median_in_bps"),
        .init("mean out", unit: "bps", key: "mean_out_bps"), .init("mean all", unit: "bps", key: "mean_all_bps"),
        .init("difference", unit: "bps", key: "difference_bps"),
        .init("detectable", unit: "bps", key: "min_detectable_bps"),
      ],
      rows: study.horizons.map { horizon in
        let contrast = horizon.contrast
        func bps(_ value: Double?) -> Figure { value.map { .bps($0 * 1e4) } ?? .missing }
        return [
          .text(horizon.forward.description), contrast.map { .count($0.barsIn) } ?? .missing,
          contrast.map { .count($0.episodes) } ?? .missing, bps(contrast?.meanIn), bps(contrast?.medianIn),
          bps(contrast?.meanOut), bps(horizon.meanAll), bps(contrast?.difference),
          horizon.minimumDetectable.map { .unsignedBps($0 * 1e4) } ?? .missing,
        ]
      }, notes: notes)
  }

  private func estimators(of horizon: HorizonStudy) -> Table {
    Table(
      title:
        "Next \(horizon.forward): \(isRegime ? "return in the regime less return outside" : "return per unit of the signal")",
      columns: [
        .init("estimator", key: "name", .words), .init("estimate", unit: "bps", key: "estimate_bps"),
        .init("se", unit: "bps", key: "se_bps"), .init("t", key: "t"), .init("p", key: "p"),
        .init("null rejection", unit: "at 5 %", key: "null_rejection"), .init("method", key: "method", .words),
        .init("note", key: "note", .words),
      ],
      rows: horizon.estimates.map { result in
        [
          .text(result.name + (ForwardBattery.trusted.contains(result.name) ? " *" : "")),
          .bps(result.estimate * 1e4), result.standardError.map { .unsignedBps($0 * 1e4) } ?? .missing,
          result.t.map { .ratio($0) } ?? .missing, result.p.map { .pValue($0) } ?? .missing,
          rejection(horizon, result.name).map { .percent($0, decimals: 1) } ?? .missing,
          .text(result.method?.description ?? ""), .text(result.note ?? ""),
        ]
      },
      notes: [horizon.verdict.text])
  }

  /// What is printed below the tables.
  public var closing: [String] {
    var lines = study.horizons.filter(\.estimates.isEmpty).map { "Next \($0.forward): \($0.verdict.text)" }
    lines.append("* The verdict rests on these. Rule: \(Verdict.rule).")
    if study.plan.calibration > 0 {
      lines.append(
        "Null rejection: how often each estimator rejects at 5 % when the labels are moved to \(study.plan.calibration) other places on these same returns (seed \(study.plan.seed))."
      )
    }
    return lines
  }
}
