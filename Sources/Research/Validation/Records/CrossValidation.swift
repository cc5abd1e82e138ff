import Market
import Replay
import Statistics

/// Parameters chosen on all that is left when some groups of days are held out, and what they earned there.
///
/// With one group held out at a time this is purged k-fold and gives one path through the data; with more, each group is
/// held out by several splits and their choices make several paths (López de Prado 2018, ch. 12).
public struct CrossValidation: Sendable {
  public struct Split: Sendable {
    public let fold: Fold
    /// Numbers of the groups held out.
    public let groups: [Int]
    /// Nil when no set traded on the train rows.
    public let chosen: Int?
    public let trainScore: Double?
    public let trainSums: DailySums
    /// The chosen set on the groups held out, each closed at its end.
    public let testSums: DailySums
    /// The share of the other sets that did worse there, by Sharpe ratio.
    public let rank: Double?
  }

  /// Every group once, each with parameters that were chosen without it.
  public struct Path: Sendable, Hashable {
    /// By group: the set that was used.
    public let sets: [Int?]
    /// UTC-daily, all days of the evaluation in order.
    public let returns: [Double]
    public let sums: DailySums

    /// Equity after each day, the start being 1.
    public var equity: [Double] { compounded(returns) }
  }

  public let splits: GroupSplits
  public let outcomes: [Split]
  public let paths: [Path]
  /// Midnights of the days of a path.
  public let days: [Instant]

  init(
    _ replays: TrialReplays, _ splits: GroupSplits, folds: Range<Int>, choices: Choices
  ) throws(Problem) {
    var earned: [Place: [Double]] = [:]
    func returns(_ set: Int?, _ group: Int) throws(Problem) -> [Double] {
      let rows = splits.groups[group]
      guard let set else { return replays.stretch(rows).flat }
      if let known = earned[Place(set: set, group: group)] { return known }
      let returns = try replays.replay(
        try replays.decisions(of: set, on: rows), on: rows, costsOf: set
      ).returns
      earned[Place(set: set, group: group)] = returns
      return returns
    }
    var outcomes: [Split] = []
    for (number, groups) in zip(folds, splits.combinations) {
      let chosen = choices.chosen[number]
      var test = DailySums()
      for group in groups { test = test + DailySums(try returns(chosen, group)) }
      outcomes.append(
        Split(
          fold: choices.folds[number], groups: groups, chosen: chosen, trainScore: choices.score(number),
          trainSums: try choices.trainSums(number, replays), testSums: test,
          rank: chosen.flatMap { choices.table.rank(of: $0, number) }))
    }
    var paths: [Path] = []
    for assignment in splits.assignments {
      let sets = assignment.map { outcomes[$0].chosen }
      var all: [Double] = []
      for (group, set) in sets.enumerated() { all += try returns(set, group) }
      paths.append(Path(sets: sets, returns: all, sums: DailySums(all)))
    }
    self.splits = splits
    self.outcomes = outcomes
    self.paths = paths
    days = splits.groups.flatMap { rows in
      let days = ReturnDays(rows, of: replays.tape.grid)
      return (days.first...days.last).map {
        Instant(milliseconds: Int64($0) * Interval.day.milliseconds)
      }
    }
  }

  private struct Place: Hashable {
    let set: Int
    let group: Int
  }

  /// Rows taken out of train sets, over all splits.
  public var removed: PurgedRows { outcomes.reduce(PurgedRows()) { $0 + $1.fold.removed } }

  /// Annual Sharpe ratio of each path; 0 for one that never traded.
  public var pathSharpes: [Double] { paths.map { $0.sums.sharpeAnnual ?? 0 } }

  public var medianPathSharpe: Double? { paths.isEmpty ? nil : Quantiles(pathSharpes).median }

  /// The share of paths that do not earn: a Sharpe ratio of zero or less.
  public var losingShare: Double {
    Double(pathSharpes.count { $0 <= 0 }) / Double(max(1, paths.count))
  }

  /// The share of splits in which the chosen set did no better than half of the others on the groups held out: by choosing
  /// blindly, half.
  public var belowMedianShare: Double? {
    let ranks = outcomes.compactMap(\.rank)
    return ranks.isEmpty ? nil : Double(ranks.count { $0 <= 0.5 }) / Double(ranks.count)
  }
}
