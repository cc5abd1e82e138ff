extension PanelSample {
  /// The estimators of a panel in the order of a table, from what is usually done to what should be believed. One that
  /// cannot judge this sample gives the slope with a note why.
  public func estimates() -> [EstimatorResult] { closedFormEstimates() + [circularShift, studentisedShift] }

  /// The names of those that are counted over moves.
  static let counted = [CircularShiftEstimator().name, StudentisedShiftEstimator().name]

  /// All that need no resampling: `OLS iid`, Driscoll-Kraay with h - 1 and with 2h lags, `Hodrick 1B`.
  func closedFormEstimates() -> [EstimatorResult] {
    [
      iid, driscollKraay("Driscoll-Kraay h-1", lags: LagRule.overlap(horizon: horizon).lags(observations: count)),
      driscollKraay("Driscoll-Kraay 2h", lags: LagRule.twiceHorizon(horizon).lags(observations: count)), hodrick,
    ]
  }

  /// s²/Σ(x - x̄)² with s² = RSS/(n - markets - 1): takes every row of every market for an observation of its own.
  private var iid: EstimatorResult {
    let degrees = Double(observations - members.count - 1)
    return EstimatorResult(
      name: "OLS iid", estimate: slope, variance: residualSumOfSquares / degrees / regressorSumOfSquares,
      method: EstimatorMethod(correction: .degreesOfFreedomWithin))
  }

  /// Driscoll & Kraay (1998, REStat 80): the Bartlett sum of Newey & West over scores that were first added up over the
  /// markets of each stamp. Robust to whatever markets share at a stamp and, up to `lags` bars, between stamps; rests on
  /// many stamps, not on many markets. No small-sample factor, normal distribution.
  public func driscollKraay(_ name: String, lags: Int) -> EstimatorResult {
    let variance = bartlettSum(scores, lags: lags) / (regressorSumOfSquares * regressorSumOfSquares)
    return EstimatorResult(
      name: name, estimate: slope, variance: variance, method: EstimatorMethod(kernel: .bartlett, lags: lags))
  }

  /// Hodrick (1992) 1B with the products added up over the markets of a stamp before they are squared.
  private var hodrick: EstimatorResult {
    var products = [Double](repeating: 0, count: count)
    for member in deviations {
      let windows = windowSums(member.windowX, width: horizon)
      for row in 0..<count { products[row] += member.shocks[row] * windows[row] }
    }
    let counted = deviations.reduce(0) { $0 + $1.shockCount }
    guard counted > 2 else {
      let error = StatisticsError.tooFewWindows(have: counted, need: 3, horizon: horizon)
      return EstimatorResult(name: Hodrick1BEstimator().name, estimate: slope, note: "not available: \(error)")
    }
    return EstimatorResult(
      name: Hodrick1BEstimator().name, estimate: slope,
      variance: Sums.squares(products) / (regressorSumOfSquares * regressorSumOfSquares),
      method: EstimatorMethod(lags: horizon - 1))
  }

  private var circularShift: EstimatorResult {
    let name = CircularShiftEstimator().name
    do {
      let test = try PanelShift(self)
      let deviation = test.nullDeviation
      return EstimatorResult(
        name: name, estimate: slope, standardError: deviation > 0 ? deviation : nil,
        t: deviation > 0 ? slope / deviation : nil, p: test.p,
        method: EstimatorMethod(distribution: .shifts(test.shifted.count)),
        note: "at least \(test.minimumShift) bars, all markets by the same")
    } catch {
      return EstimatorResult(name: name, estimate: slope, note: "not available: \(error)")
    }
  }

  private var studentisedShift: EstimatorResult {
    let name = StudentisedShiftEstimator().name
    do {
      let test = try PanelStudentisedShift(self)
      return EstimatorResult(
        name: name, estimate: slope, standardError: test.standardError > 0 ? test.standardError : nil,
        t: test.standardError > 0 ? test.observed : nil, p: test.p,
        method: EstimatorMethod(lags: horizon - 1, distribution: .shifts(test.shifted.count)),
        note: "Hodrick 1B's t at circular shifts, all markets by the same")
    } catch {
      return EstimatorResult(name: name, estimate: slope, note: "not available: \(error)")
    }
  }
}
