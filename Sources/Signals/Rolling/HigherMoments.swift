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
