import Market
import Statistics

/// One horizon of a study of several markets.
public struct PanelHorizon: Sendable {
  public let forward: Interval
  public let bars: Int
  /// Rows over all markets on which both the signal and the forward return are known.
  public let observations: Int
  /// Stamps on which some market counts.
  public let stamps: Int
  public let meanAll: Double
  /// Nil for a signal.
  public let contrast: PanelContrast?
  /// The slope within markets: difference of means for a regime, return per unit for a signal.
  public let estimates: [EstimatorResult]
  /// What t is on average where nothing is predicted, where that is enough to matter: of signals that returns move.
  public let bias: BiasOfT?
  /// By estimator, in order of `estimates`; empty when calibration was not asked for.
  public let rejections: [NullRejection]
  public let verdict: Verdict
  public let markets: [PanelMarket]
  public let crossSection: Result<PanelCrossSection, Unavailable>

  init(_ subject: PanelSubject, forward: Interval, bars: Int, plan: StudyPlan) {
    self.forward = forward
    self.bars = bars
    let members = subject.members(bars: bars)
    markets = zip(subject.markets, members).map { market, member in
      PanelMarket(
        market, member, bars: bars, horizon: Result { try HorizonSample(market, forward: forward, bars: bars) })
    }
    contrast = subject.isRegime ? PanelContrast(members) : nil
    do {
      let sample = try PanelSample(members, horizon: bars)
      observations = sample.observations
      stamps = sample.stamps
      meanAll = sample.meanAll
      let estimates = sample.estimates()
      self.estimates = estimates
      let unit = subject.isRegime ? 1 : (sample.regressorSumOfSquares / Double(sample.observations)).squareRoot()
      let detectable = estimates.studentisedShift?.standardError.map {
        DetectableEffect.minimum(standardError: $0 * unit)
      }
      minimumDetectable = detectable
      let bias = subject.isRegime ? nil : sample.biasOfT()?.ifMaterial
      self.bias = bias
      rejections =
        plan.calibration > 0
        ? (try? sample.nullRejections(replicates: plan.calibration, seed: plan.seed)) ?? [] : []
      let few = subject.isRegime ? nil : MinimumSample.anecdote(rowsBehindSlope: sample.rowsBehindSlope)
      verdict =
        few.map { Verdict(Unavailable($0)) }
        ?? Verdict(
          bias.map { sample.less($0, from: estimates) } ?? estimates, rejections: rejections, candidates: .panel,
          episodes: contrast?.episodes, detectable: detectable, bias: bias)
      crossSection = Result { () throws(Unavailable) in
        try PanelCrossSection(
          sample, isRegime: subject.isRegime, calibration: plan.calibration, seed: plan.seed)
      }
    } catch {
      let reasons = markets.compactMap { market in market.why.map { "\(market.market): \($0)" } }
      let reason = Unavailable(reasons.isEmpty ? "\(error)" : reasons.joined(separator: "; "))
      observations = markets.reduce(0) { $0 + $1.observations }
      stamps = 0
      meanAll = .nan
      estimates = []
      bias = nil
      minimumDetectable = nil
      rejections = []
      verdict = Verdict(reason)
      crossSection = .failure(reason)
    }
  }

  /// The smallest true effect that would be found in four of five panels like this one, by the error of the estimator that
  /// decides: of a regime the difference of means, of a signal what goes with one standard deviation of it within its
  /// markets; nil without an error.
  public let minimumDetectable: Double?

}
