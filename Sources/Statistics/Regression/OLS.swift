import Numerics

/// Ordinary least squares.
public enum OLS {
  /// The name of the column of ones.
  public static let interceptName = "intercept"

  /// Regresses `y` on the columns of `x`.
  ///
  /// Rows in which any value is missing are dropped and counted by cause. The estimate does not depend on how its errors
  /// are judged: ask the fit for an `inference` under any `Covariance`.
  ///
  /// - Parameters:
  ///   - intercept: adds a column of ones, first, named `intercept`.
  ///   - bars: the bar each row stands on, strictly increasing. Without it row i stands on bar i, so rows dropped for a
  ///     missing value leave their place on the time line and lags still count bars.
  ///   - solver: nil lets the condition number choose; `Fit.solver` says which it was.
  /// - Throws: `StatisticsError` for columns of different lengths or of one name, infinite values, too few rows, and for
  ///   dependent columns, which are named. Nothing is dropped or shrunk silently to make a singular design solvable.
  /// - Complexity: O(rows × columns²); 52,000 rows by 9 columns take two to three milliseconds.
  public static func fit(
    _ y: NamedColumn, x: [NamedColumn], intercept: Bool = true, bars: [Int]? = nil,
    solver: LeastSquares.Solver? = nil
  ) throws -> Fit {
    let terms = (intercept ? [interceptName] : []) + x.map(\.name)
    if let name = terms.firstRepeated { throw StatisticsError.duplicateColumn(name) }
    if let bars, bars.count != y.values.count {
      throw StatisticsError.differentLengths(column: "bars", have: bars.count, expected: y.values.count)
    }
    let complete = try CompleteRows(of: [y] + x)
    guard complete.count >= max(1, terms.count) else {
      throw StatisticsError.tooFewObservations(have: complete.count, need: max(1, terms.count))
    }
    let design = complete.design(x, intercept: intercept)
    let explained = complete.gather(y.values)
    let solved = try LeastSquares(design, explained, names: terms, solver: solver)
    return Fit(
      terms: terms, design: design, explained: explained, solved: solved, hasIntercept: intercept,
      rowIndices: complete.indices, bars: bars, dropped: complete.dropped)
  }
}
