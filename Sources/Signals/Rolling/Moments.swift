/// Mean and sum of squared deviations of a run of values.
///
/// Values are taken in by Welford's update and runs joined by the formula of Chan, Golub and LeVeque (1983),
/// "Algorithms for computing the sample variance", *The American Statistician* 37(3). Both work on differences from a
/// mean, so a price of 100,000 that moves by cents keeps nine digits of its deviation, and equal values leave exactly
/// zero.
struct Moments: WindowSummary {
  var mean: Double
  var squares: Double

  static let empty = Moments(mean: 0, squares: 0)

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _ weights: EvenWeights) {
    let deviation = value - mean
    mean += deviation * weights.reciprocal(count)
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
      mean: older.mean + distance * weights.newerShare(newerCount),
      squares: older.squares + newer.squares + distance * distance * weights.crossCount(newerCount))
  }

  /// The standard deviation with one degree of freedom taken for the mean, given 1/(window − 1).
  @inline(__always)
  func deviation(_ reciprocalOfDegrees: Double) -> Double { (squares * reciprocalOfDegrees).squareRoot() }
}

/// Counts of a window in which every row weighs the same, by the number of rows that a run holds.
///
/// Bare memory that its owner frees: the loops that read it take a few cycles a row, of which checks of bounds were a
/// fifth.
struct EvenWeights {
  private let tables: UnsafeMutablePointer<Double>
  private let window: Int

  init(window: Int) {
    self.window = window
    let whole = Double(window)
    tables = .allocate(capacity: 3 * (window + 1))
    for count in 0...window {
      tables[count] = 1 / Double(count)
      tables[window + 1 + count] = Double(count) / whole
      tables[2 * (window + 1) + count] = Double(count) * (whole - Double(count)) / whole
    }
  }

  func deallocate() { tables.deallocate() }

  /// 1/n.
  @inline(__always)
  func reciprocal(_ count: Int) -> Double { tables[count] }
  /// n/w, the part of the window that the newer of two runs fills.
  @inline(__always)
  func newerShare(_ count: Int) -> Double { tables[window &+ 1 &+ count] }
  /// n(w − n)/w.
  @inline(__always)
  func crossCount(_ count: Int) -> Double { tables[2 &* (window &+ 1) &+ count] }
}
