import Foundation

/// Whether picking the best of these trials on one half of the sample tells anything about the other half: the
/// probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado & Zhu
/// 2017, Journal of Computational Finance 20(4)).
///
/// For every split of the blocks into two halves, n* is the trial with the largest Sharpe ratio in sample, ω its rank out
/// of sample over N + 1 (1 is worst, ties share the average rank) and λ = ln(ω/(1 - ω)). PBO is the share of splits with
/// λ ≤ 0: how often the choice lands in the lower half. It is near one half when trials are noise, and also when all of them are
/// equally good, so read it with the Sharpe ratios themselves.
///
/// Trials that tie for the best in sample are picked together: the mean of their Sharpe ratios out of sample is ranked.
/// A trial that stands still throughout a half has a Sharpe ratio of zero there.
public struct BacktestOverfitting: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    /// Sharpe ratio per period of the trial picked, where it was picked and where it was not.
    public let inSample: Double
    public let outOfSample: Double
  }

  public let plan: SplitPlan
  /// N.
  public let trials: Int
  /// One a split.
  public let points: [Point]
  /// λ, one a split.
  public let logits: [Double]
  /// PBO.
  public let probability: Double
  /// Share of splits on which the trial picked loses out of sample.
  public let probabilityOfLoss: Double
  /// Least squares of out-of-sample on in-sample Sharpe ratios over the splits; NaN when those in sample do not vary.
  public let degradation: Degradation
  public let dominance: StochasticDominance

  public struct Degradation: Sendable, Hashable {
    public let slope: Double
    /// Per period.
    public let intercept: Double
    public let rSquared: Double
    /// Of the slope, by least squares over as many splits as there are blocks: splits share their blocks, and thousands of
    /// them are made of sixteen. A guide to whether the slope is anything, no test. NaN where the slope is.
    public let standardError: Double

    /// Whether the slope is no further from zero than its own error.
    public var isWithinError: Bool { !(abs(slope) > standardError) }
  }

  /// - Parameters:
  ///   - blocks, purge: see `SplitPlan`.
  /// - Throws: what `SplitPlan` throws; `tooFewObservations` with fewer than two trials that traded.
  /// - Complexity: O(splits × S × trials) additions, over all cores; 12,870 splits of 2,000 trials take a tenth of a second
  ///   or two on one.
  public init(_ returns: TrialReturns, blocks: Int? = nil, purge: Int = 0) throws {
    let plan = try SplitPlan(rows: returns.rows, blocks: blocks, purge: purge)
    guard returns.count > 1 else { throw StatisticsError.tooFewObservations(have: returns.count, need: 2) }
    let sums = BlockSums(returns, blocks: plan.blocks, purge: purge)
    let divisions = plan.divisions
    let perTask = 128
    let stride = max(1, divisions.count / StochasticDominance.leastDivisions)
    let tasks = concurrentMap((divisions.count + perTask - 1) / perTask) { task in
      let mine = task * perTask..<min((task + 1) * perTask, divisions.count)
      return SplitOutcomes(mine, of: divisions, plan: plan, sums: sums, stride: stride)
    }
    let points = tasks.flatMap(\.points)
    let logits = tasks.flatMap(\.logits)
    let splits = Double(points.count)
    self.plan = plan
    self.points = points
    self.logits = logits
    trials = returns.count
    probability = Double(logits.count { $0 <= 0 }) / splits
    probabilityOfLoss = Double(points.count { $0.outOfSample < 0 }) / splits
    degradation = Degradation(points, blocks: plan.blocks)
    dominance = StochasticDominance(
      of: points.map(\.outOfSample), over: tasks.reduce(into: RatioCounts()) { $0.add($1.all) })
  }
}

extension BacktestOverfitting.Degradation {
  init(_ points: [BacktestOverfitting.Point], blocks: Int) {
    let count = Double(points.count)
    let meanIn = Sums.sum(points.map(\.inSample)) / count
    let meanOut = Sums.sum(points.map(\.outOfSample)) / count
    let x = points.map { $0.inSample - meanIn }
    let y = points.map { $0.outOfSample - meanOut }
    let xx = Sums.squares(x)
    let yy = Sums.squares(y)
    let xy = Sums.products(x, y)
    slope = xx > 0 ? xy / xx : .nan
    intercept = meanOut - slope * meanIn
    rSquared = xx > 0 && yy > 0 ? xy * xy / (xx * yy) : .nan
    let residual = max(0, yy - (xx > 0 ? xy * xy / xx : 0))
    standardError = xx > 0 && blocks > 2 ? (residual / xx / Double(blocks - 2)).squareRoot() : .nan
  }
}
