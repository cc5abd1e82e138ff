/// What an estimator has to say. Units of the estimate and its error are those of the returns (per unit of the signal).
public struct EstimatorResult: Hashable, Sendable {
  public let name: String
  public let estimate: Double
  public let standardError: Double?
  public let t: Double?
  /// Two-sided, against no relation.
  public let p: Double?
  /// Kernel, lags, correction and distribution; nil when there is no p.
  public let method: EstimatorMethod?
  /// What a reader must know beyond the method: the rule that chose the lags, a fallback, why there is no figure.
  public let note: String?
  /// Why a verdict must not rest on it though it has a p, as a clause that can follow its name; nil when it may.
  public let abstention: String?

  public init(
    name: String, estimate: Double, standardError: Double? = nil, t: Double? = nil, p: Double? = nil,
    method: EstimatorMethod? = nil, note: String? = nil, abstention: String? = nil
  ) {
    self.abstention = abstention
    self.name = name
    self.estimate = estimate
    self.standardError = standardError
    self.t = t
    self.p = p
    self.method = method
    self.note = note
  }

  /// An estimate judged by the distribution of `method`, normal or fixed-b; no t and no p when the variance is not positive.
  init(
    name: String, estimate: Double, variance: Double, method: EstimatorMethod = EstimatorMethod(), note: String? = nil
  ) {
    guard variance > 0 else {
      let why = "no standard error: the variance is \(variance)"
      self.init(name: name, estimate: estimate, note: note.map { "\($0); \(why)" } ?? why)
      return
    }
    let error = variance.squareRoot()
    let t = estimate / error
    let p =
      if case .fixedB(let b) = method.distribution {
        FixedBDistribution(b: b).twoSidedP(t)
      } else {
        NormalDistribution.twoSidedP(t)
      }
    self.init(name: name, estimate: estimate, standardError: error, t: t, p: p, method: method, note: note)
  }
}

extension [EstimatorResult] {
  /// The answer of the estimator that most sections judge by; nil where it was not asked.
  public var hodrick1B: EstimatorResult? { first { $0.name == Hodrick1BEstimator().name } }

  /// The answer that is counted over moves of the labels.
  public var circularShift: EstimatorResult? { first { $0.name == CircularShiftEstimator().name } }
}
