import Market

/// The folds of all parts of a validation in one list, so that one table of scores serves them all.
struct FoldLayout {
  /// The first trains and tests on everything.
  private(set) var folds: [Fold]
  private let rows: Range<Int>

  /// Less than this to train on, in UTC days, and a Sharpe ratio is noise around noise.
  static let leastTrainDays = 10
  /// Less than this in all, and there is nothing to cut.
  static let leastDays = 20

  init(whole rows: Range<Int>) {
    self.rows = rows
    folds = [Fold(train: [rows], test: [rows])]
  }

  /// Where a walk-forward's folds are: one a window, then one whose test rows are those of all windows.
  struct Walk {
    let folds: Range<Int>
    let lengths: WalkForwardLengths?
  }

  /// Where the folds of group splits are.
  struct Splits {
    let folds: Range<Int>
    let splits: GroupSplits
  }

  mutating func walkForward(
    _ timeline: Timeline, _ plan: ValidationPlan, sets: Int
  ) throws(Problem) -> Result<Walk, Unavailable> {
    guard sets > 1 else {
      // With nothing to choose, everything is out of sample.
      let fold = Fold(train: [], test: [rows])
      return .success(Walk(folds: append([fold, fold]), lengths: nil))
    }
    guard plan.lengths != nil || timeline.days >= Self.leastDays else { return .failure(Self.tooShort(timeline)) }
    let lengths = plan.lengths ?? .standard(days: timeline.days)
    let windows = try lengths.folds(timeline, gap: plan.horizon ?? 0)
    let all = Fold(train: [], test: windows.flatMap(\.test))
    return .success(Walk(folds: append(windows + [all]), lengths: lengths))
  }

  mutating func splits(
    _ timeline: Timeline, _ plan: ValidationPlan, _ purge: Purge, held: Int, sets: Int
  ) throws(Problem) -> Result<Splits, Unavailable> {
    guard sets > 1 else {
      return .failure(Unavailable("there is one parameter set, so nothing is chosen and nothing can be overfitted"))
    }
    guard timeline.days >= Self.leastDays else { return .failure(Self.tooShort(timeline)) }
    let splits = try GroupSplits(timeline, groups: plan.groups, held: held)
    let folds = splits.folds(purge, in: rows)
    let least = Self.leastTrainDays * rows.count / timeline.days
    if let index = folds.firstIndex(where: { $0.trainRows < least }) {
      let fold = folds[index]
      return .failure(
        Unavailable(
          "\(fold.trainRows) of \(rows.count) bars are left to train on when group \(splits.combinations[index].map { "\($0 + 1)" }.joined(separator: " and ")) of \(plan.groups) is held out: \(fold.testRows) are tested, \(fold.removed.outcome) have outcomes there, \(fold.removed.lookBack) look back there, \(fold.removed.embargo) are under embargo; fewer --groups, a shorter --horizon or --embargo, or more data would leave more"
        ))
    }
    return .success(Splits(folds: append(folds), splits: splits))
  }

  private mutating func append(_ more: [Fold]) -> Range<Int> {
    folds += more
    return folds.count - more.count..<folds.count
  }

  private static func tooShort(_ timeline: Timeline) -> Unavailable {
    Unavailable("\(timeline.days) days are too few to cut into parts (at least \(leastDays) are asked for)")
  }
}
