import Market
import Research

/// How far one derivative trades from what it is of, at a moment.
public struct BasisRow: Sendable {
  /// What a price is held against.
  public enum Against: Sendable {
    case spot(Instrument)
    case index(Instrument)
    /// A dated future where the dataset has neither spot nor index.
    case perpetual(Instrument)
  }

  public let instrument: Instrument
  public let against: Against
  /// In quote currency for one coin.
  public let price: Double
  public let other: Double
  /// The last instant at which both prices were taken, and how long ago that was.
  public let at: Instant
  public let age: Interval
  /// Means of what was known at each hour.
  public let mean1d: Double?
  public let mean7d: Double?
  /// How many of the hours of a day and of a week it is known at.
  let coverage: [Coverage]
  /// Nil for a perpetual.
  public let expiry: Instant?
  /// Until the expiry; years of 365.25 days.
  public let years: Double?
  /// What a holder of the short side has received in funding a day, over seven days or as many as settlements pay for; nil
  /// for a dated future.
  public let fundingPerDay: Double?
  /// Why that cannot be said, where its rows leave open what was paid.
  let openFunding: String?
  /// Fees of takers: spot in and out, and the derivative in, and out where nothing settles it.
  public let costs: Double
  /// By the hour, of the history.
  public let history: KnownColumn

  /// The price over the other, less one.
  public var basis: Double { price / other - 1 }

  /// Simple, by the time to expiry; nil for a perpetual, whose carry is its funding, and within a day of expiry, where it
  /// says nothing.
  public var annualised: Double? { usableYears.map { basis / $0 } }

  /// What long spot and short the derivative earns a year after costs: the basis to expiry of a dated future, the last
  /// week's funding of a perpetual over `days`.
  public func netYield(days: Int) -> Double? { netYield(days: days, side: 1) }

  /// The better of that and of the other side, short spot and long the derivative, which bears the same costs.
  func bestYield(days: Int) -> Double? {
    guard let one = netYield(days: days), let other = netYield(days: days, side: -1) else { return nil }
    return max(one, other)
  }

  private func netYield(days: Int, side: Double) -> Double? {
    if let years = usableYears { return (side * basis - costs) / years }
    return fundingPerDay.map { (side * $0 * Double(days) - costs) / Double(days) * 365 }
  }

  /// The pair it is held against; nil where it is held against something else.
  public var spot: Instrument? {
    if case .spot(let pair) = against { pair } else { nil }
  }

  static let leastYears = Interval.day.calendarYears
  private var usableYears: Double? { years.flatMap { $0 < Self.leastYears ? nil : $0 } }

  /// - Throws: `Unavailable` where no two prices of one instant are young enough.
  init(_ moment: MarketMoment, _ instrument: Instrument, history: Interval) throws {
    let contract = moment.contract(of: instrument)
    let length = max(history, .days(7)) + .days(1)
    let own = try moment.closes(instrument, over: length)
    guard let since = own.compactMap({ $0.last(at: moment.asOf)?.since }).max() else {
      throw Unavailable("it had no price in the \(length) before")
    }
    guard own.contains(where: { $0.value(at: moment.asOf) != nil }) else {
      throw Unavailable("its price is \(moment.asOf.since(since).inTwoUnits) old")
    }
    let (against, joint) = try Self.against(moment, instrument, contract, own, over: length)
    guard let price = joint.own.value(at: moment.asOf), let other = joint.other.value(at: moment.asOf),
      let at = joint.own.last(at: moment.asOf)?.since
    else { throw Unavailable("it is held against nothing") }
    let basis = joint.basis
    let hours = moments(every: .hour, over: max(history, .days(7)), to: moment.asOf)
    let past = KnownColumn(
      knownAt: hours.map(\.milliseconds), values: hours.map { basis.value(at: $0) ?? .nan }, maximumAge: .hours(2))
    let settled = contract.expiry == nil ? try moment.settled(instrument, over: .days(7)) : nil
    let own1 = TradingFees.standard(for: instrument).taker
    let spot = Instrument(venue: instrument.venue, symbol: instrument.symbol, type: .spot)
    let sides = contract.expiry == nil ? 2.0 : 1.0
    self.instrument = instrument
    self.against = against
    self.price = price
    self.other = other
    self.at = at
    age = moment.asOf.since(at)
    mean1d = past.mean(over: .day, to: moment.asOf)
    mean7d = past.mean(over: .days(7), to: moment.asOf)
    coverage = [Interval.day, .days(7)].map { length in
      Coverage(
        length: length, rows: past.rows(in: length, to: moment.asOf).count,
        expected: Int(length.milliseconds / Interval.hour.milliseconds))
    }
    expiry = contract.expiry
    years = contract.expiry.map { $0.since(moment.asOf).calendarYears }
    fundingPerDay = settled?.answer?.paidPerDay(over: .days(7), to: moment.asOf)
    openFunding = settled?.why
    costs = 2 * TradingFees.standard(for: spot).taker + sides * own1
    self.history = past
  }

  /// What a derivative is held against: spot of its venue before spot of another in a comparable currency, then its index,
  /// then, for a dated future, the perpetual of its venue; the first of them whose price was taken at an instant at which
  /// its own was, not too long ago.
  ///
  /// - Throws: `Unavailable` with how long ago that was, where none was.
  private static func against(
    _ moment: MarketMoment, _ instrument: Instrument, _ contract: Contract, _ own: [KnownColumn], over length: Interval
  ) throws -> (Against, JointPrices) {
    var together: (at: Instant, with: String)?
    for against in candidates(moment, instrument, contract) {
      guard let joint = JointPrices(own, try against.prices(moment, over: length)),
        let at = joint.own.last(at: moment.asOf)?.since
      else { continue }
      if joint.own.value(at: moment.asOf) != nil { return (against, joint) }
      if together.map({ $0.at < at }) ?? true { together = (at, against.instrument.description) }
    }
    guard let together else {
      throw Unavailable("no price of spot or an index was taken at an instant at which its own was")
    }
    throw Unavailable(
      "its price and that of \(together.with) were last taken together \(moment.asOf.since(together.at).inTwoUnits) ago"
    )
  }

  private static func candidates(_ moment: MarketMoment, _ instrument: Instrument, _ contract: Contract) -> [Against] {
    let pairs = moment.instruments(with: .klines, types: [.spot]).filter {
      Dollar.comparable(moment.contract(of: $0).quote, contract.quote)
    }.sorted { a, b in
      func rank(_ one: Instrument) -> (Int, Int) {
        (one.venue == instrument.venue ? 0 : 1, moment.contract(of: one).quote == contract.quote ? 0 : 1)
      }
      return (rank(a).0, rank(a).1, a) < (rank(b).0, rank(b).1, b)
    }
    let indices = moment.instruments(with: .index).sorted { a, b in
      (a.venue == instrument.venue ? 0 : 1, a) < (b.venue == instrument.venue ? 0 : 1, b)
    }
    let perpetuals = moment.instruments(with: .klines, types: [.perpetual]).filter {
      contract.expiry != nil && $0.venue == instrument.venue && moment.contract(of: $0).quote == contract.quote
    }
    return pairs.map(Against.spot) + indices.map(Against.index) + perpetuals.map(Against.perpetual)
  }
}

extension BasisRow.Against {
  var instrument: Instrument {
    switch self {
    case .spot(let one), .index(let one), .perpetual(let one): one
    }
  }

  /// Of one coin, by each width of bars.
  func prices(_ moment: MarketMoment, over length: Interval) throws -> [KnownColumn] {
    switch self {
    case .spot(let one), .perpetual(let one): try moment.closes(one, over: length)
    case .index(let one): try moment.prices("index", .index, of: one, over: length)
    }
  }
}
