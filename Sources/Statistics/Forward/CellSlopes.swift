/// The slope of the forward return within each cell of a partition of the rows, judged together.
///
/// Within cell c the slope is b_c = Σ a_t·y_t over its rows, a_t = (x_t - x̄_c)/Σ(x - x̄_c)²: for a regime the mean inside
/// less the mean outside, among the rows of the cell only. Hodrick's (1992) argument needs no more than that the estimate
/// is a weighted sum of forward returns. Summed over the sample, Σ a_t·y_t pairs the one-bar return after bar t with
/// A_t = Σ_{i<h} a_{t-i}, and if nothing predicts, Cov(b_c, b_d) = Σ e²_{t+1}·A_t^c·A_t^d. So cells need not be stretches of
/// time: forward returns that begin at ten o'clock and reach into eleven are accounted for.
public struct CellSlopes: Sendable {
  public struct Slope: Hashable, Sendable {
    /// Rows of the cell on which regressor and forward return are known.
    public let rows: Int
    /// On how many of them the slope rests, as `ForwardSample.rowsBehindSlope`; nil for a difference of two.
    public let rowsBehind: Double?
    public let slope: Double
    public let standardError: Double
    /// Two-sided, against no relation, normal.
    public let p: Double

    /// Ends of the 95% interval.
    public var low: Double { slope - NormalDistribution.quantile(0.975) * standardError }
    public var high: Double { slope + NormalDistribution.quantile(0.975) * standardError }
  }

  /// By cell; nil where the regressor does not vary or no error can be had.
  public let slopes: [Slope?]
  /// Cov(b_c, b_d); NaN where either has no slope.
  public let covariance: Matrix

  /// - Parameters:
  ///   - cells: the cell of each row of the sample's grid, from 0 to `count - 1`; anything else is in no cell.
  /// - Complexity: O(rows × cells that meet within a horizon²); memory for a few horizons of each cell.
  public init(_ sample: ForwardSample, cells: [Int16], count: Int) {
    precondition(cells.count == sample.count, "a cell for each row")
    let outcomes = sample.outcomes
    var n = [Double](repeating: 0, count: count)
    var sumX = n
    var sumXX = n
    var fourthX = n
    var sumXY = n
    func cell(_ row: Int) -> Int? {
      let cell = Int(cells[row])
      return cell >= 0 && cell < count ? cell : nil
    }
    for row in cells.indices {
      guard let cell = cell(row) else { continue }
      n[cell] += Double(outcomes.weights[row])
      sumX[cell] += Double(outcomes.weights[row]) * sample.x[row]
    }
    for row in cells.indices where outcomes.weights[row] > 0 {
      guard let cell = cell(row) else { continue }
      let deviation = sample.x[row] - sumX[cell] / n[cell]
      sumXX[cell] += deviation * deviation
      fourthX[cell] += deviation * deviation * deviation * deviation
      sumXY[cell] += deviation * outcomes.deviations[row]
    }
    // As in Hodrick 1B the last rows, which have no forward return yet, count in A: one cell of all rows is that estimator.
    let regressors = (0..<count).map { cell -> CellFactors.Regressor? in
      let mean = sumX[cell] / n[cell]
      guard sumXX[cell] > 1e-24 * n[cell] * mean * mean, sumXX[cell] > 0 else { return nil }
      return CellFactors.Regressor(mean: mean, squares: sumXX[cell])
    }
    var factors = CellFactors(sample, cells: cells, regressors: regressors)
    factors.run()
    var covariance = Matrix(rows: count, columns: count, repeating: .nan)
    for a in 0..<count where regressors[a] != nil {
      for b in a..<count where regressors[b] != nil {
        covariance[a, b] = factors.product(a, b)
        covariance[b, a] = covariance[a, b]
      }
    }
    self.covariance = covariance
    slopes = (0..<count).map { cell in
      guard covariance[cell, cell] > 0 else { return nil }
      let slope = sumXY[cell] / sumXX[cell]
      let error = covariance[cell, cell].squareRoot()
      return Slope(
        rows: Int(n[cell]), rowsBehind: sumXX[cell] * sumXX[cell] / fourthX[cell], slope: slope, standardError: error,
        p: NormalDistribution.twoSidedP(slope / error))
    }
  }

  /// The difference b_a - b_b with its error; nil where either is.
  public func difference(_ a: Int, _ b: Int) -> Slope? {
    guard let first = slopes[a], let second = slopes[b] else { return nil }
    let variance = covariance[a, a] + covariance[b, b] - 2 * covariance[a, b]
    guard variance > 0 else { return nil }
    let difference = first.slope - second.slope
    return Slope(
      rows: first.rows + second.rows, rowsBehind: nil, slope: difference, standardError: variance.squareRoot(),
      p: NormalDistribution.twoSidedP(difference / variance.squareRoot()))
  }
}

/// Σ e²·A^c·A^d for every pair of cells, a few horizons of bars at a time.
///
/// A bar's A is not zero for the cells that a horizon behind it touches, which are few: an hour of minutes lies in one or two
/// of the day's hours. So pairs that do not meet cost nothing, and no cell has a column of its own. Each product still adds
/// up in the order of `Sums.products` over whole columns, of which only zeros are left out.
struct CellFactors {
  /// x̄ and Σ(x - x̄)² within a cell.
  struct Regressor {
    let mean: Double
    let squares: Double
  }

  private let sample: ForwardSample
  private let cells: [Int16]
  /// By cell; nil where the regressor does not vary.
  private let regressors: [Regressor?]
  /// Four interleaved sums of each pair a ≤ b, at a·count + b.
  private var sums: [SIMD4<Double>]

  init(_ sample: ForwardSample, cells: [Int16], regressors: [Regressor?]) {
    self.sample = sample
    self.cells = cells
    self.regressors = regressors
    sums = [SIMD4<Double>](repeating: .zero, count: regressors.count * regressors.count)
  }

  /// Of the pair, the smaller first.
  func product(_ a: Int, _ b: Int) -> Double {
    let sum = sums[a * regressors.count + b]
    return (sum[0] + sum[1]) + (sum[2] + sum[3])
  }

  mutating func run() {
    // Whole windows, so that their sums are those of the whole column, and whole fours, so that rows keep their lanes.
    let whole = sample.horizon * (sample.horizon % 4 == 0 ? 1 : sample.horizon % 2 == 0 ? 2 : 4)
    let length = whole * max(1, 256 / whole)
    for first in stride(from: 0, to: sample.count, by: length) {
      add(first..<min(first + length, sample.count))
    }
  }

  private mutating func add(_ rows: Range<Int>) {
    // The horizon before them reaches into their windows.
    let before = min(rows.lowerBound, sample.horizon)
    let reach = rows.lowerBound - before..<rows.upperBound
    let touched = touched(in: reach)
    let factors = touched.map { cell, regressor in
      column(of: Int16(cell), regressor, in: reach, dropping: before)
    }
    for a in touched.indices {
      for b in a..<touched.count {
        let pair = touched[a].cell * regressors.count + touched[b].cell
        sums[pair] = Self.adding(factors[a], factors[b], to: sums[pair])
      }
    }
  }

  /// Cells that have rows there, in order.
  private func touched(in rows: Range<Int>) -> [(cell: Int, regressor: Regressor)] {
    var last: Int16 = -1
    var found: Set<Int> = []
    for row in rows where cells[row] != last {
      last = cells[row]
      if last >= 0, Int(last) < regressors.count { found.insert(Int(last)) }
    }
    return found.sorted().compactMap { cell in regressors[cell].map { (cell, $0) } }
  }

  /// e·A of one cell on `rows` but the first few.
  private func column(
    of cell: Int16, _ regressor: Regressor, in rows: Range<Int>, dropping: Int
  ) -> [Double] {
    let outcomes = sample.outcomes
    let weights = elementwise(rows.count) { index in
      let row = rows.lowerBound + index
      return cells[row] == cell && outcomes.held[row] > 0
        ? (sample.x[row] - regressor.mean) / regressor.squares : 0
    }
    let windows = windowSums(weights, width: sample.horizon)
    return elementwise(rows.count - dropping) { index in
      outcomes.shocks[rows.lowerBound + dropping + index] * windows[dropping + index]
    }
  }

  private static func adding(_ a: [Double], _ b: [Double], to sum: SIMD4<Double>) -> SIMD4<Double> {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sum = sum
        var i = 0
        while i + 4 <= a.count {
          sum += Sums.four(a, i) * Sums.four(b, i)
          i += 4
        }
        while i < a.count {
          sum[0] += a[i] * b[i]
          i += 1
        }
        return sum
      }
    }
  }
}

/// Wald's test that the slopes of several cells are one slope.
///
/// With V their covariance and b̄ = 1'V⁻¹b/1'V⁻¹1 the common slope that fits best, Q = (b - b̄)'V⁻¹(b - b̄) is χ² with one
/// degree of freedom fewer than there are cells, when the cells are large.
public struct EqualSlopes: Hashable, Sendable {
  public let statistic: Double
  public let degreesOfFreedom: Int
  public let p: Double
  /// b̄, where every cell counts by how surely it is known.
  public let common: Double

  /// - Parameter cells: which of the slopes to compare, those of enough episodes.
  /// - Returns: nil for fewer than two cells with a slope, or a covariance that is not positive definite.
  public init?(_ slopes: CellSlopes, cells: [Int]) {
    let cells = cells.filter { slopes.slopes[$0] != nil }
    guard cells.count >= 2 else { return nil }
    let b = cells.compactMap { slopes.slopes[$0]?.slope }
    // Scaled to correlations, so that cells of very different sizes do not look singular.
    let errors = cells.compactMap { slopes.slopes[$0]?.standardError }
    var correlation = Matrix(rows: cells.count, columns: cells.count)
    for (i, a) in cells.enumerated() {
      for (j, c) in cells.enumerated() { correlation[i, j] = slopes.covariance[a, c] / (errors[i] * errors[j]) }
    }
    guard let factor = correlation.choleskyFactor() else { return nil }
    let inverse = factor.upperTriangleInverse()
    // R'⁻¹ turns correlated errors into independent ones of variance one.
    func whitened(_ values: [Double]) -> [Double] {
      values.indices.map { j in (0...j).reduce(0) { $0 + inverse[$1, j] * values[$1] / errors[$1] } }
    }
    let ones = whitened([Double](repeating: 1, count: b.count))
    let values = whitened(b)
    common = Sums.products(ones, values) / Sums.squares(ones)
    let mean = common
    statistic = Sums.squares(zip(values, ones).map { $0 - mean * $1 })
    degreesOfFreedom = cells.count - 1
    p = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)).upperTail(statistic)
  }
}
