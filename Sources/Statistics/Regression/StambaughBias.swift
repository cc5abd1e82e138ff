/// What a persistent regressor does to its own coefficient: Stambaugh (1999, Journal of Financial Economics 54).
///
/// With r_{t+1} = α + βx_t + u_{t+1} and x_{t+1} = θ + φx_t + v_{t+1}, φ is estimated too low in any finite sample, by
/// about (1 + 3φ)/n (Kendall 1954), and as far as u and v go together β takes its share of that:
///
///     E[b - β] = -(σ_uv/σ_v²)·(1 + 3φ)/n.
///
/// The coefficient of returns summed over h bars takes
///
///     E[b_h - β_h] = -(σ_uv/σ_v²)·[h(1 + φ) + 2φ(1 - φ^h)/(1 - φ)]/n
///
/// (Boudoukh, Richardson & Whitelaw 2008, RFS 21), which is the first with h = 1. Funding, open interest and every other
/// regressor that price moves as it moves are of this kind; a regressor whose shocks have nothing to do with returns is
/// unbiased however persistent.
public struct StambaughBias: Hashable, Sendable {
  /// φ as estimated, bar to bar.
  public let autocorrelation: Double
  /// Correlation of u and v.
  public let errorCorrelation: Double
  /// What the coefficient is too high by, on average over samples like this one.
  public let bias: Double
  /// The coefficient less its bias.
  public let corrected: Double
  /// Pairs of neighbouring bars on which all is known.
  public let observations: Int

  /// Bias of one regressor's coefficient; nil with fewer than thirty pairs of neighbours, and where x has no memory that can
  /// be estimated: constant, or explosive.
  ///
  /// - Parameters:
  ///   - coefficient: the slope of the h-bar regression.
  ///   - x: the regressor, one value a bar, NaN where unknown.
  ///   - nextReturns: `nextReturns[t]` is the return of the bar after t, NaN where unknown.
  ///   - horizon: h.
  public init?(coefficient: Double, x: [Double], nextReturns: [Double], horizon: Int) {
    precondition(x.count == nextReturns.count && horizon >= 1, "a return for each row")
    let rows = x.indices.dropLast().filter { !x[$0].isNaN && !x[$0 + 1].isNaN && !nextReturns[$0].isNaN }
    guard rows.count >= 30 else { return nil }
    let now = NamedColumn("x", rows.map { x[$0] })
    guard let returns = try? OLS.fit(NamedColumn("r", rows.map { nextReturns[$0] }), x: [now]),
      let memory = try? OLS.fit(NamedColumn("next x", rows.map { x[$0 + 1] }), x: [now])
    else { return nil }
    let phi = memory.coefficients[1]
    guard abs(phi) < 1 else { return nil }
    let together = Sums.products(returns.residuals, memory.residuals)
    let own = Sums.squares(memory.residuals)
    guard own > 0 else { return nil }
    let n = Double(rows.count)
    let h = Double(horizon)
    var power = 1.0
    for _ in 0..<horizon { power *= phi }
    autocorrelation = phi
    errorCorrelation = together / (own * Sums.squares(returns.residuals)).squareRoot()
    bias = -(together / own) * (h * (1 + phi) + 2 * phi * (1 - power) / (1 - phi)) / n
    corrected = coefficient - bias
    observations = rows.count
  }
}
