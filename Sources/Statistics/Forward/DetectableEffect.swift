/// How large an effect would have to be to be seen, and how large a sample to see it.
public enum DetectableEffect {
  /// The true effect that a two-sided test at `level` with this standard error finds with probability `power`:
  /// (Φ⁻¹(1 - level/2) + Φ⁻¹(power))·se, 2.80 standard errors at the defaults. The chance to reject on the wrong side is
  /// left out. An effect smaller than this that was not found is not an effect that is not there.
  public static func minimum(standardError: Double, level: Double = 0.05, power: Double = 0.8) -> Double {
    (NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(power)) * standardError
  }

  /// The probability that a two-sided test at `level` rejects, on either side, when the true effect is `effect`.
  public static func power(of effect: Double, standardError: Double, level: Double = 0.05) -> Double {
    let critical = NormalDistribution.quantile(1 - level / 2)
    let distance = abs(effect) / standardError
    return NormalDistribution.cumulative(distance - critical) + NormalDistribution.cumulative(-distance - critical)
  }

  /// How many times the sample must grow until a true `effect` is found with probability `power`; under one when it is
  /// large enough already, infinite for no effect.
  ///
  /// The error of a mean over n episodes falls with √n, so the size needed grows with the square of minimum(se)/effect. That
  /// takes for granted that more data brings episodes as often, as long and as noisy as these.
  public static func growth(
    toFind effect: Double, standardError: Double, level: Double = 0.05, power: Double = 0.8
  ) -> Double {
    let ratio = minimum(standardError: standardError, level: level, power: power) / abs(effect)
    return ratio * ratio
  }
}
