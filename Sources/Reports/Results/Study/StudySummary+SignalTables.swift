import Research
import Statistics

extension StudySummary {
  /// The tables of a signal, a row a horizon: how it goes with what follows, whether it does so all the time, what each
  /// fifth of it is followed by, and what trading on that would take.
  /// Tables that no horizon could fill are left out; the first says why.
  var signalTables: [Table] {
    let signals = study.horizons.compactMap { $0.signal.answer }
    var tables = [coefficientTable]
    if signals.contains(where: { $0.throughTime.answer != nil }) { tables.append(throughTimeTable) }
    if signals.contains(where: { $0.quantiles.answer != nil }) { tables += [quantileTable, turnoverTable] }
    return tables
  }

  private var title: String {
    "\(study.subject.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC"
  }

  private var coefficientTable: Table {
    Table(
      title: title,
      columns: [
        .init("forward", key: "forward", .words), .init("bars", key: "observations"),
        .init("mean", unit: "bps", key: "mean_all_bps"), .init("Pearson", key: "pearson"),
        .init("Spearman", key: "spearman"), .init("se", unit: "Hodrick 1B", key: "se"),
        .init("t", unit: "Hodrick 1B", key: "t"), .init("p", unit: "Hodrick 1B", key: "p"),
        .init("p", unit: "circular shift", key: "p_circular_shift"),
        .init("null rejection", unit: "Hodrick, 5 %", key: "null_rejection"),
      ],
      rows: study.horizons.map { horizon in
        let signal = horizon.signal.answer
        let hodrick = signal?.estimates.first { $0.name == Hodrick1BEstimator().name }
        let shift = signal?.estimates.first { $0.name == CircularShiftEstimator().name }
        let rejection = signal?.rejections.first { $0.name == Hodrick1BEstimator().name }?.share
        return [
          .text(horizon.forward.description), .count(horizon.observations), .bps(horizon.meanAll * 1e4),
          .correlation(signal?.pearson), .correlation(signal?.spearman), .correlation(hodrick?.standardError),
          hodrick?.t.map { .ratio($0) } ?? .missing, hodrick?.p.map { .pValue($0) } ?? .missing,
          shift?.p.map { .pValue($0) } ?? .missing, rejection.map { .percent($0, decimals: 1) } ?? .missing,
        ]
      },
      notes: [
        "Information coefficients: correlation of the signal with the forward return over the window. se, t and p judge Spearman's, from the regression of rank(return) on rank(signal).",
        "Forward returns are simple, from the close at which the signal is known. The signal is defined on \(Double.grouped(knownBars)) of \(Double.grouped(frame.evaluation.count)) bars.",
      ] + reasons("through time") { $0.signal.answer?.throughTime.why }
        + reasons("by fifths") { $0.signal.answer?.quantiles.why })
  }

  private var throughTimeTable: Table {
    Table(
      title: "Rank coefficient span by span",
      columns: [
        .init("forward", key: "forward", .words), .init("span", key: "span", .words), .init("spans", key: "spans"),
        .init("mean", key: "mean"), .init("sd", key: "sd"), .init("ICIR", key: "icir"),
        .init("above zero", key: "positive_share"), .init("se", key: "se"), .init("t", key: "t"), .init("p", key: "p"),
        .init("lags", key: "lags"),
      ],
      rows: study.horizons.map { horizon in
        guard let time = horizon.signal.answer?.throughTime.answer else {
          return [.text(horizon.forward.description)] + [Figure](repeating: .missing, count: 10)
        }
        let series = time.series
        return [
          .text(horizon.forward.description), .text(time.calendar.rawValue), .count(series.known),
          .correlation(series.mean), .correlation(series.standardDeviation), .ratio(series.ratio),
          .percent(series.positiveShare, decimals: 0), .correlation(series.standardError),
          series.t.map { .ratio($0) } ?? .missing, series.p.map { .pValue($0) } ?? .missing, .count(series.lags),
        ]
      },
      notes: [
        "ICIR is mean over sd of the spans, not annualised. se of the mean: Newey-West, Bartlett, lags in spans, n - 1; p by Student's t."
      ])
  }

  private var quantileTable: Table {
    Table(
      title: "Mean forward return by fifth of the signal, edges from its own past",
      columns: [.init("forward", key: "forward", .words)]
        + (1...SignalQuantiles.count).map { .init("fifth \($0)", unit: "bps", key: "fifth_\($0)_bps") } + [
          .init("spread", unit: "bps", key: "spread_bps"), .init("se", unit: "Hodrick 1B", key: "se_bps"),
          .init("p", unit: "Hodrick 1B", key: "p"), .init("p", unit: "circ. shift", key: "p_circular_shift"),
          .init("order", key: "order", .words), .init("p of order", key: "p_monotone"),
        ],
      rows: study.horizons.map { horizon in
        guard let quantiles = horizon.signal.answer?.quantiles.answer else {
          return [.text(horizon.forward.description)] + [Figure](repeating: .missing, count: SignalQuantiles.count + 6)
        }
        let spread = quantiles.returns
        let hodrick = spread.estimates.first { $0.name == Hodrick1BEstimator().name }
        let shift = spread.estimates.first { $0.name == CircularShiftEstimator().name }
        let order = quantiles.monotonicity.answer
        return [.text(horizon.forward.description)] + spread.buckets.map { .bps($0.mean * 1e4) } + [
          .bps(spread.spread * 1e4), hodrick?.standardError.map { .unsignedBps($0 * 1e4) } ?? .missing,
          hodrick?.p.map { .pValue($0) } ?? .missing, shift?.p.map { .pValue($0) } ?? .missing,
          .text(order?.direction.rawValue ?? ""), order.map { .pValue($0.p) } ?? .missing,
        ]
      },
      notes: quantileNotes)
  }

  private var quantileNotes: [String] {
    guard let quantiles = study.horizons.lazy.compactMap({ $0.signal.answer?.quantiles.answer }).first else {
      return []
    }
    let visits = quantiles.returns.buckets.map { Double.grouped($0.visits) }.joined(separator: ", ")
    return [
      "Fifth 1 is the lowest. A bar's fifth is its place among the values before it; the first \(Double.grouped(quantiles.warmUp)) known bars only make edges. Visits: \(visits).",
      "Spread is mean(fifth 5) - mean(fifth 1), not halved. Order: smallest step between neighbours (Patton & Timmermann 2010), either direction, p by circular shifts.",
    ]
  }

  private var turnoverTable: Table {
    Table(
      title: "Trading the spread",
      columns: [
        .init("forward", key: "forward", .words), .init("hit rate", key: "hit_rate"),
        .init("by chance", key: "hit_rate_expected"),
        .init("rank memory", unit: "1 bar", key: "rank_autocorrelation_1_bar"),
        .init("rank memory", unit: "horizon", key: "rank_autocorrelation_horizon"),
        .init("leave the top", unit: "in a horizon", key: "turnover_top"),
        .init("turnover", unit: "a bar", key: "turnover_per_bar"),
        .init("break-even cost", unit: "bps a side", key: "break_even_bps_per_side"),
        .init("with the signal", key: "direction", .words),
      ],
      rows: study.horizons.map { horizon in
        guard let quantiles = horizon.signal.answer?.quantiles.answer else {
          return [.text(horizon.forward.description)] + [Figure](repeating: .missing, count: 8)
        }
        let turnover = quantiles.turnover
        return [
          .text(horizon.forward.description), quantiles.hits.map { .percent($0.share, decimals: 1) } ?? .missing,
          quantiles.hits.map { .percent($0.expected, decimals: 1) } ?? .missing,
          .correlation(turnover.rankAutocorrelation), .correlation(turnover.rankAutocorrelationOverHorizon),
          .percent(turnover.topTurnover, decimals: 1), .percent(turnover.votes.turnover, decimals: 2),
          .unsignedBps(abs(turnover.breakEven) * 1e4), .text(turnover.breakEven < 0 ? "against it" : "with it"),
        ]
      },
      notes: [
        "Hit rate: a signal above its past median before a gain, below before a loss; by chance: given how often each is above.",
        "Break-even: long the top fifth, short the bottom, each vote held for the horizon; the cost of one side at which the spread is gone. The direction is the sample's own, so this flatters.",
      ])
  }

  private func reasons(_ what: String, _ why: (HorizonStudy) -> String?) -> [String] {
    study.horizons.compactMap { horizon in
      why(horizon).map { "Next \(horizon.forward), \(what): cannot say: \($0)." }
    }
  }
}

extension Figure {
  /// A correlation, or an error of one, with four decimals.
  static func correlation(_ value: Double?) -> Figure { value.map { .ratio($0, decimals: 4) } ?? .missing }
}
