/// The coefficients that minimise the sum of squared residuals, and what inference needs of the design.
public struct LeastSquares: Sendable {
  /// How the system was solved.
  public enum Solver: String, Hashable, Sendable, CaseIterable {
    /// Normal equations by Cholesky with one step of refinement: ten times faster on long, narrow designs.
    case cholesky
    /// QR with column pivoting, which bears ill-conditioned designs and finds dependent columns.
    case pivotedQR = "pivoted_qr"
  }

  public let solver: Solver
  public let coefficients: [Double]
  /// v - Xb, one a row.
  public let residuals: [Double]
  /// A with AA' = (X'X)⁻¹.
  public let inverseFactor: Matrix
  /// (X'X)⁻¹.
  public let inverseGram: Matrix
  public let rank: Int
  /// Ratio of the largest to the smallest singular value of the design as given, units and all.
  public let condition: Double

  /// Normal equations square the condition number κ of the design (columns scaled to length one): coefficients lose
  /// about 2·log₁₀κ digits where QR loses log₁₀κ. At 10³ they keep ten digits, which the tests against statsmodels ask for.
  static let largestConditionForNormalEquations = 1e3

  /// Solves min ‖y - Xb‖.
  ///
  /// - Parameters:
  ///   - names: what to call the columns when they are refused.
  ///   - solver: nil chooses: Cholesky when the scaled condition number is at most 10³, else QR.
  /// - Throws: `rankDeficient` naming the columns that depend on one another; `tooFewObservations` with fewer rows than
  ///   columns.
  /// - Complexity: O(rows × columns²).
  public init(_ design: Matrix, _ y: [Double], names: [String], solver: Solver? = nil) throws {
    precondition(design.rows == y.count && design.columns == names.count, "a number a row, a name a column")
    guard design.rows >= design.columns, design.columns > 0 else {
      throw StatisticsError.tooFewObservations(have: design.rows, need: max(1, design.columns))
    }
    if solver != .pivotedQR, let solved = try NormalEquations(design, y, accept: solver == .cholesky) {
      self.solver = .cholesky
      coefficients = solved.coefficients
      residuals = solved.residuals
      inverseFactor = solved.inverseFactor
      condition = solved.condition
    } else {
      let solved = try PivotedQR(design, y, names: names)
      self.solver = .pivotedQR
      coefficients = solved.coefficients
      residuals = design.residual(of: y, at: solved.coefficients)
      inverseFactor = solved.inverseFactor
      condition = solved.condition
    }
    rank = design.columns
    inverseGram = inverseFactor.timesTransposeOfItself()
  }
}
