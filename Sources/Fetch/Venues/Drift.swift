/// Drift's data interface, of the last thirty days. A row's rate is in dollars a coin and hour; over the oracle's price beside
/// it, it is the fraction that was paid. Source: https://data.api.drift.trade and https://docs.drift.trade.
extension VenueInterface {
  public static let drift = VenueInterface(
    name: "drift", title: "Drift", address: "https://data.api.drift.trade",
    endpoints: [
      Endpoint(
        series: "funding", path: "/fundingRates", query: [("marketName", "{symbol}")], clock: .seconds,
        rows: ["fundingRates"], stamp: .member("ts"), limit: 1_000_000, paging: .whole)
    ],
    envelope: Envelope(code: ["success"], good: ["true"], message: ["message"]),
    owner: ["symbol"],
    symbols: SymbolList(path: "/stats/markets", rows: ["markets"], member: "symbol"),
    example: "SOL-PERP", reach: "Drift answers funding of the last thirty days")
}
