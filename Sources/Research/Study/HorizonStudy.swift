import Market
import Statistics

/// One horizon of a study.
public struct HorizonStudy: Sendable {
  public let forward: Interval
  public let bars: Int
  /// Bars on which both the signal and the forward return are known.
  public let observations: Int
  /// Nil for a signal.
  public let contrast: RegimeContrast?
  public let meanAll: Double
  /// The slope: difference of means for a regime, return per unit for a signal.
  public let estimates: [EstimatorResult]
  /// By estimator, in order of `estimates`; empty when calibration was not asked for.
  public let rejections: [NullRejection]
  public let shift: CircularShift?
  /// The smallest true difference that would be found in four of five samples like this one; nil without an error.
  public let minimumDetectable: Double?
  /// Rank and linear correlation with the forward return; nil for a regime.
  public let association: Association?
  public let verdict: Verdict
  /// Forward returns inside and outside the regime, for pictures.
  public let inside: [Double]
  public let outside: [Double]

  /// How a signal and what follows go together, over the whole sample: descriptive, not tradable.
  public struct Association: Sendable, Hashable {
    public let pearson: Double
    public let spearman: Double
    /// Mean forward return in each fifth of the signal, lowest first, by full-sample edges.
    public let fifths: [Double]
  }

  init(_ subject: StudySubject, closes: [Double], forward: Interval, bars: Int, calibration: Int, seed: UInt64) {
    self.forward = forward
    self.bars = bars
    let returns = Study.forwardReturns(closes, bars: bars)
    let y = zip(returns, subject.known).map { $1 ? $0 : .nan }
    let sample = Result { try Self.sample(subject, y: y, closes: closes, bars: bars) }
    let known = y.filter { !$0.isNaN }
    switch sample {
    case .failure(let error):
      observations = known.count
      contrast = nil
      meanAll = known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
      estimates = []
      rejections = []
      shift = nil
      minimumDetectable = nil
      association = nil
      (inside, outside) = ([], known)
      verdict = Verdict(impossible: error, subject: subject)
    case .success(let sample):
      observations = sample.observations
      let contrast = RegimeContrast(sample)
      self.contrast = contrast
      meanAll = contrast?.meanAll ?? known.reduce(0, +) / Double(max(known.count, 1))
      estimates = sample.estimates()
      rejections =
        calibration > 0 ? (try? NullRejection.estimate(sample, replicates: calibration, seed: seed)) ?? [] : []
      shift = try? CircularShift(sample)
      minimumDetectable = estimates.first { $0.name == Hodrick1BEstimator().name }?.standardError
        .map { DetectableEffect.minimum(standardError: $0) }
      switch subject.values {
      case .regime(let holds):
        inside = y.indices.filter { holds[$0] && !y[$0].isNaN }.map { y[$0] }
        outside = y.indices.filter { !holds[$0] && !y[$0].isNaN }.map { y[$0] }
        association = nil
      case .signal(let values):
        (inside, outside) = ([], known)
        association = Association(values, y)
      }
      verdict = Verdict(estimates, episodes: contrast?.episodes)
    }
  }

  private static func sample(
    _ subject: StudySubject, y: [Double], closes: [Double], bars: Int
  ) throws -> ForwardSample {
    let next = Study.forwardReturns(closes, bars: 1)
    switch subject.values {
    case .regime(let holds):
      return try ForwardSample(regime: holds, present: subject.known, y: y, nextReturns: next, horizon: bars)
    case .signal(let values):
      return try ForwardSample(signal: values, y: y, nextReturns: next, horizon: bars)
    }
  }
}

extension HorizonStudy.Association {
  init?(_ signal: [Double], _ y: [Double]) {
    let rows = signal.indices.filter { !signal[$0].isNaN && !y[$0].isNaN }
    guard rows.count >= 50 else { return nil }
    let known = rows.map { signal[$0] }
    pearson = Correlation.pearson(known, rows.map { y[$0] }).coefficient
    spearman = Correlation.spearman(known, rows.map { y[$0] }).coefficient
    let order = rows.sorted { (signal[$0], $0) < (signal[$1], $1) }
    fifths = (0..<5).map { fifth in
      let part = order[order.count * fifth / 5..<order.count * (fifth + 1) / 5]
      return part.reduce(0) { $0 + y[$1] } / Double(part.count)
    }
  }
}
