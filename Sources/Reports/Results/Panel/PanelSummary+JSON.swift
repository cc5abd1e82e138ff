import Research
import Statistics

extension PanelSummary {
  /// The document of `hindcast study --market a,b --format json`: the keys of a study of one market, and `markets` and
  /// `cross_section` at each horizon.
  public var json: JSONValue {
    [
      "hash": hash.map(JSONValue.string) ?? .null,
      "market": .string(market),
      "instrument": .string(subject.markets.map(\.frame.instrument.description).joined(separator: ",")),
      "interval": .string(subject.grid.interval.description), "from": .string(window.from.description),
      "to": .string(window.to.description), "bars": .integer(subject.grid.count), "strategy": .string(strategy),
      "signal": .string(subject.name), "kind": subject.isRegime ? "regime" : "signal",
      "expression": .string(subject.expression),
      "parameters": .parameters(Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })),
      "fingerprint": .string(subject.markets.map(\.frame.fingerprint).joined(separator: ",")),
      "seed": .integer(Int(truncatingIfNeeded: study.plan.seed)),
      "calibration_moves": .integer(study.plan.calibration), "rule": .string(Verdict.panelRule),
      "horizons": .array(study.horizons.map(json)),
    ]
  }

  private func json(_ horizon: PanelHorizon) -> JSONValue {
    let bps = { (value: Double?) in JSONValue.optional(value.map { $0 * 1e4 }) }
    return [
      "forward": .string(horizon.forward.description), "forward_bars": .integer(horizon.bars),
      "observations": .integer(horizon.observations), "stamps": .integer(horizon.stamps),
      "bars_in": horizon.contrast.map { .integer($0.barsIn) } ?? .null,
      "episodes": horizon.contrast.map { .integer($0.episodes) } ?? .null,
      "mean_in_bps": bps(horizon.contrast?.meanIn), "median_in_bps": bps(horizon.contrast?.medianIn),
      "mean_out_bps": bps(horizon.contrast?.meanOut), "mean_all_bps": bps(horizon.meanAll),
      "difference_bps": bps(horizon.contrast?.difference),
      "estimators": .array(
        horizon.estimates.map {
          estimatorJSON($0, unit: "_bps", scale: 1e4, rejection: rejection(horizon, $0.name))
        }),
      "min_detectable_bps": bps(horizon.minimumDetectable), "verdict": .string(horizon.verdict.finding.rawValue),
      "verdict_text": .string(horizon.verdict.text), "markets": .array(horizon.markets.map(json)),
      "cross_section": horizon.crossSection.answer.map(json)
        ?? ["why": .string(horizon.crossSection.why ?? "")],
    ]
  }

  private func json(_ market: PanelMarket) -> JSONValue {
    let bps = { (value: Double?) in JSONValue.optional(value.map { $0 * 1e4 }) }
    return [
      "market": .string(market.market), "observations": .integer(market.observations),
      "bars_in": market.contrast.map { .integer($0.barsIn) } ?? .null,
      "episodes": market.contrast.map { .integer($0.episodes) } ?? .null,
      "mean_in_bps": bps(market.contrast?.meanIn), "median_in_bps": bps(market.contrast?.medianIn),
      "mean_out_bps": bps(market.contrast?.meanOut), "mean_all_bps": bps(market.meanAll),
      "difference_bps": bps(market.contrast?.difference), "spearman": .optional(market.spearman),
      "estimators": .array(
        market.estimates.map { estimatorJSON($0, unit: "_bps", scale: 1e4, rejection: nil) }),
      "why": market.why.map(JSONValue.string) ?? .null,
    ]
  }

  private func json(_ section: PanelCrossSection) -> JSONValue {
    [
      "markets": .integer(section.markets), "spearman": json(section.spearman, unit: "", scale: 1),
      "pearson": json(section.pearson, unit: "", scale: 1),
      "fama_macbeth": json(section.premium, unit: "_bps", scale: 1e4),
      "quantiles": section.buckets.answer.map { buckets in
        [
          "means_bps": .numbers(buckets.sorted.means.map { $0 * 1e4 }),
          "spread": json(buckets.spread, unit: "_bps", scale: 1e4),
          "spread_convention": "top less bottom, not halved",
          "turnover_per_bar": .real(buckets.sorted.votes.turnover),
          "break_even_bps_per_side": .real(abs(buckets.sorted.breakEven) * 1e4),
          "break_even_direction": buckets.sorted.breakEven < 0 ? "against" : "with",
        ]
      } ?? ["why": .string(section.buckets.why ?? "")],
    ]
  }

  private func json(_ figure: PanelCrossSection.Figure, unit: String, scale: Double) -> JSONValue {
    let series = figure.series
    return .object([
      "stamps": .integer(series.known), "mean\(unit)": .real(series.mean * scale),
      "sd\(unit)": .real(series.standardDeviation * scale), "ratio": .real(series.ratio),
      "positive_share": .real(series.positiveShare), "lags": .integer(series.lags),
      "se\(unit)": .optional(series.standardError.map { $0 * scale }), "t": .optional(series.t),
      "p": .optional(series.p), "kernel": "bartlett", "distribution": "fixed_b", "fixed_b": .real(series.b),
      "null_rejection": .optional(figure.rejection?.share),
      "null_rejection_moves": figure.rejection.map { .integer($0.replicates) } ?? .null,
      "null_rejection_independent_moves": figure.rejection.map { .integer($0.independentMoves) } ?? .null,
      "p_circular_shift": .optional(figure.shiftP),
      "shifts": figure.shift.answer.map { .integer($0.shifts) } ?? .null,
      "least_shift": figure.shift.answer.map { .integer($0.minimumShift) } ?? .null,
      "circular_shift_why": figure.shift.why.map(JSONValue.string) ?? .null,
    ])
  }
}
