/// From values to positions in a picture.
struct LinearScale {
  let low: Double
  let high: Double
  let from: Double
  let to: Double

  /// Covers the finite values; a range without width is widened, so that a constant lies in the middle.
  init(_ values: some Sequence<Double>, from: Double, to: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = (0, 1) }
    if low == high {
      let margin = low == 0 ? 1 : low.magnitude / 2
      (low, high) = (low - margin, high + margin)
    }
    self.low = low
    self.high = high
    self.from = from
    self.to = to
  }

  func callAsFunction(_ value: Double) -> Double { from + (value - low) / (high - low) * (to - from) }
}
