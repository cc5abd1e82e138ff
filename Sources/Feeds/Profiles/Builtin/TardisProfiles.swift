/// What Tardis collects from many venues, under the names that it gives them.
///
/// Its liquidations have the columns of its trades, and their name or their folder alone tells them apart; a file whose name
/// says neither is asked about. Of trades the side is the taker's, and of liquidations that of the order: who is sold was
/// long. Amounts are coins, or dollars of Deribit's and other inverse contracts; all that BitMEX, OKX and Gate list is
/// counted in contracts.
///
/// Source: https://docs.tardis.dev/downloadable-csv-files.
let tardisProfiles: [String] = [
  """
  name: tardis-liquidations
  about: forced orders as Tardis publishes them, whose columns are those of its trades, known by their name
  match:
    path: ["*liquidations*", "*/liquidations/*", "*/liquidations/*/*"]
    header: \(tardisEvents)
  time: {column: timestamp, unit: us}
  order: any
  series:
  \(tardisLiquidations)
  """,
  """
  name: tardis-trades
  about: trades of the venues whose amounts are coins or contracts, as Tardis publishes them, by the exchange's clock
  match:
    path: ["*trades*", "*/trades/*", "*/trades/*/*"]
    header: \(tardisEvents)
  time: {column: timestamp, unit: us}
  order: any
  series:
  \(tardisTrades)
  """,
  """
  name: tardis-events
  about: trades or forced orders as Tardis publishes them, under a name that does not say which, so that --kind has to
  match:
    header: \(tardisEvents)
  kind: ask
  time: {column: timestamp, unit: us}
  order: any
  series:
  \(tardisTrades)
  \(tardisLiquidations)
  """,
  """
  name: tardis-derivative-ticker
  about: mark, index and the rate of the next settlement as Tardis publishes them; its open interest has another unit on every venue
  match:
    header: [exchange, symbol, timestamp, local_timestamp, funding_timestamp, funding_rate, index_price, mark_price]
  time: {column: timestamp, unit: us}
  order: any
  duplicates: last
  series:
  \(tardisEntries("mark") { _ in "interval: irregular\n    label: snapshot\n    columns: {mark: mark_price}" })
  \(tardisEntries("index") { _ in "interval: irregular\n    label: snapshot\n    columns: {index: index_price}" })
  \(tardisEntries("predicted_funding") { _ in
    "interval: irregular\n    label: snapshot\n    columns: {predicted_funding_rate: funding_rate}"
  })
  """,
  """
  name: tardis-options-chain
  about: options of Deribit that settle in their coin as Tardis publishes them, sampled, by the time of receipt
  match:
    header: [exchange, symbol, timestamp, local_timestamp, type, strike_price, expiration, mark_price, mark_iv, underlying_price]
  time: {column: local_timestamp, unit: us}
  order: any
  series:
    - kind: option_chain
      venue: deribit
      symbol: "{symbol:first}"
      type: option
      contract: symbol
      sample: 1h
      where: {exchange: deribit, symbol: "BTC-*|ETH-*"}
      columns:
        expiry: expiration
        strike: strike_price
        right: {fixed: 1, where: {type: call}, zero: {type: put}}
        option_mark: mark_price
        mark_iv: {from: mark_iv, unit: percent}
        underlying_price: underlying_price
        option_bid: bid_price
        option_ask: ask_price
        bid_iv: {from: bid_iv, unit: percent}
        ask_iv: {from: ask_iv, unit: percent}
        option_open_interest: open_interest
        delta: delta
  """,
]

private let tardisEvents = "[exchange, symbol, timestamp, local_timestamp, id, side, price, amount]"

private let tardisTrades = tardisSided("trades", "trade_price", bought: "taker_bought", sold: "taker_sold")
private let tardisLiquidations = tardisSided(
  "liquidation_events", "liquidation_price", bought: "short_liquidated", sold: "long_liquidated")

/// - Parameters:
///   - bought: the column of what an order to buy is of.
///   - sold: the same of an order to sell.
private func tardisSided(_ kind: String, _ price: String, bought: String, sold: String) -> String {
  tardisEntries(kind) { venue in
    let unit = ["bitmex", "okx", "gate"].contains(venue) ? " unit: contracts," : ""
    return "id: id\n    inverse: contracts\n    columns: {\(price): price, "
      + "\(sold): {from: amount,\(unit) where: {side: sell}}, \(bought): {from: amount,\(unit) where: {side: buy}}}"
  }
}

/// Venues by the names that Tardis gives them.
private let tardisVenues = [
  ("binance", "binance-futures|binance-delivery"), ("bybit", "bybit"), ("bitmex", "bitmex"), ("deribit", "deribit"),
  ("hyperliquid", "hyperliquid"), ("okx", "okex-swap|okex-futures"), ("gate", "gate-io-futures"),
  ("dydx", "dydx|dydx-v4"),
  ("ftx", "ftx"),
]

/// An entry of a profile for each venue of Tardis.
///
/// - Parameter rest: what stands in that of a venue besides.
private func tardisEntries(_ kind: String, _ rest: (_ venue: String) -> String) -> String {
  tardisVenues.map { venue, names in
    """
      - kind: \(kind)
        venue: \(venue)
        symbol: "{symbol}"
        where: {exchange: "\(names)"}
        \(rest(venue))
    """
  }.joined(separator: "\n")
}
