/// BitMEX. 30 requests a minute without a key, which it says with every answer. Source:
/// https://www.bitmex.com/api/explorer
extension VenueInterface {
  public static let bitmex = VenueInterface(
    name: "bitmex", title: "BitMEX", address: "https://www.bitmex.com",
    endpoints: [
      Endpoint(
        series: "funding", path: "/api/v1/funding",
        query: [("symbol", "{symbol}"), ("count", "{limit}"), ("startTime", "{from}"), ("endTime", "{to}")],
        clock: .text, stamp: .member("timestamp"), limit: 500, paging: .forward)
    ],
    envelope: Envelope(code: ["error", "name"], message: ["error", "message"], slow: ["RateLimitError"]),
    owner: ["symbol"],
    symbols: SymbolList(path: "/api/v1/instrument/active", rows: [], member: "symbol"),
    example: "XBTUSD", reach: "BitMEX has funding since 2016-05")
}
