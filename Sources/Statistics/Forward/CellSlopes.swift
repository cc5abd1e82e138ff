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
    public let slope: Double
    public let standardError: Double
    /// Two-sided, against no relation, normal.
    public let p: Double

    /// Ends of the 95 % interval.
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
    let scale = Double(outcomes.observations) / Double(max(1, outcomes.shockCount))
    var covariance = Matrix(rows: count, columns: count, repeating: .nan)
    for a in 0..<count where regressors[a] != nil {
      for b in a..<count where regressors[b] != nil {
        covariance[a, b] = scale * factors.product(a, b)
        covariance[b, a] = covariance[a, b]
      }
    }
    self.covariance = covariance
    slopes = (0..<count).map { cell in
      guard covariance[cell, cell] > 0 else { return nil }
      let slope = sumXY[cell] / sumXX[cell]
      let error = covariance[cell, cell].squareRoot()
      return Slope(
        rows: Int(n[cell]), slope: slope, standardError: error, p: NormalDistribution.twoSidedP(slope / error))
    }
  }

  /// The difference b_a - b_b with its error; nil where either is.
  public func difference(_ a: Int, _ b: Int) -> Slope? {
    guard let first = slopes[a], let second = slopes[b] else { return nil }
    let variance = covariance[a, a] + covariance[b, b] - 2 * covariance[a, b]
    guard variance > 0 else { return nil }
    let difference = first.slope - second.slope
    return Slope(
      rows: first.rows + second.rows, slope: difference, standardError: variance.squareRoot(),
      p: NormalDistribution.twoSidedP(difference / variance.squareRoot()))
  }
}
