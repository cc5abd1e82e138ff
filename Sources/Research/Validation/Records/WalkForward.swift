import Market
import Replay
import Signals
import Statistics

/// Parameters chosen again and again on the past, and what each choice earned next.
public struct WalkForward: Sendable {
  /// One choice and its future.
  public struct Window: Sendable {
    /// Nil when there is but one parameter set, which nobody had to choose.
    public let train: Range<Int>?
    public let test: Range<Int>
    /// Number of the chosen set; nil when no set traded in the train window, and then the test window is spent flat.
    public let chosen: Int?
    /// The figure it was chosen by, and what it would have you believe.
    public let trainScore: Double?
    public let trainSums: DailySums
    /// Returns of the days of the test window, from the stitched replay.
    public let testReturns: [Double]
    public let testSums: DailySums
    /// Positions decided on.
    public let entries: Int
    /// The share of the other sets that did worse in the test window, by Sharpe ratio.
    public let rank: Double?
    /// Median annual Sharpe ratio of all sets in the test window.
    public let medianSharpe: Double?
    /// Median annual Sharpe ratio, in the test window, of the sets one step from the chosen one.
    public let neighbourSharpe: Double?
  }

  public let lengths: WalkForwardLengths?
  public let windows: [Window]
  public let record: StitchedRecord
  /// The share of all sets that, kept from beginning to end of the test windows, did worse than choosing anew; by Sharpe
  /// ratio. Nil when there is one set.
  public let fixedSetsBeaten: Double?

  /// - Parameters:
  ///   - numbers: of the folds: one a window, then one whose test rows are those of all windows.
  init(
    _ replays: TrialReplays, folds all: Range<Int>, of folds: [Fold], lengths: WalkForwardLengths?, choices: Choices
  ) throws(Problem) {
    let numbers = all.dropLast()
    let tests = numbers.map { folds[$0].test[0] }
    var lists: [DecisionList] = []
    var entries: [Int] = []
    for (number, test) in zip(numbers, tests) {
      let list = try choices.chosen[number].map { point throws(Problem) in try replays.decisions(of: point, on: test) }
      lists += [list].compactMap(\.self)
      entries.append(list?.entries.count ?? 0)
    }
    record = try StitchedRecord(
      replays, windows: tests, decisions: DecisionList(joining: lists),
      costsOf: numbers.lazy.compactMap { choices.chosen[$0] }.first ?? 0)
    self.lengths = lengths

    var left = record.returns[...]
    var windows: [Window] = []
    for (index, number) in numbers.enumerated() {
      let days = Timeline(tests[index], of: replays.tape.grid).days
      let returns = Array(left.prefix(days))
      left = left.dropFirst(days)
      let chosen = choices.chosen[number]
      windows.append(
        Window(
          train: folds[number].train.first, test: tests[index], chosen: chosen, trainScore: choices.score(number),
          trainSums: try choices.trainSums(number, replays), testReturns: returns, testSums: DailySums(returns),
          entries: entries[index], rank: chosen.flatMap { choices.table.rank(of: $0, number) },
          medianSharpe: choices.table.medianTestSharpe(number),
          neighbourSharpe: chosen.flatMap { point in
            let near = Quantiles(
              replays.candidates.neighbours(of: point).map { choices.table.testSharpe(of: $0, number) }
            ).median
            return near.isNaN ? nil : near
          }))
    }
    self.windows = windows
    let stitched = record.sums.sharpeAnnual ?? 0
    let whole = (0..<choices.table.sets).map { choices.table.testSharpe(of: $0, numbers.endIndex) }
      .filter { !$0.isNaN }
    fixedSetsBeaten =
      choices.table.sets > 1 && !whole.isEmpty
      ? Double(whole.count { $0 < stitched }) / Double(whole.count) : nil
  }

  /// Mean daily return out of sample over that of the chosen sets in their train windows (Pardo 2008): 1 keeps all that
  /// was promised.
  ///
  /// - Throws: where nothing was promised, or no more than the error of what was: a quotient of next to nothing has two
  ///   decimals and no meaning.
  public var efficiency: Result<Double, Unavailable> {
    let trained = windows.reduce(DailySums()) { $0 + $1.trainSums }
    guard trained.days > 0, trained.mean > 0 else {
      return .failure(Unavailable("the chosen sets earned nothing in their train windows"))
    }
    // Train windows overlap: a day in four of them is one day.
    let rows = windows.compactMap(\.train)
    let seen = (rows.map(\.upperBound).max() ?? 0) - (rows.map(\.lowerBound).min() ?? 0)
    let repeated = Double(rows.reduce(0) { $0 + $1.count }) / Double(max(1, seen))
    guard let error = trained.meanError(countedTimes: max(1, repeated)), trained.mean > error else {
      return .failure(
        Unavailable("what the chosen sets earned in their train windows is within its own error of nothing"))
    }
    return .success(record.sums.mean / trained.mean)
  }

  /// The mean rank of the chosen sets among all in the windows that followed: 0.5 is what picking blindly gives.
  public var meanRank: Double? {
    let ranks = windows.compactMap(\.rank)
    return ranks.isEmpty ? nil : ranks.reduce(0, +) / Double(ranks.count)
  }

  /// Windows whose set is not that of the window before.
  public var changes: Int { zip(windows, windows.dropFirst()).count { $0.chosen != $1.chosen } }
}
