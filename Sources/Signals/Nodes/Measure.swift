import Market
import Numerics

/// What a node's numbers count, as far as it can be told without data.
enum Measure: Hashable, Sendable {
  /// A number written out or a parameter, which counts whatever stands beside it: the 60000 of `close > 60000`.
  case any
  /// The same written in percent or basis points, which is a share of something and no price: the 2% of `close * (1 - 2%)`.
  case share
  /// A column nobody has described, or a computation whose unit is not followed.
  case unknown
  case of(Dimension)

  init(_ unit: Unit) { self = .of(Dimension(unit)) }

  /// Of a column by its name, which for those of other instruments is the last word.
  init(column name: String) {
    // Of all venues of the traded coin: what it is there.
    if let venues = VenueColumn(name: name) {
      self = Self.units[venues.column].map { Measure($0) } ?? .unknown
      return
    }
    if let options = OptionColumn(name: name) {
      self = Measure(options.unit)
      return
    }
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else {
      self = (Self.units[name] ?? Self.ofPosition[name]).map { Measure($0) } ?? .unknown
      return
    }
    guard let unit = Self.units[String(name[name.index(after: dot)...])] else {
      self = .unknown
      return
    }
    self = .of(Dimension(unit, of: Dimension.Coin(words: name[..<dot])))
  }

  /// Whether a plain name has a meaning of its own: every dataset's columns of that name count the same.
  static func isDescribed(_ column: String) -> Bool { units[column] != nil }

  /// What rules ask of their position. `position` is left out: a column of that name could count anything.
  private static let ofPosition: [String: Unit] = [
    "entry_price": .price, "open_return": .fraction, "peak_return": .fraction, "bars_held": .count,
  ]

  private static let ofBars = Set(SeriesKind.klines.columns.map(\.name))

  /// What a parameter or signal of that name would hide without anybody seeing it; nil for most names. Other columns are in
  /// some datasets only, and with the data it is said that they are hidden.
  static func hidden(by name: String) -> String? {
    if ofBars.contains(name) { return "the column of that name, which every market has" }
    return ofPosition[name] != nil || name == "position" ? "what rules ask of their position by that name" : nil
  }

  /// Whether a column that is called an amount of coins counts contracts on some markets.
  static func mayCountContracts(_ column: String) -> Bool {
    let plain = column.utf8.lastIndex(of: UInt8(ascii: ".")).map { column[column.index(after: $0)...] } ?? column[...]
    return ofContracts.contains(String(plain))
  }

  private static let ofContracts = Set(
    SeriesKind.all.flatMap { kind in
      (kind.columns + (kind == .klines ? [] : kind.otherColumns)).filter {
        $0.unit == .base && $0.ofInverse(kind) == ColumnDescriptor($0.name, .contracts)
      }
    }.map(\.name))

  private static let units: [String: Unit] = {
    let kinds = SeriesKind.all.flatMap { $0.columns + $0.otherColumns }
    return Dictionary(
      (kinds + SpotColumns.descriptors + FundingClock.allCases.map(\.descriptor) + [CurveColumns.hoursToExpiry]).map {
        ($0.name, $0.unit)
      },
      uniquingKeysWith: { first, _ in first })
  }()

  /// Whether it is a number written out, however it was written.
  var isWritten: Bool { self == .any || self == .share }

  /// Nil for a number written out, and where nobody knows.
  var dimension: Dimension? { if case .of(let dimension) = self { dimension } else { nil } }

  /// Whether it counts coins, money or contracts, or a power or product of them, and is no price.
  var isAmount: Bool {
    guard case .of(let dimension) = self else { return false }
    return dimension.isAmount
  }

  /// Whether the two may be added or compared.
  func agrees(with other: Measure) -> Bool {
    switch (self, other) {
    case (.of(let mine), .of(let theirs)): mine.agrees(with: theirs)
    case (.of(let dimension), .share), (.share, .of(let dimension)): dimension.isPlain
    default: true
    }
  }

  /// Whether the two count different coins on a market, which a name alone does not tell.
  func counts(otherCoinsThan other: Measure, on market: MarketCoins) -> Bool {
    guard case .of(let mine) = self, case .of(let theirs) = other else { return false }
    return mine.counts(otherCoinsThan: theirs, on: market)
  }

  /// Of a sum, or of what is one or the other.
  func joined(_ other: Measure) -> Measure {
    switch (self, other) {
    // One less 2% is a factor, and 60000 less 2% whatever its writer meant.
    case (.any, .share), (.share, .any): .any
    case (.any, let measure), (let measure, .any): measure
    case (.share, let measure), (let measure, .share): measure
    case (.of, .of): self
    default: .unknown
    }
  }

  func times(_ other: Measure, power: Double = 1) -> Measure {
    switch (self, other) {
    case (.unknown, _), (_, .unknown): .unknown
    case (.share, .share): power == 1 ? .share : .any
    case (.any, .any), (.any, .share), (.share, .any): .any
    case (.any, .of(let theirs)), (.share, .of(let theirs)): .of(Dimension.none.times(theirs, power: power))
    case (.of, .any), (.of, .share): self
    case (.of(let mine), .of(let theirs)): .of(mine.times(theirs, power: power))
    }
  }

  func raised(to exponent: Node) -> Measure {
    guard self != .share else { return .any }
    guard case .of(let mine) = self, !mine.isPlain else { return self }
    guard case .number(let power) = exponent.form, power.magnitude <= 64 else { return .unknown }
    return .of(Dimension.none.times(mine, power: power))
  }

  /// Of a square root.
  var root: Measure {
    guard case .of(let mine) = self else { return self }
    return .of(Dimension.none.times(mine, power: 0.5))
  }

  /// Of two numbers that are worked into one.
  ///
  /// - Parameter exponent: the second of them, where it is one.
  static func of(_ sign: ArithmeticSign, _ a: Measure, _ b: Measure, _ exponent: Node) -> Measure {
    switch sign {
    case .plus, .minus: a.joined(b)
    case .times: a.times(b)
    case .over: a.times(b, power: -1)
    case .power: a.raised(to: exponent)
    }
  }

  /// Of a call, from those of its arguments.
  static func of(_ function: any SignalOperator, _ arguments: [Node], _ measures: [Measure]) -> Measure {
    switch function.unit {
    case .fixed(let unit): return Measure(unit)
    case .same(let index): return ([index] + function.alike).reduce(measures[index]) { $0.joined(measures[$1]) }
    case .square(let index): return measures[index].times(measures[index])
    case .root(let index): return measures[index].root
    case .ratio(let above, let below): return measures[above].times(measures[below], power: -1)
    case .pure(let index):
      // The logarithm of a price is no price, but its mean is taken back to one by exp.
      guard case .of(let dimension) = measures[index], dimension.isPlain else { return .unknown }
      return .of(.none)
    case .statistic(let index, let word):
      guard case .word(let name) = arguments[word].form, EventStatistic(rawValue: name)?.isPlain == true else {
        return measures[index]
      }
      return Measure(.score)
    case .derived: return .unknown
    }
  }
}

/// Which coins the names of a market's columns count.
struct MarketCoins {
  /// That of the instrument that plain names mean; nil where its symbol names no pair.
  let traded: String?
  /// Those of legs, by the leg's name.
  let legs: [String: String]

  init(_ frame: Frame) {
    func coin(_ contract: Contract) -> String? { Dimension.Coin.unit(of: contract) }
    traded = coin(frame.contract)
    legs = Dictionary(
      frame.members.compactMap { member in
        member.name.isEmpty ? nil : coin(member.contract).map { (member.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }
}

/// Money, coins, contracts and instants, as powers. What is counted in none of them is a plain number: fractions, counts,
/// scores, hours. Those are free to be added and compared.
struct Dimension: Hashable, Sendable {
  private var quote = 0.0
  private var base = 0.0
  private var contracts = 0.0
  private var time = 0.0
  /// Whose coins `base` counts.
  private var coin = Coin.traded
  /// What one of the `contracts` is: known with a market only.
  private var lot = Coin.traded

  /// Which coin is counted, as far as a name tells.
  enum Coin: Hashable, Sendable {
    /// That of the traded instrument, or of one that names no coin: `volume`, `bybit.open_interest`.
    case traded
    /// `ETHUSDT.volume` counts ETH.
    case named(String)
    /// `perp.volume` counts the coin of the leg of that name; where there is none, that of the traded instrument.
    case leg(String)
    /// A product or quotient of several: `volume / ETHUSDT.volume` turns ETH into coins, and what it is multiplied by may be
    /// of either.
    case several

    /// Of a product, where `isFirst` says that only the second counts coins and `isLast` that only the first does.
    func joined(_ other: Coin, isFirst: Bool, isLast: Bool) -> Coin {
      if self == .several || other == .several { return .several }
      if isFirst { return other }
      return isLast || self == other ? self : .several
    }

    /// Whether two names are not known to be of different things.
    func mayBe(_ other: Coin) -> Bool {
      guard case .named(let mine) = self, case .named(let theirs) = other else { return true }
      return mine == theirs
    }

    /// - Parameter words: what stands before the column: a venue, a symbol, a type, or a leg's name.
    init(words text: Substring) {
      let words = text.split(separator: ".")
      // A leg may be called by a venue's name or a type's.
      self = words.count == 1 ? .leg(String(text)) : .traded
      var venue = ""
      for word in words where InstrumentType(rawValue: String(word)) == nil {
        let reading = Venue.named(venue).reading(of: String(word))
        // The name of a leg and that of a venue are no pair of a coin and a currency.
        if !reading.quote.isEmpty, !Venue.isKnown(String(word)) {
          self = .named(Self.unit(of: reading.base, by: reading.coinsPerUnit))
        }
        venue = String(word)
      }
    }

    /// What amounts of a contract are counted in: `BTC`, `1000 PEPE`; nil where its symbol names no coin.
    static func unit(of contract: Contract) -> String? {
      contract.quote.isEmpty ? nil : unit(of: contract.base, by: contract.coinsPerUnit)
    }

    /// One coin has two names, and one that is traded by the thousand is counted by the thousand.
    static func unit(of coin: String, by count: Double) -> String {
      let usual = coin == "XBT" ? "BTC" : coin
      return count == 1 ? usual : "\(count.shortText) \(usual)"
    }

    /// Its name on a market; nil for a product of several, and where the market's symbols name no coin.
    func name(on market: MarketCoins) -> String? {
      switch self {
      case .traded: market.traded
      case .named(let name): name
      case .leg(let leg): market.legs[leg] ?? market.traded
      case .several: nil
      }
    }
  }

  static let none = Dimension()

  private init() {}

  init(_ unit: Unit, of coin: Coin = .traded) {
    switch unit {
    case .price: (quote, base) = (1, -1)
    case .quote: quote = 1
    case .base: base = 1
    case .contracts: contracts = 1
    case .time: time = 1
    // A price in coin counts coins for a coin.
    case .coin, .fraction, .count, .hours, .flag, .score: break
    }
    if base != 0 { self.coin = coin }
  }

  /// Contracts of one size: `0.01 BTC`.
  init(contractsOf size: String) {
    contracts = 1
    lot = .named(size)
  }

  /// What one of the coins is, where a name or a market tells it.
  var namedCoin: String? { if case .named(let name) = coin { name } else { nil } }

  func times(_ other: Dimension, power: Double) -> Dimension {
    var product = self
    product.quote = Self.sum(quote, power * other.quote)
    product.base = Self.sum(base, power * other.base)
    product.contracts = Self.sum(contracts, power * other.contracts)
    product.time = Self.sum(time, power * other.time)
    product.coin = coin.joined(other.coin, isFirst: base == 0, isLast: other.base == 0)
    if product.base == 0, product.coin != .several { product.coin = .traded }
    product.lot = lot.joined(other.lot, isFirst: contracts == 0, isLast: other.contracts == 0)
    if product.contracts == 0, product.lot != .several { product.lot = .traded }
    return product
  }

  /// Roots of roots come back to whole powers.
  private static func sum(_ a: Double, _ b: Double) -> Double { ((a + b) * 1e9).rounded() / 1e9 }

  /// Prices of different coins may be held against each other, amounts of different coins may not.
  func agrees(with other: Dimension) -> Bool {
    guard hasPowers(of: other), contracts == 0 || lot.mayBe(other.lot) else { return false }
    return !isOfCoins || coin.mayBe(other.coin)
  }

  /// Whether they agree where what is called coins is contracts, or money that contracts are of.
  ///
  /// - Parameter turned: whether a number stands in it that may be what one of the contracts is.
  func mayAgree(with other: Dimension, turned: Bool) -> Bool {
    let units = Self.sum(base, contracts) == Self.sum(other.base, other.contracts)
    return time == other.time
      && (quote == other.quote && units && coin.mayBe(other.coin)
        || turned
          && Self.sum(quote, base + contracts) == Self.sum(other.quote, other.base + other.contracts))
  }

  /// The same where contracts of one size are `amount` of `whole` each, and what it is multiplied by for that; nil where it
  /// counts none of them.
  func turned(_ part: Dimension, _ amount: Double, _ whole: Dimension) -> (factor: Double, dimension: Dimension)? {
    guard part.contracts == 1, contracts != 0, lot == part.lot else { return nil }
    let power = contracts
    let rest = times(part, power: -power)
    return (Numerics.power(amount, power), rest.times(whole, power: power))
  }

  func counts(otherCoinsThan other: Dimension, on market: MarketCoins) -> Bool {
    guard isOfCoins, hasPowers(of: other) else { return false }
    guard let mine = coin.name(on: market), let theirs = other.coin.name(on: market) else { return false }
    return mine != theirs
  }

  private var isOfCoins: Bool { base != 0 && quote == 0 }

  /// Whether it counts nothing: a fraction, a score.
  var isPlain: Bool { hasPowers(of: .none) }

  /// Whether it counts coins or contracts and nothing else.
  var isOneUnit: Bool { hasPowers(of: Dimension(.base)) || hasPowers(of: Dimension(.contracts)) }

  var isAmount: Bool { !isPlain && time == 0 && !hasPowers(of: Dimension(.price)) }

  func hasPowers(of other: Dimension) -> Bool {
    quote == other.quote && base == other.base && contracts == other.contracts && time == other.time
  }

  /// For messages: `a price`, `an amount of coins`.
  var noun: String { noun(on: nil) }

  /// The same with the name of the coin on a market.
  func noun(on market: MarketCoins?) -> String {
    if hasPowers(of: Dimension(.base)) {
      if case .named(let name) = coin { return "an amount of \(name)" }
      return "an amount of \(market.flatMap { coin.name(on: $0) } ?? "coins")"
    }
    if hasPowers(of: Dimension(.contracts)), case .named(let size) = lot { return "a number of contracts of \(size)" }
    for (unit, noun) in Self.nouns where hasPowers(of: Dimension(unit)) { return noun }
    return "in \(text)"
  }

  private static let nouns: [(Unit, String)] = [
    (.price, "a price"), (.quote, "an amount of quote currency"), (.contracts, "a number of contracts"),
    (.time, "an instant"), (.score, "a plain number"),
  ]

  private var text: String {
    let parts = [("quote", quote), ("base", base), ("contracts", contracts), ("time", time)].filter { $0.1 != 0 }
    return parts.map { $0.1 == 1 ? $0.0 : "\($0.0)^\($0.1.shortText)" }.joined(separator: " ")
  }
}
