/// What a venue charges for a fill of a customer without discounts, as fractions of the traded value.
///
/// Taken where a strategy does not say what its trading costs, and said wherever it is taken: a replay that trades for free
/// by silence is a better strategy than anybody has.
public struct TradingFees: Hashable, Sendable {
  public let taker: Double
  /// Negative where the venue pays.
  public let maker: Double
  /// Whose fees they are and of when, in a few words.
  public let source: String

  public init(taker: Double, maker: Double, source: String) {
    self.taker = taker
    self.maker = maker
    self.source = source
  }

  /// Of venues whose lists are known, for perpetuals and futures, in basis points. Lists change; a file that says its
  /// costs is not touched by that.
  private static let derivatives: [String: (taker: Double, maker: Double, source: String)] = [
    "binance": (5, 2, "Binance USD-margined futures, regular user, 2026-11"),
    "bybit": (5.5, 2, "Bybit perpetuals, non-VIP, 2025"),
    "okx": (5, 2, "OKX swaps, regular user, 2025"),
    "hyperliquid": (4.5, 1.5, "Hyperliquid perpetuals, base tier, 2025"),
    "demo": (5, 2, "the demo market, as a large venue's regular user"),
  ]

  /// Venues whose list here is of contracts margined in dollars.
  private static let listedForDollars: Set<String> = ["binance"]

  /// What fills in `instrument` cost unless something else is said.
  public static func standard(for instrument: Instrument) -> TradingFees {
    var known =
      instrument.type == .spot
      ? (10, 10, "a large venue's spot market, regular user")
      : derivatives[instrument.venue]
        ?? (5, 2, "nothing is known of \(instrument.venue): a large venue's regular user")
    if listedForDollars.contains(instrument.venue), Contract(of: instrument).form == .inverse {
      known.2 += ", taken for its coin-margined ones too"
    }
    return TradingFees(taker: known.0 / 1e4, maker: known.1 / 1e4, source: known.2)
  }
}
