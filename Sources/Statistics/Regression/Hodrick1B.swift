import Numerics

/// Standard errors for overlapping forward returns that never look at an overlapping return: Hodrick (1992, RFS 5(3)),
/// standard error 1B.
///
/// With y_t the sum of the next h one-bar returns, X'y counts each one-bar return against the sum of the last h rows of
/// the regressors. Under the null that nothing predicts, one-bar returns are uncorrelated, so that sum has variance
/// Σ w_t w_t' with
///
///     w_t = e_{t+1} · Σ_{i<h} x_{t-i},   e = one-bar return less its mean,
///     V = (X'X)⁻¹ (Σ w_t w_t') (X'X)⁻¹,
///
/// and no autocovariance is estimated at all. That is why its size stays near nominal where HAC over-rejects.
public enum Hodrick1B {
  /// The inference for `fit`, a regression of h-bar forward returns on `x`.
  ///
  /// Windows hold the rows of the fit, and where holes leave some out, what the others weigh is less (`WeighedReturns`).
  /// A fit of a mean, without a regressor, is judged as one on a column of ones.
  ///
  /// - Parameters:
  ///   - x: the regressors as given to the fit, rows without y included: the last h - 1 of them count here.
  ///   - present: rows on which a decision can be taken, all by default: what is known of x while the market prints no bar
  ///     does not count.
  ///   - nextReturns: `nextReturns[t]` is the first one-bar return that a decision on row t can earn, NaN where unknown,
  ///     so that y_t is the sum of `nextReturns[t ..< t + h]`; over a missing bar, that to the next bar there is.
  ///   - horizon: h, at least 1.
  /// - Throws: `outOfRange`, `differentLengths`, `infiniteValue`, `tooFewWindows`.
  /// - Complexity: O(rows × columns²) whatever the horizon.
  public static func inference(
    for fit: Fit, x: [NamedColumn], present: [Bool]? = nil, nextReturns: [Double], horizon: Int,
    distribution: ReferenceDistribution = .normal
  ) throws -> Inference {
    guard horizon >= 1 else {
      throw StatisticsError.outOfRange(quantity: "horizon", value: Double(horizon), allowed: "at least 1 bar")
    }
    let intercept = fit.terms.first == OLS.interceptName && fit.terms.count == x.count + 1
    precondition(fit.terms.suffix(x.count) == x.map(\.name)[...], "the regressors of the fit, in its order")
    let length = fit.observations + fit.dropped.total
    for (name, count) in x.map({ ($0.name, $0.values.count) })
      + [("next returns", nextReturns.count), ("present", present?.count ?? length)]
    where count != length {
      throw StatisticsError.differentLengths(column: name, have: count, expected: length)
    }
    if let row = nextReturns.firstIndex(where: { $0.isInfinite }) {
      throw StatisticsError.infiniteValue(column: "next returns", row: row)
    }
    // Ones on the rows that are present: they leave the others out, and are all there is when a mean is fitted.
    let ones = NamedColumn(OLS.interceptName, (0..<length).map { present?[$0] == false ? .nan : 1 })
    let known = try CompleteRows(of: x + [ones])
    let rows = known.indices ?? Array(0..<known.count)
    let bars = try ElapsedBars((0..<length).map { fit.callerBars?[$0] ?? $0 })
    let design = known.design(x, intercept: intercept)
    let weighed = Self.weighed(fit, rows: rows, bars: bars, nextReturns: nextReturns, horizon: horizon)
    guard weighed.count > fit.terms.count else {
      throw StatisticsError.tooFewWindows(have: weighed.count, need: fit.terms.count + 1, horizon: horizon)
    }

    var products = Matrix(rows: bars.span, columns: design.columns)
    for j in 0..<design.columns {
      var column = [Double](repeating: 0, count: bars.span)
      for (position, row) in rows.enumerated() where weighed.held[bars.offsets[row]] > 0 {
        column[bars.offsets[row]] = design[position, j]
      }
      let sums = windowSums(column, width: horizon)
      for bar in 0..<bars.span { products[bar, j] = weighed.shocks[bar] * sums[bar] }
    }
    let covariance = fit.inverseGram.sandwich(products.gram())
    let shock = Sums.squares(weighed.shocks) / Double(weighed.count)
    let still = fit.terms.indices.filter { term in
      horizon > 1 && covariance[term, term] < WholeWindows.least * shock * fit.inverseGram[term, term]
        && windows(behind: term, of: fit, design, rows, bars, nextReturns, horizon).standStill
    }
    return Inference(
      fit: fit, covariance: covariance,
      used: CovarianceDescription(kind: "hodrick_1b", lags: horizon - 1, smallSample: false),
      distribution: distribution
    ).withoutErrors(ofStill: still.map { fit.terms[$0] }, horizon: horizon)
  }

  /// The windows of what each bar weighs in one coefficient.
  private static func windows(
    behind term: Int, of fit: Fit, _ design: Matrix, _ rows: [Int], _ bars: ElapsedBars, _ nextReturns: [Double],
    _ horizon: Int
  ) -> WholeWindows {
    var known = [Double](repeating: 0, count: bars.span)
    var counted = known
    var isWhole = [Bool](repeating: false, count: bars.span)
    let used = Set(fit.usedRows)
    var run = 0
    for (position, row) in rows.enumerated() {
      let bar = bars.offsets[row]
      known[bar] = (0..<design.columns).reduce(0) { $0 + fit.inverseGram[term, $1] * design[position, $1] }
      if used.contains(row) { counted[bar] = known[bar] }
      run = position > 0 && bars.offsets[rows[position - 1]] == bar - 1 ? run + 1 : 1
      isWhole[bar] = run >= horizon && !nextReturns[row].isNaN
    }
    return WholeWindows(
      known: known, counted: counted, isWhole: isWhole, observations: fit.observations, horizon: horizon)
  }

  /// The one-bar returns by bar, and which bars their windows hold.
  private static func weighed(
    _ fit: Fit, rows: [Int], bars: ElapsedBars, nextReturns: [Double], horizon: Int
  ) -> WeighedReturns {
    var known = [Bool](repeating: false, count: bars.span)
    for row in rows { known[bars.offsets[row]] = true }
    var counts = [UInt8](repeating: 0, count: bars.span)
    for row in fit.usedRows where known[bars.offsets[row]] { counts[bars.offsets[row]] = 1 }
    var next = [Double](repeating: .nan, count: bars.span)
    for (row, value) in nextReturns.enumerated() { next[bars.offsets[row]] = value }
    return WeighedReturns(counts: counts, known: { known[$0] }, nextReturns: next, horizon: horizon)
  }
}
