import Market
import Research

/// Open interest by venue at a moment: where it lies, how it has moved, and what price and it say together.
public struct InterestView: Sendable {
  public let head: ViewHead
  /// Fresh ones first, the largest first.
  public let venues: [InterestVenue]
  public let total: Result<InterestTotal, Unavailable>
  /// What price and open interest did together over 4h, 1d and 7d.
  public let quadrants: [InterestQuadrant]
  public let ratios: [LongShortRatio]
  /// What open interest and liquidations say of leverage, as a model has it.
  public let leverage: Result<LeverageEstimate, Unavailable>
  public let states: [MarketState]
  /// Dollar price of the coin over the history; nil without one.
  public let price: KnownColumn?
  /// Of all venues in dollars where there are several, then of each that counts, as published.
  public let candles: [InterestCandles]

  /// - Parameters:
  ///   - candle: width of a candle; nil for one that suits the history.
  ///   - models: whether leverage is modelled and candles are made; a dashboard shows neither.
  public init(
    _ moment: MarketMoment, history: Interval, candle: Interval? = nil, test: StateTest, models: Bool = true
  ) throws {
    var head = ViewHead(moment, history: history)
    let length = max(history, .days(8))
    var venues: [InterestVenue] = []
    for instrument in moment.instruments(with: .openInterest) {
      if let interest = try VenueInterest(moment, instrument, over: length) {
        venues.append(InterestVenue(interest, at: moment.asOf))
      } else {
        head.notes.append(
          "\(instrument) is left out: nothing says what its contracts are worth."
        )
      }
    }
    let alone = venues.allSatisfy(\.isAggregate)
    if !alone, let sum = venues.first(where: \.isAggregate) {
      head.notes.append("\(sum.instrument) is itself a sum over venues and is left out of totals and shares.")
    }
    let stale = venues.filter { !$0.isFresh }.map(\.instrument.description)
    if !stale.isEmpty {
      head.notes.append(
        "Stale and left out of totals: \(stale.joined(separator: ", ")), older than twice their cadence.")
    }
    let counted = venues.filter { $0.isFresh && (alone || !$0.isAggregate) && $0.dollars != nil }
    let sum = counted.reduce(0) { $0 + ($1.dollars ?? 0) }
    for index in venues.indices where counted.contains(where: { $0.instrument == venues[index].instrument }) {
      venues[index].share = venues[index].dollars.map { $0 / sum }
    }
    self.venues = venues.sorted {
      ($0.isFresh ? 0 : 1, -($0.dollars ?? 0)) < ($1.isFresh ? 0 : 1, -($1.dollars ?? 0))
    }
    total = Result { () throws(Unavailable) in try InterestTotal(counted, at: moment.asOf) }
    var flat: [String] = []
    candles = models ? try Self.candles(moment, counted.map(\.interest), candle, over: history, &flat) : []
    head.notes += flat
    let reference = moment.reference(having: .openInterest)
    let price = try reference.flatMap { try moment.coinPrice($0, over: length) }
    self.price = price
    quadrants =
      price.map { price in
        [Interval.hours(4), .day, .days(7)].compactMap { InterestQuadrant($0, price, counted, at: moment.asOf) }
      } ?? []
    ratios = try moment.instruments(with: .longShort).compactMap { try LongShortRatio(moment, $0) }
    let largest =
      counted.first { $0.instrument == reference }
      ?? self.venues.first { one in
        counted.contains { $0.instrument == one.instrument }
      }
    leverage = Result { () throws(Unavailable) in
      guard models else { throw Unavailable("no model was asked for") }
      do {
        guard let reference, let largest, let interest = try largest.interest.expression(moment, on: reference) else {
          throw Unavailable("there is no open interest beside bars")
        }
        return try LeverageEstimate(moment, of: reference, interest: interest, of: largest.instrument)
      } catch { throw Unavailable(of: error) }
    }
    states = test.states(try Self.definitions(moment, reference, largest), of: reference, at: moment)
    self.head = head
  }

  /// - Parameter without: filled with who has none, and why.
  private static func candles(
    _ moment: MarketMoment, _ venues: [VenueInterest], _ asked: Interval?, over history: Interval,
    _ without: inout [String]
  ) throws -> [InterestCandles] {
    guard asked.map({ $0 <= history }) ?? true else {
      without.append("No candles: one of \(asked ?? .zero) is longer than the history of \(history).")
      return []
    }
    let usual = InterestCandles.usualStep(over: history)
    // Where nothing is finer than the usual width, the next one that something is.
    let steps = asked.map { [$0] } ?? InterestCandles.ladder.filter { $0 >= usual && $0 <= history }
    var reasons: [String] = []
    for step in steps {
      reasons = []
      var made: [InterestCandles] = []
      for venue in venues {
        do {
          made.append(try InterestCandles(moment, venue, every: step, over: history))
        } catch let why as Unavailable { reasons.append("No candles of \(venue.instrument): \(why.why).") }
      }
      guard !made.isEmpty else { continue }
      without = reasons
      let all =
        venues.count > 1 ? InterestCandles(moment, sumOf: venues, every: step, over: history).map { [$0] } ?? [] : []
      return all + made
    }
    without = reasons
    return []
  }

  /// Quadrants of a day, by the reference's own open interest or else the largest there is, in coins.
  private static func definitions(
    _ moment: MarketMoment, _ reference: Instrument?, _ venue: InterestVenue?
  ) throws -> [StateDefinition] {
    guard let reference, let venue, let coins = try venue.interest.expression(moment, on: reference) else { return [] }
    return InterestQuadrant.Kind.allCases.map { kind in
      let (price, interest) = kind.signs
      return StateDefinition(
        kind.rawValue, "over 1d: \(kind.words)", "change(close, 1d) \(price) 0 and change(\(coins), 1d) \(interest) 0")
    }
  }

  /// The open interest that goes with an instrument's bars, in coins and the language of signals: its own, else that of the
  /// venue with the most dollars. Nil where there is none.
  static func expression(_ moment: MarketMoment, on reference: Instrument) throws -> String? {
    let all = try moment.instruments(with: .openInterest).filter { !$0.isAggregate || $0 == reference }
      .compactMap { try VenueInterest(moment, $0, over: .days(8)) }
    let own = all.first { $0.instrument == reference }
    let largest = all.max { ($0.dollars(at: moment.asOf) ?? 0) < ($1.dollars(at: moment.asOf) ?? 0) }
    return try (own ?? largest)?.expression(moment, on: reference)
  }
}

/// Open interest of one venue, and how it has changed.
public struct InterestVenue: Sendable {
  public let interest: VenueInterest
  public let coins: Double?
  public let dollars: Double?
  public let coinsChange1d: Double?
  public let coinsChange7d: Double?
  public let dollarsChange1d: Double?
  public let dollarsChange7d: Double?
  public let age: Interval
  public let isFresh: Bool
  /// Of all that counts, by dollars; nil where it does not count.
  public internal(set) var share: Double?

  public var instrument: Instrument { interest.instrument }
  /// What positions are margined in.
  public var margin: String { interest.contract.form == .inverse ? "coin" : "stable" }
  /// Whether it is already a sum over venues.
  public var isAggregate: Bool { instrument.isAggregate }

  init(_ interest: VenueInterest, at asOf: Instant) {
    self.interest = interest
    let last = interest.published.last(at: asOf)
    age = last.map { asOf.since($0.since) } ?? .zero
    isFresh = last.map { interest.published.isFresh($0.since, at: asOf) } ?? false
    let (coins, dollars) = (interest.coins(at: asOf), interest.dollars(at: asOf))
    self.coins = coins
    self.dollars = dollars
    func change(_ now: Double?, _ then: Double?) -> Double? {
      guard let now, let then, then > 0 else { return nil }
      return now / then - 1
    }
    coinsChange1d = change(coins, interest.coins(at: asOf - .day))
    coinsChange7d = change(coins, interest.coins(at: asOf - .days(7)))
    dollarsChange1d = change(dollars, interest.dollars(at: asOf - .day))
    dollarsChange7d = change(dollars, interest.dollars(at: asOf - .days(7)))
  }
}

extension Instrument {
  /// Vendors whose series are sums over venues.
  private static let aggregators: Set<String> = ["coinglass"]

  public var isAggregate: Bool { Self.aggregators.contains(venue) }
}

/// Venues added up. Changes compare the venues that were known at both instants.
public struct InterestTotal: Sendable {
  public let coins: Double?
  public let dollars: Double
  public let coinsChange1d: Double?
  public let coinsChange7d: Double?
  public let dollarsChange1d: Double?
  public let dollarsChange7d: Double?
  /// In dollars, of what is margined in coins.
  public let coinMargined: Double
  public let venues: Int

  init(_ venues: [InterestVenue], at asOf: Instant) throws(Unavailable) {
    guard !venues.isEmpty else { throw Unavailable("no venue's open interest is younger than twice its cadence") }
    let coins = venues.compactMap(\.coins)
    self.coins = coins.count == venues.count ? coins.reduce(0, +) : nil
    dollars = venues.reduce(0) { $0 + ($1.dollars ?? 0) }
    coinMargined = venues.filter { $0.margin == "coin" }.reduce(0) { $0 + ($1.dollars ?? 0) }
    coinsChange1d = Self.change(venues, .day, asOf) { $0.coins(at: $1) }
    coinsChange7d = Self.change(venues, .days(7), asOf) { $0.coins(at: $1) }
    dollarsChange1d = Self.change(venues, .day, asOf) { $0.dollars(at: $1) }
    dollarsChange7d = Self.change(venues, .days(7), asOf) { $0.dollars(at: $1) }
    self.venues = venues.count
  }

  public var stableMargined: Double { dollars - coinMargined }

  static func change(
    _ venues: [InterestVenue], _ length: Interval, _ asOf: Instant, _ amount: (VenueInterest, Instant) -> Double?
  ) -> Double? {
    let pairs = venues.compactMap { venue -> (now: Double, then: Double)? in
      guard let now = amount(venue.interest, asOf), let then = amount(venue.interest, asOf - length) else { return nil }
      return (now, then)
    }
    let then = pairs.reduce(0) { $0 + $1.then }
    return then > 0 ? pairs.reduce(0) { $0 + $1.now } / then - 1 : nil
  }
}

/// What price and open interest did together over a length of time, in coins: dollars move with the price by themselves.
public struct InterestQuadrant: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case newLongs = "new longs"
    case shortCovering = "short covering"
    case newShorts = "new shorts"
    case longFlush = "long flush"

    init(price: Double, interest: Double) {
      switch (price > 0, interest > 0) {
      case (true, true): self = .newLongs
      case (true, false): self = .shortCovering
      case (false, true): self = .newShorts
      case (false, false): self = .longFlush
      }
    }

    var signs: (price: String, interest: String) {
      switch self {
      case .newLongs: (">", ">")
      case .shortCovering: (">", "<")
      case .newShorts: ("<", ">")
      case .longFlush: ("<", "<")
      }
    }

    public var words: String {
      let (price, interest) = signs
      return "price \(price == ">" ? "up" : "down"), open interest \(interest == ">" ? "up" : "down")"
    }
  }

  public let length: Interval
  public let priceChange: Double
  public let interestChange: Double
  /// Nil where one of the two did not move.
  public let kind: Kind?

  init?(_ length: Interval, _ price: KnownColumn, _ venues: [InterestVenue], at asOf: Instant) {
    guard let now = price.value(at: asOf), let then = price.value(at: asOf - length),
      let interest = InterestTotal.change(venues, length, asOf, { $0.coins(at: $1) })
    else { return nil }
    self.length = length
    priceChange = now / then - 1
    interestChange = interest
    kind = now == then || interest == 0 ? nil : Kind(price: priceChange, interest: interest)
  }
}

/// Longs to shorts as a venue publishes it.
public struct LongShortRatio: Sendable {
  public let instrument: Instrument
  /// Of all accounts, or as the series says.
  public let ratio: Double?
  public let longShare: Double?
  public let topAccounts: Double?
  public let topPositions: Double?
  public let age: Interval

  init?(_ moment: MarketMoment, _ instrument: Instrument) throws {
    func column(_ name: String) throws -> KnownColumn? {
      try moment.column(name, .longShort, of: instrument, over: .days(8))
    }
    let columns = try [
      column("long_short_ratio"), column("long_share"), column("top_account_ratio"), column("top_position_ratio"),
    ]
    guard let first = columns.compactMap({ $0?.last(at: moment.asOf) }).first else { return nil }
    self.instrument = instrument
    age = moment.asOf.since(first.since)
    let values = columns.map { $0?.value(at: moment.asOf) }
    (ratio, longShare, topAccounts, topPositions) = (values[0], values[1], values[2], values[3])
  }
}
