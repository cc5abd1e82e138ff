/// OKX v5. `after` asks for what is older than a time and leaves that time out. Source: https://www.okx.com/docs-v5
extension VenueInterface {
  public static let okx = VenueInterface(
    name: "okx", title: "OKX", address: "https://www.okx.com",
    endpoints: [
      Endpoint(
        series: "funding", path: "/api/v5/public/funding-rate-history",
        query: [("instId", "{symbol}"), ("after", "{behind}"), ("limit", "{limit}")], rows: ["data"],
        stamp: .member("fundingTime"), limit: 100, paging: .backward),
      Endpoint(
        series: "open_interest", path: "/api/v5/rubik/stat/contracts/open-interest-history",
        query: [
          ("instId", "{symbol}"), ("period", "{interval}"), ("begin", "{before}"), ("end", "{behind}"),
          ("limit", "{limit}"),
        ], rows: ["data"], stamp: .place(0), limit: 100, paging: .backward,
        intervals: [("5m", "5m"), ("15m", "15m"), ("30m", "30m"), ("1h", "1H"), ("2h", "2H"), ("4h", "4H")]),
      // Days of OKX begin at 16:00 UTC where nothing is said.
      okxBars("klines", "history-candles"), okxBars("mark", "history-mark-price-candles"),
    ],
    envelope: Envelope(
      code: ["code"], good: ["0"], message: ["msg"], slow: ["50011"], busy: ["50001", "50013"],
      unknown: ["51000", "51001"]),
    owner: ["instId"],
    symbols: SymbolList(
      path: "/api/v5/public/instruments", query: [("instType", "SWAP")], rows: ["data"], member: "instId"),
    example: "BTC-USDT-SWAP", reach: "OKX keeps funding for some three months, and bars to the listing")

  private static func okxBars(_ series: String, _ path: String) -> Endpoint {
    Endpoint(
      series: series, path: "/api/v5/market/" + path,
      query: [("instId", "{symbol}"), ("bar", "{interval}"), ("after", "{behind}"), ("limit", "{limit}")],
      rows: ["data"], stamp: .place(0), limit: 100, paging: .backward,
      intervals: [
        ("1m", "1m"), ("3m", "3m"), ("5m", "5m"), ("15m", "15m"), ("30m", "30m"), ("1h", "1H"), ("2h", "2H"),
        ("4h", "4H"), ("6h", "6Hutc"), ("12h", "12Hutc"), ("1d", "1Dutc"),
      ], isBars: true)
  }
}
