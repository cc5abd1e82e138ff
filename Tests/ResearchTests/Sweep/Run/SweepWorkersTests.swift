import Market
import Research
import Synchronization
import Testing

/// Squares its point; refuses every seventh.
private struct Squares: TrialMeasure {
  var figures: [String] { ["square", "parity"] }
  func trialEvaluator() -> any TrialEvaluator { PointEvaluator() }
  func proof(of point: Int) -> [Double] { [Double(point * point), Double(point % 2)] }

  private struct PointEvaluator: TrialEvaluator {
    func measure(_ point: Int, into values: UnsafeMutableBufferPointer<Double>) throws(Problem) {
      guard point % 7 != 0 else { throw Problem("point \(point) cannot be run") }
      values[0] = Double(point * point)
      values[1] = point % 2 == 0 ? 0 : .nan
    }
  }
}

/// Knows every third point, and that the ninth failed.
private struct Thirds: TrialCache {
  func trial(_ point: Int) -> DonatedTrial? {
    guard point % 3 == 0 else { return nil }
    return point == 9 ? .failed("it failed before") : .completed([Double(point * point), 5])
  }
}

private struct Refusal: Error {}

/// Gives out blocks and fails at the source after some.
private final class BrokenBlocks: BlockSource {
  let given = Atomic(0)
  func next() throws -> Int? {
    let number = given.wrappingAdd(1, ordering: .relaxed).oldValue
    if number == 3 { throw Refusal() }
    return number < 8 ? number : nil
  }
  func finish(_ block: MeasuredBlock) {}
}

@Suite("Threads that measure the blocks of a sweep")
struct SweepWorkersTests {
  @Test("every point is measured once, whatever the threads, and figures lie one after the other")
  func everyPoint() throws {
    let plan = BlockPlan(count: 1000)
    let serial = try SweepWorkers(measure: Squares(), blocks: plan, threads: 1).measureAll()
    #expect(serial.flatMap { Array($0.points) } == Array(0..<1000))
    for block in serial {
      for (offset, point) in block.points.enumerated() {
        #expect(block.failures[offset] == (point % 7 == 0 ? "point \(point) cannot be run" : nil))
        guard point % 7 != 0 else {
          #expect(block.figures(at: offset).allSatisfy { $0.isNaN })
          continue
        }
        #expect(block.value(0, at: offset) == Double(point * point))
        #expect(block.value(1, at: offset).isNaN == (point % 2 == 1))
      }
    }
    for threads in [2, 5] {
      let parallel = try SweepWorkers(measure: Squares(), blocks: plan, threads: threads).measureAll()
      #expect(parallel.map(\.number) == serial.map(\.number))
      #expect(parallel.map(\.failures) == serial.map(\.failures))
      #expect(zip(parallel, serial).allSatisfy { zip($0.values, $1.values).allSatisfy { $0 == $1 || $0.isNaN } })
    }
  }

  @Test("what another sweep has run is taken over, failures with their reasons")
  func donated() throws {
    let blocks = try SweepWorkers(measure: Squares(), blocks: BlockPlan(count: 12), cache: Thirds(), threads: 1)
      .measureAll()
    #expect(blocks.reduce(0) { $0 + $1.reused } == 4)
    let trials = blocks.flatMap { block in block.points.map { (block, $0 - block.points.lowerBound) } }
    #expect(trials[6].0.figures(at: trials[6].1) == [36, 5])
    #expect(trials[9].0.failures[trials[9].1] == "it failed before")
    #expect(trials[0].0.failures[trials[0].1] == nil, "the cache ran it")
    #expect(trials[7].0.failures[trials[7].1] == "point 7 cannot be run")
  }

  @Test("what goes wrong at the source ends the work and is reported", arguments: [1, 4])
  func brokenDesk(threads: Int) {
    #expect(throws: Refusal.self) {
      try SweepWorkers(measure: Squares(), blocks: BlockPlan(count: 1000), threads: threads).work(
        through: BrokenBlocks())
    }
  }
}

@Suite("The best few of many trials")
struct LeaderboardTests {
  private static func block(_ number: Int, _ first: Int, _ scores: [Double]) -> MeasuredBlock {
    MeasuredBlock(number: number, points: first..<(first + scores.count), values: scores, failures: [:])
  }

  @Test("best first, ties by point, those without the figure nowhere, in whatever order blocks come")
  func order() {
    let blocks = [
      Self.block(0, 0, [1, 5, .nan, 3]), Self.block(1, 4, [5, 2, .infinity, -1]), Self.block(2, 8, [3, 5, 0, 4]),
    ]
    for arrival in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      var board = Leaderboard(size: 5, smallestFirst: false)
      for index in arrival { board.add(blocks[index], figure: 0) }
      #expect(board.entries.map(\.point) == [6, 1, 4, 9, 11])
    }
    var smallest = Leaderboard(size: 3, smallestFirst: true)
    for block in blocks { smallest.add(block, figure: 0) }
    #expect(smallest.entries.map(\.score) == [-1, 0, 1])
  }

  @Test("the tally counts what ran, what failed and what has no figure, and spaces its scores evenly")
  func tally() throws {
    let rank = try RankedFigure("square", among: Squares().figures)
    var tally = TrialTally(rank: rank, trials: 1000, best: 3)
    for block in try SweepWorkers(measure: Squares(), blocks: BlockPlan(count: 1000), threads: 2).measureAll() {
      tally.add(block)
    }
    #expect(tally.failed == 143)
    #expect(tally.completed == 857)
    #expect(tally.unranked == 0)
    #expect(tally.scores.count == 1000)
    #expect(tally.board.entries.map(\.point) == [999, 998, 997])
    #expect(tally.reasons.count == 5, "the first few of many reasons")
    #expect(TrialTally(rank: rank, trials: 1_000_000, best: 3).spacing == 50)
  }

  @Test("a figure that trials do not have is refused with the nearest name")
  func unknownFigure() throws {
    let problem = #expect(throws: Problem.self) { try RankedFigure("squar", among: Squares().figures) }
    #expect(problem?.description.contains("did you mean 'square'?") == true)
  }
}
