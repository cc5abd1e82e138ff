/// The weights of a HAC covariance.
enum LagKernel {
  case bartlett
  case uniform
}

extension Fit {
  /// Σ x_t x_t' e_t² with e_t as the HC rule has it.
  func heteroskedasticMeat(_ rule: Covariance) -> Matrix {
    let weights =
      switch rule {
      case .hc2: elementwise(residuals, leverages()) { $0 / (1 - $1).squareRoot() }
      case .hc3: elementwise(residuals, leverages()) { $0 / (1 - $1) }
      default: residuals
      }
    return ScoreWalk(design: design, weights: weights, bars: nil).windowSquares(width: 1)
  }

  /// Ω = Γ₀ + Σ w_j(Γ_j + Γ_j'), Γ_j the sum of u_t u'_{t-j} over pairs of rows exactly j bars apart, u_t = x_t e_t.
  ///
  /// No Γ_j is ever formed. With S_t the sum of u over a window of w bars, ΣS_tS_t' is Σ(w - |j|)Γ_j over all j under w, since a
  /// pair j apart shares w - j windows. For w = lags + 1, over w, that is the Bartlett sum; less the sum for a window one bar shorter it is
  /// the uniform sum. Either is a pass or two whatever the lags, and the Bartlett one is a sum of squares and so never
  /// negative. Bars without a row have a score of zero and so drop out of every pair (amplitude modulation; Datta & Du
  /// 2012, Fed IFDP 1060).
  func autocorrelatedMeat(lags: Int, kernel: LagKernel) throws -> Matrix {
    let elapsed = try elapsedBars()
    let span = elapsed?.span ?? observations
    guard lags >= 0, lags < span else {
      throw StatisticsError.outOfRange(
        quantity: "lags", value: Double(lags), allowed: "at least 0 and less than the \(span) bars of the sample")
    }
    guard lags > 0 else { return heteroskedasticMeat(.hc0) }
    let walk = ScoreWalk(design: design, weights: residuals, bars: elapsed)
    let squares = walk.windowSquares(width: lags + 1)
    switch kernel {
    case .bartlett: return squares.scaled(by: 1 / Double(lags + 1))
    case .uniform: return squares.less(walk.windowSquares(width: lags))
    }
  }

  /// x_t'(X'X)⁻¹x_t: how far each row alone can pull the fit.
  private func leverages() -> [Double] {
    let rotated = design.times(inverseFactor)
    var leverages = [Double](repeating: 0, count: rotated.rows)
    for j in 0..<rotated.columns {
      for (t, value) in rotated.column(j).enumerated() { leverages[t] += value * value }
    }
    return leverages
  }
}
