extension ForwardSample {
  /// What each bar's return adds to the correlation of the regressor with the forward return: a series over the rows of
  /// the grid whose mean is that correlation, up to compounding and the h - 1 bars at either end.
  ///
  /// It is Hodrick's rearrangement (1992, RFS 5(3)). Σ x_t·y_t pairs every one-bar return with the last h values of x, so
  ///
  ///     c_t ∝ e_{t+1} · Σ_{i<h} (x_{t-i} - x̄)
  ///
  /// says what bar t + 1 did to the slope. If nothing predicts, these are uncorrelated from bar to bar however long the
  /// horizon and however persistent x; products x_t·y_t of overlapping returns are not. A bootstrap of them keeps its size
  /// for the reason that Hodrick 1B does. Divided by the deviations of x and y, hypotheses about regimes and signals,
  /// over minutes and days, are in one unit, and their means may be compared.
  ///
  /// Zero on rows where x is not known for h bars in a row or the next return is missing: nothing was bet there, and
  /// the hypotheses of one family may know different bars. The rest is scaled up, so that the mean is over rows that count.
  ///
  /// - Throws: `tooFewObservations` under three rows that count; `outOfRange` when the forward return does not vary.
  public func contributions() throws -> [Double] {
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewObservations(have: outcomes.shockCount, need: 3)
    }
    let outcomeSquares = Sums.squares(outcomes.deviations)
    guard outcomeSquares > 0 else {
      throw StatisticsError.outOfRange(
        quantity: "variance of the forward return", value: outcomeSquares, allowed: "above 0")
    }
    let mean = fit.regressorMean
    let windows = windowSums(elementwise(outcomes.presence, x) { $0 * ($1 - mean) }, width: horizon)
    // Slope times s_x/s_y, spread over all rows of the grid.
    let scale =
      Double(count) * Double(observations) / Double(outcomes.shockCount)
      / (fit.regressorSumOfSquares * outcomeSquares).squareRoot()
    return elementwise(count) { scale * outcomes.shocks[$0] * windows[$0] }
  }
}
