/// What came after each row, and which rows count: all of a forward sample that does not change when the regressor is
/// moved against it.
///
/// Arrays are on the grid, a zero where a row does not count, so that a distance in rows is a distance in bars and loops
/// need no branches.
struct ForwardOutcomes: Sendable {
  let horizon: Int
  /// Rows of the grid.
  let count: Int
  /// 1 where both the regressor and the forward return are known.
  let weights: [Double]
  /// Forward return less its mean over the rows that count, 0 elsewhere.
  let deviations: [Double]
  let mean: Double
  let observations: Int
  /// Rows on which the regressor is known; nil when it is known on all.
  let presentRows: [Int]?
  /// 1 where the regressor is known.
  let presence: [Double]
  /// Hodrick's e: next one-bar return less its mean, on rows where the regressor is known for `horizon` bars in a row;
  /// 0 elsewhere.
  let shocks: [Double]
  let shockCount: Int

  init(y: [Double], present: [Bool], nextReturns: [Double], horizon: Int) throws {
    let count = present.count
    for (name, column) in [("forward returns", y), ("next returns", nextReturns)] {
      guard column.count == count else {
        throw StatisticsError.differentLengths(column: name, have: column.count, expected: count)
      }
      if let row = column.firstIndex(where: { $0.isInfinite }) {
        throw StatisticsError.infiniteValue(column: name, row: row)
      }
    }
    let weights = zip(present, y).map { $0 && !$1.isNaN ? 1.0 : 0 }
    let observations = Int(Sums.sum(weights))
    guard observations >= 3 else { throw StatisticsError.tooFewObservations(have: observations, need: 3) }
    let filled = zip(weights, y).map { $0 > 0 ? $1 : 0 }
    let mean = Sums.sum(filled) / Double(observations)

    var shocks = [Double](repeating: 0, count: count)
    var counts = [Bool](repeating: false, count: count)
    var run = 0
    for row in 0..<count {
      run = present[row] ? run + 1 : 0
      guard run >= horizon, !nextReturns[row].isNaN else { continue }
      shocks[row] = nextReturns[row]
      counts[row] = true
    }
    let shockCount = counts.lazy.filter { $0 }.count
    let shockMean = Sums.sum(shocks) / Double(max(1, shockCount))

    self.horizon = horizon
    self.count = count
    self.weights = weights
    deviations = zip(weights, filled).map { $0 * ($1 - mean) }
    self.mean = mean
    self.observations = observations
    presentRows = present.allSatisfy { $0 } ? nil : present.indices.filter { present[$0] }
    presence = present.map { $0 ? 1 : 0 }
    self.shocks = zip(counts, shocks).map { $0 ? $1 - shockMean : 0 }
    self.shockCount = shockCount
  }
}
