import Market
import Numerics

/// What is held of one leg, and what it came to. Amounts are whole micro-quote.
package struct LegHolding: Sendable {
  package private(set) var quantity = 0.0
  /// `quantity` such that a price makes it micro-quote.
  private(set) var scaled = 0.0
  /// The same less the maintenance margin: what the purse must cover is this at the price.
  private(set) var exposed = 0.0
  /// The price, and the value at it, from which the next `price` entry is measured.
  private(set) var heldFrom = 0.0
  private(set) var heldValue = 0.0
  /// Whether the venue can take it away.
  private(set) var isMargined = false
  /// Its own margin less its value, where it has one: what stands behind it is this and its value at the price.
  private(set) var own = 0.0
  private(set) var isIsolated = false
  /// Until when interest is paid.
  private(set) var paidUntil = Instant(milliseconds: 0)
  package internal(set) var sums = LegSums()
  /// Of a contract that is settled in a coin: what its face value, which `quantity` is then, was in coins where it was entered,
  /// such that a price makes them micro-quote. Of one on margin in another currency: what it cost of that, as a debt.
  private(set) var coins = 0.0
  private(set) var payoff = LegPayoff.own

  var isFlat: Bool { quantity == 0 }

  @inline(__always)
  func value(at price: Double) -> Double { Money.rounded(scaled * price) }

  /// What a quantity is worth at a price, to the bit what a holding of it is.
  static func value(of quantity: Double, at price: Double) -> Double { Money.rounded(quantity * Money.scale * price) }

  /// The same of one that is settled in another currency, at what a unit of that costs.
  @inline(__always)
  func value(at price: Double, coin: Double) -> Double {
    Self.value(of: scaled, payoff, coins: coins, at: price, coin: coin)
  }

  static func value(
    of scaled: Double, _ payoff: LegPayoff, coins: Double, at price: Double, coin: Double
  ) -> Double {
    guard scaled != 0 else { return 0 }
    return switch payoff {
    case .inverse: Money.rounded((coins - scaled / price) * coin)
    case .foreign: Money.rounded((scaled * price + coins) * coin)
    case .bought, .own: Money.rounded(scaled * (price * coin))
    }
  }

  /// What it leaves beyond its maintenance, a share of what it is worth.
  func left(at price: Double, coin: Double, _ maintenance: Double) -> Double {
    switch payoff {
    case .inverse: (coins - (scaled + abs(scaled) * maintenance) / price) * coin
    case .foreign: (scaled * price + coins - abs(scaled) * price * maintenance) * coin
    case .bought, .own: exposed * (price * coin)
    }
  }

  /// Coins, or units, whose price it follows.
  var base: Double { payoff == .inverse ? coins / Money.scale : quantity }

  func priceAmount(at price: Double) -> Double { value(at: price) - heldValue }

  /// Holds `target` from now on, valued at `price`.
  ///
  /// - Parameter paid: a unit, slippage included: a margin of its own is a part of that, and loses the difference at once.
  mutating func hold(_ target: Double, at price: Double, paying paid: Double, isMargined: Bool, _ terms: LegTerms) {
    quantity = target
    scaled = target * Money.scale
    self.isMargined = isMargined
    exposed = isMargined ? (target - terms.costs.maintenance * abs(target)) * Money.scale : scaled
    heldFrom = price
    heldValue = value(at: price)
    isIsolated = isMargined && terms.isIsolated && target != 0
    own =
      isIsolated
      ? Money.rounded(abs(scaled * paid) / terms.leverage) - Money.rounded(scaled * (paid - price)) - heldValue : 0
  }

  /// Holds so much from now on of what is settled in another currency, and owes what it cost. What is added is entered at
  /// `price`; what is left of more keeps its entry.
  mutating func hold(_ target: Double, owing payoff: LegPayoff, at price: Double, coin: Double) {
    func entered(_ quantity: Double) -> Double {
      payoff == .inverse ? quantity * Money.scale / price : -(quantity * Money.scale * price)
    }
    if target * quantity <= 0 {
      coins = entered(target)
    } else if abs(target) > abs(quantity) {
      coins += entered(target - quantity)
    } else {
      coins *= target / quantity
    }
    self.payoff = payoff
    quantity = target
    scaled = target * Money.scale
    isMargined = target != 0
    heldFrom = coins == 0 ? price : payoff == .inverse ? scaled / coins : -coins / scaled
    heldValue = value(at: price, coin: coin)
  }

  /// So much stands behind what is held, where that has a margin of its own, whatever that was when it was posted.
  mutating func stand(on behind: Double) { if isIsolated { own = behind - heldValue } }

  /// What it pays and receives comes out of its own margin, where it has one.
  mutating func pays(_ amount: Double) { if isIsolated { own += amount } }

  /// Who is long pays a positive rate, who is short receives it.
  ///
  /// - Parameter coin: what a unit costs of the currency that it is settled in, where that is not the account's.
  func funding(_ settlement: Settlement, coin: Double?) -> Double {
    let price = settlement.price
    let unit = coin.map { payoff.worth(ofUnitAt: price, coin: $0) } ?? price
    return -Money.rounded(scaled * unit * settlement.rate)
  }

  /// Simple interest on what is owed since it was last paid, at a price of now.
  mutating func interest(_ rate: Double, until instant: Instant, at price: Double) -> Double {
    let time = instant.since(paidUntil)
    paidUntil = instant
    return -Money.rounded(abs(scaled) * price * (rate * (Double(time.milliseconds) / Self.year)))
  }

  /// Interest begins with what is owed.
  mutating func owes(since instant: Instant) { paidUntil = instant }

  private static let year = Annual.days * Double(Interval.day.milliseconds)
}

/// What a leg came to, by where it came from. Whole micro-quote.
public struct LegSums: Hashable, Sendable {
  public internal(set) var price = 0.0
  public internal(set) var funding = 0.0
  public internal(set) var fees = 0.0
  public internal(set) var slippage = 0.0
  public internal(set) var liquidation = 0.0
  public internal(set) var financing = 0.0
  /// Fills, the venue's own included.
  public internal(set) var fills = 0

  public init() {}

  /// All of it.
  public var net: Double { price + funding + fees + slippage + liquidation + financing }

  public static func + (a: LegSums, b: LegSums) -> LegSums {
    var sum = a
    sum.price += b.price
    sum.funding += b.funding
    sum.fees += b.fees
    sum.slippage += b.slippage
    sum.liquidation += b.liquidation
    sum.financing += b.financing
    sum.fills += b.fills
    return sum
  }
}
