import Foundation

/// What t is compared with. The default is the normal, as statsmodels does for robust covariances; it is exact for none of
/// them in small samples.
public enum ReferenceDistribution: String, Hashable, Sendable, CaseIterable {
  case normal
  /// Student's t with n - k degrees of freedom.
  case studentT = "student_t"
  /// The limit of a t whose Bartlett lags stay a share of the sample, (lags + 1)/bars; see `FixedBDistribution`. For
  /// Newey-West only, and meant for many lags: `LagRule.lazarus`.
  case fixedB = "fixed_b"
}

/// Standard errors, t and two-sided p of every coefficient under one covariance.
public struct Inference: Sendable {
  public struct Term: Hashable, Sendable {
    public let name: String
    public let coefficient: Double
    public let standardError: Double
    /// NaN where the error is zero: what fits without a residual has no t, and no certainty either.
    public let t: Double
    /// Two-sided, against zero; NaN with t.
    public let p: Double
  }

  public private(set) var terms: [Term]
  /// Covariance of the coefficients, in order of the terms.
  public private(set) var covariance: Matrix
  /// What was used, which is not what was asked for when `note` says so.
  public let used: CovarianceDescription
  public let distribution: ReferenceDistribution
  public private(set) var note: String?
  /// Terms whose regressor, summed over the horizon, stands still, so that this covariance has no error for them.
  public private(set) var still: [String] = []
  /// (lags + 1)/bars where the distribution is fixed-b, else zero.
  let lagShare: Double

  init(
    fit: Fit, covariance: Matrix, used: CovarianceDescription, distribution: ReferenceDistribution,
    share: Double = 0, note: String? = nil
  ) {
    let degrees = Double(fit.degreesOfFreedom)
    let fixedB = FixedBDistribution(b: share)
    terms = fit.terms.indices.map { index in
      // What fits but for rounding fits without a residual.
      let error = fit.isExact ? 0 : covariance[index, index].squareRoot()
      let t = error > 0 ? fit.coefficients[index] / error : .nan
      let p =
        switch distribution {
        case .normal: NormalDistribution.twoSidedP(t)
        case .studentT: StudentT(degreesOfFreedom: degrees).twoSidedP(t)
        case .fixedB: fixedB.twoSidedP(t)
        }
      return Term(name: fit.terms[index], coefficient: fit.coefficients[index], standardError: error, t: t, p: p)
    }
    self.covariance = covariance
    self.used = used
    self.distribution = distribution
    self.note = note
    lagShare = share
  }

  public subscript(term: String) -> Term? { terms.first { $0.name == term } }

  /// The same without errors, t and p of some terms, and why.
  public func withoutErrors(of names: Set<String>, _ why: String) -> Inference {
    guard !names.isEmpty else { return self }
    var other = self
    other.note = note.map { "\($0); \(why)" } ?? why
    for (index, term) in terms.enumerated() where names.contains(term.name) {
      other.terms[index] = Term(
        name: term.name, coefficient: term.coefficient, standardError: .nan, t: .nan, p: .nan)
      for row in terms.indices {
        other.covariance[row, index] = .nan
        other.covariance[index, row] = .nan
      }
    }
    return other
  }

  /// The same for terms whose windows stand still.
  func withoutErrors(ofStill names: [String], horizon: Int) -> Inference {
    guard !names.isEmpty else { return self }
    let listed = names.map { "'\($0)'" }.joined(separator: ", ")
    var other = withoutErrors(
      of: Set(names),
      "summed over \(horizon) bars \(listed) hardly \(names.count == 1 ? "varies" : "vary"), since the period goes into the horizon: no error by Hodrick 1B"
    )
    other.still = names
    return other
  }
}

/// Whether several coefficients are all zero, under the covariance their errors were judged by.
public struct WaldTest: Hashable, Sendable {
  /// b'V⁻¹b, chi-squared with as many degrees of freedom as coefficients if all are zero.
  public let statistic: Double
  public let degreesOfFreedom: Int
  /// Against chi-squared; against F of the statistic over its degrees of freedom where t was compared with Student's.
  public let p: Double

  /// Of every coefficient but the intercept.
  ///
  /// - Returns: Nil without such a coefficient, where t was compared with fixed-b, whose joint law is another, of an exact fit, and when their covariance has no inverse: with fewer scores than
  ///   coefficients, or under weights that are not positive semi-definite.
  public init?(slopesOf inference: Inference, of fit: Fit) {
    let slopes = inference.terms.indices.filter { inference.terms[$0].name != OLS.interceptName }
    guard !slopes.isEmpty, inference.distribution != .fixedB, !fit.isExact else { return nil }
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
