import Market

/// Bars that the market did not print within a run, and what they did to it.
public struct ReplayGaps: Hashable, Sendable {
  public let missing: Int
  /// Closes at which nothing could be decided: those of the missing bars.
  public let decisionsSkipped: Int
  /// Missing bars that a position was held through, at its last mark.
  public let heldThrough: Int

  /// - Parameter present: of the run's bars, in order, whether each was printed.
  public init(_ run: Run, present: [Bool]) {
    var missing = 0
    var held = 0
    for (row, isPrinted) in present.enumerated() where !isPrinted {
      missing += 1
      if run.quantity[row] != 0 { held += 1 }
    }
    self.missing = missing
    decisionsSkipped = missing
    heldThrough = held
  }
}

extension Frame {
  /// Whether each bar of the evaluation was printed: it can be traded when both its ends are known.
  package var printed: [Bool] {
    guard !isUniverse else {
      return evaluation.map { row in
        members.contains { !$0.bars.open[row].isNaN && !$0.bars.close[row].isNaN }
      }
    }
    let bars = members[0].bars
    return evaluation.map { !bars.open[$0].isNaN && !bars.close[$0].isNaN }
  }
}
