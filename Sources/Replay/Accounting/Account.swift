import Market

/// Cash and one position, and what trading and funding make of them. Amounts are whole micro-quote.
struct Account {
  /// Equity less the value of the position. Constant while a position is held, but for funding; equity itself while not.
  private(set) var cash: Double
  private(set) var quantity = 0.0
  /// `quantity` such that a price makes it micro-quote.
  private var scaled = 0.0
  /// The price, and the value at it, from which the holding's next `price` entry is measured.
  private(set) var heldFrom = 0.0
  private(set) var heldValue = 0.0
  /// Equity when the trade began.
  private(set) var equityAtEntry = 0.0

  init(equity: Double) { cash = equity }

  var isFlat: Bool { quantity == 0 }

  /// Equity with the position marked at `price`.
  @inline(__always)
  func equity(at price: Double) -> Double { cash + Money.rounded(scaled * price) }

  /// Equity at the better and at the worse end of `prices`.
  @inline(__always)
  func equity(over prices: PriceRange) -> (highest: Double, lowest: Double) {
    let a = equity(at: prices.lowest)
    let b = equity(at: prices.highest)
    return a < b ? (b, a) : (a, b)
  }

  /// What `price` has made of the holding since its last `price` entry.
  func priceAmount(at price: Double) -> Double { Money.rounded(scaled * price) - heldValue }

  /// Who is long pays a positive rate, who is short receives it.
  @inline(__always)
  mutating func settle(_ settlement: Settlement) -> Double {
    let amount = -Money.rounded(scaled * settlement.price * settlement.rate)
    cash += amount
    return amount
  }

  /// Holds `target` from now on, valued at `price`, after `costs` are paid out of `equity`.
  @inline(__always)
  mutating func exchange(to target: Double, at price: Double, equity: Double, costs: Double) {
    if quantity == 0 { equityAtEntry = equity }
    quantity = target
    scaled = target * Money.scale
    heldFrom = price
    heldValue = Money.rounded(scaled * price)
    cash = equity + costs - heldValue
  }

  // MARK: Liquidation

  /// The position less its maintenance margin: what cash must cover is this at the price.
  @inline(__always)
  private func exposed(_ maintenance: Double) -> Double { (quantity - maintenance * abs(quantity)) * Money.scale }

  /// The price at which equity is the maintenance margin.
  func liquidationPrice(_ maintenance: Double) -> Double { -cash / exposed(maintenance) }

  /// Whether equity stays above the maintenance margin wherever in `prices` the market goes.
  ///
  /// A multiplication in place of the division that finds the price. What it rounds away is a millionth of what it keeps
  /// clear of, so where this says yes, the liquidation price lies beyond `prices`; near that price it says no.
  @inline(__always)
  func isSafe(within prices: PriceRange, maintenance: Double) -> Bool {
    cash + exposed(maintenance) * (quantity > 0 ? prices.lowest : prices.highest) > abs(cash) * 0x1p-30
  }
}
