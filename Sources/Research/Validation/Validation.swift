import Market
import Replay
import Statistics

/// Whether choosing parameters on the past works on the future: the choice made again and again with some of the data held
/// out, nulls beside what came of it, and a verdict.
public struct Validation: Sendable {
  public let replays: TrialReplays
  public let plan: ValidationPlan
  public let timeline: Timeline
  /// How long the sets hold; nil when none ever held anything.
  public let holding: HoldingTimes?
  public let purge: Purge
  /// Sets that cannot be run, and why; they are never chosen.
  public let failures: [Int: String]
  public let whole: WholeWindow
  public let walkForward: Result<WalkForward, Unavailable>
  public let kFold: Result<CrossValidation, Unavailable>
  public let combinatorial: Result<CrossValidation, Unavailable>
  public let nulls: Result<NullStrategies, Unavailable>
  /// The record out of sample against the plan's benchmark; nil where none is named.
  public let against: Result<BenchmarkComparison, Unavailable>?
  public let checks: ValidationChecks

  /// - Parameters:
  ///   - lookBack: bars before its own that a row's signals read, the most of all sets.
  ///   - progress: told how many sets have been replayed on all folds.
  /// - Throws: a `Problem` for lengths or counts that were asked for and cannot be, for bars longer than a day, and when no
  ///   set can be run.
  public init(
    _ replays: TrialReplays, plan: ValidationPlan, lookBack: Int, progress: (Int) -> Void = { _ in }
  ) throws {
    let tape = replays.tape
    guard tape.grid.interval <= .day else {
      throw Problem(
        "validation works on UTC days, and bars of \(tape.grid.interval) are longer",
        remedy: "give --interval 1d or less")
    }
    let timeline = Timeline(tape.rows, of: tape.grid)
    let holding = HoldingTimes(replays)
    purge = Purge(
      horizon: plan.horizon ?? holding.map { $0.longBars + 1 } ?? 0, lookBack: lookBack,
      embargo: plan.embargo ?? tape.rows.count / 100)
    var layout = FoldLayout(whole: tape.rows)
    let walk = try layout.walkForward(timeline, plan, sets: replays.candidates.count)
    let single = try layout.splits(timeline, plan, purge, held: 1, sets: replays.candidates.count)
    let several = try layout.splits(timeline, plan, purge, held: plan.heldGroups, sets: replays.candidates.count)

    let choices = Choices(
      replays, folds: layout.folds, figure: plan.figure, rule: plan.rule, progress: progress)
    failures = choices.table.failures
    if failures.count == replays.candidates.count, let first = failures[0] {
      throw Problem("none of the \(failures.count) parameter sets can be run; the first: \(first)", fault: .work)
    }
    whole = try WholeWindow(replays, fold: 0, choices: choices)
    walkForward = try walk.carried { part in
      try WalkForward(replays, folds: part.folds, of: layout.folds, lengths: part.lengths, choices: choices)
    }
    kFold = try single.carried { try CrossValidation(replays, $0.splits, folds: $0.folds, choices: choices) }
    combinatorial = try several.carried { try CrossValidation(replays, $0.splits, folds: $0.folds, choices: choices) }
    nulls = Self.nulls(replays, walkForward, plan)
    let record = walkForward
    against = plan.benchmark.map { Self.against($0.benchmark, record, seed: plan.seed) }
    checks = ValidationChecks(
      grid: tape.grid, walk: walkForward, combinatorial: combinatorial, nulls: nulls, whole: whole, against: against)
    (self.replays, self.plan, self.timeline, self.holding) = (replays, plan, timeline, holding)
  }

  /// What was earned out of sample and what the benchmark earned on the same days.
  private static func against(
    _ benchmark: Benchmark, _ walk: Result<WalkForward, Unavailable>, seed: UInt64
  ) -> Result<BenchmarkComparison, Unavailable> {
    walk.flatMap { walk in
      Result {
        try BenchmarkComparison(
          BenchmarkDays(benchmark, on: walk.record.days), returns: walk.record.returns, seed: seed)
      }.mapError { error in Unavailable((error as? Problem)?.what ?? "\(error)") }
    }
  }

  private static func nulls(
    _ replays: TrialReplays, _ walk: Result<WalkForward, Unavailable>, _ plan: ValidationPlan
  ) -> Result<NullStrategies, Unavailable> {
    do {
      let walk = try walk.get()
      guard let point = walk.windows.lazy.compactMap(\.chosen).first else {
        throw Unavailable("no set was chosen in any window")
      }
      return .success(
        try NullStrategies(replays, walk.record, costsOf: point, replicates: plan.replicates, seed: plan.seed))
    } catch let reason as Unavailable {
      return .failure(reason)
    } catch {
      return .failure(Unavailable("\(error)"))
    }
  }
}

extension Result where Failure == Unavailable {
  /// The answer taken further; what stops the work is thrown on.
  fileprivate func carried<Further>(_ further: (Success) throws -> Further) throws -> Result<Further, Unavailable> {
    switch self {
    case .success(let answer): .success(try further(answer))
    case .failure(let reason): .failure(reason)
    }
  }
}

extension Validation {
  /// What the set that is best on all of the data made of 1 on some days of a window, which nobody could have known; empty where
  /// there is none.
  ///
  /// - Parameter rows: of the window.
  package func hindsight(on days: [Instant], of rows: Range<Int>) -> [Double] {
    guard !whole.returns.isEmpty else { return [] }
    let first = ReturnDays(rows, of: timeline.grid).first
    return compounded(days.map { whole.returns[$0.utcDay - first] })
  }
}
