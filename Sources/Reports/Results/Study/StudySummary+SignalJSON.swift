import Research
import Statistics

extension StudySummary {
  /// The rank coefficient over doubling horizons; empty for a regime.
  var decayJSON: JSONValue {
    .array(
      study.decay.answer?.points.map { point in
        [
          "forward": .string(point.forward.description), "forward_bars": .integer(point.bars),
          "spearman": .real(point.coefficient), "se": .optional(point.standardError),
        ]
      } ?? [])
  }

  /// What judges the rank coefficient, and the coefficient through time; null for a regime.
  func coefficientJSON(_ horizon: HorizonStudy) -> JSONValue {
    guard let signal = horizon.signal.answer else { return .null }
    return [
      "pearson": .real(signal.pearson), "spearman": .real(signal.spearman),
      "estimators": .array(
        signal.estimates.map { result in
          estimatorJSON(
            result, unit: "", scale: 1, rejection: signal.rejections.first { $0.name == result.name }?.share)
        }),
      "through_time": signal.throughTime.answer.map(json) ?? .null,
      "through_time_why": signal.throughTime.why.map(JSONValue.string) ?? .null,
    ]
  }

  private func json(_ time: SignalThroughTime) -> JSONValue {
    [
      "span": .string(time.calendar.rawValue), "least_bars": .integer(time.leastBars),
      "spans": .array(
        zip(time.starts, time.series.values).map { start, value in
          ["from": .string(start.description), "spearman": .real(value)]
        }),
      "mean": .real(time.series.mean), "sd": .real(time.series.standardDeviation), "icir": .real(time.series.ratio),
      "positive_share": .real(time.series.positiveShare), "lags": .integer(time.series.lags),
      "se": .optional(time.series.standardError), "t": .optional(time.series.t), "p": .optional(time.series.p),
    ]
  }

  /// Fifths by expanding edges, their spread and what trading it would take; null for a regime.
  func quantilesJSON(_ horizon: HorizonStudy) -> JSONValue {
    guard let signal = horizon.signal.answer else { return .null }
    guard let quantiles = signal.quantiles.answer else {
      return ["why": .string(signal.quantiles.why ?? "")]
    }
    let turnover = quantiles.turnover
    return [
      "edges": "expanding", "warm_up_bars": .integer(quantiles.warmUp),
      "buckets": .array(
        quantiles.returns.buckets.map { bucket in
          ["bars": .integer(bucket.bars), "visits": .integer(bucket.visits), "mean_bps": .real(bucket.mean * 1e4)]
        }),
      "spread_bps": .real(quantiles.returns.spread * 1e4), "spread_convention": "top less bottom, not halved",
      "estimators": .array(
        quantiles.returns.estimates.map { estimatorJSON($0, unit: "_bps", scale: 1e4, rejection: nil) }),
      "monotonicity": quantiles.monotonicity.answer.map { order in
        [
          "direction": .string(order.direction.rawValue), "smallest_step_bps": .real(order.smallestStep * 1e4),
          "p": .real(order.p), "rank_correlation": .real(order.rankCorrelation),
        ]
      } ?? .null,
      "hit_rate": .optional(quantiles.hits?.share), "hit_rate_expected": .optional(quantiles.hits?.expected),
      "rank_autocorrelation_1_bar": .real(turnover.rankAutocorrelation),
      "rank_autocorrelation_horizon": .real(turnover.rankAutocorrelationOverHorizon),
      "turnover_top": .real(turnover.topTurnover), "turnover_bottom": .real(turnover.bottomTurnover),
      "turnover_per_bar": .real(turnover.votes.turnover),
      "break_even_bps_per_side": .real(abs(turnover.breakEven) * 1e4),
      "break_even_direction": turnover.breakEven < 0 ? "against" : "with",
    ]
  }
}

/// One estimator's result, keys of the estimate and its error with `unit` behind them.
func estimatorJSON(_ result: EstimatorResult, unit: String, scale: Double, rejection: Double?) -> JSONValue {
  .object([
    "name": .string(result.name), "estimate\(unit)": .real(result.estimate * scale),
    "se\(unit)": .optional(result.standardError.map { $0 * scale }), "t": .optional(result.t),
    "p": .optional(result.p), "kernel": result.method?.kernel.map { .string($0.rawValue) } ?? .null,
    "lags": result.method?.lags.map { .integer($0) } ?? .null,
    "correction": result.method.map { .string($0.correction.rawValue) } ?? .null,
    "distribution": result.method.map { .string($0.distribution.kind) } ?? .null,
    "note": result.note.map(JSONValue.string) ?? .null,
    "null_rejection": .optional(rejection),
  ])
}
