/// The lowest and the highest of some prices. Prices that are not known are not among them.
struct PriceRange: Hashable, Sendable {
  private(set) var lowest = Double.infinity
  private(set) var highest = -Double.infinity

  init() {}

  /// Of a bar; NaN where it is not known.
  @inline(__always)
  init(low: Double, high: Double) { (lowest, highest) = (low, high) }

  mutating func include(_ price: Double) {
    // A comparison with NaN is false.
    if price < lowest { lowest = price }
    if price > highest { highest = price }
  }

  mutating func include(_ other: PriceRange) {
    if other.lowest < lowest { lowest = other.lowest }
    if other.highest > highest { highest = other.highest }
  }
}
