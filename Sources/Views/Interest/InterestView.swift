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
    var head = try ViewHead(moment, history: history)
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
    } else if let sum = venues.first(where: \.isAggregate) {
      head.notes.append(
        "\(sum.instrument) is itself a sum over venues, of stable- and coin-margined positions: of how many, and how much of each, its series does not say."
      )
    }
    let expired = venues.filter { $0.interest.hasExpired(at: moment.asOf) }.map(\.instrument.description)
    if !expired.isEmpty {
      head.notes.append("Expired by then and left out of totals: \(expired.joined(separator: ", ")).")
    }
    let stale = venues.filter { !$0.isFresh && !$0.interest.hasExpired(at: moment.asOf) }.map(\.instrument.description)
    if !stale.isEmpty {
      head.notes.append(
        "Stale and left out of totals: \(stale.joined(separator: ", ")), older than twice their cadence.")
    }
    let counted = venues.filter { $0.isFresh && (alone || !$0.isAggregate) && $0.dollars != nil }
    for venue in venues where venue.isFresh && (alone || !venue.isAggregate) {
      head.notes += [Self.priced(venue, at: moment.asOf), venue.interest.borrowed(at: moment.asOf)].compactMap(\.self)
    }
    let sum = counted.reduce(0) { $0 + ($1.dollars ?? 0) }
    for index in venues.indices where counted.contains(where: { $0.instrument == venues[index].instrument }) {
      venues[index].share = venues[index].dollars.map { $0 / sum }
    }
    self.venues = venues.sorted {
      ($0.isFresh ? 0 : 1, -($0.dollars ?? 0)) < ($1.isFresh ? 0 : 1, -($1.dollars ?? 0))
    }
    total = Result { () throws(Unavailable) in
      let open = venues.filter { !$0.interest.hasExpired(at: moment.asOf) }
      return try InterestTotal(counted, of: open.count { alone || !$0.isAggregate }, at: moment.asOf)
    }
    var flat: [String] = []
    candles = models ? try Self.candles(moment, counted.map(\.interest), candle, over: history, &flat) : []
    head.notes += flat
    let reference = moment.reference(having: .openInterest)
    let price = try reference.flatMap { try moment.coinPrice($0, over: length)?.price }
    self.price = price
    let lengths = [Interval.hours(4), .day, .days(7)]
    quadrants =
      price.map { price in lengths.compactMap { InterestQuadrant($0, price, counted, at: moment.asOf) } } ?? []
    let said = quadrants.map(\.length)
    for length in lengths where price != nil && !counted.isEmpty && !said.contains(length) {
      head.notes.append(
        "Over \(length) nothing is said of price and open interest: at one of its ends one of the two was not known, or more than \(ChangeSpan.tolerance(length)) old."
      )
    }
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
        return try LeverageEstimate(moment, of: reference, interest: interest)
      } catch { throw Unavailable(of: error) }
    }
    if let leverage = leverage.answer, let why = leverage.unsized {
      head.notes.append(
        "Beside the open interest of \(leverage.instrument) not all is said of what was traded and liquidated: \(why).")
    }
    states = test.states(try Self.definitions(moment, reference, largest), of: reference, at: moment)
    self.head = head
  }

  /// What has to be said of the price that turns coins into dollars, or dollars into coins; nil for nothing.
  private static func priced(_ venue: InterestVenue, at asOf: Instant) -> String? {
    guard let age = venue.interest.priceAge(at: asOf), let pricer = venue.interest.coinPrice?.instrument else {
      return venue.dollars == nil
        ? "\(venue.instrument) is left out of totals: no price says what its coins are worth in dollars." : nil
    }
    if venue.dollars == nil {
      return
        "\(venue.instrument) is left out of totals: its coins have no dollars, because the price of \(pricer) is \(age.inTwoUnits) old."
    }
    if venue.coins == nil {
      return "Coins of \(venue.instrument) are not said: the price of \(pricer) is \(age.inTwoUnits) old."
    }
    guard age > .hour else { return nil }
    return
      "\(venue.interest.isInDollars ? "Coins" : "Dollars") of \(venue.instrument) are at the price of \(pricer) \(age.inTwoUnits) before."
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

  /// Quadrants of a day, by the reference's own open interest or else the largest there is.
  private static func definitions(
    _ moment: MarketMoment, _ reference: Instrument?, _ venue: InterestVenue?
  ) throws -> [StateDefinition] {
    guard let reference, let venue, let native = try venue.interest.expression(moment, on: reference) else { return [] }
    return InterestQuadrant.Kind.allCases.map { kind in
      let (price, interest) = kind.signs
      let least = native.isRounded ? (interest == ">" ? "1e-9" : "-1e-9") : "0"
      return StateDefinition(
        kind.rawValue, "over 1d: \(kind.words)",
        "change(close, 1d) \(price) 0 and change(\(native.text), 1d) \(interest) \(least)")
    }
  }

  /// The open interest that goes with an instrument's bars, in the language of signals: its own, else that of the venue with
  /// the most dollars. Nil where there is none.
  static func expression(_ moment: MarketMoment, on reference: Instrument) throws -> InterestExpression? {
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
  /// Of what its contracts count (`VenueInterest.native`), so that the price by itself is no change.
  public let nativeChange1d: Double?
  public let nativeChange7d: Double?
  public let dollarsChange1d: Double?
  public let dollarsChange7d: Double?
  public let age: Interval
  public let isFresh: Bool
  /// Of all that counts, by dollars; nil where it does not count.
  public internal(set) var share: Double?

  public var instrument: Instrument { interest.instrument }
  /// What positions are margined in.
  public var margin: String { isAggregate ? "all" : interest.contract.form == .inverse ? "coin" : "stable" }
  /// Whether it is already a sum over venues.
  public var isAggregate: Bool { instrument.isAggregate }

  init(_ interest: VenueInterest, at asOf: Instant) {
    self.interest = interest
    let last = interest.published.last(at: asOf)
    age = last.map { asOf.since($0.since) } ?? .zero
    isFresh =
      !interest.hasExpired(at: asOf) && last.map { interest.published.isFresh($0.since, at: asOf) } ?? false
    let (coins, dollars) = (interest.coins(at: asOf), interest.dollars(at: asOf))
    self.coins = coins
    self.dollars = dollars
    func change(_ amount: VenueInterest.Amount, _ length: Interval) -> Double? {
      interest.ends(amount, over: length, to: asOf).flatMap { $0.then > 0 ? $0.now / $0.then - 1 : nil }
    }
    nativeChange1d = change(.native, .day)
    nativeChange7d = change(.native, .days(7))
    dollarsChange1d = change(.dollars, .day)
    dollarsChange7d = change(.dollars, .days(7))
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
  public let nativeUnit: NativeUnit
  public let nativeChange1d: Double?
  public let nativeChange7d: Double?
  public let dollarsChange1d: Double?
  public let dollarsChange7d: Double?
  /// In dollars, of what is margined in coins; nil, like the rest, for a series that is itself a sum over venues.
  public let coinMargined: Double?
  /// How many are added up; nil for such a series.
  public let venues: Int?
  /// How many there are, those included that are stale or have no dollars.
  public let known: Int

  init(_ venues: [InterestVenue], of known: Int, at asOf: Instant) throws(Unavailable) {
    guard !venues.isEmpty else {
      throw Unavailable("no venue has dollars of open interest that are younger than twice their cadence")
    }
    let coins = venues.compactMap(\.coins)
    self.coins = coins.count == venues.count ? coins.reduce(0, +) : nil
    dollars = venues.reduce(0) { $0 + ($1.dollars ?? 0) }
    let isSum = venues.contains(where: \.isAggregate)
    coinMargined = isSum ? nil : venues.filter { $0.margin == "coin" }.reduce(0) { $0 + ($1.dollars ?? 0) }
    let interests = venues.map(\.interest)
    func dollarsChange(_ length: Interval) -> Double? {
      Self.change(interests.compactMap { $0.ends(.dollars, over: length, to: asOf) })
    }
    let unit = NativeUnit(interests)
    nativeUnit = unit
    nativeChange1d = unit.change(of: interests, over: .day, to: asOf)
    nativeChange7d = unit.change(of: interests, over: .days(7), to: asOf)
    dollarsChange1d = dollarsChange(.day)
    dollarsChange7d = dollarsChange(.days(7))
    self.venues = isSum ? nil : venues.count
    self.known = known
  }

  public var stableMargined: Double? { coinMargined.map { dollars - $0 } }

  static func change(_ ends: [(now: Double, then: Double)]) -> Double? {
    let then = ends.reduce(0) { $0 + $1.then }
    return then > 0 ? ends.reduce(0) { $0 + $1.now } / then - 1 : nil
  }
}

/// What price and open interest did together over a length of time, in native units: the price by itself moves dollars of linear
/// contracts, and coins of inverse ones.
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
  public let unit: NativeUnit
  /// Nil where one of the two did not move.
  public let kind: Kind?
  /// The last instant at which both were known about so: the end of the length.
  public let to: Instant

  /// Nil where no venue's open interest was known at both ends together with the price.
  init?(_ length: Interval, _ price: KnownColumn, _ venues: [InterestVenue], at asOf: Instant) {
    let all = NativeUnit(venues.map(\.interest))
    let counted = venues.compactMap { venue in
      all.columns(of: venue.interest).flatMap { columns in
        ChangeSpan(length, to: asOf, of: [price] + columns).map { _ in (interest: venue.interest, columns: columns) }
      }
    }
    let unit = NativeUnit(counted.map(\.interest))
    guard !counted.isEmpty, let span = ChangeSpan(length, to: asOf, of: [price] + counted.flatMap { $0.columns }),
      let now = price.value(at: span.to), let then = price.value(at: span.from),
      let interest = unit.change(of: counted.map(\.interest), span)
    else { return nil }
    self.length = length
    to = span.to
    priceChange = now / then - 1
    interestChange = interest
    self.unit = unit
    kind =
      now == then || abs(interest) <= NativeUnit.rounding ? nil : Kind(price: priceChange, interest: interest)
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
