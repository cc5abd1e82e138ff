/// What the machine adds up while it runs, in whole micro-quote where it is money. `Figures` are made from it.
package struct RunTotals: Sendable, Hashable {
  package let initialEquity: Double
  package var finalEquity: Double
  package var price = 0.0
  package var funding = 0.0
  package var fees = 0.0
  package var slippage = 0.0
  package var liquidation = 0.0
  /// Interest on what was borrowed; only legs borrow.
  package var financing = 0.0
  package var trades = 0
  package var closed = 0
  package var won = 0
  package var liquidations = 0
  package var turnover = 0.0
  package var barsHeld = 0
  package var drawdown: Drawdown
  /// What is still held at the end, and its `price` entry.
  package var finalQuantity = 0.0
  package var openPriceAmount = 0.0
  package var heldFrom = 0.0

  /// Power sums of the returns of days on which equity changed; the other days add nothing to any of them.
  package var daily1 = 0.0
  package var daily2 = 0.0
  package var daily3 = 0.0
  package var daily4 = 0.0
  package var dailyDown2 = 0.0
  private var dayStart: Double

  package init(initialEquity: Double) {
    self.initialEquity = initialEquity
    finalEquity = initialEquity
    drawdown = Drawdown(from: initialEquity)
    dayStart = initialEquity
  }

  /// Adds the day's return, and says what it was. A day that begins with nothing has none, and counts as 0.
  package mutating func endDay(_ equity: Double) -> Double {
    defer { dayStart = equity }
    guard equity != dayStart, dayStart > 0 else { return 0 }
    let r = equity / dayStart - 1
    let r2 = r * r
    daily1 += r
    daily2 += r2
    daily3 += r2 * r
    daily4 += r2 * r2
    if r < 0 { dailyDown2 += r2 }
    return r
  }

  /// Whether initial equity and the entries add up to final equity, exactly.
  package var closes: Bool {
    initialEquity + (price + funding + fees + slippage + liquidation + financing) == finalEquity
  }
}
