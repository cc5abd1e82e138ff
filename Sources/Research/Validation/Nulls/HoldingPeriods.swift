import Numerics
import Replay
import Statistics

/// What a strategy did, cut where it was flat: each holding period runs from leaving flat to being flat again, with the
/// reversals and changes of size in it.
///
/// Moving or turning whole holding periods leaves their number, their lengths and what they trade as they are.
public struct HoldingPeriods: Sendable {
  struct HoldingPeriod: Sendable {
    let start: Int
    /// Bars after the start, and the weight from then on; the last one is 0.
    let steps: [(offset: Int, weight: Double)]

    var length: Int { steps.last?.offset ?? 0 }

    func decisions(from start: Int, side: Double = 1) -> [Decision] {
      steps.map { Decision(row: start + $0.offset, weight: side * $0.weight) }
    }
  }

  let all: [HoldingPeriod]
  private let rows: Range<Int>

  /// - Parameters:
  ///   - decisions: ending flat.
  ///   - rows: on which they were made.
  public init(_ decisions: DecisionList, on rows: Range<Int>) {
    var all: [HoldingPeriod] = []
    var running: ArraySlice<Decision> = []
    for decision in decisions.decisions {
      running.append(decision)
      guard decision.weight == 0, let start = running.first?.row else { continue }
      all.append(HoldingPeriod(start: start, steps: running.map { ($0.row - start, $0.weight) }))
      running = []
    }
    self.all = all
    self.rows = rows
  }

  public var count: Int { all.count }

  /// Flat bars that are free to be anywhere: one is kept behind each holding period, without which two entries would be one, and
  /// one at the end, at whose open the last holding period is closed.
  private var slack: Int { rows.count - 1 - all.reduce(0) { $0 + $1.length + 1 } }

  /// Whether there is room to put the holding periods elsewhere.
  public var canMove: Bool { !all.isEmpty && slack >= all.count }

  /// The same holding periods in random order at random places: as many, as long, as large, at other times. Every way to spread
  /// the flat bars among them is equally likely.
  ///
  /// - Precondition: they can move.
  public func placed(_ random: inout CounterRandom) -> DecisionList {
    precondition(canMove, "room to move in")
    var order = Array(all.indices)
    for index in order.indices.reversed() { order.swapAt(index, random.below(index + 1)) }
    // Stars and bars: distinct places among slack and holding periods, less the holding periods before, are the flat bars before each.
    var places = Set<Int>()
    while places.count < all.count { places.insert(random.below(slack + all.count)) }
    var decisions: [Decision] = []
    var taken = rows.lowerBound
    for (before, (place, index)) in zip(places.sorted(), order).enumerated() {
      decisions += all[index].decisions(from: taken + place - before)
      taken += all[index].length + 1
    }
    return DecisionList(decisions)
  }

  /// The same holding periods at the same times, each on the side that a coin says.
  public func tossed(_ random: inout CounterRandom) -> DecisionList {
    DecisionList(all.flatMap { $0.decisions(from: $0.start, side: random.below(2) == 0 ? 1 : -1) })
  }
}
