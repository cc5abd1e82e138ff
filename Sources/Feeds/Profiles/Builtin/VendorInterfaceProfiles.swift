/// Rows of Coin Metrics' interface, as pages, lines or a fetch keep them, and Aperiodic's files where a fetch puts them.
///
/// Coin Metrics says of each row when it reached its database, two to three minutes behind the event for rows that were not
/// filled in later; five minutes are taken for all of them, since a series has one delay, and rows that came later are
/// counted and said. A market is filed as
/// `coinmetrics_binance:BTCUSDT`. Aperiodic's bars are stamped at their start and known at their end, on the exchange's
/// clock or on that of receipt, which are different series. Sources: https://docs.coinmetrics.io/api/v4,
/// https://aperiodic.io
let vendorInterfaceProfiles: [String] = [
  """
  name: coinmetrics-funding
  about: settled funding from Coin Metrics, stamped at the end of its interval
  match:
    header: [market, time, rate, period, interval, database_time]
  time: {column: time, floor: 1s}
  arrived: database_time
  series:
  \(coinMetricsRates)
  """,
  """
  name: coinmetrics-predicted-funding
  about: predicted funding from Coin Metrics
  match:
    header: [market, time, rate_predicted, database_time]
  time: {column: time}
  arrived: database_time
  series:
    - kind: predicted_funding
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      delay: 5m
      columns: {predicted_funding_rate: rate_predicted}
  """,
  """
  name: coinmetrics-open-interest
  about: open interest from Coin Metrics, in contracts, and in dollars where it says them
  match:
    header: [market, time, contract_count, database_time]
  time: {column: time, floor: 1s}
  arrived: database_time
  series:
    - kind: open_interest
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      delay: 5m
      columns: {open_interest_contracts: contract_count, open_interest_value: "value_usd?"}
  """,
  """
  name: coinmetrics-liquidations
  about: liquidations from Coin Metrics as events; the side is that of the closing order
  match:
    header: [market, time, coin_metrics_id, amount, price, side]
  time: {column: time}
  arrived: database_time
  order: any
  series:
    - kind: liquidation_events
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      id: coin_metrics_id
      delay: 5m
      columns:
        liquidation_price: price
        long_liquidated: {from: amount, where: {side: sell}}
        short_liquidated: {from: amount, where: {side: buy}}
  """,
  """
  name: coinmetrics-contract-prices
  about: mark and index prices from Coin Metrics, as snapshots
  match:
    header: [market, time, mark_price, database_time]
  time: {column: time, floor: 1s}
  arrived: database_time
  series:
    - kind: mark
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      label: snapshot
      delay: 5m
      columns: {mark: mark_price}
    - kind: index
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      label: snapshot
      delay: 5m
      columns: {index: "index_price?"}
  """,
  """
  name: coinmetrics-candles
  about: bars of contracts and of spot pairs from Coin Metrics
  match:
    path: ["*/coinmetrics/klines/*-future/{interval}/*.json", "*"]
    header: [market, time, price_open, price_high, price_low, price_close, volume]
  time: {column: time}
  series:
    - kind: klines
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      interval: "{interval}"
      inverse: unknown
      where: {market: "*-future*"}
  \(coinMetricsPrices)
    - kind: klines
      type: spot
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      strip: "-"
      upper: true
      interval: "{interval}"
      where: {market: "*-spot*"}
  \(coinMetricsPrices)
  """,
  """
  name: aperiodic-ohlcv
  about: bars of Aperiodic
  match:
    path: ["*/aperiodic/ohlcv/{source}/{symbol}/{interval}/*"]
    header: [time, open, high, low, close, volume, volume_notional]
  time: {column: time, zone: UTC}
  series:
    - kind: klines
      venue: "aperiodic_{source}"
      interval: "{interval}"
      columns: {open: open, high: high, low: low, close: close, volume: volume, quote_volume: volume_notional}
  """,
  """
  name: aperiodic-flow
  about: what takers bought and sold, from Aperiodic
  match:
    path: ["*/aperiodic/flow/{source}/{symbol}/{interval}/*"]
    header: [time, taker_buy_volume, taker_sell_volume]
  missing: [nan, "null", inf, -inf, infinity, -infinity]
  time: {column: time, zone: UTC}
  series:
    - kind: taker_flow
      venue: "aperiodic_{source}"
      interval: "{interval}"
      columns:
        bought_volume: taker_buy_volume
        sold_volume: taker_sell_volume
        buy_trades: "taker_buy_count?"
        sell_trades: "taker_sell_count?"
    - kind: external
      venue: "aperiodic_{source}"
      interval: "{interval}"
      label: open
      columns: {"flow_{column}": "*"}
  """,
  """
  name: aperiodic-metrics
  about: every column of a metric of Aperiodic, named after the metric
  match:
    path: ["*/aperiodic/{bucket}/{source}/{symbol}/{interval}/*"]
    header: [time]
  missing: [nan, "null", inf, -inf, infinity, -infinity]
  time: {column: time, zone: UTC}
  series:
    - kind: external
      venue: "aperiodic_{source}"
      interval: "{interval}"
      label: open
      columns: {"{bucket}_{column}": "*"}
  """,
]

/// The same of contracts and of spot pairs.
private let coinMetricsPrices = """
      columns:
        open: price_open
        high: price_high
        low: price_low
        close: price_close
        volume: volume
        quote_volume: "candle_usd_volume?"
        trades: "candle_trades_count?"
  """

/// Coin Metrics says a rate for the hours of `period`, and in `interval` how often it is paid: of eight hours' rate that is
/// paid each hour an eighth is paid. What is paid all the time (a millisecond) has a row an hour, which is that hour's.
private let coinMetricsRates: String = [8, 4, 2, 1].flatMap { quoted in
  [8, 4, 2, 1].filter { $0 <= quoted }.map { coinMetricsFunding(quoted: quoted, paid: $0) }
}.joined(separator: "\n")

private func coinMetricsFunding(quoted: Int, paid: Int) -> String {
  let intervals = "0\(paid):00:00" + (quoted == 8 && paid == 1 ? "|00:00:00.001" : "")
  return """
    - kind: funding
      venue: "coinmetrics_{market:first}"
      symbol: "{market:middle}"
      interval: 8h
      delay: 5m
      where: {period: "0\(quoted):00:00", interval: "\(intervals)"}
      columns: {funding_rate: {from: rate, scale: \(Double(paid) / Double(quoted))}, funding_interval: {fixed: \(paid)}}
    """
}
