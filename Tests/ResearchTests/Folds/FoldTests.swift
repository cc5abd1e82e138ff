import Market
import Research
import Testing

private func timeline(days: Int, from hour: Int = 0) -> Timeline {
  let grid = Grid(
    start: Instant(year: 2025, month: 1, day: 1, hour: hour), interval: .hour, count: 24 * days - hour)
  return Timeline(0..<grid.count, of: grid)
}

@Suite("The days of an evaluation")
struct TimelineTests {
  @Test("a day that the window cuts by less than half is a day all the same, a shorter one part of its neighbour")
  func cut() {
    let cut = timeline(days: 3, from: 8)
    #expect(cut.days == 3)
    #expect(cut.rows(0..<1) == 0..<16)
    #expect(cut.rows(1..<3) == 16..<64)
    let short = timeline(days: 3, from: 20)
    #expect(short.days == 2)
    #expect(short.rows(0..<1) == 0..<28)
  }

  @Test("parts cover all rows, in order, and differ by a day at most", arguments: [2, 3, 7, 10])
  func parts(count: Int) {
    let all = timeline(days: 31)
    let parts = all.parts(count)
    #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == 31 * 24)
    #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    let lengths = parts.map { $0.count / 24 }
    #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
  }
}

@Suite("The windows of a walk-forward")
struct WalkForwardLengthsTests {
  @Test("rolling windows keep their length, and each is trained on what lies before it")
  func rolling() throws {
    let folds = try WalkForwardLengths(train: 30, test: 10).folds(timeline(days: 65))
    #expect(folds.map { $0.train[0].count / 24 } == [30, 30, 30, 30])
    #expect(folds.allSatisfy { $0.train[0].upperBound == $0.test[0].lowerBound })
    // The last five days are half a window, and used.
    #expect(folds.map { $0.test[0].count / 24 } == [10, 10, 10, 5])
    #expect(try WalkForwardLengths(train: 30, test: 10).folds(timeline(days: 64)).count == 3)
  }

  @Test("anchored windows begin with the data and grow")
  func anchored() throws {
    let folds = try WalkForwardLengths(train: 30, test: 10, isAnchored: true).folds(timeline(days: 60))
    #expect(folds.map { $0.train[0] } == [0..<720, 0..<960, 0..<1200])
  }

  @Test("a longer step leaves days out, and a gap takes rows from the end of each train window")
  func stepAndGap() throws {
    let folds = try WalkForwardLengths(train: 30, test: 10, step: 15).folds(timeline(days: 60), gap: 5)
    #expect(folds.map { $0.test[0].lowerBound / 24 } == [30, 45])
    #expect(folds.allSatisfy { $0.train[0].count == 30 * 24 - 5 && $0.removed == PurgedRows(outcome: 5) })
  }

  @Test("lengths that cannot be are refused in words")
  func refused() {
    let all = timeline(days: 60)
    #expect(throws: Problem.self) { try WalkForwardLengths(train: 0, test: 10).folds(all) }
    #expect(throws: Problem.self) { try WalkForwardLengths(train: 30, test: 10, step: 5).folds(all) }
    #expect(throws: Problem.self) { try WalkForwardLengths(train: 30, test: 10).folds(all, gap: 24 * 30) }
    let error = #expect(throws: Problem.self) { try WalkForwardLengths(train: 55, test: 10).folds(all) }
    #expect(error?.what == "a train window of 55 days and a test window of 10 need 65 days and the window has 60")
  }
}

@Suite("Splits of groups")
struct GroupSplitsTests {
  @Test(
    "every group is held out phi times, and every use of a split belongs to one path",
    arguments: [(6, 2), (5, 1), (8, 3)])
  func paths(groups: Int, held: Int) throws {
    let splits = try GroupSplits(timeline(days: 40), groups: groups, held: held)
    #expect(splits.paths * groups == splits.combinations.count * held)
    for group in 0..<groups { #expect(splits.combinations.count { $0.contains(group) } == splits.paths) }
    var uses = Set<[Int]>()
    for path in splits.assignments {
      #expect(path.count == groups)
      for (group, split) in path.enumerated() {
        #expect(splits.combinations[split].contains(group))
        #expect(uses.insert([group, split]).inserted, "a split is used twice for one group")
      }
    }
    #expect(uses.count == splits.combinations.count * held)
  }

  @Test("six groups, two held out: fifteen splits and five paths, as in the book")
  func book() throws {
    let splits = try GroupSplits(timeline(days: 40), groups: 6, held: 2)
    #expect(splits.combinations.count == 15)
    #expect(splits.paths == 5)
    #expect(splits.combinations.first == [0, 1])
    #expect(Set(splits.combinations).count == 15)
  }

  @Test("counts that cannot be are refused", arguments: [(1, 1), (41, 2), (10, 0), (10, 10), (40, 20)])
  func refused(groups: Int, held: Int) {
    #expect(throws: Problem.self) { try GroupSplits(timeline(days: 40), groups: groups, held: held) }
  }
}
