/// dYdX v4, by its indexer. Rows come newest first. Source: https://docs.dydx.xyz/indexer-client/http
extension VenueInterface {
  public static let dydx = VenueInterface(
    name: "dydx", title: "dYdX", address: "https://indexer.dydx.trade",
    endpoints: [
      Endpoint(
        series: "funding", path: "/v4/historicalFunding/{symbol}",
        query: [("limit", "{limit}"), ("effectiveBeforeOrAt", "{to}")], clock: .text, rows: ["historicalFunding"],
        stamp: .member("effectiveAt"), limit: 100, paging: .backward),
      Endpoint(
        series: "klines", path: "/v4/candles/perpetualMarkets/{symbol}",
        query: [("resolution", "{interval}"), ("fromIso", "{from}"), ("toIso", "{behind}"), ("limit", "{limit}")],
        clock: .text, rows: ["candles"], stamp: .member("startedAt"), limit: 1000, paging: .backward,
        intervals: [
          ("1m", "1MIN"), ("5m", "5MINS"), ("15m", "15MINS"), ("30m", "30MINS"), ("1h", "1HOUR"), ("4h", "4HOURS"),
          ("1d", "1DAY"),
        ], isBars: true, widthMember: "resolution"),
    ],
    envelope: Envelope(
      code: ["errors", "0", "msg"], message: ["errors", "0", "msg"], unknownStatuses: [400, 404, 422]),
    owner: ["ticker"],
    symbols: SymbolList(path: "/v4/perpetualMarkets", rows: ["markets"], member: "ticker"),
    example: "BTC-USD", reach: "dYdX has its chain's history, since 2023-10; bars carry the open interest at their open"
  )
}
