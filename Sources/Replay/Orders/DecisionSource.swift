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
  /// Whether what is held is left at the close of `row` whatever else is wanted there: by the exit of its own side.
  func leaves(at row: Int, holding weight: Double) -> Bool
  /// Names each of `rows` at which something would be entered by who holds nothing, and whether it is known how much.
  func entries(in rows: Range<Int>, _ body: (_ row: Int, _ isSized: Bool) -> Void)
}

extension DecisionSource {
  /// A weight says what is wanted, and of nothing that it is to be left.
  public func leaves(at row: Int, holding weight: Double) -> Bool { false }

  /// Whoever decides by more than rules says nothing of what it would have entered.
  public func entries(in rows: Range<Int>, _ body: (_ row: Int, _ isSized: Bool) -> Void) {}

  /// What a venue takes of a decision. One whose maintenance alone is all of equity, or more, it would take at once and
  /// refuses, where more is wanted than before or the other side; what is held may be left all the same. Nil where nothing
  /// changes.
  @inline(__always)
  package func accepted(_ decision: Decision, holding held: Double, maintenance: Double) -> Decision? {
    let weight = decision.weight
    guard abs(weight) * maintenance >= 1, weight * held < 0 || abs(weight) > abs(held) else { return decision }
    return weight * held < 0 && leaves(at: decision.row, holding: held) ? Decision(row: decision.row, weight: 0) : nil
  }
}
