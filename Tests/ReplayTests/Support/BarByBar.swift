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
  private var entryEquity = 0.0

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
    let days = Self.days(of: frame.grid, frame.evaluation)

    for row in frame.evaluation {
      let open = frame.grid.open(row)
      let isPrinted = !opens[row].isNaN && !closes[row].isNaN
      for settlement in frame.settlements where settlement.instant == open { settle(settlement) }
      if isPrinted, let target = order {
        if quantity != 0, cash + Money.value(quantity, at: opens[row]) <= 0 {
          liquidate(at: opens[row])
          weight = 0
        } else {
          if quantity * target < 0 { trade(to: 0, at: opens[row]) }
          trade(to: target, at: opens[row])
        }
        order = nil
      }
      let inside = frame.settlements.filter { $0.instant > open && $0.instant < frame.grid.close(row) }
      // Whom the venue takes at the open neither pays nor is paid for what settles after it.
      if quantity != 0, isPrinted, !inside.isEmpty, quantity * opens[row] <= quantity * liquidationPrice {
        liquidate(at: opens[row])
        weight = 0
      }
      for settlement in inside { settle(settlement) }
      if quantity != 0, isPrinted {
        let price = liquidationPrice
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
      let place = row - frame.evaluation.lowerBound
      if row + 1 == frame.evaluation.upperBound || days[place + 1] != days[place] {
        dailyReturns.append(dayStart > 0 ? now / dayStart - 1 : 0)
        dayStart = now
      }
    }
  }

  /// The day whose return each row is part of: of a first day of less than twelve hours the second, of a last day of twelve
  /// or less the one before it.
  private static func days(of grid: Grid, _ rows: Range<Int>) -> [Int] {
    var days = rows.map { grid.open($0).utcDay }
    guard let first = days.first, let last = days.last, first < last else { return days }
    func hours(on day: Int) -> Double {
      Double(days.count { $0 == day }) * Double(grid.interval.milliseconds) / 3_600_000
    }
    let (head, tail) = (hours(on: first), hours(on: last))
    if head < 12 { days = days.map { max($0, first + 1) } }
    if tail <= 12, last - 1 >= (days.first ?? 0) { days = days.map { min($0, last - 1) } }
    return days
  }

  private mutating func settle(_ settlement: Settlement) {
    let amount = -Money.rounded(quantity * Money.scale * settlement.price * settlement.rate)
    cash += amount
    funding += amount
  }

  private mutating func trade(to target: Double, at open: Double) {
    let change = target - quantity
    guard change != 0 else { return }
    if quantity == 0 {
      trades += 1
      entryEquity = cash
    }
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

  private var liquidationPrice: Double {
    -cash / ((quantity - costs.maintenance * abs(quantity)) * Money.scale)
  }

  private mutating func liquidate(at price: Double) {
    let before = cash + Money.value(quantity, at: price)
    let fee = -Money.rounded(abs(quantity) * Money.scale * price * costs.liquidationFee)
    let charged = before + fee < 0 ? -before : fee
    if entryEquity > 0 { turnover += abs(quantity) * Money.scale * price / entryEquity }
    quantity = 0
    cash = before + charged
    liquidation += charged
    liquidations += 1
  }
}
