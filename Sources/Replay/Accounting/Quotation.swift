import Market
import Numerics

/// How a price becomes the value of one unit of position, so that one machine counts every form of contract.
///
/// A linear contract is worth its price. An inverse one pays in coin: N of quote currency are −N / P coins, so that a
/// long gains N × (1/entry − 1/exit). That is linear in −1/P, which rises with P: highs stay highs, stops at a low stay
/// at the low, and equity is cash plus quantity times this value. A quanto one pays so much of a third currency for each
/// unit of its price. Coins of either are counted in what one cost when the market began, which makes the values −first / P
/// and multiplier × first × P: amounts have the size of quote currency and its six decimals, and dividing by `first` makes
/// coins of them.
struct Quotation: Sendable, Hashable {
  /// The price of the settlement coin when the market began; nil of a linear contract.
  let first: Double?
  /// Of a quanto contract, what one contract pays for a unit of its price, in coin; nil of others.
  let multiplier: Double?

  static let linear = Quotation(first: nil, multiplier: nil)

  static func inverse(first: Double) -> Quotation { Quotation(first: first, multiplier: nil) }
  static func quanto(first: Double, multiplier: Double) -> Quotation {
    Quotation(first: first, multiplier: multiplier)
  }

  private init(first: Double?, multiplier: Double?) {
    self.first = first
    self.multiplier = multiplier
  }

  /// Whether prices are values.
  var isLinear: Bool { first == nil }
  var isInverse: Bool { first != nil && multiplier == nil }

  /// The value of one unit of position at a price.
  @inline(__always)
  func value(_ price: Double) -> Double {
    guard let first else { return price }
    if let multiplier { return price * (multiplier * first) }
    return -first / price
  }

  /// The price at which one unit of position has a value. Of a contract in coin to twelve digits, which is more than any
  /// price has and less than two divisions lose.
  @inline(__always)
  func price(_ value: Double) -> Double { first == nil ? value : coinPrice(value) }

  private func coinPrice(_ value: Double) -> Double {
    guard let first, value != 0, value.isFinite else { return value }
    let price = multiplier.map { value / ($0 * first) } ?? -first / value
    // One division by a power of ten, so that 500.25 is said as 500.25.
    let digits = 1e11 / Self.power(of: price)
    return (price * digits).rounded() / digits
  }

  /// The value at a distance of `direction` from the price that `value` stands for. Of an inverse contract one that would
  /// lie at or below a price of zero is never reached.
  @inline(__always)
  func moved(_ value: Double, by direction: Double, _ distance: Distance) -> Double {
    first == nil
      ? (value + direction * distance.amount(of: value)).nearestDecimal : coinMoved(value, by: direction, distance)
  }

  private func coinMoved(_ value: Double, by direction: Double, _ distance: Distance) -> Double {
    let price = price(value)
    let moved = (price + direction * distance.amount(of: price)).nearestDecimal
    guard multiplier == nil else { return self.value(moved) }
    return moved > 0 ? self.value(moved) : -.infinity
  }

  /// The power of ten just below a price.
  private static func power(of price: Double) -> Double {
    var power = 1.0
    while power * 10 <= abs(price), power < 1e300 { power *= 10 }
    while power > abs(price), power > 1e-300 { power /= 10 }
    return power
  }

  /// An amount in the currency that the contract settles in: what margin tables are written in.
  func settlementAmount(_ amount: Double) -> Double { first.map { amount / $0 } ?? amount }

  /// The other way round, in whole micro-quote.
  func accountAmount(_ amount: Double) -> Double { Money.rounded(amount * (first ?? 1) * Money.scale) }

  /// Units that are worth their price in that currency, as margin tables count a position; not of an inverse contract.
  func size(of quantity: Double) -> Double { abs(quantity) * (multiplier ?? 1) }

  /// A settlement on the value of a position.
  func settled(_ settlement: Settlement) -> Settlement {
    guard first != nil else { return settlement }
    return Settlement(
      instant: settlement.instant, rate: settlement.rate, price: abs(value(settlement.price)),
      priceSource: settlement.priceSource, interval: settlement.interval, isAssumed: settlement.isAssumed)
  }

  /// Margin is a share of a position's size, whichever sign its value has.
  func costs(_ costs: Costs) -> Costs {
    var costs = costs
    if isInverse { costs.maintenance = -costs.maintenance }
    return costs
  }
}
