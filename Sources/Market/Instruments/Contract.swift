/// The facts of an instrument that decide what a price, a quantity and a profit in it mean.
public struct Contract: Hashable, Sendable {
  /// How profit follows from price.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    /// Quantity times the change of price, in the quote currency. Spot and index count as linear.
    case linear
    /// Face value in the quote currency times the change of 1 / price, in the base coin.
    case inverse
    /// Quantity times the change of price, paid in a third currency at a fixed rate.
    case quanto
    /// Nothing says which of these it is.
    case unstated
  }

  /// The right of an option.
  public enum Right: String, Hashable, Sendable {
    case call, put
  }

  /// What one of the venue's contracts is, where it counts in contracts.
  public struct Size: Hashable, Sendable {
    public enum Unit: String, Hashable, Sendable {
      /// Units of base, such as 0.01 BTC.
      case base
      /// Quote currency, such as 100 USD: face value.
      case quote
      /// Of a quanto contract, what it pays in its settlement currency for each unit of its price: 0.000001 BTC.
      case settlement
    }

    public let amount: Double
    public let unit: Unit

    public init(_ amount: Double, _ unit: Unit) {
      self.amount = amount
      self.unit = unit
    }
  }

  public var form: Form
  /// The coin itself: PEPE also where the symbol trades it by the thousand. Empty where nothing tells.
  public var base: String
  /// What prices are in. Empty where nothing tells.
  public var quote: String
  /// What profit, margin and funding are paid in.
  public var settlement: String
  /// Coins in one unit of price and quantity: 1000 for `1000PEPEUSDT`, else 1.
  public var coinsPerUnit: Double
  /// Nil where the venue counts in base, or nothing tells.
  public var size: Size?
  /// Smallest step of price; nil where nothing tells.
  public var tick: Double?
  /// Smallest step of quantity; nil where nothing tells.
  public var lot: Double?
  /// Least value of an order, in quote; nil where nothing tells.
  public var leastNotional: Double?
  public var listed: Instant?
  public var expiry: Instant?
  public var strike: Double?
  public var right: Right?
  /// Where the facts come from, in a few words.
  public var source: String

  public init(
    form: Form, base: String, quote: String, settlement: String, coinsPerUnit: Double = 1, size: Size? = nil,
    tick: Double? = nil, lot: Double? = nil, leastNotional: Double? = nil, listed: Instant? = nil,
    expiry: Instant? = nil, strike: Double? = nil, right: Right? = nil, source: String
  ) {
    self.form = form
    self.base = base
    self.quote = quote
    self.settlement = settlement
    self.coinsPerUnit = coinsPerUnit
    self.size = size
    self.tick = tick
    self.lot = lot
    self.leastNotional = leastNotional
    self.listed = listed
    self.expiry = expiry
    self.strike = strike
    self.right = right
    self.source = source
  }

  /// What the venue's table says of the instrument, or else its symbol.
  init(of instrument: Instrument) {
    self = Venue.named(instrument.venue).reading(of: instrument.symbol).contract(as: instrument.type)
  }
}

extension Contract: CustomStringConvertible {
  /// `linear, 1000 PEPE in USDT`, `inverse, BTC in USD, settled in BTC, 100 USD a contract`.
  public var description: String {
    var parts = [form.rawValue]
    if !base.isEmpty {
      let coins = coinsPerUnit == 1 ? base : "\(Self.plain(coinsPerUnit)) \(base)"
      parts.append(quote.isEmpty ? coins : "\(coins) in \(quote)")
    }
    if !settlement.isEmpty, settlement != quote { parts.append("settled in \(settlement)") }
    if let size {
      switch size.unit {
      case .quote: parts.append("\(Self.plain(size.amount)) \(quote) a contract")
      case .base: parts.append("\(Self.plain(size.amount)) \(base) a contract")
      case .settlement: parts.append("\(Self.plain(size.amount)) \(settlement) a contract and \(quote)")
      }
    }
    if let strike, let right { parts.append("\(right.rawValue) at \(Self.plain(strike))") }
    if let expiry { parts.append("expires \(expiry.minuteText) UTC") }
    return parts.joined(separator: ", ")
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
  }

  /// Everything a result can depend on, in one canonical line.
  public var identity: String {
    func text(_ number: Double?) -> String { number.map { String($0) } ?? "-" }
    return [
      form.rawValue, base, quote, settlement, text(coinsPerUnit),
      size.map { "\($0.amount) \($0.unit.rawValue)" } ?? "-",
      text(tick), text(lot), text(leastNotional), listed.map(\.description) ?? "-", expiry.map(\.description) ?? "-",
      text(strike), right?.rawValue ?? "-",
    ].joined(separator: "|")
  }
}

/// Currencies that are meant to be worth a dollar. Taking one for another is an assumption, to be said where it is made.
public enum Dollar {
  public static let names: Set<String> = [
    "USD", "USDT", "USDC", "BUSD", "FDUSD", "TUSD", "USDP", "DAI", "USDE", "PYUSD",
  ]

  /// Whether prices in the two can be put beside each other at all.
  public static func comparable(_ a: String, _ b: String) -> Bool {
    a == b || names.contains(a) && names.contains(b)
  }
}
