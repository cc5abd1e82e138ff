import Market

/// The bars inside the bars of a market, as the values that its machine counts in.
final class PricePath: Sendable {
  /// How many make a bar.
  let parts: Int
  /// Of the whole grid, in order of time.
  private let opens: [Double]
  private let highs: [Double]
  private let lows: [Double]
  private let closes: [Double]
  /// Bars whose parts are all there and add up to the bar: same open, high, low and close.
  let isWhole: Bitmap

  init(_ path: FinerBars, of bars: Bars, _ quotation: Quotation) {
    parts = path.parts
    let whole = (0..<bars.count).map { row in
      let parts = (row * path.parts)..<((row + 1) * path.parts)
      var range = PriceRange()
      for part in parts {
        guard !path.bars.open[part].isNaN, !path.bars.close[part].isNaN else { return false }
        range.include(path.bars.low[part])
        range.include(path.bars.high[part])
      }
      return range.lowest == bars.low[row] && range.highest == bars.high[row]
        && path.bars.open[parts.lowerBound] == bars.open[row]
        && path.bars.close[parts.upperBound - 1] == bars.close[row]
    }
    isWhole = Bitmap(whole)
    func values(_ prices: [Double]) -> [Double] { quotation == .linear ? prices : prices.map(quotation.value) }
    opens = values(path.bars.open)
    highs = values(path.bars.high)
    lows = values(path.bars.low)
    closes = values(path.bars.close)
  }

  /// - Parameter part: from 0 within the bar `row`.
  func bar(_ part: Int, of row: Int) -> Bar {
    let place = row * parts + part
    return Bar(open: opens[place], high: highs[place], low: lows[place], close: closes[place])
  }
}
