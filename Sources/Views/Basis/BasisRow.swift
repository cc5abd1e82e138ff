import Market

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
  public let age: Interval
  /// Means of what was known at each hour.
  public let mean1d: Double?
  public let mean7d: Double?
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
  public func netYield(days: Int) -> Double? {
    if let years = usableYears { return (basis - costs) / years }
    return fundingPerDay.map { ($0 * Double(days) - costs) / Double(days) * 365 }
  }

  /// The pair it is held against; nil where it is held against something else.
  public var spot: Instrument? {
    if case .spot(let pair) = against { pair } else { nil }
  }

  static let leastYears = Interval.day.calendarYears
  private var usableYears: Double? { years.flatMap { $0 < Self.leastYears ? nil : $0 } }

  /// Nil where one of the two prices was not known then, and for what has expired.
  init?(_ moment: MarketMoment, _ instrument: Instrument, history: Interval) throws {
    let contract = moment.contract(of: instrument)
    if let expiry = contract.expiry, expiry <= moment.asOf { return nil }
    let length = max(history, .days(7)) + .days(1)
    // Bars as wide as the other's: in a fast market five minutes against an hour are no basis.
    guard let (against, column) = try Self.against(moment, instrument, contract, over: length),
      let own = try moment.traded(instrument, every: column.maximumAge.map(\.half), over: length)?
        .scaled(1 / contract.coinsPerUnit),
      let price = own.value(at: moment.asOf), let since = own.last(at: moment.asOf)?.since,
      let other = column.value(at: moment.asOf)
    else { return nil }
    let hours = moments(every: .hour, over: max(history, .days(7)), to: moment.asOf)
    let values = hours.map { hour -> Double in
      guard let a = own.value(at: hour), let b = column.value(at: hour) else { return .nan }
      return a / b - 1
    }
    let past = KnownColumn(knownAt: hours.map(\.milliseconds), values: values, maximumAge: .hours(2))
    let settled = contract.expiry == nil ? try moment.settled(instrument, over: .days(7)) : nil
    let own1 = TradingFees.standard(for: instrument).taker
    let spot = Instrument(venue: instrument.venue, symbol: instrument.symbol, type: .spot)
    let sides = contract.expiry == nil ? 2.0 : 1.0
    self.instrument = instrument
    self.against = against
    self.price = price
    self.other = other
    age = moment.asOf.since(since)
    mean1d = past.mean(over: .day, to: moment.asOf)
    mean7d = past.mean(over: .days(7), to: moment.asOf)
    expiry = contract.expiry
    years = contract.expiry.map { $0.since(moment.asOf).calendarYears }
    fundingPerDay = settled?.answer?.paidPerDay(over: .days(7), to: moment.asOf)
    openFunding = settled?.why
    costs = 2 * TradingFees.standard(for: spot).taker + sides * own1
    self.history = past
  }

  /// What a derivative is held against: spot of its venue before spot of another in a comparable currency, then its index,
  /// then, for a dated future, the perpetual of its venue.
  private static func against(
    _ moment: MarketMoment, _ instrument: Instrument, _ contract: Contract, over length: Interval
  ) throws -> (Against, KnownColumn)? {
    func price(_ one: Instrument) throws -> KnownColumn? {
      try moment.traded(one, every: nil, over: length)?.scaled(1 / moment.contract(of: one).coinsPerUnit)
    }
    let pairs = moment.instruments(with: .klines, types: [.spot]).filter {
      Dollar.comparable(moment.contract(of: $0).quote, contract.quote)
    }.sorted { a, b in
      func rank(_ one: Instrument) -> (Int, Int) {
        (one.venue == instrument.venue ? 0 : 1, moment.contract(of: one).quote == contract.quote ? 0 : 1)
      }
      return (rank(a).0, rank(a).1, a) < (rank(b).0, rank(b).1, b)
    }
    for pair in pairs {
      if let column = try price(pair), column.value(at: moment.asOf) != nil { return (.spot(pair), column) }
    }
    let indices = moment.instruments(with: .index).sorted { a, b in
      (a.venue == instrument.venue ? 0 : 1, a) < (b.venue == instrument.venue ? 0 : 1, b)
    }
    for index in indices {
      if let column = try moment.column("index", .index, of: index, over: length),
        column.value(at: moment.asOf) != nil
      {
        return (.index(index), column)
      }
    }
    guard contract.expiry != nil else { return nil }
    for perpetual in moment.instruments(with: .klines, types: [.perpetual])
    where perpetual.venue == instrument.venue && moment.contract(of: perpetual).quote == contract.quote {
      if let column = try price(perpetual), column.value(at: moment.asOf) != nil {
        return (.perpetual(perpetual), column)
      }
    }
    return nil
  }
}

extension Interval {
  /// A value may be twice its cadence old.
  fileprivate var half: Interval { Interval(milliseconds: milliseconds / 2) }
}
