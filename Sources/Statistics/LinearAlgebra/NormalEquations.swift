/// X'Xb = X'y by Cholesky, columns scaled to length one, refined once where that pays.
struct NormalEquations {
  let coefficients: [Double]
  let residuals: [Double]
  let inverseFactor: Matrix
  let condition: Double

  /// Below it the square costs less than three of sixteen digits, which nobody will miss.
  private static let conditionWorthRefining = 30.0

  /// Nil when the design is too ill-conditioned for the method, unless `accept` asks for it all the same; nil in any case
  /// when X'X is not positive definite in double precision.
  init?(_ design: Matrix, _ y: [Double], accept: Bool) throws {
    var gram = design.gram()
    let norms = (0..<design.columns).map { gram[$0, $0].squareRoot() }
    guard norms.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let scales = norms.map { 1 / $0 }
    gram = gram.scalingRows(by: scales).scalingColumns(by: scales)
    guard let triangle = gram.choleskyFactor() else { return nil }
    let scaledCondition = try triangle.conditionNumber()
    guard scaledCondition <= LeastSquares.largestConditionForNormalEquations || (accept && scaledCondition < 1e8)
    else { return nil }

    let factor = triangle.upperTriangleInverse().scalingRows(by: scales)
    let inverse = factor.timesTransposeOfItself()
    var solution = inverse.times(design.transposeTimes(y))
    var rest = design.residual(of: y, at: solution)
    if scaledCondition > Self.conditionWorthRefining {
      // One refinement wins back most of the digits that squaring lost, for two more passes over the design.
      let correction = inverse.times(design.transposeTimes(rest))
      solution = zip(solution, correction).map { $0 + $1 }
      rest = design.residual(of: y, at: solution)
    }
    coefficients = solution
    residuals = rest
    inverseFactor = factor
    condition = try triangle.scalingColumns(by: norms).conditionNumber()
  }
}
