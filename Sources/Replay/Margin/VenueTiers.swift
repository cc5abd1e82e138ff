import Market

/// Tables that venues have printed, each with the time it is known to have held.
extension DatedTiers {
  /// By the name a strategy file calls them.
  public static let named: [String: DatedTiers] = ["binance-btc-2021": binanceBTC2021]

  /// Binance's FAQ on USD-margined liquidation, as it stood when its example of two positions was printed.
  static let binanceBTC2021 = DatedTiers(
    instrument: "binance:BTCUSDT", from: Instant(year: 2021, month: 1, day: 1),
    until: Instant(year: 2022, month: 1, day: 1), source: "Binance FAQ b3c689c1, 2021",
    MarginTiers([
      (0, 0.004), (50_000, 0.005), (250_000, 0.01), (1_000_000, 0.025), (10_000_000, 0.05), (20_000_000, 0.1),
      (50_000_000, 0.125), (100_000_000, 0.15), (200_000_000, 0.25), (300_000_000, 0.5),
    ]))
}
