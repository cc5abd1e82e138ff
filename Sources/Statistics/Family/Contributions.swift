extension ForwardSample {
  /// What each bar says about the correlation of the regressor with the forward return: a series over the rows of the
  /// window whose mean is that correlation (up to compounding and the h - 1 bars at either end), and whose t is Hodrick's.
  ///
  /// It is Hodrick's rearrangement (1992, RFS 5(3)). Σ x_t·y_t pairs every one-bar return with the last h values of x, so
  /// the slope is one of one-bar returns e_{t+1} on W_t = Σ_{i<h} (x_{t-i} - x̄), and
  ///
  ///     c_t = scale · W_t · e_{t+1}
  ///
  /// If nothing predicts, these are uncorrelated from bar to bar however long the horizon and however persistent x, and
  /// jointly so over hypotheses of different horizons; products x_t·y_t of overlapping returns are not. Divided by the
  /// deviations of x and y, hypotheses about regimes and signals, over minutes and days, are in one unit, and their means
  /// may be compared.
  ///
  /// A row whose next return is missing, or in no forward return of the sample, says nothing and has zero: the hypotheses of
  /// one family may know different bars.
  ///
  /// - Parameter rows: the rows that answers are counted on, all that count among them; nil for all of the grid. Rows on
  ///   which a signal only looks back are no observations.
  /// - Throws: `tooFewObservations` under three rows that count; `outOfRange` when the forward return does not vary.
  public func contributions(on rows: Range<Int>? = nil) throws -> [Double] {
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
    // Slope times s_x/s_y, spread over all rows that answers are counted on.
    let scale = Double(rows.count) / (fit.regressorSumOfSquares * outcomeSquares).squareRoot()
    let contributions = elementwise(count) { scale * sums[$0] * outcomes.shocks[$0] }
    return rows.count == count ? contributions : Array(contributions[rows])
  }
}
