import Market

/// What stands beside the demo market and changes nothing in it: two more venues that list the coin, the rate as it is
/// foretold, single liquidations, longs to shorts, large trades, dated futures and an option chain. Views read them;
/// nothing is planted in them.
///
/// All of it follows from the market's own series and numbers of its own streams, by the operations that give the same bits
/// everywhere.
extension DemoMarket {
  /// Settles every four hours and counts open interest in coins.
  public static let east = Instrument(venue: "demoeast", symbol: "DEMOUSDT")
  /// Settles every hour and counts open interest in dollars.
  public static let west = Instrument(venue: "demowest", symbol: "DEMOUSDT")
  public static let chain = Instrument(venue: "demo", symbol: "DEMO", type: .option)

  /// - Parameter market: what `series()` gave.
  public func surroundings(of market: [Series]) -> [Series] {
    let sources = DemoSources(market)
    let venues = DemoVenues(seed: seed, days: days, sources)
    let dated = DemoDated(seed: seed, days: days, sources)
    return [
      venues.funding(of: Self.east, every: 4, .eastPremium, deviation: 0.0003),
      venues.funding(of: Self.west, every: 1, .westPremium, deviation: 0.0006), venues.foretold(),
      venues.interest(of: Self.east, share: 0.6, .eastInterest, inDollars: false),
      venues.interest(of: Self.west, share: 0.35, .westInterest, inDollars: true), venues.longShort(),
      venues.liquidations(), venues.flow(),
    ] + dated.futures() + [dated.options()]
  }
}

/// The market's own series as what surrounds it reads them.
struct DemoSources {
  private let byKind: [String: Series]

  init(_ market: [Series]) {
    // Of two kinds of klines the five-minute ones come first; spot goes by its own name.
    byKind = Dictionary(
      market.map { ($0.descriptor.instrument.type == .spot ? "spot" : $0.descriptor.kind.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  func stamps(_ kind: String) -> [Int64] { byKind[kind]?.stamps ?? [] }
  func values(_ kind: String, _ column: String) -> [Double] { byKind[kind]?.values(column) ?? [] }
}

/// Values of a series read forwards: the last stamped at or before an instant.
struct DemoReader {
  private let stamps: [Int64]
  private let values: [Double]
  private var next = 0

  init(_ sources: DemoSources, _ kind: String, _ column: String) {
    stamps = sources.stamps(kind)
    values = sources.values(kind, column)
  }

  /// - Precondition: instants never go backwards.
  mutating func last(at instant: Instant) -> Double? {
    while next < stamps.count, stamps[next] <= instant.milliseconds { next += 1 }
    return next > 0 ? values[next - 1] : nil
  }

  /// The mean of what is stamped before an instant and was not read yet.
  mutating func mean(before instant: Instant) -> Double? {
    let from = next
    while next < stamps.count, stamps[next] < instant.milliseconds { next += 1 }
    guard next > from else { return nil }
    return values[from..<next].reduce(0, +) / Double(next - from)
  }
}

extension Double {
  /// To a whole number of steps, of which there are so many in one.
  func stepped(_ perOne: Double) -> Double { (self * perOne).rounded() / perOne }
}
