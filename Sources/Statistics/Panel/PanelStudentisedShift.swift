/// The circular-shift test of a panel's t instead of its slope: the regressors of all markets are moved by the same number of
/// stamps, and the slope of each distance is divided by the error that Hodrick's 1B gives it there.
///
/// What `StudentisedShift` is to one market. Stress that comes with wild returns in all markets at once makes the slope of a
/// panel larger than those of its moves whether or not it foretells where prices go, and a test of the slope calls that a
/// find. The error adds up the products of a stamp before they are squared, so that markets which move together count once
/// at every distance. All distances count, as they do for one market.
///
/// The circle is made of the stamps on which some market counts; a market adds nothing where it is not known.
public struct PanelStudentisedShift: Sendable {
  /// t(0), the slope as it is over its error.
  public let observed: Double
  /// t(s) in order of s: every distance round the circle, or `most` of them evenly spread where there are more.
  public let shifted: [Double]
  /// How long the regressors remember, as `PanelShift.minimumShift`. A circle of less than twice that has no answer.
  public let minimumShift: Int
  /// (1 + #{|t(s)| ≥ |t(0) - bias|})/(1 + S), two-sided.
  public let p: Double
  /// The error under `observed`; zero when there is none to be had, as when no price moves.
  public let standardError: Double

  /// Distances looked at. The error of a distance takes every market at every stamp: there is no transform for the square of
  /// a sum over markets but one for each pair of them.
  public static let most = 1999

  /// - Parameter bias: as of `StudentisedShift`.
  /// - Throws: `noAdmissibleShift`; `tooFewWindows` when fewer than three one-bar returns are part of a forward return.
  /// - Complexity: O(distances × markets × stamps), over all cores.
  public init(_ sample: PanelSample, less bias: Double = 0) throws {
    let counted = sample.deviations.reduce(0) { $0 + $1.shockCount }
    guard counted > 2 else {
      throw StatisticsError.tooFewWindows(have: counted, need: 3, horizon: sample.horizon)
    }
    let rows = PanelShift.circle(sample)
    minimumShift = PanelShift.leastShift(sample)
    guard rows.count >= 2 * minimumShift, rows.count > 1 else {
      throw StatisticsError.noAdmissibleShift(observations: rows.count, minimumShift: minimumShift)
    }
    let markets = sample.deviations.map { Market($0, rows: rows, horizon: sample.horizon) }
    let count = rows.count
    let parts = min(count, Self.most + 1)
    let moments = concurrentMap(parts) { Self.moments(markets, shift: $0 * count / parts, count: count) }
    func statistic(_ moment: Moment) -> Double {
      moment.product / max(moment.variance, .leastNormalMagnitude).squareRoot()
    }
    let threshold = abs(statistic(moments[0]) - bias) * (1 - 1e-9)
    let moved = moments.dropFirst().map(statistic)
    observed = statistic(moments[0])
    shifted = moved
    p = Double(1 + moved.count { abs($0) >= threshold }) / Double(1 + moved.count)
    standardError =
      moments[0].variance > 0 ? moments[0].variance.squareRoot() / sample.regressorSumOfSquares : 0
  }

  /// Σ x·y over markets and stamps, and Hodrick's variance of it.
  private typealias Moment = (product: Double, variance: Double)

  private static func moments(_ markets: [Market], shift: Int, count: Int) -> Moment {
    var products = [Double](repeating: 0, count: count)
    var shocks = products
    for market in markets {
      add(market.x, market.y, shift: shift, to: &products)
      add(market.windows, market.shocks, shift: shift, to: &shocks)
    }
    return (Sums.sum(products), Sums.squares(shocks))
  }

  /// Adds a[(t - shift) mod n]·b[t] to entry t.
  private static func add(_ a: [Double], _ b: [Double], shift: Int, to sums: inout [Double]) {
    let count = b.count
    sums.withUnsafeMutableBufferPointer { sums in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          for t in 0..<shift { sums[t] += a[count - shift + t] * b[t] }
          for t in shift..<count { sums[t] += a[t - shift] * b[t] }
        }
      }
    }
  }

  /// What one market has on the stamps of the circle.
  private struct Market: Sendable {
    let x: [Double]
    let y: [Double]
    /// Σ x over the last `horizon` stamps of the circle, over its seam as at every distance.
    let windows: [Double]
    let shocks: [Double]

    init(_ deviations: PanelDeviations, rows: [Int], horizon: Int) {
      let x = rows.map { deviations.x[$0] }
      self.x = x
      y = rows.map { deviations.y[$0] }
      windows = StudentisedShift.windows(x, horizon: horizon)
      shocks = rows.map { deviations.shocks[$0] }
    }
  }
}
