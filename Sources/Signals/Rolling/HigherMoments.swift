/// Central moments of a run of values up to the fourth, as sums.
///
/// Joined by the formulas of Pébay (2008), "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
/// statistical moments", Sandia Report SAND2008-6212. Like `Moments` they work on differences from a mean.
struct HigherMoments: WindowSummary {
  var count = 0.0
  var mean = 0.0
  var squares = 0.0
  var cubes = 0.0
  var fourths = 0.0

  static let empty = HigherMoments()

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _: Double) {
    self = Self.sum(self, HigherMoments(count: 1, mean: value))
  }

  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _: Double) {
    self = Self.sum(self, HigherMoments(count: 1, mean: value))
  }

  @inline(__always)
  static func joined(_ older: HigherMoments, _ newer: HigherMoments, newerCount: Int, _: Double) -> HigherMoments {
    sum(older, newer)
  }

  @inline(__always)
  private static func sum(_ a: HigherMoments, _ b: HigherMoments) -> HigherMoments {
    let n = a.count + b.count
    let distance = b.mean - a.mean
    let step = distance / n
    let cross = distance * step * a.count * b.count
    var sum = HigherMoments(count: n, mean: a.mean + step * b.count)
    sum.squares = a.squares + b.squares + cross
    sum.cubes =
      a.cubes + b.cubes + cross * step * (a.count - b.count) + 3 * step * (a.count * b.squares - b.count * a.squares)
    sum.fourths =
      a.fourths + b.fourths + cross * step * step * (a.count * a.count - a.count * b.count + b.count * b.count)
      + 6 * step * step * (a.count * a.count * b.squares + b.count * b.count * a.squares)
      + 4 * step * (a.count * b.cubes - b.count * a.cubes)
    return sum
  }
}

/// The largest of a run of values and where it stands; NaN as soon as there is one.
struct LargestPlace: WindowSummary {
  var value: Double
  var row: Double

  static let empty = LargestPlace(value: -.infinity, row: 0)

  @inline(__always)
  mutating func append(_ own: SIMD2<Double>, count: Int, _: Void) {
    if value.isNaN || own.x < value { return }
    (value, row) = (own.x, own.y)
  }

  @inline(__always)
  mutating func prepend(_ own: SIMD2<Double>, count: Int, _: Void) {
    if value.isNaN || own.x <= value { return }
    (value, row) = (own.x, own.y)
  }

  @inline(__always)
  static func joined(_ older: LargestPlace, _ newer: LargestPlace, newerCount: Int, _: Void) -> LargestPlace {
    older.value.isNaN || older.value > newer.value ? older : newer
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
