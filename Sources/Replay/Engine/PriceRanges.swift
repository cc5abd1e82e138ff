/// How low and how high a market traded in each bar, wherever the two prices lie: side by side, or in a column each.
///
/// Who looks at one looks at the other, so that side by side is what two legs are replayed fastest with. Of a thousand instruments
/// that is a copy of half the market, and they are read where the frame has them.
struct PriceRanges: @unchecked Sendable {
  private let lows: UnsafePointer<Double>
  private let highs: UnsafePointer<Double>
  /// From one bar to the next, as a power of two.
  private let shift: Int
  let count: Int

  init(_ ranges: FixedColumn<PriceRange>) {
    (lows, highs, shift, count) = (ranges.lows, ranges.highs, 1, ranges.count)
  }

  init(lows: FixedColumn<Double>, highs: FixedColumn<Double>) {
    (self.lows, self.highs, shift, count) = (lows.base, highs.base, 0, lows.count)
  }

  @inline(__always)
  func low(_ row: Int) -> Double {
    assert(row >= 0 && row < count, "a row of the market")
    return lows[row << shift]
  }

  @inline(__always)
  func high(_ row: Int) -> Double {
    assert(row >= 0 && row < count, "a row of the market")
    return highs[row << shift]
  }
}
