import Replay

extension DecisionList {
  /// The other side of every decision.
  public var mirrored: DecisionList {
    DecisionList(decisions.map { Decision(row: $0.row, weight: -$0.weight) })
  }

  /// Every decision `bars` later. What would be decided on the last of `rows` or beyond is not, but that a position is
  /// closed there.
  ///
  /// - Parameter close: the row at which what is still held is closed.
  public func delayed(by bars: Int, closingAt close: Int) -> DecisionList {
    let kept = decisions.lazy.map { Decision(row: $0.row + bars, weight: $0.weight) }.prefix { $0.row < close }
    let closes = (kept.last?.weight ?? 0) != 0
    return DecisionList(kept + (closes ? [Decision(row: close, weight: 0)] : []))
  }

  /// The weight of every bar moved `bars` later, those beyond the end of `rows` to their beginning: the same positions with
  /// the same distances, at the wrong times.
  public func shifted(by bars: Int, on rows: Range<Int>, closingAt close: Int) -> DecisionList {
    let weights = weights(on: rows)
    var moved = Array(weights.suffix(bars) + weights.dropLast(bars))
    for row in max(close, rows.lowerBound)..<rows.upperBound { moved[row - rows.lowerBound] = 0 }
    return DecisionList(weights: moved, on: rows)
  }
}
