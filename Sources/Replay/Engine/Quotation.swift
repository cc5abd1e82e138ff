import Market

/// How a price becomes the value of one unit of position, so that one machine counts every form of contract.
///
/// A linear contract is worth its price. An inverse one pays in coin: N of quote currency are −N / P coins, so that a
/// long gains N × (1/entry − 1/exit). That is linear in −1/P, which rises with P: highs stay highs, stops at a low stay
/// at the low, and equity is cash plus quantity times this value. Coins are counted in what a coin cost when the market
/// began, which makes the value −first / P: amounts have the size of quote currency and its six decimals, and dividing
/// by `first` makes coins of them.
struct Quotation: Sendable, Hashable {
  /// Of an inverse contract, the price of a coin when the market began; nil of a linear one.
  let first: Double?

  static let linear = Quotation(first: nil)

  /// The value of one unit of position at a price.
  @inline(__always)
  func value(_ price: Double) -> Double {
    guard let first else { return price }
    return -first / price
  }

  /// The price at which one unit of position has a value. Of an inverse contract to twelve digits, which is more than any
  /// price has and less than two divisions lose.
  @inline(__always)
  func price(_ value: Double) -> Double { first == nil ? value : inversePrice(value) }

  private func inversePrice(_ value: Double) -> Double {
    guard let first, value != 0, value.isFinite else { return value }
    let price = -first / value
    let scale = Self.power(of: price)
    return (price / scale * 1e11).rounded() / 1e11 * scale
  }

  /// The value at a distance of `direction` from the price that `value` stands for. Of an inverse contract one that would
  /// lie at or below a price of zero is never reached.
  @inline(__always)
  func moved(_ value: Double, by direction: Double, _ distance: Distance) -> Double {
    first == nil
      ? value + direction * distance.amount(of: value) : inverseMoved(value, by: direction, distance)
  }

  private func inverseMoved(_ value: Double, by direction: Double, _ distance: Distance) -> Double {
    let price = price(value)
    let moved = price + direction * distance.amount(of: price)
    return moved > 0 ? self.value(moved) : -.infinity
  }

  /// The power of ten just below a price.
  private static func power(of price: Double) -> Double {
    var power = 1.0
    while power * 10 <= abs(price), power < 1e300 { power *= 10 }
    while power > abs(price), power > 1e-300 { power /= 10 }
    return power
  }

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
    if first != nil { costs.maintenance = -costs.maintenance }
    return costs
  }
}
