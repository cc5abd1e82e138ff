/// What a strategy wants at the close of a bar.
public struct Decision: Hashable, Sendable {
  /// The bar at whose close it is decided.
  public let row: Int
  /// The position wanted, as a multiple of equity: +1 long all of it, 0 flat, −1 short.
  public let weight: Double

  public init(row: Int, weight: Double) {
    self.row = row
    self.weight = weight
  }
}

/// Where decisions come from: already computed for every bar, and asked for one at a time.
///
/// A source sees no prices, no account and no future: it answers where it next wants something else than what it last
/// asked for. That is all the replay needs, and it lets the bars in between be marked without asking.
public protocol DecisionSource: Sendable {
  /// The first decision at or after `row` that differs from holding `weight`, or nil when there is none.
  func next(from row: Int, holding weight: Double) -> Decision?
}
