/// A regression through time: one for every row, on the rows up to it.
public struct MovingFit: Sendable {
  /// Why a row has no estimate.
  public enum Refusal: String, Hashable, Sendable, CaseIterable {
    /// The window is not full yet.
    case warmUp = "warm_up"
    /// Too many rows of the window lack a value.
    case tooFewRows = "too_few_rows"
    /// The regressors of the window depend on one another, or one of them never changes in it.
    case singular
  }

  /// `intercept` first when there is one.
  public let terms: [String]
  /// By term, a value a row: of the regression on the window that ends with the row, both included. NaN where refused.
  public let coefficients: [[Double]]
  /// Classical standard errors, RSS/(n - k), by term as the coefficients.
  public let standardErrors: [[Double]]
  /// About the mean with an intercept, about zero without.
  public let r2: [Double]
  /// Mean of what is explained over the rows of the window that count; zero without an intercept, NaN where refused.
  public let outcomeMeans: [Double]
  /// Rows of each window on which everything is known.
  public let observations: [Int]
  /// Rows without an estimate, by reason.
  public let refusals: [Refusal: Int]
  /// Windows that were solved by QR of their rows because their cross products had lost too many digits.
  public let solvedByRows: Int

  public var count: Int { r2.count }

  /// Rows that have an estimate.
  public var estimated: Int { count - refusals.values.reduce(0, +) }
}
