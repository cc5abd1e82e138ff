/// Mean and sum of squared deviations of a run of values, taken in by Welford's update.
///
/// It works on differences from a mean, so a price of 100,000 that moves by cents keeps nine digits of its deviation, and
/// equal values leave exactly zero.
struct Moments {
  var mean: Double
  var squares: Double

  static let empty = Moments(mean: 0, squares: 0)

  /// The standard deviation with one degree of freedom taken for the mean, given 1/(window − 1).
  @inline(__always)
  func deviation(_ reciprocalOfDegrees: Double) -> Double { (squares * reciprocalOfDegrees).squareRoot() }
}

/// Means, squared deviations and their product for a run of pairs: what correlation and slope are made of.
///
/// The two-variable form of `Moments`; runs are joined by the formula of Chan, Golub and LeVeque (1983), "Algorithms for
/// computing the sample variance", *The American Statistician* 37(3).
struct PairMoments: WindowSummary {
  var xMean: Double
  var yMean: Double
  var xSquares: Double
  var ySquares: Double
  var products: Double

  static let empty = PairMoments(xMean: 0, yMean: 0, xSquares: 0, ySquares: 0, products: 0)

  @inline(__always)
  mutating func append(_ pair: SIMD2<Double>, count: Int, _ weights: EvenWeights) {
    let xDeviation = pair.x - xMean
    let yDeviation = pair.y - yMean
    xMean += xDeviation * weights.reciprocal(count)
    yMean += yDeviation * weights.reciprocal(count)
    xSquares += xDeviation * (pair.x - xMean)
    ySquares += yDeviation * (pair.y - yMean)
    products += xDeviation * (pair.y - yMean)
  }

  @inline(__always)
  mutating func prepend(_ pair: SIMD2<Double>, count: Int, _ weights: EvenWeights) {
    append(pair, count: count, weights)
  }

  @inline(__always)
  static func joined(
    _ older: PairMoments, _ newer: PairMoments, newerCount: Int, _ weights: EvenWeights
  ) -> PairMoments {
    let x = newer.xMean - older.xMean
    let y = newer.yMean - older.yMean
    let share = weights.newerShare(newerCount)
    let cross = weights.crossCount(newerCount)
    return PairMoments(
      xMean: older.xMean + x * share, yMean: older.yMean + y * share,
      xSquares: older.xSquares + newer.xSquares + x * x * cross,
      ySquares: older.ySquares + newer.ySquares + y * y * cross,
      products: older.products + newer.products + x * y * cross)
  }
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
