/// GMX v2 on Arbitrum: the state of its markets, of which there is no history behind an address. Several pools trade one coin;
/// a symbol is the coin, or a market's whole name. Source: https://docs.gmx.io/docs/api/rest
extension VenueInterface {
  public static let gmx = VenueInterface(
    name: "gmx", title: "GMX", address: "https://arbitrum-api.gmxinfra.io",
    endpoints: [
      Endpoint(
        series: "open_interest", path: "/markets/info", rows: ["markets"], stamp: .member("name"), identity: "name",
        limit: 1_000_000, paging: .snapshot)
    ],
    envelope: Envelope(code: ["error"], message: ["message"]),
    symbols: SymbolList(path: "/markets/info", rows: ["markets"], member: "name"),
    example: "ETH", reach: "GMX answers the open interest and rates of the moment, and no history")
}
