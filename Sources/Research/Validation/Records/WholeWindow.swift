import Market
import Numerics
import Statistics

/// The set that is best on all of the data, and what it promises: the figure that a search without a test would report.
public struct WholeWindow: Sendable {
  /// Nil when no set traded.
  public let chosen: Int?
  public let score: Double?
  /// UTC-daily returns over the whole evaluation.
  public let returns: [Double]
  public let sums: DailySums
  /// How many independent sets those that traded amount to (`EffectiveTrials`), from as many of them as were looked at;
  /// nil when none traded.
  public let effectiveTrials: Double?
  public let sampled: Int
  /// What the best of so many independent sets without skill would show, annual.
  public let expectedBestSharpe: Double?
  /// Probability that the chosen set's true Sharpe ratio is above that (Bailey & López de Prado 2014); nil of fewer than
  /// `MinimumSample.days` days, as a sweep says none of them either.
  public let deflatedSharpe: Double?
  /// Over the sets looked at, of their Sharpe ratios per day.
  private let variance: Double

  /// Sets whose daily returns are looked at: beyond these, neighbours tell the same story.
  static let mostSampled = 1000

  /// - Parameter fold: trains and tests on all rows.
  init(_ replays: TrialReplays, fold: Int, choices: Choices) throws {
    let all = [replays.stretch(replays.tape.rows)]
    chosen = choices.chosen[fold]
    score = choices.score(fold)
    returns = try chosen.map { try replays.returns(of: $0, on: all)[0] } ?? []
    sums = DailySums(returns)

    let looked = TrialSample.choice(from: 0..<replays.candidates.count, best: chosen, most: Self.mostSampled)
    let sample = concurrentMap(looked.count) { index in try? replays.returns(of: looked[index], on: all)[0] }
      .compactMap(\.self)
    sampled = sample.count
    guard returns.count >= MinimumSample.days, let estimate = sums.estimate, let field = try? TrialReturns(sample),
      field.count > 0
    else {
      (effectiveTrials, expectedBestSharpe, deflatedSharpe, variance) = (nil, nil, nil, 0)
      return
    }
    let effective = try EffectiveTrials(field).count
    let sharpes = sample.compactMap { DailySums($0).estimate?.perBar }
    variance = sharpes.count > 1 ? Moments(sharpes).variance(ddof: 1) : 0
    let trials = SharpeTrials(count: effective, variance: variance)
    effectiveTrials = effective
    expectedBestSharpe = trials.expectedMaximum * Annual.root
    deflatedSharpe = estimate.deflatedSharpe(trials)
  }

  /// The same were `count` trials ever run on these data independent, as a sweep says it of itself; nil where there is nothing
  /// that says how far trials lie apart.
  public func deflatedSharpe(asBestOf count: Int) -> Double? {
    guard deflatedSharpe != nil, variance > 0, let estimate = sums.estimate else { return nil }
    return estimate.deflatedSharpe(SharpeTrials(count: Double(count), variance: variance))
  }
}
