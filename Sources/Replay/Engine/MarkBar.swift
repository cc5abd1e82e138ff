/// What the mark of an instrument did in a bar: where it opened, and how far it went.
struct MarkBar: Hashable, Sendable {
  let open: Double
  let range: PriceRange

  /// - Parameters:
  ///   - open: NaN where the mark's own is not known; it is then taken for that of the trades, as far as the range allows.
  init(open: Double, traded: Double, range: PriceRange) {
    self.range = range
    let open = open.isNaN ? traded : open
    self.open = min(max(open, range.lowest), range.highest)
  }

  /// As much of it as is known at its open.
  var atOpen: MarkBar { MarkBar(open: open, traded: open, range: PriceRange(low: open, high: open)) }

  /// The price in the bar that is the worst for a side.
  func worst(_ side: Double) -> Double { side > 0 ? range.lowest : range.highest }
}
