import Market
import Numerics
import Replay

/// Positions with a stop, a take-profit, a trailing stop and a time to leave, one bar after another and without a shortcut, as
/// `docs/accounting.md` tells it: what the machine, which searches a tree for the bar that ends one, is held against.
struct StopWalk {
  /// What one side wants, and what protects it.
  struct Side {
    let sign: Double
    let enters: (_ row: Int) -> Bool
    let leaves: (_ row: Int) -> Bool
    /// A share of the price paid, or so much in price as of the close that decides; nil for none.
    var stop: Amount?
    var take: Amount?
    var trail: Amount?
    var hold: Int?
  }

  enum Amount {
    case share(Double)
    case price((_ row: Int) -> Double)

    func distance(at row: Int) -> (Double) -> Double {
      switch self {
      case .share(let share): { $0 * share }
      case .price(let amount): { _ in amount(row) }
      }
    }
  }

  private(set) var equity: [Double] = []
  private(set) var quantities: [Double] = []
  /// What ended each position.
  private(set) var endings: [String] = []
  /// Bars of the longest position.
  private(set) var longest = 0

  private let costs: Costs
  private var cash: Double
  private var quantity = 0.0

  private struct Levels {
    var (stop, take, best) = (Double.nan, Double.nan, Double.nan)
    var trail: ((Double) -> Double)?
    var leavesAt = Int.max
    var bars = 0
  }

  init(_ frame: Scenario, _ side: Side, costs: Costs, weight: Double, initialEquity: Double) {
    self.costs = costs
    cash = Money.rounded(initialEquity * Money.scale)
    let columns = ["open", "high", "low", "close"].map { frame.values($0) }
    let (opens, highs, lows, closes) = (columns[0], columns[1], columns[2], columns[3])
    let sign = side.sign
    var mark = Double.nan
    var target: Double?
    var decided = 0
    var levels = Levels()

    for row in 0..<frame.grid.count {
      let open = frame.grid.open(row)
      let isPrinted = !opens[row].isNaN
      for settlement in frame.settlements where settlement.instant == open { settle(settlement) }
      if isPrinted, quantity != 0, target != nil || row >= levels.leavesAt,
        cash + Money.value(quantity, at: opens[row]) <= 0
      {
        target = nil
        liquidate(at: opens[row], levels)
      } else if isPrinted, let wanted = target {
        target = nil
        if wanted == 0, quantity != 0 { end("exit", levels) }
        let paid = trade(to: wanted, at: opens[row])
        if wanted != 0 {
          levels = Levels()
          if let stop = side.stop?.distance(at: decided) { levels.stop = (paid - sign * stop(paid)).nearestDecimal }
          if let take = side.take?.distance(at: decided) { levels.take = (paid + sign * take(paid)).nearestDecimal }
          levels.trail = side.trail?.distance(at: decided)
          levels.best = paid
          if let hold = side.hold { levels.leavesAt = row + hold }
        }
      } else if isPrinted, quantity != 0, row >= levels.leavesAt {
        leave("hold", at: opens[row], levels)
      }
      let inside = frame.settlements.filter { $0.instant > open && $0.instant < frame.grid.close(row) }
      // What the open ends is not held any more when something settles after it.
      if isPrinted, quantity != 0, !inside.isEmpty { begin(at: opens[row], sign, levels) }
      for settlement in inside where quantity != 0 { settle(settlement) }
      if isPrinted, quantity != 0 {
        pass(
          opens[row], against: sign > 0 ? lows[row] : highs[row], inFavour: sign > 0 ? highs[row] : lows[row], sign,
          &levels)
      }
      if isPrinted { mark = closes[row] }
      if quantity != 0 { levels.bars += 1 }
      let now = quantity == 0 ? cash : cash + Money.value(quantity, at: mark)
      equity.append(now)
      quantities.append(quantity)
      guard isPrinted, target == nil else { continue }
      if quantity != 0, side.leaves(row) {
        target = 0
      } else if quantity == 0, side.enters(row), !side.leaves(row) {
        target = now > 0 ? sign * weight * now / (Money.scale * mark) : 0
        decided = row
      }
    }
  }

  private var liquidationPrice: Double { -cash / ((quantity - costs.maintenance * abs(quantity)) * Money.scale) }

  /// Whether a price is at a level or beyond it, on the side that loses.
  private static func isBelow(_ price: Double, _ level: Double, _ sign: Double) -> Bool {
    sign > 0 ? price <= level : price >= level
  }

  /// The nearer of stop and trailing stop.
  private static func guarding(_ sign: Double, _ levels: Levels) -> (level: Double, cause: String) {
    guard let trail = levels.trail else { return (levels.stop, "stop") }
    let trailing = (levels.best - sign * trail(levels.best)).nearestDecimal
    return levels.stop.isNaN || !isBelow(trailing, levels.stop, sign) ? (trailing, "trail") : (levels.stop, "stop")
  }

  /// The open of a bar, whatever comes after it.
  private mutating func begin(at open: Double, _ sign: Double, _ levels: Levels) {
    let (level, cause) = Self.guarding(sign, levels)
    if Self.isBelow(open, liquidationPrice, sign) { return liquidate(at: open, levels) }
    if Self.isBelow(open, level, sign) { return leave(cause, at: open, levels) }
    if sign > 0 ? open >= levels.take : open <= levels.take { leave("take", at: open, levels) }
  }

  /// One bar of a position, on the worse of the paths through it: the open, then against it, then in its favour.
  private mutating func pass(
    _ open: Double, against worst: Double, inFavour finest: Double, _ sign: Double, _ levels: inout Levels
  ) {
    func isBelow(_ price: Double, _ level: Double) -> Bool { Self.isBelow(price, level, sign) }
    func isAbove(_ price: Double, _ level: Double) -> Bool { sign > 0 ? price >= level : price <= level }
    begin(at: open, sign, levels)
    guard quantity != 0 else { return }
    let liquidation = liquidationPrice
    let (level, cause) = Self.guarding(sign, levels)
    let isTaken = isBelow(worst, liquidation)
    if isBelow(worst, level), !isTaken || isBelow(liquidation, level) { return leave(cause, at: level, levels) }
    if isTaken { return liquidate(at: liquidation, levels) }
    if isAbove(finest, levels.take) { return leave("take", at: levels.take, levels) }
    if isAbove(finest, levels.best) { levels.best = finest }
  }

  private mutating func end(_ cause: String, _ levels: Levels) {
    endings.append(cause)
    longest = max(longest, levels.bars)
  }

  private mutating func leave(_ cause: String, at price: Double, _ levels: Levels) {
    trade(to: 0, at: price)
    end(cause, levels)
  }

  private mutating func settle(_ settlement: Settlement) {
    cash -= Money.rounded(quantity * Money.scale * settlement.price * settlement.rate)
  }

  @discardableResult
  private mutating func trade(to target: Double, at reference: Double) -> Double {
    let change = target - quantity
    guard change != 0 else { return .nan }
    let slipped = reference * costs.slippage
    let paid = change > 0 ? reference + slipped : reference - slipped
    let before = cash + Money.value(quantity, at: reference)
    let fee = -Money.rounded(abs(change) * Money.scale * paid * costs.taker)
    let lost = -Money.rounded(abs(change) * Money.scale * slipped)
    quantity = target
    cash = before + fee + lost - Money.value(target, at: reference)
    return paid
  }

  private mutating func liquidate(at price: Double, _ levels: Levels) {
    let before = cash + Money.value(quantity, at: price)
    let fee = -Money.rounded(abs(quantity) * Money.scale * price * costs.liquidationFee)
    quantity = 0
    cash = before + fee < 0 ? 0 : before + fee
    end("liquidation", levels)
  }
}
