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
  /// A row counts when x is known on it and on the h - 1 bars before it and the next one-bar return is known. Where gaps
  /// leave fewer or more such rows than the fit has observations, Σ w w' is scaled by their ratio; without gaps the ratio is
  /// exactly one. A fit of a mean, without a regressor, is judged as one on a column of ones.
  ///
  /// - Parameters:
  ///   - x: the regressors as given to the fit, rows without y included: the last h - 1 of them count here.
  ///   - present: rows on which a decision can be taken, all by default: what is known of x while the market prints no bar
  ///     does not count.
  ///   - nextReturns: `nextReturns[t]` is the first one-bar return that a decision on row t can earn, NaN where unknown,
  ///     so that y_t is the sum of `nextReturns[t ..< t + h]`.
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
    let bars = try ElapsedBars(rows.map { fit.callerBars?[$0] ?? $0 })
    guard bars.span >= horizon else {
      throw StatisticsError.tooFewWindows(have: 0, need: fit.terms.count + 1, horizon: horizon)
    }
    let design = known.design(x, intercept: intercept)
    let shocks = Self.shocks(rows: rows, bars: bars, nextReturns: nextReturns, horizon: horizon)
    let counted = shocks.lazy.filter { !$0.isNaN }.count
    guard counted > fit.terms.count else {
      throw StatisticsError.tooFewWindows(have: counted, need: fit.terms.count + 1, horizon: horizon)
    }

    var products = Matrix(rows: bars.span, columns: design.columns)
    for j in 0..<design.columns {
      var column = [Double](repeating: 0, count: bars.span)
      for (row, bar) in bars.offsets.enumerated() { column[bar] = design[row, j] }
      let sums = windowSums(column, width: horizon)
      for bar in 0..<bars.span where !shocks[bar].isNaN { products[bar, j] = shocks[bar] * sums[bar] }
    }
    let scale = Double(fit.observations) / Double(counted)
    let covariance = fit.inverseGram.sandwich(products.gram().scaled(by: scale))
    let shock = shocks.reduce(0) { $1.isNaN ? $0 : $0 + $1 * $1 } / Double(counted)
    let still = fit.terms.indices.filter { term in
      horizon > 1 && covariance[term, term] < WholeWindows.least * shock * fit.inverseGram[term, term]
        && windows(behind: term, of: fit, design, rows, bars, isWhole: shocks.map { !$0.isNaN }, horizon).standStill
    }
    return Inference(
      fit: fit, covariance: covariance,
      used: CovarianceDescription(kind: "hodrick_1b", lags: horizon - 1, smallSample: false),
      distribution: distribution, note: note(counted, of: fit.observations)
    ).withoutErrors(ofStill: still.map { fit.terms[$0] }, horizon: horizon)
  }

  /// The windows of what each bar weighs in one coefficient.
  private static func windows(
    behind term: Int, of fit: Fit, _ design: Matrix, _ rows: [Int], _ bars: ElapsedBars, isWhole: [Bool], _ horizon: Int
  ) -> WholeWindows {
    var known = [Double](repeating: 0, count: bars.span)
    var counted = known
    let used = Set(fit.usedRows)
    for (position, bar) in bars.offsets.enumerated() {
      known[bar] = (0..<design.columns).reduce(0) { $0 + fit.inverseGram[term, $1] * design[position, $1] }
      if used.contains(rows[position]) { counted[bar] = known[bar] }
    }
    return WholeWindows(
      known: known, counted: counted, isWhole: isWhole, observations: fit.observations, horizon: horizon)
  }

  /// What is to be said where fewer bars enter the variance than the estimate; nil where all do.
  static func note(_ counted: Int, of observations: Int) -> String? {
    guard counted != observations else { return nil }
    return counted < observations
      ? "\(Double.grouped(counted)) of \(Double.grouped(observations)) bars have a full window of the signal and a next return; the variance is scaled to all of them"
      : "\(Double.counted(counted, "bar")) have a full window of the signal and a next return; their variance is scaled down to the \(Double.grouped(observations)) of the estimate"
  }

  /// The one-bar return after each bar less its mean, NaN where it is unknown or fewer than `horizon` bars in a row have x.
  private static func shocks(rows: [Int], bars: ElapsedBars, nextReturns: [Double], horizon: Int) -> [Double] {
    var shocks = [Double](repeating: .nan, count: bars.span)
    var total = 0.0
    var counted = 0
    var run = 0
    for (position, row) in rows.enumerated() {
      let follows = position > 0 && bars.offsets[position] == bars.offsets[position - 1] + 1
      run = follows ? run + 1 : 1
      guard run >= horizon, !nextReturns[row].isNaN else { continue }
      shocks[bars.offsets[position]] = nextReturns[row]
      total += nextReturns[row]
      counted += 1
    }
    let mean = total / Double(max(1, counted))
    return shocks.map { $0 - mean }
  }
}
