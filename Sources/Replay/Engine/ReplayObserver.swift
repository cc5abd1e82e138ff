import Market

/// Somebody who watches a replay. The machine tells what happens and never asks anything back, so watching cannot change
/// a result: a sweep watches nothing, a single run records everything, and both are the same code.
package protocol ReplayObserver {
  /// Whether `marked` is to be called. The bars of a stretch are then visited for the observer alone: nothing that is
  /// added up depends on it.
  static var watchesBars: Bool { get }
  /// Equity in micro-quote after the close of `row`; not called while flat.
  mutating func marked(_ row: Int, equity: Double, quantity: Double)
  mutating func filled(_ fill: Fill)
  /// An order that was placed by one who orders more than a weight; `weight` is what it comes to.
  mutating func ordered(_ order: Order, weight: Double)
  mutating func settled(_ settlement: Settlement, amount: Double, quantity: Double)
  /// What a venue took of a position, after its fill.
  mutating func liquidated(_ step: LiquidationStep)
  /// What UTC day `day`, counted from 1970, returned. Not called for days that began and ended flat.
  mutating func dayEnded(_ day: Int32, return: Double)
}

extension ReplayObserver {
  @inline(__always) package func ordered(_ order: Order, weight: Double) {}
  @inline(__always) package func liquidated(_ step: LiquidationStep) {}
}

/// One execution as the machine did it. Amounts are whole micro-quote.
package struct Fill {
  package enum Reason { case order, limit, stop, take, trail, hold, liquidation, expiry, delisting }
  package let row: Int
  package let reason: Reason
  package let before: Double
  package let after: Double
  /// The undisturbed price and the price paid.
  package let reference: Double
  package let price: Double
  /// The price the holding before it was last measured from, and what it earned since.
  package let heldFrom: Double
  package let priceAmount: Double
  package let fee: Double
  /// What `fee` was charged at, as a fraction of traded value.
  package let feeRate: Double
  package let slippage: Double
  package let liquidation: Double
  /// What `slippage` was charged at.
  package var slippageRate = 0.0
  /// What the order's own size cost, and the share of the price that was.
  package var impact = 0.0
  package var impactRate = 0.0
  /// Whether what is left is left after the bar's open, be it at the same price.
  package var isInside = false
  /// Of a leg that is settled in another currency than the account's; nil of others.
  package var coin: Coin?

  package struct Coin {
    /// What a unit of it cost.
    package let price: Double
    let payoff: LegPayoff
    /// Of what is held afterwards, what its face value was in coins where it was entered, or what it cost, such that a price
    /// makes them micro-quote.
    package let held: Double
  }

  /// What a unit of what was traded cost in the account's currency.
  var unitCost: Double {
    guard let coin else { return price }
    return coin.payoff.worth(ofUnitAt: price, coin: coin.price)
  }
}

extension Fill {
  /// The same with prices in place of the values that the machine counts in.
  func priced(_ quotation: Quotation) -> Fill {
    guard quotation != .linear else { return self }
    return Fill(
      row: row, reason: reason, before: before, after: after, reference: quotation.price(reference),
      price: quotation.price(price), heldFrom: quotation.price(heldFrom), priceAmount: priceAmount, fee: fee,
      feeRate: feeRate, slippage: slippage, liquidation: liquidation, slippageRate: slippageRate, impact: impact,
      impactRate: impactRate, isInside: isInside)
  }
}

/// Watches nothing.
package struct Unobserved: ReplayObserver {
  package static let watchesBars = false
  package init() {}
  @inline(__always) package func marked(_ row: Int, equity: Double, quantity: Double) {}
  @inline(__always) package func filled(_ fill: Fill) {}
  @inline(__always) package func settled(_ settlement: Settlement, amount: Double, quantity: Double) {}
  @inline(__always) package func dayEnded(_ day: Int32, return: Double) {}
}
