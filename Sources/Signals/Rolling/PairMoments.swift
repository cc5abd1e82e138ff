/// Means, squared deviations and their product for a run of pairs: what correlation and slope are made of.
///
/// The two-variable form of `Moments`, from the same paper.
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
