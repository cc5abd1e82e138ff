import Replay
import Statistics

/// What the best of many trials is worth, given that it is the best of many.
public struct SweepHonesty: Sendable, Hashable {
  /// Trials with a Sharpe ratio; those that never traded have none.
  public let rated: Int
  /// The best UTC-daily Sharpe, × √365.
  public let bestSharpeAnnual: Double
  /// What the best of as many independent trials without skill would be expected to show, × √365.
  public let expectedBestAnnual: Double
  /// Probability that the best trial's true Sharpe is above that (Bailey & López de Prado 2014). Every trial counts as
  /// independent, which neighbours in a grid are not: the true figure is higher.
  public let deflatedSharpe: Double
  /// Days of record the best trial would need for its Sharpe to differ from zero at 95 %; infinite when it is not positive.
  public let minimumTrackRecordDays: Double

  /// Nil with fewer than two trials that have a Sharpe ratio.
  public init?(_ trials: [Trial]) {
    let rated = trials.compactMap { trial in
      trial.figures.flatMap { figures in figures.sharpeDaily.map { (figures, $0) } }
    }
    guard rated.count >= 2, let best = rated.max(by: { $0.1 < $1.1 }) else { return nil }
    let n = Double(rated.count)
    let mean = rated.reduce(0) { $0 + $1.1 } / n
    let variance = rated.reduce(0) { $0 + ($1.1 - mean) * ($1.1 - mean) } / (n - 1)
    let field = SharpeTrials(count: Double(trials.count), variance: variance)
    let estimate = SharpeEstimate(
      perBar: best.1, observations: best.0.days, skewness: best.0.skewDaily ?? 0, kurtosis: best.0.kurtosisDaily ?? 3)
    self.rated = rated.count
    bestSharpeAnnual = best.1 * 365.0.squareRoot()
    expectedBestAnnual = field.expectedMaximum * 365.0.squareRoot()
    deflatedSharpe = estimate.deflatedSharpe(field)
    minimumTrackRecordDays = estimate.minimumTrackRecord()
  }
}
