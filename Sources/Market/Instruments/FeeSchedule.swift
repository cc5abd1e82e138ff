import Numerics

/// What a venue charges for fills, level by level.
public struct FeeSchedule: Hashable, Sendable {
  public struct Tier: Hashable, Sendable {
    /// As the venue calls it: `vip 3`.
    public let name: String
    /// The least value traded in the days before, in dollars, at which somebody is of this level for that alone; nil where
    /// volume alone is not enough, or nothing says how much is.
    public let volume: Double?
    /// Fractions of traded value, negative where the venue pays.
    public let taker: Double
    public let maker: Double

    public init(_ name: String, volume: Double? = nil, taker: Double, maker: Double) {
      (self.name, self.volume, self.taker, self.maker) = (name, volume, taker, maker)
    }

    fileprivate var number: Int? { name.split(separator: " ").last.flatMap { Int($0) } }
  }

  /// The venue; empty for a schedule of one's own.
  public let venue: String
  /// What is traded at these fees, in a few words: `Bybit perpetuals`.
  public let market: String
  /// Who says so, and of when.
  public let source: String
  /// The first is of a customer without discounts.
  public let tiers: [Tier]
  /// How many UTC days before the present one the traded value is of.
  public let days: Int
  /// Why levels do not follow from traded value alone; nil where they do.
  public let unreachable: String?

  public init(
    venue: String, market: String, source: String, days: Int = 30, unreachable: String? = nil, _ tiers: [Tier]
  ) {
    self.venue = venue
    self.market = market
    self.source = source
    self.days = days
    self.unreachable = unreachable
    self.tiers = tiers
  }

  /// The level of a name, whatever its case, its spaces and its hyphens, which a minus before a number is not. `vip 0` is whoever
  /// has no discount.
  public func tier(named name: String) -> Tier? {
    func plain(_ text: String) -> String {
      var (plain, before) = ("", Character(" "))
      for letter in text.lowercased() {
        if letter != " ", letter != "-" || !before.isLetter { plain.append(letter) }
        before = letter
      }
      return plain
    }
    let words = name.split(separator: " ")
    return tiers.first { plain($0.name) == plain(name) }
      ?? (words.count == 2 && words[0].lowercased() == "vip" && words[1] == "0" ? tier(numbered: 0) : nil)
  }

  /// The level of a number, where levels are numbered: 3 is `vip 3`, 0 whoever has no discount.
  public func tier(numbered number: Double) -> Tier? {
    guard number == number.rounded(), abs(number) < 1000 else { return nil }
    if let tier = tiers.first(where: { $0.number == Int(number) }) { return tier }
    return number == 0 && tiers[0].number == nil ? tiers[0] : nil
  }

  /// Whose fees those of a level are, and of when: `Bybit perpetuals, vip 3, 2025`.
  public func words(_ tier: Tier) -> String {
    [market, tier.name, source].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The levels that traded value alone leads to, from nothing traded up.
  public var byVolume: [Tier] { unreachable == nil ? tiers.filter { $0.volume != nil } : [] }
}

extension FeeSchedule {
  private static func bps(_ rows: [(name: String, volume: Double?, taker: Double, maker: Double)]) -> [Tier] {
    // 1.7 bps is the number nearest to 0.00017, as in a file that says it; the quotient is the one below.
    rows.map {
      Tier(
        $0.name, volume: $0.volume, taker: ($0.taker / 1e4).nearestDecimal, maker: ($0.maker / 1e4).nearestDecimal)
    }
  }

  /// Lists that venues have published, by venue, for perpetuals and futures. Rates are in basis points.
  public static let published: [String: FeeSchedule] = Dictionary(
    uniqueKeysWithValues: [binance, bitmex, bybit, demo, deribit, dydx, hyperliquid, okx].map { ($0.venue, $0) })

  /// binance.com, "Futures trading fees"; the levels as NautilusTrader's adapter has them in 2026.
  private static let binance = FeeSchedule(
    venue: "binance", market: "Binance USD-margined futures", source: "2026-11",
    unreachable: "they ask for a balance of BNB beside the volume (Binance, VIP program, 2021-12-15)",
    bps([
      ("regular user", nil, 5, 2), ("vip 1", nil, 4, 1.6), ("vip 2", nil, 3.5, 1.4), ("vip 3", nil, 3.2, 1.2),
      ("vip 4", nil, 3, 1), ("vip 5", nil, 2.7, 0.8), ("vip 6", nil, 2.5, 0.6), ("vip 7", nil, 2.2, 0.4),
      ("vip 8", nil, 2, 0.2), ("vip 9", nil, 1.7, 0),
    ]))

  /// BitMEX, "Incoming: Fee Changes", in force from 17 January 2023. The list is by the mean of thirty days, here by their sum.
  private static let bitmex = FeeSchedule(
    venue: "bitmex", market: "BitMEX derivatives", source: "list of 2023-01-17",
    bps([
      ("level 0", 0, 7.5, 2), ("level 1", 30e6, 5, 1), ("level 2", 150e6, 4, 0), ("level 3", 300e6, 3.5, 0),
      ("level 4", 750e6, 3, 0), ("level 5", 1.5e9, 2.5, 0), ("level 6", 3e9, 2.4, -0.3),
      ("level 7", 7.5e9, 2.3, -0.5), ("level 8", 15e9, 2.2, -0.8), ("level 9", 30e9, 1.75, -1),
    ]))

  /// bybit.com, "Trading Fee Structure"; volumes of the VIP program as cryptocointrade.com lists them.
  private static let bybit = FeeSchedule(
    venue: "bybit", market: "Bybit perpetuals", source: "2025",
    bps([
      ("non-VIP", 0, 5.5, 2), ("vip 1", 10e6, 4, 1.8), ("vip 2", 25e6, 3.75, 1.6), ("vip 3", 50e6, 3.5, 1.4),
      ("vip 4", 100e6, 3.2, 1.2), ("vip 5", 250e6, 3.2, 1), ("supreme vip", 500e6, 3, 0),
    ]))

  private static let demo = FeeSchedule(
    venue: "demo", market: "the demo market", source: "", unreachable: "it has one",
    bps([("as a large venue's regular user", nil, 5, 2)]))

  /// support.deribit.com, "Fees": BTC and ETH futures and perpetuals, and those in USDC.
  private static let deribit = FeeSchedule(
    venue: "deribit", market: "Deribit futures and perpetuals", source: "2025",
    unreachable: "one is known here", bps([("standard", nil, 5, 0)]))

  /// docs.dydx.exchange, "Trading Fees", from block 6,912,000 on. The last four ask for a share of the market.
  private static let dydx = FeeSchedule(
    venue: "dydx", market: "dYdX Chain perpetuals", source: "2024",
    bps([
      ("tier 1", 0, 5, 1), ("tier 2", 1e6, 4.5, 1), ("tier 3", 5e6, 4, 0.5), ("tier 4", 25e6, 3.5, 0),
      ("tier 5", 125e6, 3, 0), ("tier 6", nil, 2.5, -0.5), ("tier 7", nil, 2.5, -0.7), ("tier 8", nil, 2.5, -0.9),
      ("tier 9", nil, 2.5, -1.1),
    ]))

  /// hyperliquid.gitbook.io, "Fees": by the value of fourteen days, assessed at the end of each UTC day. Spot trades would
  /// count twice; discounts for staking and referrals are not here.
  private static let hyperliquid = FeeSchedule(
    venue: "hyperliquid", market: "Hyperliquid perpetuals", source: "2025", days: 14,
    bps([
      ("base tier", 0, 4.5, 1.5), ("tier 1", 5e6, 4, 1.2), ("tier 2", 25e6, 3.5, 0.8), ("tier 3", 100e6, 3, 0.4),
      ("tier 4", 500e6, 2.8, 0), ("tier 5", 2e9, 2.6, 0), ("tier 6", 7e9, 2.4, 0),
    ]))

  private static let okx = FeeSchedule(
    venue: "okx", market: "OKX swaps", source: "2025", unreachable: "one is known here",
    bps([("regular user", nil, 5, 2)]))
}
