import Foundation

/// One way to judge the slope of forward returns on a regime or a signal.
///
/// A new one is a file in `Estimators/` and a line in `ForwardBattery.standard`; tables, documents and the size calibration
/// take it from there.
public protocol ForwardEstimator: Sendable {
  /// As printed and as found in documents. Never changes once published.
  var name: String { get }
  /// Whether it calibrates itself by moving or redrawing the sample, which makes checking its size by moving the sample
  /// once more both dear and pointless.
  var resamples: Bool { get }
  func estimate(_ sample: ForwardSample) throws -> EstimatorResult
}

extension ForwardEstimator {
  public var resamples: Bool { false }
}

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
  /// Whether one of them has an error, or a p without one.
  public var hasErrors: Bool { contains { $0.standardError != nil || $0.p != nil } }

  /// The answer of the estimator that most sections judge by; nil where it was not asked.
  public var hodrick1B: EstimatorResult? { first { $0.name == Hodrick1BEstimator().name } }

  /// The answer that is counted over moves of the labels.
  public var circularShift: EstimatorResult? { first { $0.name == CircularShiftEstimator().name } }

  /// The answer that decides a verdict.
  public var studentisedShift: EstimatorResult? { first { $0.name == StudentisedShiftEstimator().name } }
}

/// How an estimator got from the sample to its p: what a table prints beside the number.
public struct EstimatorMethod: Hashable, Sendable {
  /// Weights of the autocovariances.
  public enum Kernel: String, Hashable, Sendable, CaseIterable {
    /// 1 - j/(lags + 1).
    case bartlett
    /// One, up to the last lag.
    case uniform
    /// (1 - p)^j, what blocks of geometric length give.
    case geometric
  }

  /// What the plain sum of squared scores, or of residuals, is multiplied or divided by.
  public enum Correction: String, Hashable, Sendable, CaseIterable {
    case none
    /// RSS/(n - 2) in place of RSS/n.
    case degreesOfFreedom = "rss/(n-2)"
    /// RSS/(n - markets - 1), of a panel with an intercept a market.
    case degreesOfFreedomWithin = "rss/(n-markets-1)"
    /// n/(n - 2), HC1's.
    case smallSample = "n/(n-2)"
    /// Squared residuals over 1 - leverage, HC2's.
    case leverage = "1/(1-leverage)"
    /// Squared residuals over (1 - leverage)², HC3's.
    case leverageSquared = "1/(1-leverage)^2"
    /// The variance times the horizon.
    case horizon = "h"
  }

  /// What the statistic is compared with.
  public enum Distribution: Hashable, Sendable {
    case normal
    /// The limit of a Bartlett t whose lags stay the share `b` of the sample (Kiefer & Vogelsang 2005).
    case fixedB(Double)
    /// Its own values at this many shifts of the regressor.
    case shifts(Int)
    /// Its own values in this many resamples.
    case resamples(Int)

    /// One word for a document: `normal`, `fixed_b`, `shifts`, `resamples`.
    public var kind: String {
      switch self {
      case .normal: "normal"
      case .fixedB: "fixed_b"
      case .shifts: "shifts"
      case .resamples: "resamples"
      }
    }
  }

  /// Nil where no autocovariance enters.
  public let kernel: Kernel?
  /// Bars an autocovariance looks back at most; nil where none enters.
  public let lags: Int?
  public let correction: Correction
  public let distribution: Distribution

  public init(
    kernel: Kernel? = nil, lags: Int? = nil, correction: Correction = .none, distribution: Distribution = .normal
  ) {
    self.kernel = kernel
    self.lags = lags
    self.correction = correction
    self.distribution = distribution
  }
}

extension EstimatorMethod: CustomStringConvertible {
  /// As a table prints it: `Bartlett, 11 lags; normal`.
  public var description: String {
    var parts: [String] = []
    switch (kernel, lags) {
    case (let kernel?, let lags?): parts.append("\(kernel.rawValue.capitalized), \(lags) lag\(lags == 1 ? "" : "s")")
    case (let kernel?, nil): parts.append("\(kernel.rawValue.capitalized)")
    case (nil, let lags?): parts.append("\(lags) lag\(lags == 1 ? "" : "s")")
    case (nil, nil): break
    }
    if correction != .none { parts.append("x \(correction.rawValue)") }
    parts.append(distribution.description)
    return parts.joined(separator: "; ")
  }
}

extension EstimatorMethod.Distribution: CustomStringConvertible {
  public var description: String {
    switch self {
    case .normal: "normal"
    case .fixedB(let b): "fixed-b (b = \((b * 1e4).rounded() / 1e4))"
    case .shifts(let count): "counted over \(Double.counted(count, "shift"))"
    case .resamples(let count): "counted over \(Double.counted(count, "resample"))"
    }
  }
}
