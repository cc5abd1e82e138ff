import Research
import Statistics

extension StudySummary {
  /// The document of `hindcast study --format json`: everything, whatever the terminal leaves out.
  public var json: JSONValue {
    [
      "hash": hash.map(JSONValue.string) ?? .null,
      "market": .string(frame.market), "instrument": .string(frame.instrument.description),
      "interval": .string(frame.grid.interval.description), "from": .string(window.from.description),
      "to": .string(window.to.description), "bars": .integer(frame.evaluation.count),
      "bars_known": .integer(knownBars), "strategy": .string(strategy), "signal": .string(study.subject.name),
      "kind": isRegime ? "regime" : "signal", "expression": .string(study.subject.expression),
      "parameters": .parameters(Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })),
      "fingerprint": .string(frame.fingerprint), "seed": .integer(Int(truncatingIfNeeded: study.plan.seed)),
      "calibration_moves": .integer(study.plan.calibration), "rule": .string(Verdict.rule),
      "notes": .strings(frame.findings),
      "given": study.plan.given.map { .string($0.name) } ?? .null,
      "decay": decayJSON, "horizons": .array(study.horizons.map(json)),
      "event_study": study.events.map { .answer($0, json) } ?? .null,
    ]
  }

  private func json(_ horizon: HorizonStudy) -> JSONValue {
    let contrast = horizon.contrast
    let members: [String: JSONValue] = [
      "forward": .string(horizon.forward.description), "forward_bars": .integer(horizon.bars),
      "observations": .integer(horizon.observations),
      "bars_in": contrast.map { .integer($0.barsIn) } ?? .null,
      "episodes": contrast.map { .integer($0.episodes) } ?? .null,
      "longest_episode_bars": contrast.map { .integer($0.longestEpisode) } ?? .null,
      "mean_in_bps": .bps(contrast?.meanIn), "median_in_bps": .bps(contrast?.medianIn),
      "hit_rate_in": .optional(contrast?.hitRateIn), "mean_out_bps": .bps(contrast?.meanOut),
      "median_out_bps": .bps(contrast?.medianOut), "hit_rate_out": .optional(contrast?.hitRateOut),
      "mean_all_bps": .bps(horizon.meanAll), "difference_bps": .bps(contrast?.difference),
      "pearson": .optional(horizon.signal.answer?.pearson), "spearman": .optional(horizon.signal.answer?.spearman),
      "information_coefficient": coefficientJSON(horizon), "quantiles": quantilesJSON(horizon),
      "estimators": .array(horizon.estimates.map { json($0, of: horizon) }),
      "min_detectable_bps": .bps(horizon.minimumDetectable), "verdict": .string(horizon.verdict.finding.rawValue),
      "verdict_text": .string(horizon.verdict.text),
      "verdict_rule": horizon.verdict.rule.map(JSONValue.string) ?? .null,
      "verdict_rests_on": .strings(horizon.verdict.restsOn), "verdict_rejecting": .strings(horizon.verdict.rejecting),
      "cautions": .strings(horizon.cautions),
      "power": .answer(horizon.power, \.json), "circular_shift": horizon.shift.map(\.json) ?? .null,
    ]
    let depth = horizon.depth?.json ?? [:]
    return .object(members.merging(depth) { first, _ in first })
  }

  private func json(_ result: EstimatorResult, of horizon: HorizonStudy) -> JSONValue {
    [
      "name": .string(result.name), "estimate_bps": .bps(result.estimate), "se_bps": .bps(result.standardError),
      "t": .optional(result.t), "p": .optional(result.p),
      "kernel": result.method?.kernel.map { .string($0.rawValue) } ?? .null,
      "lags": result.method?.lags.map { .integer($0) } ?? .null,
      "correction": result.method.map { .string($0.correction.rawValue) } ?? .null,
      "distribution": result.method.map { .string($0.distribution.kind) } ?? .null,
      "note": result.note.map(JSONValue.string) ?? .null,
      "null_rejection": .optional(rejection(horizon, result.name)),
    ]
  }

  private func json(_ events: EventStudy) -> JSONValue {
    [
      "episodes": .integer(events.episodes), "overlapping": .integer(events.price.overlapping),
      "placebos": .integer(events.price.placebos), "p_before": .real(events.price.pBefore),
      "p_after": .real(events.price.pAfter), "close": events.price.json(scale: 1e4, unit: "bps"),
      "others": .object(
        Dictionary(
          events.others.map { ($0.column, $0.path.json(scale: 1, unit: "change")) }, uniquingKeysWith: { a, _ in a })),
    ]
  }
}

extension JSONValue {
  /// A fraction in basis points, null when it is not known.
  static func bps(_ fraction: Double?) -> JSONValue { .optional(fraction.map { $0 * 1e4 }) }

  /// What a section says, or `{"cannot_say": why}`.
  static func answer<Value>(_ section: Result<Value, Unavailable>, _ write: (Value) -> JSONValue) -> JSONValue {
    switch section {
    case .success(let value): write(value)
    case .failure(let reason): ["cannot_say": .string(reason.why)]
    }
  }
}

extension CircularShift {
  /// The null distribution in few numbers.
  fileprivate var json: JSONValue {
    let shares = [0.005, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.995]
    return [
      "shifts": .integer(shifted.count), "minimum_shift_bars": .integer(minimumShift), "p": .real(p),
      "null_quantiles": .numbers(shares), "null_quantiles_bps": .array(nullQuantiles(shares).map { .bps($0) }),
    ]
  }
}

extension PathAroundEvents {
  fileprivate func json(scale: Double, unit: String) -> JSONValue {
    .object([
      "offsets_bars": .array(offsets.map { .integer($0) }), "episodes": .array(counts.map { .integer($0) }),
      "mean_\(unit)": .numbers(mean.map { $0 * scale }), "drift_\(unit)": .numbers(drift.map { $0 * scale }),
      "se_\(unit)": .numbers(standardError.map { $0 * scale }), "pointwise_factor": .numbers(pointwise),
      "simultaneous_factor": .real(simultaneous),
    ])
  }
}
