import Research
import Statistics

extension RegressionSummary {
  /// The document of `hindcast regress --format json`.
  public var json: JSONValue {
    .object(presentIn: [
      "hash": hash.map(JSONValue.string) ?? .null,
      "formula": .string(design.formula.text), "outcome": .string(outcome.name),
      "forward_bars": outcome.horizon.map { .integer($0) } ?? .null, "market": .string(frame.market),
      "instrument": .string(frame.instrument.description), "interval": .string(frame.grid.interval.description),
      "from": .string(window.from.description), "to": .string(window.to.description), "bars": .integer(bars),
      "strategy": strategy.map(JSONValue.string) ?? .null,
      "parameters": .parameters(Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })),
      "fingerprint": .string(frame.fingerprint), "observations": .integer(fit.observations),
      "dropped": .integer(fit.dropped.total),
      "dropped_by": .array(
        fit.dropped.causes.map { ["column": .string($0.column), "rows": .integer($0.rows)] }),
      "unit": .string(outcome.isFraction ? "fraction" : outcome.name), "terms": .array(terms),
      "r2": .real(fit.r2), "adjusted_r2": .real(fit.adjustedR2), "covariance": covariance,
      "wald": regression.wald.map {
        ["statistic": .real($0.statistic), "degrees_of_freedom": .integer($0.degreesOfFreedom), "p": .real($0.p)]
      } ?? .null,
      "rank": .integer(fit.rank), "condition": .real(fit.condition),
      "condition_scaled": .real(regression.scaledCondition), "solver": .string(fit.solver.rawValue),
      "categories": .array(
        design.categories.map {
          [
            "name": .string($0.name), "levels": .strings($0.levels),
            "reference": $0.reference.map(JSONValue.string) ?? .null,
          ]
        }),
      "stambaugh": regression.bias.map {
        [
          "autocorrelation": .real($0.autocorrelation), "error_correlation": .real($0.errorCorrelation),
          "bias": .real($0.bias), "corrected": .real($0.corrected), "observations": .integer($0.observations),
        ]
      } ?? .null,
      "moving": .array(moving.map(\.json)), "warnings": .strings(warnings),
    ])
  }

  private var covariance: JSONValue {
    let used = regression.inference.used
    return [
      "kind": .string(used.kind), "lags": used.lags.map { .integer($0) } ?? .null,
      "kernel": used.kernel.map(JSONValue.string) ?? .null, "small_sample": .bool(used.smallSample),
      "distribution": .string(regression.inference.distribution.rawValue),
      "reason": .string(regression.choice.reason),
    ]
  }

  /// Coefficients in units of the left side, and in basis points where that is a return.
  private var terms: [JSONValue] {
    zip(regression.inference.terms, regression.intervals).map { term, interval in
      let bps = { (value: Double) in outcome.isFraction ? JSONValue.real(value * 1e4) : nil }
      return .object(presentIn: [
        "name": .string(term.name), "coefficient": .real(term.coefficient), "se": .real(term.standardError),
        "t": .real(term.t), "p": .real(term.p), "ci_low": .real(interval.lowerBound),
        "ci_high": .real(interval.upperBound), "coefficient_bps": bps(term.coefficient),
        "se_bps": bps(term.standardError), "ci_low_bps": bps(interval.lowerBound),
        "ci_high_bps": bps(interval.upperBound),
      ])
    }
  }
}
