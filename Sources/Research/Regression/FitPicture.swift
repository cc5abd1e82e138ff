import Statistics

/// What a regression's page draws of its fit.
public struct FitPicture: Sendable {
  /// By term, the standard deviation (ddof 1) of its column over the rows used: what "one more" amounts to in practice. NaN
  /// for the intercept.
  public let deviations: [Double]
  /// Mean of the fitted values and of the outcomes in each twentieth of the rows, lowest fitted values first.
  public let fitted: [Double]
  public let actual: [Double]
  /// One for each row used.
  public let residuals: [Double]

  init(_ fit: Fit, _ design: RegressionDesign) {
    let rows = fit.usedRows
    let columns = Dictionary(design.columns.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    deviations = fit.terms.map { term in
      columns[term].map { values in Moments(rows.map { values[$0] }).standardDeviation(ddof: 1) } ?? .nan
    }
    residuals = fit.residuals
    let outcomes = rows.map { design.outcome.values[$0] }
    let predictions = zip(outcomes, fit.residuals).map { $0 - $1 }
    let order = predictions.indices.sorted { (predictions[$0], $0) < (predictions[$1], $1) }
    var fitted: [Double] = []
    var actual: [Double] = []
    let pieces = min(20, order.count)
    for piece in 0..<pieces {
      let part = order[order.count * piece / pieces..<order.count * (piece + 1) / pieces]
      fitted.append(part.reduce(0) { $0 + predictions[$1] } / Double(part.count))
      actual.append(part.reduce(0) { $0 + outcomes[$1] } / Double(part.count))
    }
    (self.fitted, self.actual) = (fitted, actual)
  }
}
