import Research
import Statistics

extension PanelSummary {
  /// The tables for a terminal: the pooled answer and the markets beside it at each horizon, then across markets.
  public var tables: [Table] {
    study.horizons.flatMap { horizon in
      horizon.estimates.isEmpty ? [marketTable(horizon)] : [marketTable(horizon), pooledTable(horizon)]
    } + (study.horizons.contains { $0.crossSection.answer != nil } ? [crossSectionTable, bucketTable] : [])
  }

  private var title: String {
    "\(subject.name) on \(market), \(subject.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC"
  }

  /// Each market by itself, and all of them.
  func marketTable(_ horizon: PanelHorizon) -> Table {
    let leading: [Table.Column] = [.init("market", key: "market", .words), .init("bars", key: "observations")]
    let regime: [Table.Column] = [
      .init("bars in", key: "bars_in"), .init("episodes", key: "episodes"),
      .init("mean in", unit: "bps", key: "mean_in_bps"), .init("mean out", unit: "bps", key: "mean_out_bps"),
    ]
    let signal: [Table.Column] = [
      .init("mean", unit: "bps", key: "mean_all_bps"), .init("Spearman", key: "spearman"),
    ]
    let trailing: [Table.Column] = [
      .init(subject.isRegime ? "difference" : "slope", unit: "bps", key: "estimate_bps"),
      .init("se", unit: "Hodrick 1B", key: "se_bps"), .init("p", unit: "Hodrick 1B", key: "p"),
      .init("p", unit: "circular shift", key: "p_circular_shift"),
    ]
    return Table(
      title: "\(title), next \(horizon.forward)",
      columns: leading + (subject.isRegime ? regime : signal) + trailing,
      rows: horizon.markets.map { market in
        [.text(market.market), .count(market.observations)]
          + (subject.isRegime
            ? contrast(
              bars: market.contrast?.barsIn, episodes: market.contrast?.episodes, inside: market.contrast?.meanIn,
              outside: market.contrast?.meanOut)
            : [.bps(market.meanAll * 1e4), .correlation(market.spearman)]) + judged(market.estimates)
      },
      total: [.text("all"), .count(horizon.observations)]
        + (subject.isRegime
          ? contrast(
            bars: horizon.contrast?.barsIn, episodes: horizon.contrast?.episodes, inside: horizon.contrast?.meanIn,
            outside: horizon.contrast?.meanOut)
          : [.bps(horizon.meanAll * 1e4), .missing]) + judged(horizon.estimates),
      notes: horizon.markets.compactMap { market in market.why.map { "\(market.market): cannot say: \($0)." } }
        + (subject.isRegime
          ? ["Episodes of all: stretches on which the regime holds in some market; those that overlap are one."] : []))
  }

  private func contrast(bars: Int?, episodes: Int?, inside: Double?, outside: Double?) -> [Figure] {
    [
      bars.map(Figure.count) ?? .missing, episodes.map(Figure.count) ?? .missing,
      inside.map { .bps($0 * 1e4) } ?? .missing, outside.map { .bps($0 * 1e4) } ?? .missing,
    ]
  }

  private func judged(_ estimates: [EstimatorResult]) -> [Figure] {
    let hodrick = estimates.first { $0.name == Hodrick1BEstimator().name }
    let shift = estimates.first { $0.name == CircularShiftEstimator().name }
    return [
      (hodrick?.estimate).map { .bps($0 * 1e4) } ?? .missing,
      hodrick?.standardError.map { .unsignedBps($0 * 1e4) } ?? .missing,
      hodrick?.p.map { .pValue($0) } ?? .missing, shift?.p.map { .pValue($0) } ?? .missing,
    ]
  }

  func pooledTable(_ horizon: PanelHorizon) -> Table {
    let what = subject.isRegime ? "return in the regime less return outside" : "return per unit of the signal"
    return estimatorTable(
      "Next \(horizon.forward), all markets: \(what), an intercept a market", horizon.estimates, unit: "bps",
      scale: 1e4, rejections: horizon.rejections, restsOn: horizon.verdict.restsOn,
      notes: [
        horizon.verdict.text,
        horizon.minimumDetectable.map {
          "Detectable: \(Figure.unsignedBps($0 * 1e4).text) bps, the smallest true effect found in 4 of 5 such panels."
        },
      ].compactMap(\.self))
  }

  var crossSectionTable: Table {
    let signed = { (value: Double) in Figure.bps(value * 1e4) }
    let plain = { (value: Double) in Figure.unsignedBps(value * 1e4) }
    return Table(
      title: "Across markets, stamp by stamp",
      columns: [
        .init("forward", key: "forward", .words), .init("figure", key: "figure", .words),
        .init("stamps", key: "stamps"), .init("mean", key: "mean"), .init("sd", key: "sd"),
        .init("mean/sd", key: "ratio"), .init("above zero", key: "positive_share"), .init("se", key: "se"),
        .init("t", key: "t"), .init("p", unit: "fixed-b", key: "p"), .init("lags", key: "lags"),
        .init("null rejection", unit: "nominal 5 %", key: "null_rejection"),
        .init("p", unit: "circular shift", key: "p_circular_shift"),
      ],
      rows: study.horizons.flatMap { horizon -> [[Figure]] in
        guard let section = horizon.crossSection.answer else { return [] }
        return [
          row(
            horizon, "rank coefficient (IC)", section.spearman, signed: Figure.correlation, plain: Figure.correlation),
          row(horizon, "Pearson coefficient", section.pearson, signed: Figure.correlation, plain: Figure.correlation),
          row(horizon, "Fama-MacBeth, bps a unit", section.premium, signed: signed, plain: plain),
        ]
          + (section.buckets.answer.map { buckets in
            [row(horizon, "top less bottom, bps", buckets.spread, signed: signed, plain: plain)]
          } ?? [])
      },
      notes: [
        "Mean over stamps of what each stamp shows over its markets; mean/sd of the coefficient is the ICIR, not annualised. se: Newey-West, Bartlett; lags are the largest of 2h, 1.3 sqrt(T) and twice the memory of the most persistent signal; p of t by the fixed-b limit.",
        "Circular shift: the signals of all markets moved by one distance, over all distances; needs no lags.",
      ] + crossSectionReasons)
  }

  private var crossSectionReasons: [String] {
    study.horizons.compactMap { horizon in
      horizon.crossSection.why.map { "Next \(horizon.forward): cannot say: \($0)." }
        ?? horizon.crossSection.answer?.spearman.shift.why.map {
          "Next \(horizon.forward): no circular shift across markets: \($0)."
        }
    }
  }

  private func row(
    _ horizon: PanelHorizon, _ name: String, _ figure: PanelCrossSection.Figure, signed: (Double) -> Figure,
    plain: (Double) -> Figure
  ) -> [Figure] {
    let series = figure.series
    return [
      .text(horizon.forward.description), .text(name), .count(series.known), signed(series.mean),
      plain(series.standardDeviation), .ratio(series.ratio, decimals: 3), .percent(series.positiveShare, decimals: 0),
      series.standardError.map(plain) ?? .missing, series.t.map { .ratio($0) } ?? .missing,
      series.p.map { .pValue($0) } ?? .missing, .count(series.lags),
      figure.rejection?.share.map { .percent($0, decimals: 1) } ?? .missing,
      figure.shiftP.map { .pValue($0) } ?? .missing,
    ]
  }

  var bucketTable: Table {
    let most = study.horizons.compactMap { $0.crossSection.answer?.buckets.answer?.sorted.count }.max() ?? 0
    return Table(
      title: "Mean forward return by quantile of the signal across markets",
      columns: [.init("forward", key: "forward", .words)]
        + (0..<most).map { .init("quantile \($0 + 1)", unit: "bps", key: "quantile_\($0 + 1)_bps") } + [
          .init("spread", unit: "bps", key: "spread_bps"), .init("turnover", unit: "a bar", key: "turnover_per_bar"),
          .init("break-even cost", unit: "bps a side", key: "break_even_bps_per_side"),
        ],
      rows: study.horizons.compactMap { horizon in
        guard let buckets = horizon.crossSection.answer?.buckets.answer else { return nil }
        let sorted = buckets.sorted
        let means = sorted.means.map { Figure.bps($0 * 1e4) }
        return [.text(horizon.forward.description)] + means
          + [Figure](repeating: .missing, count: most - means.count) + [
            .bps(buckets.spread.series.mean * 1e4), .percent(sorted.votes.turnover, decimals: 2),
            .unsignedBps(abs(sorted.breakEven) * 1e4),
          ]
      },
      notes: [
        "Quantile 1 is the lowest. Spread: top less bottom, not halved. Break-even: every sort held for the horizon; the cost of one side at which the spread is gone, whichever way it goes."
      ])
  }

  /// What is printed below the tables.
  public var closing: [String] {
    var lines = study.horizons.filter(\.estimates.isEmpty).map { "Next \($0.forward): \($0.verdict.text)" }
    if study.horizons.allSatisfy({ $0.crossSection.answer == nil }) {
      let reasons = study.horizons.filter { !$0.estimates.isEmpty }.compactMap(\.crossSection.why)
      lines += Set(reasons).sorted().map { "Across markets: cannot say: \($0)." }
    }
    lines += windowNotes + Self.conventions
    lines.append("* The verdict rests on these. Rule: \(Verdict.panelRule).")
    if study.plan.calibration > 0 {
      lines.append(
        "Null rejection: how often each estimator rejects at 5 % when the signal is moved to \(study.plan.calibration) other places on these same returns, in all markets alike (seed \(study.plan.seed))."
      )
    }
    return lines
  }
}
