import Numerics
import Replay
import Statistics

/// How sure the Sharpe ratio of one run is, were it the only one ever made.
public struct SamplingError: Sendable, Hashable {
  /// UTC-daily, × √365.
  public let sharpeAnnual: Double
  /// 95%, two-sided, annualised; the wider of that of independent days and that which counts their memory.
  public let interval: ClosedRange<Double>
  /// That the true ratio is above zero, the same counted.
  public let probability: Double
  public let days: Int

  /// - Throws: for a run without a Sharpe ratio, or of too few days to tell what they share.
  public init(_ run: Run) throws(Unavailable) {
    guard run.figures.sharpeAnnual != nil else {
      throw Unavailable(run.trades.isEmpty ? "no trade was made" : "the run has no Sharpe ratio")
    }
    guard let memory = SharpeMemory(run.daily.map(\.dailyReturn)),
      let estimate = SharpeEstimate(run.figures, memory: memory)
    else { throw Unavailable("\(run.figures.days) days are too few") }
    let interval = estimate.interval()
    sharpeAnnual = estimate.perBar * Annual.root
    self.interval = interval.lowerBound * Annual.root...interval.upperBound * Annual.root
    probability = estimate.probabilisticSharpe()
    days = run.figures.days
  }
}
