import Research
import Statistics

// The sections of a signal: how its rank goes with what follows, whether it does so all the time, what each fifth of it is
// followed by, and what trading on that would take. Fields first, then the tables, a row a horizon.

extension SignalHorizon {
  static let fields = Fields<SignalHorizon> {
    Field("pearson", .correlation, "correlation of signal and forward return") { $0.pearson }
    Field("information_coefficient", object: coefficientFields, "what judges the rank coefficient") { $0 }
    Field("quantiles", object: SignalQuantiles.fields, "by fifths of its own past", answer: { $0.quantiles })
  }

  private static let coefficientFields = Fields<SignalHorizon> {
    Field("pearson", .correlation) { $0.pearson }
    Field("spearman", .correlation) { $0.spearman }
    Field("estimators", listOf: EstimatorRow.coefficients, "of the slope of rank on rank") {
      $0.estimates.rows($0.rejections)
    }
    Field("through_time", object: SignalThroughTime.fields, "span by span", answer: { $0.throughTime })
  }
}

extension SignalThroughTime {
  static let fields = Fields<SignalThroughTime>(in: .shown) {
    Field("span", .words, "calendar the coefficient is taken by") { $0.calendar.rawValue }
    Field("known", "spans", .count, "spans with enough bars") { $0.series.known }
    Field("least_bars", .count, in: .json, "bars that a span must have") { $0.leastBars }
    Field("spans", json: .array, "the first instant of each, and its coefficient") { time in
      .array(
        zip(time.starts, time.series.values).map { ["from": .string($0.description), "spearman": .real($1)] })
    }
    Field("mean", .correlation) { $0.series.mean }
    Field("sd", .correlation) { $0.series.standardDeviation }
    Field("icir", "ICIR", .ratio, "mean over sd, not annualised") { $0.series.ratio }
    Field("positive_share", "above zero", .percent(0)) { $0.series.positiveShare }
    Field("se", .correlation, "of the mean: Newey-West, Bartlett") { $0.series.standardError }
    Field("t", .ratio) { $0.series.t }
    Field("p", .p) { $0.series.p }
    Field("lags", .count, "in spans") { $0.series.lags }
  }
}

extension SignalQuantiles {
  static let fields = Fields<SignalQuantiles> {
    Field("edges", .words) { _ in "expanding" }
    Field("warm_up_bars", .count, "known bars that only make edges") { $0.warmUp }
    Field("buckets", json: .array, "lowest first: bars, visits, mean_bps") { quantiles in
      .array(
        quantiles.returns.buckets.map {
          ["bars": .integer($0.bars), "visits": .integer($0.visits), "mean_bps": .bps($0.mean)]
        })
    }
    for fifth in 0..<count {
      Field("fifth_\(fifth + 1)_bps", "fifth \(fifth + 1)", .bps, in: .table) { (quantiles: SignalQuantiles) in
        quantiles.returns.buckets.count > fifth ? quantiles.returns.buckets[fifth].mean : nil
      }
    }
    Field("spread_bps", "spread", .bps, in: .shown, "top less bottom, not halved") { $0.returns.spread }
    Field("spread_convention", .words) { _ in "top less bottom, not halved" }
    Field("spread_se_bps", "se", .unsignedBps, in: .table, unit: "Hodrick 1B") {
      $0.returns.estimates.hodrick1B?.standardError
    }
    Field("spread_p", "p", .p, in: .table, unit: "Hodrick 1B") { $0.returns.estimates.hodrick1B?.p }
    Field("spread_p_circular_shift", "p", .p, in: .table, unit: "circ. shift") { $0.returns.estimates.circularShift?.p }
    Field("order", .words, in: .table) { $0.monotonicity.answer?.direction.rawValue ?? "" }
    Field("p_monotone", "p of order", .p, in: .table) { $0.monotonicity.answer?.p }
    Field("estimators", listOf: EstimatorRow.bps, "of the spread") { $0.returns.estimates.rows() }
    Field("monotonicity", object: orderFields, "smallest step between neighbours; Patton & Timmermann 2010") {
      $0.monotonicity.answer
    }
    Field("hit_rate", "hit rate", .percent(1), "a signal above its past median before a gain, below before a loss") {
      $0.hits?.share
    }
    Field("hit_rate_expected", "by chance", .percent(1), "given how often each is above") { $0.hits?.expected }
    Field("rank_autocorrelation_1_bar", "rank memory", .correlation, unit: "1 bar", "of the signal's rank") {
      $0.turnover.rankAutocorrelation
    }
    Field("rank_autocorrelation_horizon", "rank memory", .correlation, unit: "horizon") {
      $0.turnover.rankAutocorrelationOverHorizon
    }
    Field("turnover_top", "leave the top", .percent(1), unit: "in a horizon") { $0.turnover.topTurnover }
    Field("turnover_bottom", .percent(1)) { $0.turnover.bottomTurnover }
    Field("turnover_per_bar", "turnover", .percent(2), unit: "a bar", "traded, of the average position") {
      $0.turnover.votes.turnover
    }
    Field(
      "break_even_bps_per_side", "break-even cost", .unsignedBps, unit: "bps a side",
      "cost of one side at which the spread is gone, every vote held for the horizon"
    ) { $0.turnover.breakEven.magnitude }
    Field("break_even_direction", "with the signal", .words, "with or against the signal") {
      $0.turnover.breakEven < 0 ? "against" : "with"
    }
  }

  private static let orderFields = Fields<Monotonicity> {
    Field("direction", .words) { $0.direction.rawValue }
    Field("smallest_step_bps", .bps) { $0.smallestStep }
    Field("p", .p, "circular shifts, either direction") { $0.p }
    Field("rank_correlation", .correlation) { $0.rankCorrelation }
  }
}

extension StudySummary {
  private struct Row: Sendable {
    let horizon: HorizonStudy
    var signal: SignalHorizon? { horizon.signal.answer }
    var rank: EstimatorResult? { signal?.estimates.hodrick1B }
  }

  private static let forward = Field<Row>("forward", .words, in: .table) { $0.horizon.forward.description }

  /// Tables that no horizon could fill are left out; the first says why.
  package var signalTables: [Table] {
    let rows = study.horizons.map(Row.init)
    var tables = [coefficientTable(rows)]
    if rows.contains(where: { $0.signal?.throughTime.answer != nil }) { tables.append(throughTimeTable(rows)) }
    if rows.contains(where: { $0.signal?.quantiles.answer != nil }) {
      tables += [quantileTable(rows), turnoverTable(rows)]
    }
    return tables
  }

  private func coefficientTable(_ rows: [Row]) -> Table {
    Fields<Row>(in: .table) {
      Self.forward
      Field("observations", "bars", .count) { $0.horizon.observations }
      Field("mean_all_bps", "mean", .bps) { $0.horizon.meanAll }
      Field("pearson", "Pearson", .correlation) { $0.signal?.pearson }
      Field("spearman", "Spearman", .correlation) { $0.signal?.spearman }
      Field("se", .correlation, unit: "Hodrick 1B") { $0.rank?.standardError }
      Field("t", .ratio, unit: "Hodrick 1B") { $0.rank?.t }
      Field("p", .p, unit: "Hodrick 1B") { $0.rank?.p }
      Field("p_circular_shift", "p", .p, unit: "circular shift") { $0.signal?.estimates.circularShift?.p }
      Field("null_rejection", "null rejection", .percent(1), unit: "Hodrick, 5%") { row in
        row.rank.flatMap { EstimatorRow($0, rejections: row.signal?.rejections ?? []).rejection }
      }
    }.table(
      rows, title: title,
      notes: [
        "Information coefficients: correlation of the signal with the forward return over the window. se, t and p judge Spearman's, from the regression of rank(return) on rank(signal).",
        "Forward returns are simple, from the close at which the signal is known. The signal is defined on \(Double.grouped(knownBars)) of \(Double.grouped(frame.evaluation.count)) bars.",
      ] + reasons("through time") { $0.signal.answer?.throughTime.why }
        + reasons("by fifths") { $0.signal.answer?.quantiles.why })
  }

  private func throughTimeTable(_ rows: [Row]) -> Table {
    Fields<Row> {
      Self.forward
      SignalThroughTime.fields.of { $0.signal?.throughTime.answer }
    }.table(
      rows, title: "Rank coefficient span by span",
      notes: [
        "ICIR is mean over sd of the spans, not annualised. se of the mean: Newey-West, Bartlett, lags in spans, n - 1; p by Student's t."
      ])
  }

  private func quantileTable(_ rows: [Row]) -> Table {
    Fields<Row> {
      Self.forward
      SignalQuantiles.fields.of { $0.signal?.quantiles.answer }
    }.table(
      rows, title: "Mean forward return by fifth of the signal, edges from its own past", notes: quantileNotes)
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

  private func turnoverTable(_ rows: [Row]) -> Table {
    Fields<Row> {
      Self.forward
      SignalQuantiles.fields.of { $0.signal?.quantiles.answer }
    }.table(
      rows,
      columns: [
        "forward", "hit_rate", "hit_rate_expected", "rank_autocorrelation_1_bar", "rank_autocorrelation_horizon",
        "turnover_top", "turnover_per_bar", "break_even_bps_per_side", "break_even_direction",
      ], title: "Trading the spread",
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
