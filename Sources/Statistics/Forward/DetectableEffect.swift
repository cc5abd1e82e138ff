/// How large an effect would have to be to be seen.
public enum DetectableEffect {
  /// The true effect that a two-sided test at `level` with this standard error finds with probability `power`:
  /// (Φ⁻¹(1 - level/2) + Φ⁻¹(power))·se, 2.80 standard errors at the defaults. The chance to reject on the wrong side is
  /// left out. An effect smaller than this that was not found is not an effect that is not there.
  public static func minimum(standardError: Double, level: Double = 0.05, power: Double = 0.8) -> Double {
    (NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(power)) * standardError
  }
}
