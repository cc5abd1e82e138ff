import Statistics

/// One market of a panel by itself, to stand beside the pooled answer.
public struct PanelMarket: Sendable {
  public let market: String
  public let observations: Int
  /// Nil for a signal.
  public let contrast: RegimeContrast?
  public let meanAll: Double
  /// Rank coefficient over time; nil for a regime.
  public let spearman: Double?
  /// The slope by the estimators that a verdict rests on and the plain shift; empty when there is nothing to estimate.
  public let estimates: [EstimatorResult]
  /// The estimates less what they are on average where nothing is predicted: what the test log keeps.
  public let unbiased: [EstimatorResult]
  /// Why there is nothing to estimate.
  public let why: String?

  init(_ subject: StudySubject, _ member: PanelMember, bars: Int, horizon: Result<HorizonSample, any Error>) {
    market = member.market
    let known = zip(member.x, member.y).filter { !$0.isNaN && !$1.isNaN }.map(\.1)
    observations = known.count
    meanAll = Moments(known).mean
    switch horizon {
    case .success(let horizon):
      let sample = horizon.sample
      contrast = RegimeContrast(sample)
      let estimates = sample.estimates([Hodrick1BEstimator(), CircularShiftEstimator(), StudentisedShiftEstimator()])
      self.estimates = estimates
      unbiased = horizon.materialBias.map { sample.less($0, from: estimates) } ?? estimates
      if case .signal(let signal) = subject.values {
        spearman = Correlation.spearman(signal, horizon.returns).coefficient
      } else {
        spearman = nil
      }
      why = nil
    case .failure(let error):
      contrast = nil
      estimates = []
      unbiased = []
      spearman = nil
      why = Unavailable(error, subject, horizon: bars).why
    }
  }
}
