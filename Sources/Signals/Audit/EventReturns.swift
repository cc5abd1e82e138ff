/// Returns after the bars on which something that is mostly one value is above or below it: flags, turns, regimes.
///
/// A flag that stands on one bar in a thousand has next to no correlation with returns however much it knows of those after it.
/// So their mean is judged by itself, in units of its own deviation and of its own error, on bars whose returns do not overlap.
struct EventReturns {
  /// `above` or `below` what the values mostly are.
  let side: String
  let mean: Double
  let deviation: Double
  let count: Int

  /// How many deviations the mean lies from the returns of all bars, and how many of its own errors.
  var size: Double { mean.magnitude / deviation }
  var t: Double { size * Double(count).squareRoot() }

  /// The side that says more; nil where no value stands on half of the bars, and of too few events.
  ///
  /// - Parameters:
  ///   - returns: over `bars` bars from each.
  init?(_ values: [Double], _ returns: [Double], bars: Int) {
    guard let usual = Self.usual(values) else { return nil }
    let known = returns.filter { !$0.isNaN }
    guard !known.isEmpty else { return nil }
    let all = known.reduce(0, +) / Double(known.count)
    let sides = [("above", 1.0), ("below", -1.0)].compactMap { name, sign in
      Self.after(values.map { ($0 - usual) * sign > 0 }, returns, bars: bars, all: all, side: name)
    }
    guard let found = sides.max(by: { $0.size < $1.size }) else { return nil }
    self = found
  }

  private init(side: String, mean: Double, deviation: Double, count: Int) {
    (self.side, self.mean, self.deviation, self.count) = (side, mean, deviation, count)
  }

  private static let fewest = 30

  private static func after(
    _ events: [Bool], _ returns: [Double], bars: Int, all: Double, side: String
  ) -> EventReturns? {
    var taken: [Double] = []
    var next = 0
    for row in events.indices where events[row] && row >= next && !returns[row].isNaN {
      taken.append(returns[row] - all)
      next = row + bars
    }
    guard taken.count >= fewest else { return nil }
    let mean = taken.reduce(0, +) / Double(taken.count)
    let squares = taken.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(taken.count - 1)).squareRoot()
    return deviation > 0 ? EventReturns(side: side, mean: mean, deviation: deviation, count: taken.count) : nil
  }

  /// The value on at least half of the bars, were it not on all of them.
  private static func usual(_ values: [Double]) -> Double? {
    let known = values.filter { !$0.isNaN }.sorted()
    guard let first = known.first, let last = known.last, first < last else { return nil }
    let middle = known[known.count / 2]
    return known.count { $0 == middle } * 2 >= known.count ? middle : nil
  }
}
