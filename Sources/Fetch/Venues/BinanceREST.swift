/// Funding of Binance's USD-margined perpetuals by its interface: the archive has a month of it only when the month is over.
/// Source: https://developers.binance.com/docs/derivatives
extension VenueInterface {
  public static let binanceREST = VenueInterface(
    name: "binance-rest", title: "Binance", address: "https://fapi.binance.com",
    endpoints: [
      Endpoint(
        series: "funding", path: "/fapi/v1/fundingRate",
        query: [("symbol", "{symbol}"), ("startTime", "{from}"), ("endTime", "{to}"), ("limit", "{limit}")],
        stamp: .member("fundingTime"), limit: 1000, paging: .forward)
    ],
    envelope: Envelope(code: ["code"], message: ["msg"], slow: ["-1003"], busy: ["-1001"], unknown: ["-1121"]),
    owner: ["symbol"],
    symbols: SymbolList(path: "/fapi/v1/premiumIndex", rows: [], member: "symbol"),
    example: "BTCUSDT", reach: "Binance has funding since the listing")
}
