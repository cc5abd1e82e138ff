import Market

/// Coin Metrics v4: markets of all venues by one name, `binance-BTCUSDT-future`. With a key the full interface is asked,
/// without one the community's. Source: https://docs.coinmetrics.io/api/v4
extension VenueInterface {
  public static let coinMetricsKey = "COINMETRICS_API_KEY"

  /// - Parameter key: what the environment says; nil or empty for none.
  public static func coinMetrics(key: String?) -> VenueInterface {
    let key = key.flatMap { $0.isEmpty ? nil : $0 }
    return VenueInterface(
      name: "coinmetrics", title: "Coin Metrics",
      address: key == nil ? "https://community-api.coinmetrics.io" : "https://api.coinmetrics.io",
      endpoints: [
        coinMetrics("funding", "market-funding-rates"),
        coinMetrics("predicted_funding", "market-funding-rates-predicted"),
        coinMetrics("open_interest", "market-openinterest", granularity: ["1m", "1h", "1d"]),
        coinMetrics("liquidations", "market-liquidations", identity: "coin_metrics_id"),
        coinMetrics("contract_prices", "market-contract-prices", granularity: ["1m", "1h", "1d"]),
        coinMetrics("klines", "market-candles", frequency: ["1m", "5m", "10m", "15m", "30m", "1h", "4h", "1d"]),
      ],
      envelope: Envelope(
        code: ["error", "type"], message: ["error", "message"], unknown: ["bad_parameter"], unknownStatuses: [404]),
      check: { symbol in
        let type = symbol.split(separator: "-").last ?? ""
        guard !["spot", "option"].contains(type) else {
          throw Problem(
            "'\(symbol)' is a market of \(type == "spot" ? "spot" : "options"), which is not fetched from Coin Metrics",
            remedy: "its perpetuals and futures end in -future, such as binance-BTCUSDT-future")
        }
      },
      owner: ["market"], key: key.map { Key(name: "api_key", value: $0) },
      keyRemedy: key == nil
        ? "put a key into \(coinMetricsKey); the community's interface has a part of the data"
        : "check the key in \(coinMetricsKey)",
      symbols: SymbolList(
        path: "/v4/reference-data/markets", query: [("exchange", "{exchange}"), ("page_size", "10000")], rows: ["data"],
        member: "market"),
      example: "binance-BTCUSDT-future", reach: "how far Coin Metrics goes back stands in its catalog")
  }

  private static func coinMetrics(
    _ series: String, _ path: String, granularity: [String] = [], frequency: [String] = [], identity: String? = nil
  ) -> Endpoint {
    var query = [
      ("markets", "{symbol}"), ("start_time", "{from}"), ("end_time", "{behind}"), ("end_inclusive", "false"),
      ("page_size", "{limit}"), ("paging_from", "start"), ("format", "json"), ("next_page_token", "{cursor}"),
    ]
    if !granularity.isEmpty { query.append(("granularity", "{interval}")) }
    if !frequency.isEmpty { query.append(("frequency", "{interval}")) }
    return Endpoint(
      series: series, path: "/v4/timeseries/" + path, query: query, clock: .text, rows: ["data"],
      stamp: .member("time"), identity: identity, limit: 10_000,
      paging: .token(address: ["next_page_url"], token: ["next_page_token"]),
      intervals: (granularity + frequency).map { ($0, $0) }, isBars: !frequency.isEmpty)
  }
}
