import Research
import Statistics

extension StudySummary {
  /// The page of the study: one kind for regimes, another for signals.
  public var page: Page { isRegime ? report.page : signalReport.page }

  /// The page of a signal.
  public var signalReport: SignalReport {
    let first = study.horizons.first
    let quantiles = first?.signal.answer?.quantiles.answer
    return SignalReport(
      subject: ReportSubject(
        name: study.subject.name, market: frame.market, instrument: frame.instrument, interval: frame.grid.interval,
        window: window, parameters: parameters.map { ($0.name, $0.value.description) }, hash: hash,
        facts: [Page.Fact("Strategy", strategy), Page.Fact("Seed", "\(study.plan.seed)")]),
      signal: study.subject.name, expression: study.subject.expression,
      highlights: [
        KeyFigure("Bars", key: "bars_known", .count(knownBars), convention: "on which the signal is defined"),
        KeyFigure(
          "Memory", key: "rank_autocorrelation_1_bar", .correlation(quantiles?.turnover.rankAutocorrelation),
          convention: "rank correlation with itself one bar before"),
        KeyFigure(
          "Visits to the top", key: "visits_top", quantiles?.returns.buckets.last.map { .count($0.visits) } ?? .missing,
          convention: "the sample of a spread, next \(first.map { "\($0.forward)" } ?? "")"),
      ],
      decay: study.decay.answer?.points.map { point in
        let margin = 1.96 * (point.standardError ?? .nan)
        return SignalReport.DecayPoint(
          forward: point.forward.description, coefficient: point.coefficient, low: point.coefficient - margin,
          high: point.coefficient + margin)
      } ?? [],
      horizons: study.horizons.filter { !$0.estimates.isEmpty }.map(signalSection),
      tables: signalTables,
      remarks: study.horizons.filter(\.estimates.isEmpty).map {
        Remark(.neutral, "Next \($0.forward)", $0.verdict.text)
      },
      conventions: [
        "Forward returns are simple returns from the close at which the signal is known.",
        "Verdict, on the slope of the return on the signal: \(Verdict.rule).",
        "Break-even cost: of one side, at which the spread of the outer fifths is gone when every vote is held for the horizon.",
      ])
  }

  private func signalSection(_ horizon: HorizonStudy) -> SignalHorizonSection {
    let signal = horizon.signal.answer
    let time = signal?.throughTime.answer
    let quantiles = signal?.quantiles.answer
    let breakEven = quantiles?.turnover.breakEven
    return SignalHorizonSection(
      forward: horizon.forward.description,
      verdict: Remark(
        horizon.verdict.finding == .predicts ? .good : .neutral, "Next \(horizon.forward)", horizon.verdict.text),
      tiles: [
        KeyFigure(
          "Rank coefficient", key: "spearman", .correlation(signal?.spearman),
          convention: "Spearman, whole window; descriptive"),
        KeyFigure(
          "ICIR", key: "icir", time.map { .ratio($0.series.ratio) } ?? .missing,
          convention: time.map { "mean over sd of \($0.series.known) \($0.calendar.rawValue)s" } ?? "too short a window"
        ),
        KeyFigure(
          "Spread", key: "spread_bps", quantiles.map { .bps($0.returns.spread * 1e4) } ?? .missing, unit: "bps",
          convention: "top less bottom fifth of its own past, not halved"),
        KeyFigure(
          "Break-even cost", key: "break_even_bps_per_side",
          breakEven.map { .unsignedBps(abs($0) * 1e4) } ?? .missing, unit: "bps a side",
          convention: breakEven.map { $0 < 0 ? "trading against the signal" : "trading with the signal" } ?? ""),
        KeyFigure(
          "Turnover", key: "turnover_per_bar",
          quantiles.map { .percent($0.turnover.votes.turnover, decimals: 2) } ?? .missing,
          convention: "traded a bar, of the average position"),
      ],
      throughTime: time.map { time in
        SignalHorizonSection.ThroughTime(
          span: time.calendar.rawValue,
          labels: time.starts.map { String($0.dateText.prefix(time.calendar == .month ? 7 : 10)) },
          coefficients: time.series.values, mean: time.series.mean)
      },
      bucketsBps: quantiles?.returns.buckets.map { $0.mean * 1e4 } ?? [], warmUp: quantiles?.warmUp ?? 0,
      tables: [
        estimatorTable(
          "Slope: return per unit of the signal", horizon.estimates, unit: "bps", scale: 1e4,
          rejections: horizon.rejections)
      ]
        + (signal.map {
          [
            estimatorTable(
              "Rank coefficient: rank of the return on rank of the signal", $0.estimates, unit: nil, scale: 1,
              rejections: $0.rejections)
          ]
        } ?? [])
        + (quantiles.map {
          [estimatorTable("Spread of the outer fifths", $0.returns.estimates, unit: "bps", scale: 1e4, rejections: [])]
        } ?? []))
  }
}

/// Estimators side by side.
func estimatorTable(
  _ title: String, _ results: [EstimatorResult], unit: String?, scale: Double, rejections: [NullRejection],
  restsOn: [String] = [], notes: [String] = []
) -> Table {
  let suffix = unit.map { "_\($0)" } ?? ""
  func figure(_ value: Double) -> Figure { unit == nil ? .correlation(value) : .bps(value * scale) }
  func error(_ value: Double) -> Figure { unit == nil ? .correlation(value) : .unsignedBps(value * scale) }
  return Table(
    title: title,
    columns: [
      .init("estimator", key: "name", .words), .init("estimate", unit: unit, key: "estimate\(suffix)"),
      .init("se", unit: unit, key: "se\(suffix)"), .init("t", key: "t"), .init("p", key: "p"),
      .init("null rejection", unit: "at 5 %", key: "null_rejection"), .init("method", key: "method", .words),
    ],
    rows: results.map { result in
      [
        .text(result.name + (restsOn.contains(result.name) ? " *" : "")), figure(result.estimate),
        result.standardError.map(error) ?? .missing, result.t.map { .ratio($0) } ?? .missing,
        result.p.map { .pValue($0) } ?? .missing,
        rejections.first { $0.name == result.name }?.share.map { .percent($0, decimals: 1) } ?? .missing,
        .text([result.method?.description, result.note].compactMap(\.self).joined(separator: "; ")),
      ]
    }, notes: notes)
}
