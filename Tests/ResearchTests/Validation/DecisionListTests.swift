import Market
import Numerics
import Replay
import Research
import Signals
import Statistics
import Testing

@Suite("Decisions written down")
struct DecisionListTests {
  private func list(_ steps: [(Int, Double)]) -> DecisionList {
    DecisionList(steps.map { Decision(row: $0.0, weight: $0.1) })
  }

  private let rows = 0..<100
  private var some: DecisionList { list([(5, 1), (9, 0), (20, -1), (26, 1), (30, 0), (60, 0.5), (90, 0)]) }

  @Test("the next decision is the first that wants something else")
  func next() {
    #expect(some.next(from: 0, holding: 0) == Decision(row: 5, weight: 1))
    #expect(some.next(from: 6, holding: 1) == Decision(row: 9, weight: 0))
    // After a liquidation at row 7 nothing is held, and the exit at row 9 wants nothing else.
    #expect(some.next(from: 7, holding: 0) == Decision(row: 20, weight: -1))
    #expect(some.next(from: 91, holding: 0) == nil)
  }

  @Test("a list replays to what the strategy it was taken from does, but that it is closed at the end")
  func replaysAlike() throws {
    let frame = SignalMarket.frame(days: 60, skill: 3)
    let replays = try SignalMarket.replays(frame, grid: ["entry=1"])
    let rows = 100..<1200
    let list = try replays.decisions(of: 0, on: rows)
    let closed = try replays.replay(list, on: rows, costsOf: 0)
    let open = try replays.bound(0).dailyReturns(Evaluator(frame), on: try replays.tape.slice(rows))
    #expect(closed.returns.dropLast() == open.returns.dropLast())
    #expect(list.decisions.last?.weight == 0)
    #expect(list.entries.count == open.figures.trades || list.entries.count == open.figures.trades - 1)
  }

  @Test("weights of a list and the list of weights are each other's inverse")
  func weights() {
    #expect(DecisionList(weights: some.weights(on: rows), on: rows) == some)
    let held = some.weights(on: rows).reduce(0, +)
    #expect(held == 17)
    #expect(some.holdingLengths == [4, 6, 4, 30])
  }

  @Test("a delay keeps weights and distances, and what would come too late is closed")
  func delayed() {
    let late = list([(8, 1), (12, 0), (23, -1), (29, 1), (33, 0), (63, 0.5), (93, 0)])
    #expect(some.delayed(by: 3, closingAt: 98) == late)
    #expect(some.delayed(by: 20, closingAt: 98).decisions.suffix(2) == list([(80, 0.5), (98, 0)]).decisions)
    #expect(some.delayed(by: 95, closingAt: 98).decisions.isEmpty)
  }

  @Test("a shift goes round the circle and keeps the bars held")
  func shifted() {
    let moved = some.shifted(by: 30, on: rows, closingAt: 98)
    let round = list([(0, 0.5), (20, 0), (35, 1), (39, 0), (50, -1), (56, 1), (60, 0), (90, 0.5), (98, 0)])
    #expect(moved == round)
    let other: [Double] = some.weights(on: rows).map { -$0 }
    #expect(some.mirrored.weights(on: rows) == other)
  }
}

@Suite("HoldingPeriods placed by chance")
struct HoldingPeriodsTests {
  private func list(_ steps: [(Int, Double)]) -> DecisionList {
    DecisionList(steps.map { Decision(row: $0.0, weight: $0.1) })
  }

  @Test("every placement has as many holding periods, as long and as large, apart from one another and inside the rows")
  func placed() throws {
    let rows = 10..<60
    let real = list([(12, 1), (15, 0), (20, -1), (26, 1), (30, 0), (50, 0.5), (58, 0)])
    let holdingPeriods = HoldingPeriods(real, on: rows)
    #expect(holdingPeriods.count == 3)
    #expect(holdingPeriods.canMove)
    var starts: [Int] = []
    for replicate in 0..<2000 {
      var random = CounterRandom(seed: 3, stream: UInt64(replicate))
      let placed = holdingPeriods.placed(&random)
      #expect(placed.entries.count == real.entries.count)
      #expect(placed.holdingLengths.sorted() == real.holdingLengths.sorted())
      #expect(placed.decisions.allSatisfy { rows.contains($0.row) && $0.row < 59 })
      #expect(HoldingPeriods(placed, on: rows).count == 3)
      starts.append(placed.decisions[0].row)
    }
    // Of 50 bars 21 are held, 3 keep holding periods apart and one is the last: a quarter of the other 25 comes first.
    let mean = Double(starts.reduce(0, +)) / 2000 - 10
    #expect(abs(mean - 25.0 / 4) < 0.6)
    #expect(starts.contains(10))
  }

  @Test("without room there is no placement, and a coin still turns sides")
  func withoutRoom() {
    let rows = 0..<20
    let holdingPeriods = HoldingPeriods(list([(1, 1), (19, 0)]), on: rows)
    #expect(!holdingPeriods.canMove)
    #expect(!HoldingPeriods(list([]), on: rows).canMove)
    let sides = (0..<50).map { replicate in
      var random = CounterRandom(seed: 3, stream: UInt64(replicate))
      return holdingPeriods.tossed(&random).decisions[0].weight
    }
    #expect(Set(sides) == [1, -1])
  }
}
