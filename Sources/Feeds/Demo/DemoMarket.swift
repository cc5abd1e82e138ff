import Market

/// A made-up perpetual market whose truth is known: five-minute bars, spot, mark, premium, funding, open interest and
/// liquidations of `demo:DEMOUSDT`, in which one signal really predicts and others only seem to.
///
/// A seed and a length give the same bytes on every machine and in every build: the generator uses whole numbers and
/// the IEEE operations + − × ÷ and √, which are correctly rounded everywhere, and none of a C library's functions,
/// which are not. What is planted is in ``truth`` and, with what tests make of it, in `docs/demo-market.md`.
public struct DemoMarket: Sendable {
  /// The seed of the documented market, chosen for a clear lesson; the documentation shows other seeds beside it.
  public static let usualSeed: UInt64 = 149
  /// From 2024-07-01 to 2025-01-01.
  public static let usualDays = 184
  /// Two days are the fewest in which a day's window is ever full.
  public static let allowedDays = 2...1830

  public static let instrument = Instrument(venue: "demo", symbol: "DEMOUSDT")
  public static let spotPair = Instrument(venue: "demo", symbol: "DEMOUSDT", type: .spot)

  public let seed: UInt64
  public let days: Int

  /// A market that begins on 2024-07-01 and lasts so many UTC days.
  ///
  /// - Throws: a ``Problem`` when `days` is out of ``allowedDays``.
  public init(seed: UInt64 = usualSeed, days: Int = usualDays) throws {
    guard Self.allowedDays.contains(days) else {
      throw Problem(
        "a demo market of \(days) days cannot be made",
        remedy: "ask for \(Self.allowedDays.lowerBound) to \(Self.allowedDays.upperBound) days")
    }
    self.seed = seed
    self.days = days
  }

  /// All series: klines of 5m and 1h, then mark, premium and spot of 5m, funding, open interest and liquidations.
  ///
  /// Prices are multiples of 0.1, coins of 0.001, quote amounts of 0.01 and rates of 10⁻⁸, each the double nearest to
  /// its decimal. A shorter market is the beginning of a longer one with the same seed.
  ///
  /// - Complexity: linear in `days`; six months take some 0.1 s.
  public func series() -> [Series] { generated().tables.series }

  func generated() -> DemoGenerator {
    var generator = DemoGenerator(seed: seed)
    for bar in 0..<days * DemoClock.barsPerDay { generator.make(bar) }
    return generator
  }
}
