import Research
import Results
import Statistics

extension StudySummary {
  /// The page of a signal: does a number say anything about what follows, for how long, all the time, and would it pay?
  var signalPage: Page {
    Page(
      "Study of a signal", study.subject.name, header, first: [signalFact], further: studyFacts,
      sections: [PageSection("Signal", overview)] + judged.map(signalSection) + [
        PageSection("Every horizon", signalTables.map(PageBlock.table))
      ], log: testLog,
      conventions: [
        "Forward returns are simple returns from the close at which the signal is known.",
        "Verdict, on the slope of the return on the signal: \(Verdict.rule(moves: study.plan.calibration)).",
        "Break-even cost: of one side, at which the spread of the outer fifths is gone when every vote is held for the horizon.",
      ])
  }

  private var overview: [PageBlock] {
    let first = study.horizons.first
    let quantiles = first?.signal.answer?.quantiles.answer
    let tiles: [KeyFigure] = [
      KeyFigure("Bars", key: "bars_known", .count(knownBars), convention: "on which the signal is defined"),
      KeyFigure(
        "Rank memory", key: "rank_autocorrelation_1_bar", .correlation(quantiles?.turnover.rankAutocorrelation),
        convention: "rank correlation of the signal with itself one bar before"),
      KeyFigure(
        "Visits to the top", key: "visits_top", quantiles?.returns.buckets.last.map { .count($0.visits) } ?? .missing,
        convention: "the sample of a spread, next \(first.map { "\($0.forward)" } ?? "")"),
    ]
    return verdicts + [.tiles(tiles)] + (decayChart.map { [.chart($0)] } ?? [])
  }

  private var decayChart: PageChart? {
    let points = study.decay.answer?.points ?? []
    guard points.count > 1 else { return nil }
    let x = Coordinates.numbers(points.indices.map(Double.init))
    let margins = points.map { 1.96 * ($0.standardError ?? .nan) }
    return PageChart(
      "Information coefficient by horizon",
      caption:
        "Rank correlation of the signal with the return over horizons that double; the band is a 95% interval by "
        + "Hodrick 1B, one horizon at a time.",
      x: PlotlyAxis("Horizon", kind: .linear, ticks: points.map { $0.forward.inTwoUnits }), height: 320,
      .panel(
        "Rank coefficient", .fixed(3),
        [
          .band(
            "95% interval", x, lower: zip(points, margins).map { $0.coefficient - $1 },
            upper: zip(points, margins).map { $0.coefficient + $1 }, .accent, inLegend: true),
          .line("coefficient", x, points.map(\.coefficient), .accent),
        ], levels: [.init(0)]))
  }

  private func signalSection(_ horizon: HorizonStudy) -> PageSection {
    let signal = horizon.signal.answer
    let quantiles = signal?.quantiles.answer
    let charts = [
      signal?.throughTime.answer.map(throughTimeChart),
      quantiles.map { quantiles in
        PageChart.buckets(
          "Mean return by fifth of the signal",
          caption: "Fifth 1 is the lowest. Edges at each bar come from earlier values only; the first "
            + "\(Double.grouped(quantiles.warmUp)) known bars make edges and are not counted.", axis: "Fifth",
          forward: "\(horizon.forward)", quantiles.returns.buckets.map(\.mean))
      },
    ].compactMap(\.self)
    var tables = [
      estimatorTable(
        "Slope: return per unit of the signal", horizon.estimates, horizon.rejections,
        restsOn: horizon.verdict.restsOn, notes: ["* The verdict rests on these."])
    ]
    if let signal {
      tables.append(
        estimatorTable(
          "Rank coefficient: rank of the return on rank of the signal", signal.estimates, signal.rejections,
          isReturn: false))
    }
    if let quantiles { tables.append(estimatorTable("Spread of the outer fifths", quantiles.returns.estimates)) }
    return PageSection(
      "Forward \(horizon.forward)",
      [.remark(Remark(horizon.verdict.tone, "Next \(horizon.forward)", horizon.verdict.text))]
        + (horizon.bias.map { [.remark(Remark(.bad, "Before acting on it", $0.caution))] } ?? []) + [
          .tiles(tiles(signal))
        ]
        + (charts.isEmpty ? [] : [.charts(charts)]) + tables.map(PageBlock.table))
  }

  private func tiles(_ signal: SignalHorizon?) -> [KeyFigure] {
    let time = signal?.throughTime.answer
    let quantiles = signal?.quantiles.answer
    let breakEven = quantiles?.turnover.breakEven
    return [
      KeyFigure(
        "Rank coefficient", key: "spearman", .correlation(signal?.spearman),
        convention: "Spearman, whole window; descriptive"),
      KeyFigure(
        "ICIR", key: "icir", time.map { .ratio($0.series.ratio) } ?? .missing,
        convention: time.map { "mean over sd of \($0.series.known) \($0.calendar.rawValue)s" } ?? "too short a window"),
      KeyFigure(
        "Spread", key: "spread_bps", quantiles.map { .bps($0.returns.spread * 1e4) } ?? .missing, unit: "bps",
        convention: "top less bottom fifth of its own past, not halved"),
      KeyFigure(
        "Break-even cost", key: "break_even_bps_per_side",
        breakEven.map { .unsignedBps($0.magnitude * 1e4) } ?? .missing, unit: "bps a side",
        convention: breakEven.map { $0 < 0 ? "trading against the signal" : "trading with the signal" } ?? ""),
      KeyFigure(
        "Turnover", key: "turnover_per_bar",
        quantiles.map { .percent($0.turnover.votes.turnover, decimals: 2) } ?? .missing,
        convention: "traded a bar, of the average position"),
    ]
  }

  private func throughTimeChart(_ time: SignalThroughTime) -> PageChart {
    let span = time.calendar.rawValue
    return .bars(
      "Coefficient by \(span)",
      caption:
        "Rank correlation within each \(span), UTC; \(span)s with too few bars are left out. Dashed: their mean.",
      PlotlyAxis("Rank coefficient", .fixed(3)), name: "coefficient",
      time.starts.map { String($0.dateText.prefix(time.calendar == .month ? 7 : 10)) }, time.series.values,
      level: time.series.mean, height: 300)
  }
}
