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
    oldest = [1.0] + zip(powers, totals.dropFirst()).map { power, total in power / total }
    newerShares = totals.map { $0 / totals[window] }
  }
}

/// The mean of a run of values, and their mean with weights 1, 2, 3, … from the oldest.
///
/// Both are kept as means that move, so that equal values give exactly themselves.
struct SlopingMean: WindowSummary {
  var count = 0.0
  var even = 0.0
  var weighted = 0.0

  static let empty = SlopingMean()

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _: Double) {
    self.count += 1
    even += (value - even) / self.count
    weighted += (value - weighted) * 2 / (self.count + 1)
  }

  /// The others weigh one more each, which adds their plain mean as often as there are of them.
  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _: Double) {
    let total = (self.count + 1) * (self.count + 2) / 2
    weighted += ((even - weighted) * self.count + (value - weighted)) / total
    self.count += 1
    even += (value - even) / self.count
  }

  @inline(__always)
  static func joined(_ older: SlopingMean, _ newer: SlopingMean, newerCount: Int, _ window: Double) -> SlopingMean {
    let total = window * (window + 1) / 2
    let own = newer.count * (newer.count + 1) / 2
    let lifted = older.count * newer.count
    let step = (own * (newer.weighted - older.weighted) + lifted * (newer.even - older.weighted)) / total
    return SlopingMean(
      count: window, even: older.even + (newer.even - older.even) * newer.count / window,
      weighted: older.weighted + step)
  }
}
