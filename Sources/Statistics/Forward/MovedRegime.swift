/// A regime at one place of its circle, and the sums that estimators make their p-values of. Belongs to one thread.
final class MovedRegime {
  let moves: RegimeMoves
  /// Segments inside, in known rows and in rows of the grid.
  let ranges: [Range<Int>]
  private let rows: [Range<Int>]
  let inside: RegimeMoves.Totals
  let outside: RegimeMoves.Totals
  /// x̄, Σ(x - x̄)² and the slope.
  let mean: Double
  let squares: Double
  let slope: Double
  private var lagged: [Int: (bartlett: Double?, uniform: Double?)] = [:]

  /// Nil where under three bars are inside or outside.
  init?(_ ranges: [Range<Int>], of moves: RegimeMoves) {
    self.moves = moves
    self.ranges = ranges
    rows = moves.known.rows(of: ranges)
    var inside = RegimeMoves.Totals()
    for range in rows {
      for row in range where moves.outcomes.weights[row] > 0 { inside.add(moves.outcomes.deviations[row]) }
    }
    self.inside = inside
    outside = moves.totals.less(inside)
    guard inside.n >= 3, outside.n >= 3 else { return nil }
    mean = inside.n / moves.totals.n
    squares = inside.n * (1 - mean)
    slope = inside.sum / inside.n - outside.sum / outside.n
  }

  var horizon: Int { moves.outcomes.horizon }
  var bars: Int { moves.outcomes.count }
  /// T of a lag rule.
  var span: Int { moves.outcomes.span }

  /// Σ e².
  var residualSquares: Double { inside.spread + outside.spread }

  /// Σ g² of the bars inside and outside.
  var scoreSquares: (inside: Double, outside: Double) {
    ((1 - mean) * (1 - mean) * inside.spread, mean * mean * outside.spread)
  }

  /// Σ_{|j| ≤ lags} (1 - |j|/(lags + 1))·γ_j; nil where hardly anything is left of what was added up.
  func bartlettSum(lags: Int) -> Double? { windows(lags + 1).bartlett }

  /// Σ_{|j| ≤ lags} γ_j, which may be negative; nil as above.
  func uniformSum(lags: Int) -> Double? { windows(lags + 1).uniform }

  /// `body` of each outcome inside with its row.
  @inline(__always)
  func forEachInside(_ body: (_ row: Int, _ y: Double) -> Void) {
    moves.outcomes.weights.withUnsafeBufferPointer { weights in
      moves.outcomes.deviations.withUnsafeBufferPointer { y in
        for range in rows {
          for row in range where weights[row] > 0 { body(row, y[row]) }
        }
      }
    }
  }

  private func windows(_ width: Int) -> (bartlett: Double?, uniform: Double?) {
    if let known = lagged[width] { return known }
    let made = made(width)
    lagged[width] = made
    return made
  }

  private func made(_ width: Int) -> (bartlett: Double?, uniform: Double?) {
    guard width <= bars else { return (nil, nil) }
    // A = -x̄·y - b·x̄², and B = y - b·(1 - 2x̄).
    let level = slope * mean * mean
    let centre = slope * (1 - 2 * mean)
    let first = SIMD2(-mean, -level)
    let outside = moves.outside(width: width)
    let quadratic = SIMD3(mean * mean, 2 * mean * level, level * level)
    var across = SIMD2<Double>.zero
    var pairs = SIMD2<Double>.zero
    var window = SlidingPairs(width: width)
    forEachInside { row, y in
      let b = y - centre
      let near = moves.around(row, width: width)
      across += SIMD2((first * near.bartlett).sum(), (first * near.uniform).sum()) * b
      pairs += window.add(b, at: row)
    }
    func whole(_ outside: SIMD3<Double>, _ across: Double, _ pairs: Double) -> Double? {
      let parts = [(quadratic * outside).sum(), 2 * across, pairs]
      let sum = parts[0] + parts[1] + parts[2]
      let size = abs(parts[0]) + abs(parts[1]) + abs(parts[2])
      return abs(sum) > 1e-4 * size ? sum : nil
    }
    return (whole(outside.bartlett, across[0], pairs[0]), whole(outside.uniform, across[1], pairs[1]))
  }
}

/// Weighted products of numbers that come with their rows, in order, with all before them within a window.
private struct SlidingPairs {
  private let width: Int
  /// The numbers within reach, as a queue.
  private var held: [(row: Int, value: Double)] = []
  private var first = 0
  /// Distances are counted from here, which stays near: sums of products with far-off rows lose digits.
  private var origin = 0
  private var sum = 0.0
  private var moment = 0.0

  init(width: Int) { self.width = width }

  /// Its square and twice its products with those before it, by Bartlett's weights and by weights of one.
  mutating func add(_ value: Double, at row: Int) -> SIMD2<Double> {
    while first < held.count, row - held[first].row >= width {
      sum -= held[first].value
      moment -= held[first].value * Double(held[first].row - origin)
      first += 1
    }
    if first == held.count {
      held.removeAll(keepingCapacity: true)
      (first, origin, sum, moment) = (0, row, 0, 0)
    }
    let distance = Double(row - origin)
    let near = sum * (1 - distance / Double(width)) + moment / Double(width)
    held.append((row, value))
    let product = SIMD2(value * (2 * near + value), value * (2 * sum + value))
    sum += value
    moment += value * distance
    return product
  }
}
