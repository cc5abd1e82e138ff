import Foundation

/// Whether several coefficients are all zero, under the covariance their errors were judged by.
public struct WaldTest: Hashable, Sendable {
  /// b'V⁻¹b, chi-squared with as many degrees of freedom as coefficients if all are zero.
  public let statistic: Double
  public let degreesOfFreedom: Int
  /// Against chi-squared; against F of the statistic over its degrees of freedom where t was compared with Student's.
  public let p: Double

  /// Of every coefficient but the intercept.
  ///
  /// - Returns: Nil without such a coefficient, where t was compared with fixed-b, whose joint law is another, and when their covariance has no inverse: with fewer scores than
  ///   coefficients, or under weights that are not positive semi-definite.
  public init?(slopesOf inference: Inference, of fit: Fit) {
    let slopes = inference.terms.indices.filter { inference.terms[$0].name != OLS.interceptName }
    guard !slopes.isEmpty, inference.distribution != .fixedB else { return nil }
    // To unit variances first, so that columns in different units do not make the matrix look singular.
    let scales = slopes.map { 1 / inference.covariance[$0, $0].squareRoot() }
    guard scales.allSatisfy(\.isFinite) else { return nil }
    var correlation = Matrix(rows: slopes.count, columns: slopes.count)
    for (j, column) in slopes.enumerated() {
      for (i, row) in slopes.enumerated() {
        correlation[i, j] = inference.covariance[row, column] * scales[i] * scales[j]
      }
    }
    guard let factor = correlation.choleskyFactor() else { return nil }
    // R'R = C, so b'C⁻¹b is the squared length of b'R⁻¹.
    let inverse = factor.upperTriangleInverse()
    let t = zip(slopes, scales).map { inference.terms[$0].coefficient * $1 }
    let rotated = inverse.transposeTimes(t)
    statistic = Sums.squares(rotated)
    degreesOfFreedom = slopes.count
    let count = Double(slopes.count)
    p =
      inference.distribution == .studentT
      ? FDistribution(count, Double(fit.degreesOfFreedom)).upperTail(statistic / count)
      : ChiSquared(degreesOfFreedom: count).upperTail(statistic)
  }
}
