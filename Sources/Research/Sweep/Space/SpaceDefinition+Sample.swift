import Market
import Statistics

extension SpaceDefinition {
  /// `trials` of the kept combinations without replacement, in their order. With the same seed a larger sample of the
  /// same grid contains a smaller one.
  func sample(_ trials: Int, of kept: PointSet) throws(Problem) -> PointSet {
    guard trials <= kept.count else {
      throw Problem(
        "--trials \(trials) is more than the \(kept.count) points of the grid, and a point run twice gives the same "
          + "figures twice",
        remedy: "leave --trials out to run all of them, refine the grid, or draw values with --random")
    }
    guard trials < kept.count else { return kept }
    let order = CounterPermutation(count: kept.count, seed: seed ?? 1)
    var members = [Int](unsafeUninitializedCapacity: trials) { buffer, initialized in
      for place in 0..<trials { buffer.initializeElement(at: place, to: kept.member(order[place])) }
      initialized = trials
    }
    members.sort()
    return PointSet(members, below: gridCount)
  }

  /// Which condition is the one that leaves nothing of the grid.
  func nothingLeft() -> Problem {
    let required = checks.grid.filter { if case .required = $0.kind { true } else { false } }
    let resting = checks.grid.filter { if case .required = $0.kind { false } else { true } }
    var before = GridScan(axes, universe: gridCount, checks: resting).kept().count
    for count in required.indices {
      let left = GridScan(axes, universe: gridCount, checks: resting + required[...count]).kept().count
      guard left > 0 else {
        return Problem(
          "--where '\(required[count].condition.text)' holds for none of the \(before) parameter sets"
            + (count > 0 ? " that the conditions before it leave" : ""),
          remedy: "change the condition or the grid")
      }
      before = left
    }
    return Problem("no parameter set meets every condition", remedy: "change the conditions or the grid")
  }

  /// The same for draws.
  func nothingDrawn() -> Problem {
    let conditions = checks.draws.map { "'\($0.text)'" }.joined(separator: " and ")
    return Problem(
      "--where \(conditions) holds for none of the \(trials ?? 0) draws",
      remedy: "change the condition, the distributions or the seed, or ask for more trials")
  }
}
