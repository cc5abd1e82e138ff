import Numerics
import Replay
import Statistics

/// The trial a sweep would have one take, and what its own returns say of it, before anybody asks how many were tried.
public struct BestTrial: Sendable, Hashable {
  /// Its number in the space.
  public let point: Int
  /// UTC days of its record.
  public let days: Int
  /// Days on which it lost; nil when its returns are not at hand.
  public let losingDays: Int?
  /// UTC-daily, × √365.
  public let sharpeAnnual: Double
  /// 95% lower bound, one-sided, for days without autocorrelation: the figure `sharpe_lower`.
  public let lowerAnnual: Double
  /// Correlation of neighbouring days; nil when its returns are not at hand.
  public let autocorrelation: Double?
  /// The lower bound with that autocorrelation counted (López de Prado, Lipton & Zoonekynd 2025).
  public let lowerAutocorrelatedAnnual: Double?
  /// Probability that the true ratio is above zero, adjusted for autocorrelation where its days are at hand.
  public let probability: Double
  /// Days of record its ratio would need to be above zero at 95%, the same counted; nil when it is not above zero at all.
  public let minimumTrackRecordDays: Double?
  let estimate: SharpeEstimate

  /// - Parameter returns: its daily returns, when they are at hand.
  /// - Throws: when it has no Sharpe ratio.
  public init(point: Int, figures: Figures, returns: [Double]? = nil) throws(Unavailable) {
    guard let estimate = SharpeEstimate(figures, memory: returns.flatMap { SharpeMemory($0) }) else {
      throw Unavailable(figures.trades == 0 ? "it never traded" : "it has no Sharpe ratio")
    }
    let rho = returns.map { Correlation.pearson(Array($0.dropFirst()), Array($0.dropLast())).coefficient }
    let known = rho.flatMap { abs($0) < 1 ? $0 : nil }
    self.point = point
    self.estimate = estimate
    days = figures.days
    losingDays = returns.map { $0.count { $0 < 0 } }
    probability = estimate.probabilisticSharpe()
    sharpeAnnual = estimate.perBar * Annual.root
    lowerAnnual = estimate.lowerBound() * Annual.root
    autocorrelation = known
    lowerAutocorrelatedAnnual = known.map { rho in
      SharpeEstimate(
        perBar: estimate.perBar, observations: figures.days, skewness: estimate.skewness, kurtosis: estimate.kurtosis,
        autocorrelation: rho
      ).lowerBound() * Annual.root
    }
    let record = estimate.minimumTrackRecord()
    minimumTrackRecordDays = record.isFinite ? record : nil
  }
}

/// What the best trial's Sharpe ratio is worth as the best of `count` trials. All ratios are of UTC-daily returns and
/// annualised by √365.
public struct DeflatedSharpe: Sendable, Hashable {
  /// How many trials it was taken as the best of.
  public let count: Double
  /// What the best of as many independent trials without skill would be expected to show.
  public let expectedBestAnnual: Double
  /// Probability that the true ratio is above that (Bailey & López de Prado 2014), adjusted for autocorrelation where its days
  /// are at hand.
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
