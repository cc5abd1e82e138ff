/// Bybit v5. Rows come newest first; an open-interest history is walked by its cursor. Source:
/// https://bybit-exchange.github.io/docs/v5/market/history-fund-rate and the pages beside it.
extension VenueInterface {
  public static let bybit = VenueInterface(
    name: "bybit", title: "Bybit", address: "https://api.bybit.com",
    endpoints: [
      Endpoint(
        series: "funding", path: "/v5/market/funding/history",
        query: [
          ("category", "{category}"), ("symbol", "{symbol}"), ("startTime", "{from}"), ("endTime", "{to}"),
          ("limit", "{limit}"),
        ], rows: ["result", "list"], stamp: .member("fundingRateTimestamp"), limit: 200, paging: .backward),
      Endpoint(
        series: "open_interest", path: "/v5/market/open-interest",
        query: [
          ("category", "{category}"), ("symbol", "{symbol}"), ("intervalTime", "{interval}"), ("startTime", "{from}"),
          ("endTime", "{to}"), ("limit", "{limit}"), ("cursor", "{cursor}"),
        ], rows: ["result", "list"], stamp: .member("timestamp"), limit: 200,
        paging: .cursor(["result", "nextPageCursor"]),
        intervals: [
          ("5m", "5min"), ("15m", "15min"), ("30m", "30min"), ("1h", "1h"), ("4h", "4h"), ("1d", "1d"),
        ]),
      bybitBars("klines", "kline"), bybitBars("mark", "mark-price-kline"), bybitBars("index", "index-price-kline"),
      bybitBars("premium", "premium-index-price-kline"),
    ],
    envelope: Envelope(
      code: ["retCode"], good: ["0"], message: ["retMsg"], slow: ["10006", "10018"], busy: ["10000", "10016"],
      unknown: ["10001"]),
    facts: { symbol in ["category": bybitIsLinear(symbol) ? "linear" : "inverse"] },
    owner: ["symbol"],
    symbols: SymbolList(
      path: "/v5/market/instruments-info", query: [("category", "linear"), ("limit", "1000")],
      rows: ["result", "list"],
      member: "symbol"),
    example: "BTCUSDT", reach: "Bybit goes back to the listing")

  /// `BTCUSDT`, `BTCPERP` and `BTC-28MAR25`; those in plain dollars are inverse.
  private static func bybitIsLinear(_ symbol: String) -> Bool {
    symbol.contains("-") || symbol.hasSuffix("PERP") || symbol.hasSuffix("USDT") || symbol.hasSuffix("USDC")
  }

  private static func bybitBars(_ series: String, _ path: String) -> Endpoint {
    Endpoint(
      series: series, path: "/v5/market/" + path,
      query: [
        ("category", "{category}"), ("symbol", "{symbol}"), ("interval", "{interval}"), ("start", "{from}"),
        ("end", "{to}"), ("limit", "{limit}"),
      ], rows: ["result", "list"], stamp: .place(0), limit: 1000, paging: .backward,
      intervals: [
        ("1m", "1"), ("3m", "3"), ("5m", "5"), ("15m", "15"), ("30m", "30"), ("1h", "60"), ("2h", "120"),
        ("4h", "240"), ("6h", "360"), ("12h", "720"), ("1d", "D"), ("1w", "W"),
      ], isBars: true)
  }
}
