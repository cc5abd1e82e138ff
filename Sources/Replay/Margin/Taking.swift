import Market

/// What it costs to be taken at a price at which the margin is gone, and what is paid for a unit then. Whole micro-quote,
/// negative.
struct Taking {
  var paid: Double
  var fee = 0.0
  var liquidation = 0.0

  /// A part, before more is taken.
  ///
  /// - Parameters:
  ///   - held: all that stands on what is behind it.
  ///   - isBankrupt: whether it goes at the bankruptcy price.
  init(
    part taken: Double, of held: Double, at price: Double, behind: Double, _ rule: LiquidationRule, isBankrupt: Bool,
    _ costs: Costs
  ) {
    paid = price
    if isBankrupt {
      // What stands behind a part is lost with it, and nothing else is.
      liquidation = -Money.rounded(behind * (taken / held))
      paid = price + liquidation / (taken * Money.scale)
    } else if rule.price == .marketThenBankruptcy {
      fee = Self.fee(costs.taker, of: taken, at: price)
    } else {
      liquidation = Self.fee(costs.liquidationFee, of: taken, at: price)
    }
  }

  /// All that is left. What it lacks to cover its losses the venue bears.
  init(whole held: Double, at price: Double, behind: Double, isBankrupt: Bool, _ costs: Costs) {
    (paid, liquidation) = (price, -behind)
    if isBankrupt {
      paid = price - behind / (held * Money.scale)
    } else {
      let fee = Self.fee(costs.liquidationFee, of: held, at: price)
      if behind + fee >= 0 { liquidation = fee }
    }
  }

  static func fee(_ rate: Double, of quantity: Double, at price: Double) -> Double {
    -Money.rounded(abs(quantity) * Money.scale * abs(price) * rate)
  }
}
