import Market

/// What the number behind `size:` counts.
public enum Sizing: String, Hashable, Sendable, CaseIterable {
  /// Multiples of equity: what is gained is staked again.
  case share
  /// Quote currency, the same whatever was gained: `quote(10000)`.
  case quote
  /// Units of base: `coins(0.5)`.
  case coins
  /// The share of equity that is lost if the stop fills at its price: `risk(1%)`.
  case risk

  /// What turns an amount into a quantity.
  struct Basis {
    /// Micro-quote at the close of the decision.
    let equity: Double
    /// The close of the decision.
    let close: Double
    /// From the price that is expected to the stop; NaN without one.
    let stopDistance: Double
  }

  /// Base currency to hold, with the sign of `amount`, no more than `mostLeverage` times equity. Nothing can be held on
  /// equity that is gone.
  func quantity(_ amount: Double, _ basis: Basis, mostLeverage: Double) -> Double {
    guard basis.equity > 0 else { return 0 }
    let quantity =
      switch self {
      case .share: amount * basis.equity / (Money.scale * basis.close)
      case .quote: amount / basis.close
      case .coins: amount
      case .risk: amount * basis.equity / (Money.scale * basis.stopDistance)
      }
    let most = mostLeverage * basis.equity / (Money.scale * basis.close)
    return abs(quantity) > most ? (quantity < 0 ? -most : most) : quantity
  }
}
