import Market
import Replay

/// Accounting as `docs/accounting.md` tells it, one bar after another and without a shortcut: what the machine, which
/// visits few bars, is held against.
struct BarByBar {
  private(set) var equity: [Double] = []
  private(set) var quantities: [Double] = []
  private(set) var dailyReturns: [Double] = []
  private(set) var depth = 1.0
  private(set) var funding = 0.0
  private(set) var fees = 0.0
  private(set) var slippage = 0.0
  private(set) var liquidation = 0.0
  private(set) var liquidations = 0
  private(set) var turnover = 0.0
  private(set) var trades = 0

  private let costs: Costs
  private var cash: Double
  private var quantity = 0.0

  /// - Parameter wanted: the weight to hold after the close of a row, given the one ordered last; nil leaves it.
  init(
    _ frame: Scenario, costs: Costs, initialEquity: Double, wanted: (_ row: Int, _ holding: Double) -> Double?
  ) {
    self.costs = costs
    cash = Money.rounded(initialEquity * Money.scale)
    let columns = ["open", "high", "low", "close"].map { frame.values($0) }
    let (opens, highs, lows, closes) = (columns[0], columns[1], columns[2], columns[3])
    var mark = closes[..<frame.evaluation.lowerBound].last { !$0.isNaN } ?? .nan
    var weight = 0.0
    var order: Double?
    var peak = cash
    var dayStart = cash

    for row in frame.evaluation {
      let open = frame.grid.open(row)
      let isPrinted = !opens[row].isNaN && !closes[row].isNaN
      for settlement in frame.settlements where settlement.instant == open { settle(settlement) }
      if isPrinted, let target = order {
        if quantity * target < 0 { trade(to: 0, at: opens[row]) }
        trade(to: target, at: opens[row])
        order = nil
      }
      for settlement in frame.settlements where settlement.instant > open && settlement.instant < frame.grid.close(row)
      {
        settle(settlement)
      }
      if quantity != 0, isPrinted {
        let price = -cash / ((quantity - costs.maintenance * abs(quantity)) * Money.scale)
        if quantity > 0, lows[row] <= price { liquidate(at: min(price, opens[row])) }
        if quantity < 0, highs[row] >= price { liquidate(at: max(price, opens[row])) }
        if quantity == 0 { weight = 0 }
      }
      if !closes[row].isNaN { mark = closes[row] }
      let now = quantity == 0 ? cash : cash + Money.value(quantity, at: mark)
      equity.append(now)
      quantities.append(quantity)
      if now > peak { peak = now } else if now < peak * depth { depth = now / peak }
      if isPrinted, order == nil, let next = wanted(row, weight) {
        order = now > 0 ? next * now / (Money.scale * mark) : 0
        weight = next
      }
      if row + 1 == frame.evaluation.upperBound || frame.grid.open(row + 1).utcDay != open.utcDay {
        dailyReturns.append(dayStart > 0 ? now / dayStart - 1 : 0)
        dayStart = now
      }
    }
  }

  private mutating func settle(_ settlement: Settlement) {
    let amount = -Money.rounded(quantity * Money.scale * settlement.price * settlement.rate)
    cash += amount
    funding += amount
  }

  private mutating func trade(to target: Double, at open: Double) {
    let change = target - quantity
    guard change != 0 else { return }
    if quantity == 0 { trades += 1 }
    let slipped = open * costs.slippage
    let paid = change > 0 ? open + slipped : open - slipped
    let before = cash + Money.value(quantity, at: open)
    let fee = -Money.rounded(abs(change) * Money.scale * paid * costs.taker)
    let lost = -Money.rounded(abs(change) * Money.scale * slipped)
    if before > 0 { turnover += abs(change) * Money.scale * open / before }
    quantity = target
    cash = before + fee + lost - Money.value(target, at: open)
    fees += fee
    slippage += lost
  }

  private mutating func liquidate(at price: Double) {
    let before = cash + Money.value(quantity, at: price)
    let fee = -Money.rounded(abs(quantity) * Money.scale * price * costs.liquidationFee)
    let charged = before + fee < 0 ? -before : fee
    if before > 0 { turnover += abs(quantity) * Money.scale * price / before }
    quantity = 0
    cash = before + charged
    liquidation += charged
    liquidations += 1
  }
}
