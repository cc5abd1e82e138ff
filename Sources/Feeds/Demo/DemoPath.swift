import Market

/// One bar of a price while it is made: where it came from and the path through it.
struct DemoPath {
  /// The price before the first step.
  let before: Double
  /// The price after each step; never empty.
  let prices: [Double]
  /// The standard deviation that the bar's return was drawn from.
  let deviation: Double

  var change: Double { (prices.last ?? before) / before - 1 }
  var mean: Double { prices.reduce(0, +) / Double(prices.count) }
}

/// Open, high, low and close in ticks.
struct DemoCandle {
  let open: Int
  private(set) var high: Int
  private(set) var low: Int
  private(set) var close: Int

  /// The candle of values shown one after the other; without an open of its own it opens with the first of them.
  init(open: Int? = nil, _ values: [Double], unit: Unit) {
    let steps = Double(unit.demoStepsPerOne)
    let ticks = values.map { Int(($0 * steps).rounded()) }
    self.init(open: open ?? ticks.first ?? 0)
    high = ticks.reduce(high, max)
    low = ticks.reduce(low, min)
    close = ticks.last ?? close
  }

  /// The candle of a price that does not move.
  init(open: Int) {
    self.open = open
    high = open
    low = open
    close = open
  }

  var row: [Int] { [open, high, low, close] }
}
