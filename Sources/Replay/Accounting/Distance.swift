/// How far from a price a stop, a take-profit or a trailing stop lies.
public enum Distance: Hashable, Sendable {
  /// A share of that price: `2%`.
  case share(Double)
  /// So much in price: `2 * atr(1d)` as it was when the order was decided.
  case price(Double)

  /// In price, of what lies around `price`.
  func amount(of price: Double) -> Double {
    switch self {
    case .share(let share): price * share
    case .price(let amount): amount
    }
  }

  /// Whether it lies on the side it belongs to. What is not known does not.
  var isPlaceable: Bool {
    switch self {
    case .share(let amount), .price(let amount): amount > 0 && amount.isFinite
    }
  }
}
