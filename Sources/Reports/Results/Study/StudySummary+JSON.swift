import Research
import Statistics

extension StudySummary {
  /// The document of `hindcast study --format json`.
  public var json: JSONValue {
    [
      "market": .string(frame.market), "instrument": .string(frame.instrument.description),
      "interval": .string(frame.grid.interval.description), "from": .string(window.from.description),
      "to": .string(window.to.description), "bars": .integer(frame.evaluation.count),
      "bars_known": .integer(knownBars), "strategy": .string(strategy), "signal": .string(study.subject.name),
      "kind": isRegime ? "regime" : "signal", "expression": .string(study.subject.expression),
      "parameters": .parameters(Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })),
      "fingerprint": .string(frame.fingerprint), "seed": .integer(Int(truncatingIfNeeded: study.plan.seed)),
      "calibration_moves": .integer(study.plan.calibration), "rule": .string(Verdict.rule),
      "decay": decayJSON, "horizons": .array(study.horizons.map(json)),
    ]
  }

  private func json(_ horizon: HorizonStudy) -> JSONValue {
    let bps = { (value: Double?) in JSONValue.optional(value.map { $0 * 1e4 }) }
    return [
      "forward": .string(horizon.forward.description), "forward_bars": .integer(horizon.bars),
      "observations": .integer(horizon.observations),
      "bars_in": horizon.contrast.map { .integer($0.barsIn) } ?? .null,
      "episodes": horizon.contrast.map { .integer($0.episodes) } ?? .null,
      "longest_episode_bars": horizon.contrast.map { .integer($0.longestEpisode) } ?? .null,
      "mean_in_bps": bps(horizon.contrast?.meanIn), "median_in_bps": bps(horizon.contrast?.medianIn),
      "mean_out_bps": bps(horizon.contrast?.meanOut), "mean_all_bps": bps(horizon.meanAll),
      "difference_bps": bps(horizon.contrast?.difference),
      "pearson": .optional(horizon.signal.answer?.pearson), "spearman": .optional(horizon.signal.answer?.spearman),
      "information_coefficient": coefficientJSON(horizon), "quantiles": quantilesJSON(horizon),
      "estimators": .array(
        horizon.estimates.map { result in
          [
            "name": .string(result.name), "estimate_bps": .real(result.estimate * 1e4),
            "se_bps": bps(result.standardError), "t": .optional(result.t), "p": .optional(result.p),
            "kernel": result.method?.kernel.map { .string($0.rawValue) } ?? .null,
            "lags": result.method?.lags.map { .integer($0) } ?? .null,
            "correction": result.method.map { .string($0.correction.rawValue) } ?? .null,
            "distribution": result.method.map { .string($0.distribution.kind) } ?? .null,
            "note": result.note.map(JSONValue.string) ?? .null,
            "null_rejection": .optional(rejection(horizon, result.name)),
          ]
        }),
      "min_detectable_bps": bps(horizon.minimumDetectable), "verdict": .string(horizon.verdict.finding.rawValue),
      "verdict_text": .string(horizon.verdict.text),
    ]
  }
}
