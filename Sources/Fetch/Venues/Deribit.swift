import Market

/// Deribit v2. A request for more rows than it answers is cut without a word, so that bounds are no wider than a page.
/// Source: https://docs.deribit.com
extension VenueInterface {
  public static let deribit = VenueInterface(
    name: "deribit", title: "Deribit", address: "https://www.deribit.com",
    endpoints: [
      Endpoint(
        series: "funding", path: "/api/v2/public/get_funding_rate_history",
        query: [("instrument_name", "{symbol}"), ("start_timestamp", "{from}"), ("end_timestamp", "{to}")],
        rows: ["result"], stamp: .member("timestamp"), limit: 744, paging: .windows(every: .hour)),
      Endpoint(
        series: "klines", path: "/api/v2/public/get_tradingview_chart_data",
        query: [
          ("instrument_name", "{symbol}"), ("start_timestamp", "{from}"), ("end_timestamp", "{to}"),
          ("resolution", "{interval}"),
        ], rows: ["result"], columns: ["ticks", "open", "high", "low", "close", "volume"],
        furtherColumns: ["cost"], stamp: .place(0), limit: 5000, paging: .windows(every: nil),
        intervals: [
          ("1m", "1"), ("3m", "3"), ("5m", "5"), ("10m", "10"), ("15m", "15"), ("30m", "30"), ("1h", "60"),
          ("2h", "120"), ("3h", "180"), ("6h", "360"), ("12h", "720"), ("1d", "1D"),
        ], isBars: true),
      // The books of all options of a coin at this moment, of which Deribit keeps no history.
      Endpoint(
        series: "option_chain", path: "/api/v2/public/get_book_summary_by_currency",
        query: [("currency", "{currency}"), ("kind", "option")], rows: ["result"], stamp: .member("creation_timestamp"),
        limit: 1_000_000, paging: .snapshot),
    ],
    envelope: Envelope(
      code: ["error", "code"], message: ["error", "message"], slow: ["10028"], busy: ["10047", "13028"],
      unknown: ["13020", "-32602"]),
    facts: { symbol in ["currency": symbol.split(separator: "-").first.map(String.init) ?? symbol] },
    owner: ["instrument_name"],
    symbols: SymbolList(
      path: "/api/v2/public/get_instruments", query: [("currency", "any"), ("kind", "future")], rows: ["result"],
      member: "instrument_name"),
    example: "BTC-PERPETUAL",
    reach: "Deribit has hourly funding since 2019-05")
}
