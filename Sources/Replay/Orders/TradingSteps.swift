import Market
import Numerics

/// What an order must be a multiple of, and what it must be worth: the contract's lot, tick and least notional, as far as
/// its dataset or venue says them.
struct TradingSteps: Sendable, Hashable {
  let tick: Double?
  let lot: Double?
  let leastNotional: Double?
  /// Whether a unit of position is one of quote currency, whatever the price.
  private let countsQuote: Bool

  /// Nil for a contract that says none of them: whatever is wanted can be held.
  init?(_ contract: Contract, countsQuote: Bool = false) {
    self.countsQuote = countsQuote
    func positive(_ step: Double?) -> Double? { step.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
    (tick, lot, leastNotional) = (positive(contract.tick), positive(contract.lot), positive(contract.leastNotional))
    if tick == nil, lot == nil, leastNotional == nil { return nil }
  }

  /// What can be held of what is wanted: never more than that.
  ///
  /// Half a billionth of a lot is forgiven, so that 0.3 is three lots of 0.1.
  func rounded(_ quantity: Double) -> Double {
    guard let lot else { return quantity }
    let lots = (abs(quantity) / lot + 5e-10).rounded(.down)
    let possible = (lots * lot).nearestDecimal
    return quantity < 0 ? -possible : possible
  }

  /// A limit on the tick, on the side away from the market: a buyer's no higher, a seller's no lower than it was asked.
  func rounded(_ limit: Limit, buys: Bool) -> Limit {
    guard let tick, limit.price.isFinite else { return limit }
    let ticks = limit.price / tick
    let whole = buys ? (ticks + 5e-10).rounded(.down) : (ticks - 5e-10).rounded(.up)
    return Limit(
      price: (whole * tick).nearestDecimal, bars: limit.bars, isPostOnly: limit.isPostOnly,
      fillsOnTouch: limit.fillsOnTouch)
  }

  /// What becomes of an order.
  enum Outcome: Hashable {
    /// Possible, as so much.
    case holds(Double)
    /// Less than a lot, or worth less than the least: what would be opened is not, and what is to be left is left.
    case tooSmall(holds: Double, isLot: Bool)

    /// What is held then.
    var quantity: Double {
      switch self {
      case .holds(let quantity), .tooSmall(let quantity, _): quantity
      }
    }
  }

  /// - Parameters:
  ///   - held: what is held before.
  ///   - price: what the order is valued at.
  func outcome(of target: Double, holding held: Double, at price: Double) -> Outcome {
    guard target != 0 else { return .holds(0) }
    let possible = rounded(target)
    let isSameSide = held * target > 0
    if possible == 0 { return .tooSmall(holds: 0, isLot: true) }
    if isSameSide, possible == held { return target == held ? .holds(held) : .tooSmall(holds: held, isLot: true) }
    let opened = isSameSide ? abs(possible) - abs(held) : abs(possible)
    if let leastNotional, opened > 0, opened * (countsQuote ? 1 : abs(price)) < leastNotional {
      return .tooSmall(holds: isSameSide ? held : 0, isLot: false)
    }
    return .holds(possible)
  }
}

extension OrderCounts {
  /// What is held by an outcome; what was too small is counted.
  mutating func held(by outcome: TradingSteps.Outcome) -> Double {
    if case .tooSmall(_, let isLot) = outcome {
      if isLot { belowLot += 1 } else { belowLeastNotional += 1 }
    }
    return outcome.quantity
  }
}
