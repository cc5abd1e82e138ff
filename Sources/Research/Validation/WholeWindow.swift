import Market
import Statistics

/// The set that is best on all of the data, and what it promises: the figure that a search without a test would report.
public struct WholeWindow: Sendable {
  /// Nil when no set traded.
  public let chosen: Int?
  public let score: Double?
  /// UTC-daily returns over the whole evaluation.
  public let returns: [Double]
  public let sums: DailySums
  /// Sets that traded: what the best was picked from.
  public let trials: Int
  /// What the best of as many independent sets without skill would show, annual.
  public let expectedBestSharpe: Double?
  /// Probability that the chosen set's true Sharpe ratio is above that (Bailey & López de Prado 2014). Every set counts as
  /// independent, which neighbours in a grid are not: the true figure is higher.
  public let deflatedSharpe: Double?

  /// - Parameter fold: trains and tests on all rows.
  init(_ replays: TrialReplays, fold: Int, choices: Choices) throws(Problem) {
    chosen = choices.chosen[fold]
    score = choices.score(fold)
    returns =
      try chosen.map { point throws(Problem) in
        try replays.returns(of: point, on: [replays.stretch(replays.tape.rows)])[0]
      } ?? []
    sums = DailySums(returns)
    // A set that never traded shows as zero in the table; none that traded is zero to the last bit.
    let sharpes = (0..<choices.table.sets).map { choices.table.testSharpe(of: $0, fold) / DailySums.yearRoot }
      .filter { $0 != 0 && !$0.isNaN }
    trials = sharpes.count
    guard let estimate = sums.estimate else {
      (expectedBestSharpe, deflatedSharpe) = (nil, nil)
      return
    }
    let spread = sharpes.count > 1 ? Moments(sharpes).variance(ddof: 1) : 0
    let field = SharpeTrials(count: Double(sharpes.count), variance: spread)
    expectedBestSharpe = field.expectedMaximum * DailySums.yearRoot
    deflatedSharpe = estimate.deflatedSharpe(field)
  }
}
