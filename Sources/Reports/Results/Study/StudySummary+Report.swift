import Market
import Research
import Statistics

extension StudySummary {
  /// The page of the study.
  public var report: StudyReport {
    let frame = study.subject.frame
    let window = frame.window
    let first = study.horizons.first
    let judged = study.horizons.filter { !$0.estimates.isEmpty }
    return StudyReport(
      subject: ReportSubject(
        name: "\(study.subject.name)", market: frame.market, instrument: frame.instrument,
        interval: frame.grid.interval, window: window,
        parameters: parameters.map { ($0.name, $0.value.description) }, hash: hash,
        facts: [Page.Fact("Strategy", strategy), Page.Fact("Seed", "\(study.plan.seed)")]),
      signal: study.subject.name, expression: study.subject.expression,
      highlights: [
        KeyFigure("Bars", key: "bars", .count(first?.observations ?? 0), convention: "signal and next return known"),
        KeyFigure(
          "In the regime", key: "bars_in", first?.contrast.map { .count($0.barsIn) } ?? .missing, unit: "bars"),
        KeyFigure(
          "Episodes", key: "episodes", first?.contrast.map { .count($0.episodes) } ?? .missing,
          convention: "the effective sample"),
      ],
      horizons: study.horizons.filter { !$0.estimates.isEmpty }.map(page),
      verdicts: study.horizons.map { Remark($0.verdict.tone, "Next \($0.forward)", $0.verdict.text) }
        + [Remark(.neutral, "Rule", Verdict.rule)],
      power: judged.isEmpty ? nil : power(of: judged),
      decay: decay, calibration: calibration,
      paths: paths, remarks: study.events?.why.map { [Remark(.neutral, "No path around episodes", "\($0).")] } ?? [],
      conventions: [
        "Forward returns are simple returns from the close at which the signal is known.",
        "Verdict: \(Verdict.rule).",
      ])
  }

  private func page(_ horizon: HorizonStudy) -> StudyHorizon {
    let error = horizon.estimates.first { $0.name == Hodrick1BEstimator().name }?.standardError ?? .nan
    let meanIn = (horizon.contrast?.meanIn ?? horizon.meanAll) * 1e4
    let meanOut = (horizon.contrast?.meanOut ?? .nan) * 1e4
    let margin = 1.96 * error * 1e4
    return StudyHorizon(
      forward: horizon.forward.description,
      verdict: Remark(horizon.verdict.tone, "Next \(horizon.forward)", horizon.verdict.text),
      inside: Estimate(
        mean: meanIn, low: meanIn - margin, high: meanIn + margin,
        count: horizon.contrast?.barsIn ?? horizon.observations),
      outside: Estimate(mean: meanOut, low: meanOut, high: meanOut, count: horizon.contrast?.barsOut ?? 0),
      estimators: horizon.estimates.map { result in
        StudyHorizon.Estimator(
          result.name, estimateBps: result.estimate * 1e4, standardErrorBps: (result.standardError ?? .nan) * 1e4,
          t: result.t ?? .nan, p: result.p ?? .nan,
          nullRejection: horizon.rejections.first { $0.name == result.name }?.share ?? .nan,
          method: result.method?.description ?? "", decides: horizon.verdict.restsOn.contains(result.name))
      },
      insideBps: horizon.inside.map { $0 * 1e4 }, outsideBps: horizon.outside.map { $0 * 1e4 },
      shift: horizon.shift.map { shift in
        StudyHorizon.ShiftNull(
          observedBps: shift.observed * 1e4, shiftedBps: shift.shifted.map { $0 * 1e4 }, p: shift.p)
      }, cautions: horizon.cautions.map { Remark(.bad, "Before acting on it", $0) },
      charts: horizon.depth?.charts(of: horizon) ?? [], further: horizon.depth?.blocks(of: horizon) ?? [])
  }
}
