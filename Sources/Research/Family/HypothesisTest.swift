import Market
import Statistics

/// What the data say about one hypothesis.
public struct HypothesisTest: Sendable {
  public let hypothesis: Hypothesis
  public let isRegime: Bool
  /// Bars on which both the signal and the forward return are known.
  public let observations: Int
  /// Nil for a signal.
  public let barsIn: Int?
  public let episodes: Int?
  /// Forward return in the regime less outside, or per standard deviation of a signal, as a fraction; nil where there is
  /// nothing to compare.
  public let effect: Double?
  /// Of the effect, by Hodrick 1B.
  public let standardError: Double?
  /// What t is on average where nothing is predicted, where that is enough to matter.
  public let bias: BiasOfT?
  /// p of the two estimators that keep their size, of t and of the slope less that bias, in the direction declared and
  /// two-sided.
  public let hodrick: Tails?
  public let circular: Tails?
  /// Why no p can be believed, if so: too few episodes, a constant signal, too little data.
  public let cannotSay: String?
  /// What it shows, as far as it takes to ask whether any market has given that.
  public let claim: ForwardClaim?
  /// What each bar of the window adds to the evidence; nil where nothing can be said.
  let contributions: [Double]?

  /// One p in the direction declared, and what it would be without one.
  public struct Tails: Sendable, Hashable {
    public let declared: Double
    public let twoSided: Double
  }

  /// The larger of the two p-values in the declared direction: a finding needs both, and the chance that both reject
  /// falsely is at most that of the one that is harder to convince. Nil when nothing can be said.
  public var p: Double? { Self.larger(hodrick?.declared, circular?.declared, unless: cannotSay) }

  /// The same without a direction, for counting looks: whoever looks sees both.
  public var twoSidedP: Double? { Self.larger(hodrick?.twoSided, circular?.twoSided, unless: cannotSay) }

  private static func larger(_ a: Double?, _ b: Double?, unless reason: String?) -> Double? {
    guard let a, let b, reason == nil else { return nil }
    return max(a, b)
  }

  /// - Parameter bars: the horizon, in bars of the subject's frame.
  public init(_ hypothesis: Hypothesis, on subject: StudySubject, bars: Int) {
    self.hypothesis = hypothesis
    isRegime = subject.isRegime
    let sample: ForwardSample
    do {
      sample = try HorizonSample(subject, forward: hypothesis.forward, bars: bars).sample
    } catch {
      observations = 0
      (barsIn, episodes, effect, standardError, hodrick, circular, contributions) = (nil, nil, nil, nil, nil, nil, nil)
      claim = nil
      bias = nil
      cannotSay = Unavailable(error, subject, horizon: bars).why
      return
    }
    let contrast = RegimeContrast(sample)
    observations = sample.observations
    barsIn = contrast?.barsIn
    episodes = contrast?.episodes
    let unit = isRegime ? 1 : sample.regressorDeviation
    effect = sample.fit.slope * unit
    let alternative = hypothesis.direction.alternative
    let estimate = try? Hodrick1BEstimator().estimate(sample)
    standardError = estimate?.standardError.map { $0 * unit }
    claim = ForwardClaim(sample, t: estimate?.t, of: subject)
    bias = subject.materialBias(bars: bars)
    let less = bias?.t ?? 0
    let slopeBias = less * (estimate?.standardError ?? 0)
    hodrick = estimate?.t.map {
      Tails(declared: alternative.normalP($0 - less), twoSided: Alternative.either.normalP($0 - less))
    }
    let shift = Result { try CircularShift(sample, less: slopeBias) }
    circular = (try? shift.get()).map { Tails(declared: $0.p(alternative), twoSided: $0.p) }
    let contributions = try? sample.contributions(on: subject.frame.evaluation)
    if let few = MinimumSample.cannotJudge(sample, contrast) {
      cannotSay = few
    } else if case .failure(let error) = shift {
      cannotSay = "circular shift: \(error)"
    } else if hodrick == nil || contributions == nil {
      cannotSay = "Hodrick 1B has no standard error here"
    } else {
      cannotSay = nil
    }
    self.contributions = cannotSay == nil ? contributions : nil
  }
}
