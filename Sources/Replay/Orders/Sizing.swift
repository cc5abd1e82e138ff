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

  /// Multiples of equity by Kelly's rule, for the side that it favours: `kelly(0.5, 30d, 2)`.
  case kelly

  /// Whether an amount is a multiple of equity, which needs no more than a decision.
  public var isWeight: Bool { self == .share || self == .kelly }

  /// What turns an amount into a quantity.
  struct Basis {
    /// Micro-quote at the close of the decision.
    let equity: Double
    /// The close of the decision.
    let close: Double
    /// What one unit of position is worth there, unsigned, in what equity is counted in: the close, of a linear contract.
    let unit: Double
    /// From the price that is expected to the stop, per unit of position; NaN without one.
    let stopDistance: Double
    /// Whether a unit of position is one of quote currency, and not one of base.
    let isInverse: Bool
  }

  /// Units of position to hold, with the sign of `amount`, no more than `mostLeverage` times equity. Nothing can be held
  /// on equity that is gone.
  func quantity(_ amount: Double, _ basis: Basis, mostLeverage: Double) -> Double {
    guard basis.equity > 0 else { return 0 }
    let quantity = unbounded(amount, basis)
    guard mostLeverage < .infinity else { return quantity }
    let most = mostLeverage * basis.equity / (Money.scale * basis.unit)
    return abs(quantity) > most ? (quantity < 0 ? -most : most) : quantity
  }

  /// Whether `mostLeverage` is less than what is wanted.
  func isBound(_ amount: Double, _ basis: Basis, mostLeverage: Double) -> Bool {
    guard basis.equity > 0, mostLeverage < .infinity else { return false }
    return abs(unbounded(amount, basis)) > mostLeverage * basis.equity / (Money.scale * basis.unit)
  }

  private func unbounded(_ amount: Double, _ basis: Basis) -> Double {
    switch self {
    case .share, .kelly: amount * basis.equity / (Money.scale * basis.unit)
    case .quote: basis.isInverse ? amount : amount / basis.close
    case .coins: basis.isInverse ? amount * basis.close : amount
    case .risk: amount * basis.equity / (Money.scale * basis.stopDistance)
    }
  }
}
