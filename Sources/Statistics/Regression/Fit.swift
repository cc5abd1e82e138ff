/// A fitted regression: the estimate, and all that any judgement of its errors needs.
public struct Fit: Sendable {
  /// Names of the coefficients; `intercept` first when there is one.
  public let terms: [String]
  public let coefficients: [Double]
  /// One for each row used, in order.
  public let residuals: [Double]
  /// 1 - RSS/TSS. TSS is about the mean when there is an intercept and about zero when there is none, so the two kinds
  /// must not be compared.
  public let r2: Double
  public let dropped: DroppedRows
  public let rank: Int
  /// 2-norm condition number of the design as given. Large values often only say that columns have different units.
  public let condition: Double
  public let solver: LeastSquares.Solver

  let design: Matrix
  let inverseGram: Matrix
  let inverseFactor: Matrix
  /// Rows used as indices of the caller's columns; nil when all were.
  let rowIndices: [Int]?
  /// Bar of each row of the caller's columns; nil when row i is bar i.
  let callerBars: [Int]?

  init(
    terms: [String], design: Matrix, explained: [Double], solved: LeastSquares, hasIntercept: Bool, rowIndices: [Int]?,
    bars: [Int]?, dropped: DroppedRows
  ) {
    self.terms = terms
    coefficients = solved.coefficients
    residuals = solved.residuals
    rank = solved.rank
    condition = solved.condition
    solver = solved.solver
    inverseGram = solved.inverseGram
    inverseFactor = solved.inverseFactor
    self.design = design
    self.rowIndices = rowIndices
    callerBars = bars
    self.dropped = dropped
    let centre = hasIntercept ? Sums.sum(explained) / Double(explained.count) : 0
    let total = Sums.over(explained, explained) { value, _ in (value - centre) * (value - centre) }
    r2 = total > 0 ? 1 - Sums.squares(solved.residuals) / total : .nan
  }

  /// Rows used.
  public var observations: Int { residuals.count }

  /// The rows of the caller's columns that were used.
  public var usedRows: [Int] { rowIndices ?? Array(0..<observations) }

  /// Observations less coefficients.
  public var degreesOfFreedom: Int { observations - terms.count }

  /// The coefficient called `term`, or nil when there is none.
  public subscript(term: String) -> Double? {
    terms.firstIndex(of: term).map { coefficients[$0] }
  }

  /// Bars of the rows used, or nil when they follow one another without a hole.
  func elapsedBars() throws -> ElapsedBars? {
    guard callerBars != nil || rowIndices != nil else { return nil }
    guard let callerBars else { return try ElapsedBars(usedRows) }
    return try ElapsedBars(usedRows.map { callerBars[$0] })
  }
}
