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

  public let terms: [Term]
  /// Covariance of the coefficients, in order of the terms.
  public let covariance: Matrix
  /// What was used, which is not what was asked for when `note` says so.
  public let used: CovarianceDescription
  public let distribution: ReferenceDistribution
  public let note: String?
  /// (lags + 1)/bars where the distribution is fixed-b, else zero.
  let lagShare: Double

  init(
    fit: Fit, covariance: Matrix, used: CovarianceDescription, distribution: ReferenceDistribution,
    share: Double = 0, note: String? = nil
  ) {
    let degrees = Double(fit.degreesOfFreedom)
    let fixedB = FixedBDistribution(b: share)
    terms = fit.terms.indices.map { index in
      let error = covariance[index, index].squareRoot()
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
}
