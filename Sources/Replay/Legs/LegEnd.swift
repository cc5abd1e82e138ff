import Market

/// What becomes of the other legs when one ends before them: a venue takes it, it expires and is not rolled, or its bars end.
public enum OnLegEnd: String, Hashable, Sendable, CaseIterable {
  /// They are closed at the first bar that each of them has: what is left is no longer the position that was asked for.
  case close
  /// They are held on as they are, and nothing is added, until the rules leave or turn round.
  case keep
}

/// A leg that ended while others were held.
public struct LegEnd: Hashable, Sendable {
  /// Place among the legs of the run.
  public let leg: Int
  /// The open of the bar in which it ended.
  public let instant: Instant
  public let ending: Trade.Ending
  /// What was held of it, signed, and at which price that ended.
  public let quantity: Double
  public let price: Double
  /// The trade it was part of, counted from 1.
  public let trade: Int
  /// When nothing was held of the others any more; nil where something is at the end of the run.
  public internal(set) var restLeft: Instant?
}

/// Tells legs that end before the others from positions that end whole.
struct LegEnds: Sendable {
  private(set) var ends: [LegEnd] = []
  /// The first of them that belongs to the trade that is open.
  private var open = 0

  /// A leg that went by no order, while something was held of others.
  mutating func ended(_ end: LegEnd) { ends.append(end) }

  /// Nothing is held any more.
  ///
  /// - Parameter wasOrdered: whether what went last went by an order; else those that ended in that very bar went with it.
  mutating func closed(at instant: Instant, wasOrdered: Bool) {
    if !wasOrdered { while ends.count > open, ends[ends.count - 1].instant == instant { ends.removeLast() } }
    for place in open..<ends.count { ends[place].restLeft = instant }
    open = ends.count
  }
}
