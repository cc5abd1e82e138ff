import Market
import Research
import Statistics

extension StudySummary {
  /// The page of the study.
  public var report: StudyReport {
    let frame = study.subject.frame
    let window = frame.window
    let first = study.horizons.first
    return StudyReport(
      subject: ReportSubject(
        name: "\(study.subject.name)", market: frame.market, instrument: frame.instrument,
        interval: frame.grid.interval, window: window,
        parameters: parameters.map { ($0.name, $0.value.description) },
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
      path: study.events.answer.map { path in
        EventPath(
          hours: path.offsets.map {
            Double($0) * Double(frame.grid.interval.milliseconds) / Double(Interval.hour.milliseconds)
          },
          meanBps: path.mean.map { $0 * 1e4 }, lowBps: path.low.map { $0 * 1e4 }, highBps: path.high.map { $0 * 1e4 },
          episodes: path.episodes)
      },
      remarks: study.horizons.filter(\.estimates.isEmpty).map {
        Remark(.neutral, "Next \($0.forward)", $0.verdict.text)
      },
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
    let tone: Remark.Tone =
      switch horizon.verdict.finding {
      case .predicts: .good
      case .noEvidence, .cannotSay, .unclear: .neutral
      }
    return StudyHorizon(
      forward: horizon.forward.description,
      verdict: Remark(tone, "Next \(horizon.forward)", horizon.verdict.text),
      inside: Estimate(
        mean: meanIn, low: meanIn - margin, high: meanIn + margin,
        count: horizon.contrast?.barsIn ?? horizon.observations),
      outside: Estimate(mean: meanOut, low: meanOut, high: meanOut, count: horizon.contrast?.barsOut ?? 0),
      estimators: horizon.estimates.map { result in
        StudyHorizon.Estimator(
          result.name, estimateBps: result.estimate * 1e4, standardErrorBps: (result.standardError ?? .nan) * 1e4,
          t: result.t ?? .nan, p: result.p ?? .nan,
          nullRejection: horizon.rejections.first { $0.name == result.name }?.share ?? .nan,
          decides: ForwardBattery.trusted.contains(result.name))
      },
      insideBps: horizon.inside.map { $0 * 1e4 }, outsideBps: horizon.outside.map { $0 * 1e4 },
      shift: horizon.shift.map { shift in
        StudyHorizon.ShiftNull(
          observedBps: shift.observed * 1e4, shiftedBps: shift.shifted.map { $0 * 1e4 }, p: shift.p)
      })
  }
}
