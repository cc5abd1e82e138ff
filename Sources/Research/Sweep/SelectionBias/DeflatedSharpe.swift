import Numerics
import Statistics

/// What the best trial's Sharpe ratio is worth as the best of `count` trials. All ratios are of UTC-daily returns and
/// annualised by √365.
public struct DeflatedSharpe: Sendable, Hashable {
  /// How many trials it was taken as the best of.
  public let count: Double
  /// What the best of as many independent trials without skill would be expected to show.
  public let expectedBestAnnual: Double
  /// Probability that the true ratio is above that (Bailey & López de Prado 2014).
  public let probability: Double
  /// Years of data below which the best of as many worthless trials is expected to show what this one shows (Bailey,
  /// Borwein, López de Prado & Zhu 2014); nil when it shows nothing above zero.
  public let minimumBacktestYears: Double?

  /// - Parameters:
  ///   - count: of independent trials.
  ///   - variance: over the trials, of their daily Sharpe ratios.
  public init(_ best: BestTrial, count: Double, variance: Double) {
    let trials = SharpeTrials(count: count, variance: variance)
    self.count = count
    expectedBestAnnual = trials.expectedMaximum * Annual.root
    probability = best.estimate.deflatedSharpe(trials)
    minimumBacktestYears =
      best.sharpeAnnual > 0
      ? SharpeTrials.minimumBacktestYears(count: count, expectedMaximum: best.sharpeAnnual) : nil
  }
}
