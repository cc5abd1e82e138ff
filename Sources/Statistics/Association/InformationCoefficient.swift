/// The correlation of a signal with the forward return over time, with errors that know about overlap.
///
/// Both columns are scaled to a deviation of one over the rows on which both are known; the slope of the one on the other
/// is then the correlation itself, and whatever judges a slope of forward returns judges it: a `ForwardSample`, with the
/// whole battery, the circular shift and the size calibration. The deviations count as known, which changes nothing under
/// the null.
///
/// For ranks, Newey-West and the circular shift work on the ranks as they are. Hodrick's error needs one-bar returns that
/// add up to y, which ranks of h-bar returns do not have; it takes that of the correlation of rank(x) with y itself. Under
/// the null the two have one variance but for the shape of the overlap: ranks of two sums that correlate at ρ correlate at
/// (6/π)asin(ρ/2) if normal, never further than 0.018 from ρ.
public struct InformationCoefficient: Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Of the values.
    case pearson
    /// Of average ranks (Spearman): the regression of rank(y) on rank(x).
    case spearman
  }

  public let kind: Kind
  /// Signal and forward returns in units of their deviations: its slope is the coefficient.
  public let sample: ForwardSample

  public var coefficient: Double { sample.fit.slope }
  /// Rows on which both are known.
  public var observations: Int { sample.observations }

  /// - Parameters:
  ///   - signal: NaN where unknown.
  ///   - y: forward returns over `horizon` bars, NaN where unknown.
  ///   - nextReturns: the first one-bar return that a decision on each row can earn.
  /// - Throws: `constantRegressor` for a signal of one value, `outOfRange` for returns of one value, and what
  ///   `ForwardSample` throws.
  public init(_ kind: Kind, signal: [Double], y: [Double], nextReturns: [Double], horizon: Int) throws {
    guard y.count == signal.count else {
      throw StatisticsError.differentLengths(column: "forward returns", have: y.count, expected: signal.count)
    }
    let rows = signal.indices.filter { !signal[$0].isNaN && !y[$0].isNaN }
    guard rows.count >= 3 else { throw StatisticsError.tooFewObservations(have: rows.count, need: 3) }
    let x = kind == .pearson ? signal : Self.ranks(signal, among: rows)
    let explained = kind == .pearson ? y : Self.ranks(y, among: rows)
    let deviationX = Self.deviation(rows.map { x[$0] })
    let deviationY = Self.deviation(rows.map { explained[$0] })
    let deviationReturn = Self.deviation(rows.map { y[$0] })
    guard deviationX > 0 else { throw StatisticsError.constantRegressor(observations: rows.count) }
    guard deviationY > 0 else {
      throw StatisticsError.outOfRange(
        quantity: "the deviation of the forward returns", value: deviationY, allowed: "above 0")
    }
    self.kind = kind
    sample = try ForwardSample(
      signal: x.map { $0 / deviationX }, y: explained.map { $0 / deviationY },
      nextReturns: nextReturns.map { $0 / deviationReturn }, horizon: horizon)
  }

  /// Average ranks over `rows`. A value on another row, such as a signal whose forward return lies past the end, gets the
  /// place it would take among them, since Hodrick's windows reach over it.
  private static func ranks(_ values: [Double], among rows: [Int]) -> [Double] {
    let inside = averageRanks(rows.map { values[$0] })
    var ranks = [Double](repeating: .nan, count: values.count)
    for (row, rank) in zip(rows, inside) { ranks[row] = rank }
    let outside = values.indices.filter { ranks[$0].isNaN && !values[$0].isNaN }
    guard !outside.isEmpty else { return ranks }
    let sorted = SortedCounts(rows.map { values[$0] })
    for row in outside { ranks[row] = sorted.share(below: values[row]) * Double(rows.count) + 0.5 }
    return ranks
  }

  private static func deviation(_ values: [Double]) -> Double {
    let moments = Moments(values)
    // What is left of a constant after subtracting its mean is rounding, twelve digits below it.
    let spread = moments.standardDeviation(ddof: 0)
    return spread > 1e-12 * abs(moments.mean) ? spread : 0
  }
}
