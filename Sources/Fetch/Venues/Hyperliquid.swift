/// Hyperliquid: everything is asked by posting to one path. Source:
/// https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint
extension VenueInterface {
  public static let hyperliquid = VenueInterface(
    name: "hyperliquid", title: "Hyperliquid", address: "https://api.hyperliquid.xyz",
    endpoints: [
      Endpoint(
        series: "funding", path: "/info",
        body: #"{"type":"fundingHistory","coin":"{symbol}","startTime":{from},"endTime":{to}}"#,
        stamp: .member("time"), limit: 500, paging: .forward),
      Endpoint(
        series: "klines", path: "/info",
        body:
          #"{"type":"candleSnapshot","req":{"coin":"{symbol}","interval":"{interval}","startTime":{from},"endTime":{to}}}"#,
        stamp: .member("t"), limit: 5000, paging: .forward,
        intervals: [
          ("1m", "1m"), ("3m", "3m"), ("5m", "5m"), ("15m", "15m"), ("30m", "30m"), ("1h", "1h"), ("2h", "2h"),
          ("4h", "4h"), ("8h", "8h"), ("12h", "12h"), ("1d", "1d"),
        ], isBars: true, widthMember: "i"),
    ],
    // It says that a coin does not exist by failing.
    envelope: Envelope(code: ["error"], message: ["error"], unknownStatuses: [404, 422, 500]),
    owner: ["coin", "s"],
    symbols: SymbolList(path: "/info", body: #"{"type":"meta"}"#, rows: ["universe"], member: "name"),
    example: "BTC", reach: "Hyperliquid has funding since the listing, and the latest 5,000 bars of each width")
}
