import Market

/// Tables that venues have printed, each with the time it is known to have held. A replay's margin and the model of liquidation
/// levels read the same ones.
extension DatedTiers {
  /// By the name a strategy file calls them.
  public static let named: [String: DatedTiers] = [
    "binance-btc-2021": binanceBTC2021, "binance-btcusd": binanceBTCUSD, "binance-zec": binanceZEC,
    "binance-ada-busd": binanceADABUSD, "bitmex-eth": bitmexETH, "hyperliquid-btc": hyperliquid("BTC", most: 50),
    "hyperliquid-eth": hyperliquid("ETH", most: 50), "hyperliquid-sol": hyperliquid("SOL", most: 20),
    "hyperliquid-doge": hyperliquid("DOGE", most: 20),
  ]

  /// The table of a contract, with its name; nil where none is known here.
  public static func printed(for instrument: Instrument, _ contract: Contract) -> (name: String, table: DatedTiers)? {
    named.sorted { $0.key < $1.key }.first { $0.value.isOf(instrument, contract) }.map { ($0.key, $0.value) }
  }

  /// Binance's FAQ on USD-margined liquidation, as it stood when its example of two positions was printed.
  static let binanceBTC2021 = DatedTiers(
    instrument: "binance:BTCUSDT", from: Instant(year: 2021, month: 1, day: 1),
    until: Instant(year: 2022, month: 1, day: 1), source: "Binance FAQ b3c689c1, 2021",
    MarginTiers([
      (0, 0.004), (50_000, 0.005), (250_000, 0.01), (1_000_000, 0.025), (10_000_000, 0.05), (20_000_000, 0.1),
      (50_000_000, 0.125), (100_000_000, 0.15), (200_000_000, 0.25), (300_000_000, 0.5),
    ]))

  /// Of the notional in coin. An older page has the same rates with amounts that differ by 0.205 BTC.
  static let binanceBTCUSD = DatedTiers(
    instrument: "binance:BTCUSD_PERP", from: nil, source: "Binance FAQ on coin-margined liquidation, its newer page",
    MarginTiers([
      (0, 0.004), (5, 0.005), (10, 0.01), (20, 0.025), (50, 0.05), (100, 0.1), (200, 0.125),
    ]))

  static let binanceZEC = DatedTiers(
    instrument: "binance:ZECUSDT", from: nil, source: "Binance leverage brackets, as in freqtrade's tests",
    MarginTiers([(0, 0.01), (50_000, 0.025), (150_000, 0.05), (250_000, 0.1), (500_000, 0.125)]))

  static let binanceADABUSD = DatedTiers(
    instrument: "binance:ADABUSD", from: nil, source: "Binance leverage brackets, as in freqtrade's tests",
    MarginTiers([
      (0, 0.025), (100_000, 0.05), (500_000, 0.1), (1_000_000, 0.15), (2_000_000, 0.25), (5_000_000, 0.5),
    ]))

  /// The rates of the venue's example of cross margin; where they rise with size it does not say.
  static let bitmexETH = DatedTiers(
    instrument: "bitmex:ETHUSDT", basis: .entry, from: nil, source: "BitMEX, example of cross margin",
    MarginTiers([(0, 0.01, 0.02)]))

  /// Half the initial rate at the coin's most leverage, which the venue may change.
  private static func hyperliquid(_ coin: String, most: Double) -> DatedTiers {
    let maintenance = HyperliquidMargin(mostLeverage: most).tiers.tiers[0].maintenance
    return DatedTiers(
      instrument: "hyperliquid:\(coin)", from: nil,
      source: "Hyperliquid, half the initial rate at \(Int(most)) times", MarginTiers([(0, maintenance, 1 / most)]))
  }
}
