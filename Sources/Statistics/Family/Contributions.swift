extension ForwardSample {
  /// What each bar says about the correlation of the regressor with the forward return: a series over the rows of the
  /// window whose mean is that correlation (up to compounding and the h - 1 bars at either end), and whose bars vary as the
  /// estimate does.
  ///
  /// It is Hodrick's rearrangement (1992, RFS 5(3)). Σ x_t·y_t pairs every one-bar return with the last h values of x, so
  /// the slope is one of one-bar returns e_{t+1} on W_t = Σ_{i<h} (x_{t-i} - x̄), and its influence function is
  ///
  ///     c_t = effect + scale · W_t · (e_{t+1} - β·W_t),   β = Σ e·W / Σ W²
  ///
  /// If nothing predicts, these are uncorrelated from bar to bar however long the horizon and however persistent x, and
  /// jointly so over hypotheses of different horizons; products x_t·y_t of overlapping returns are not. A bootstrap of
  /// them keeps its size for the reason that Hodrick 1B does. Taking β·W off costs nothing under the null; where there is
  /// an effect, it keeps long and short episodes of it from being counted as noise. Divided by the deviations of x and y,
  /// hypotheses about regimes and signals, over minutes and days, are in one unit, and their means may be compared.
  ///
  /// A row whose next return is missing, or in no forward return of the sample, says nothing and has the mean: the
  /// hypotheses of one family may know different bars.
  ///
  /// - Parameters:
  ///   - rows: the rows that answers are counted on, all that count among them; nil for all of the grid. Rows on which a
  ///     signal only looks back are no observations, and a bootstrap that drew them would take the longer look-back for the
  ///     larger sample.
  ///   - bias: what the slope is on average where nothing is predicted. It comes off the mean and leaves the bars to vary
  ///     about it as they do.
  /// - Throws: `tooFewObservations` under three rows that count; `outOfRange` when the forward return does not vary.
  public func contributions(on rows: Range<Int>? = nil, less bias: Double = 0) throws -> [Double] {
    let rows = rows ?? 0..<count
    guard outcomes.shockCount > 2 else {
      throw StatisticsError.tooFewObservations(have: outcomes.shockCount, need: 3)
    }
    let outcomeSquares = Sums.squares(outcomes.deviations)
    guard outcomeSquares > 0 else {
      throw StatisticsError.outOfRange(
        quantity: "variance of the forward return", value: outcomeSquares, allowed: "above 0")
    }
    let centre = fit.regressorMean
    let sums = windowSums(elementwise(count) { Double(outcomes.held[$0]) * (x[$0] - centre) }, width: horizon)
    let windows = elementwise(count) { outcomes.shocks[$0] == 0 ? 0 : sums[$0] }
    // Slope times s_x/s_y, spread over all rows that answers are counted on.
    let scale = Double(rows.count) / (fit.regressorSumOfSquares * outcomeSquares).squareRoot()
    let products = Sums.products(outcomes.shocks, windows)
    let slope = products / max(Sums.squares(windows), .leastNonzeroMagnitude)
    let effect = scale * products / Double(rows.count)
    let mean = effect - bias * (fit.regressorSumOfSquares / outcomeSquares).squareRoot()
    let contributions = elementwise(outcomes.shocks, windows) { mean + scale * $1 * ($0 - slope * $1) }
    return rows.count == count ? contributions : Array(contributions[rows])
  }
}
