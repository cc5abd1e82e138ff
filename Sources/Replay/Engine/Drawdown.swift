/// The highest equity so far, and the deepest fall below the highest before it.
///
/// Bar by bar that is `see(_:)`. Equity between two settlements is cash and a position's value, and a value rounded to
/// whole micro-quote still rises and falls with the price; so of a stretch of bars only the equity at its extreme prices
/// can matter, and `see(highest:lowest:)` says whether they are all that does.
package struct Drawdown: Hashable, Sendable {
  package private(set) var peak: Double
  /// The lowest ratio of equity to the peak before it.
  package private(set) var depth = 1.0

  package init(from equity: Double) { peak = equity }

  package mutating func see(_ equity: Double) {
    if equity > peak { peak = equity } else if equity < peak * depth { depth = equity / peak }
  }

  /// Whether equity between these changes nothing.
  @inline(__always)
  func contains(highest: Double, lowest: Double) -> Bool {
    highest <= peak && lowest >= peak * depth
  }

  /// Sees bars by their highest and lowest equity, in whatever order these came, or returns false and sees nothing where
  /// the order matters.
  ///
  /// Without a new peak the lowest decides alone. Equities are whole numbers below 2^50, so a lower one is lower by 1 or
  /// more, while `peak * (equity / peak)` misses `equity` by two roundings, less than a half: once the lowest is seen no
  /// other equity is below `peak * depth`, and seen after others it is.
  ///
  /// With a new peak nothing falls deeper as long as the lowest is not below that peak's depth: peaks before it are lower,
  /// and their product with the depth, rounded or not, as well. Only a stretch that holds both a new peak and a fall as
  /// deep as any before it has to be looked at closer.
  package mutating func see(highest: Double, lowest: Double) -> Bool {
    if highest <= peak {
      if lowest < peak * depth { depth = lowest / peak }
      return true
    }
    // Equity below zero, by funding paid in a gap, makes a depth below zero, with which lower peaks have higher products.
    guard lowest >= highest * abs(depth) else { return false }
    peak = highest
    return true
  }
}
