/// Mean and sum of squared deviations of a run of values.
///
/// Values are taken in by Welford's update and runs joined by the formula of Chan, Golub and LeVeque (1983), "Algorithms
/// for computing the sample variance", *The American Statistician* 37(3). Both work on differences from a mean, so a
/// price of 100,000 that moves by cents loses nothing, and equal values leave the squares at exactly zero.
struct Moments: WindowSummary {
  var mean: Double
  var squares: Double

  static let empty = Moments(mean: 0, squares: 0)

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _ weights: EvenWeights) {
    let deviation = value - mean
    mean += deviation * weights.reciprocals[count]
    squares += deviation * (value - mean)
  }

  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _ weights: EvenWeights) {
    append(value, count: count, weights)
  }

  @inline(__always)
  static func joined(_ older: Moments, _ newer: Moments, newerCount: Int, _ weights: EvenWeights) -> Moments {
    let distance = newer.mean - older.mean
    return Moments(
      mean: older.mean + distance * weights.newerShares[newerCount],
      squares: older.squares + newer.squares + distance * distance * weights.crossCounts[newerCount])
  }

  /// The standard deviation with one degree of freedom taken for the mean, given 1/(window − 1).
  @inline(__always)
  func deviation(_ reciprocalOfDegrees: Double) -> Double { (squares * reciprocalOfDegrees).squareRoot() }
}

/// Counts of a window in which every row weighs the same, by the number of rows that a run holds.
struct EvenWeights {
  /// 1/n.
  let reciprocals: UnsafePointer<Double>
  /// n/w, the part of the window that the newer of two runs fills.
  let newerShares: UnsafePointer<Double>
  /// n(w − n)/w.
  let crossCounts: UnsafePointer<Double>

  /// Runs `body` with the tables of one window. They are bare memory, because the loop that reads them takes three
  /// cycles a row and a bounds check for each would be a fifth of it.
  @inline(__always)
  static func with<Result>(window: Int, _ body: (EvenWeights) -> Result) -> Result {
    let whole = Double(window)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * (window + 1)) { tables in
      for count in 0...window {
        tables.initializeElement(at: count, to: 1 / Double(count))
        tables.initializeElement(at: window + 1 + count, to: Double(count) / whole)
        tables.initializeElement(at: 2 * (window + 1) + count, to: Double(count) * (whole - Double(count)) / whole)
      }
      guard let base = tables.baseAddress else { preconditionFailure("a window has bars") }
      return body(
        EvenWeights(
          reciprocals: UnsafePointer(base), newerShares: UnsafePointer(base + window + 1),
          crossCounts: UnsafePointer(base + 2 * (window + 1))))
    }
  }
}
