/// The mean of a run of values whose weights fade with age.
///
/// Kept as a mean that moves towards each new value by its share, not as a weighted sum, so that equal values give
/// exactly themselves.
struct FadingMean: WindowSummary {
  var value: Double

  static let empty = FadingMean(value: 0)

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _ weights: FadingWeights) {
    self.value += (value - self.value) * weights.newest[count]
  }

  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _ weights: FadingWeights) {
    self.value += (value - self.value) * weights.oldest[count]
  }

  @inline(__always)
  static func joined(
    _ older: FadingMean, _ newer: FadingMean, newerCount: Int, _ weights: FadingWeights
  ) -> FadingMean {
    FadingMean(value: older.value + (newer.value - older.value) * weights.newerShares[newerCount])
  }
}

/// Shares of weights that fade by a constant factor a row, by the number of rows that a run holds.
struct FadingWeights {
  /// The newest row's share of a run of n.
  let newest: [Double]
  /// The oldest row's share of a run of n.
  let oldest: [Double]
  /// The share in the window of the newer of two runs, which holds n rows.
  let newerShares: [Double]

  init(span: Int, window: Int) { self.init(fade: Double(span - 1) / Double(span + 1), window: window) }

  /// - Parameter fade: what a row weighs for each unit of the row after it.
  init(fade: Double, window: Int) {
    var powers = [1.0]
    var totals = [0.0]
    for count in 0..<window {
      totals.append(totals[count] + powers[count])
      powers.append(powers[count] * fade)
    }
    newest = totals.map { 1 / $0 }
    oldest = (0...window).map { $0 == 0 ? 1 : powers[$0 - 1] / totals[$0] }
    newerShares = totals.map { $0 / totals[window] }
  }
}
