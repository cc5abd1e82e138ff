import Foundation

/// What annualises a Sharpe ratio when returns are autocorrelated: Lo (2002), "The Statistics of Sharpe Ratios", Financial
/// Analysts Journal 58(4).
///
///     η(q) = q / √(q + 2 Σ_{k<q} (q - k) ρ_k)
///
/// which is √q for uncorrelated returns, less for returns that trend, more for returns that revert.
public struct LoScaling: Hashable, Sendable {
  /// η(q); NaN when the estimated variance of a year's return is not positive.
  public let factor: Double
  /// Autocorrelations used. Those further out are taken as zero: a year of 5-minute bars has 105,119 of them, nearly all
  /// noise, and noise summed with weights of that size would be the result.
  public let lags: Int

  /// - Parameter lags: nil takes ⌊4(T/100)^(2/9)⌋, and never more than a tenth of the sample or q - 1.
  public init(returns: [Double], barsPerYear q: Double, lags: Int? = nil) {
    let rule = min(LagRule.neweyWest.lags(observations: returns.count), returns.count / 10)
    let count = max(0, min(lags ?? rule, returns.count - 1, q.isFinite ? Int(min(max(q, 1).rounded(.up), 1e9)) - 1 : 0))
    let mean = Sums.sum(returns) / Double(returns.count)
    let deviations = returns.map { $0 - mean }
    let variance = Sums.squares(deviations)
    let correlations = (0..<count).map { index in
      Sums.products(Array(deviations.dropFirst(index + 1)), Array(deviations.dropLast(index + 1))) / variance
    }
    self.init(autocorrelations: correlations, barsPerYear: q)
  }

  /// - Parameter autocorrelations: ρ_1, ρ_2, …; those not given are zero.
  public init(autocorrelations: [Double], barsPerYear q: Double) {
    var inflation = q
    for (index, correlation) in autocorrelations.enumerated() where Double(index + 1) < q {
      inflation += 2 * (q - Double(index + 1)) * correlation
    }
    factor = inflation > 0 ? q / inflation.squareRoot() : .nan
    lags = autocorrelations.count
  }
}
