/// Trades one by one, as archives publish them and recorders write them: a price, an amount and the taker's side. Where the
/// buyer was the maker, the taker sold.
///
/// Of Binance's archive a header comes and goes from year to year, and spot has a column more, so that each of its two
/// kinds (each trade, or those of one taker at one price together) is four profiles that differ in two lines. Spot files
/// count microseconds since 2025, which the size of the number says. Of coin-margined contracts amounts are contracts.
///
/// Sources: https://github.com/binance/binance-public-data (aggTrades, trades), https://public.bybit.com/trading,
/// https://docs.tardis.dev/downloadable-csv-files.
let tradeProfiles: [String] =
  binanceTrades(
    "aggTrades", header: ["agg_trade_id", "price", "quantity", "transact_time", "is_buyer_maker"], fields: 7)
  + binanceTrades("trades", header: ["id", "price", "qty", "time", "is_buyer_maker"], fields: 6)
  + tardisProfiles + otherTrades

private let otherTrades: [String] = [
  """
  name: bybit-trades
  about: trades of Bybit's public archive
  match:
    header: [timestamp, symbol, side, size, price, tickDirection, trdMatchID]
  time: {column: timestamp, unit: s}
  order: any
  series:
    - kind: trades
      venue: bybit
      symbol: "{symbol}"
      id: trdMatchID
      inverse: contracts
      columns:
        trade_price: price
        taker_bought: {from: size, where: {side: Buy}}
        taker_sold: {from: size, where: {side: Sell}}
  """,
  """
  name: tardis-trades
  about: trades of the venues whose amounts are coins or dollar contracts, as Tardis publishes them, by the exchange's clock
  match:
    header: [exchange, symbol, timestamp, local_timestamp, id, side, price, amount]
  time: {column: timestamp, unit: us}
  order: any
  series:
    - kind: trades
      venue: binance
      symbol: "{symbol}"
      id: id
      inverse: contracts
      where: {exchange: "binance-futures|binance-delivery"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: bybit
      symbol: "{symbol}"
      id: id
      inverse: contracts
      where: {exchange: "bybit"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: bitmex
      symbol: "{symbol}"
      id: id
      inverse: contracts
      where: {exchange: "bitmex"}
      columns:
        trade_price: price
        taker_bought: {from: amount, unit: contracts, where: {side: buy}}
        taker_sold: {from: amount, unit: contracts, where: {side: sell}}
    - kind: trades
      venue: deribit
      symbol: "{symbol}"
      id: id
      inverse: contracts
      where: {exchange: "deribit"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: hyperliquid
      symbol: "{symbol}"
      id: id
      inverse: contracts
      where: {exchange: "hyperliquid"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
  """,
]

/// - Parameters:
///   - header: names of number, price, amount, time and side, in that order.
///   - fields: how many a row of futures has; a row of spot has one more.
private func binanceTrades(_ kind: String, header: [String], fields: Int) -> [String] {
  let numbers = kind == "aggTrades" ? ["1", "2", "3", "6", "7"] : ["1", "2", "3", "5", "6"]
  return [true, false].flatMap { isSpot in
    [true, false].map { hasHeader in
      let names = hasHeader ? header : numbers
      let name = "binance-\(kind.lowercased())\(isSpot ? "-spot" : "")\(hasHeader ? "" : "-headerless")"
      let path = "*\(isSpot ? "/spot/*" : "")/{symbol}-\(kind)-*.csv"
      return """
        name: \(name)
        about: \(kind == "trades" ? "trades" : "trades by taker and price") of Binance's archive\
        \(isSpot ? ", spot" : "")\(hasHeader ? "" : ", without a header"), as events
        match:
          path: ["\(path)"]
          \(hasHeader ? "header: [\(header.joined(separator: ", "))]" : "")
          fields: \(isSpot ? fields + 1 : fields)
        header: \(hasHeader)
        time: {column: \(names[3])}
        series:
          - kind: trades
            venue: binance
            symbol: "{symbol}"
            \(isSpot ? "type: spot" : "inverse: contracts")
            columns:
              trade_price: \(names[1])
              taker_bought: {from: \(names[2]), where: {\(names[4]): "false|False"}}
              taker_sold: {from: \(names[2]), where: {\(names[4]): "true|True"}}
              trade_id: \(names[0])
        """
    }
  }
}

/// Venues by the names that Tardis gives them.
private let tardisVenues = [
  ("binance", "binance-futures|binance-delivery"), ("bybit", "bybit"), ("bitmex", "bitmex"), ("deribit", "deribit"),
  ("hyperliquid", "hyperliquid"),
]

/// An entry of a profile for each venue of Tardis.
private func tardisEntries(_ kind: String, _ rest: String) -> String {
  tardisVenues.map { venue, names in
    """
      - kind: \(kind)
        venue: \(venue)
        symbol: "{symbol}"
        where: {exchange: "\(names)"}
        \(rest)
    """
  }.joined(separator: "\n")
}

/// Liquidations of Tardis have the columns of its trades, and only their name tells them apart. Its side is that of the
/// order: who is sold was long.
private let tardisProfiles: [String] = [
  """
  name: tardis-liquidations
  about: forced orders as Tardis publishes them, whose columns are those of its trades, known by their name
  match:
    path: ["*liquidations*", "*/liquidations/*", "*/liquidations/*/*"]
    header: [exchange, symbol, timestamp, local_timestamp, id, side, price, amount]
  time: {column: timestamp, unit: us}
  order: any
  series:
  """ + "\n"
    + tardisEntries(
      "liquidation_events",
      "id: id\n    inverse: contracts\n    columns: {liquidation_price: price, "
        + "long_liquidated: {from: amount, where: {side: sell}}, short_liquidated: {from: amount, where: {side: buy}}}"),
  """
  name: tardis-derivative-ticker
  about: mark, index and the rate of the next settlement as Tardis publishes them; its open interest has another unit on every venue
  match:
    header: [exchange, symbol, timestamp, local_timestamp, funding_timestamp, funding_rate, index_price, mark_price]
  time: {column: timestamp, unit: us}
  order: any
  duplicates: last
  series:
  """ + "\n" + tardisEntries("mark", "interval: irregular\n    label: snapshot\n    columns: {mark: mark_price}") + "\n"
    + tardisEntries("index", "interval: irregular\n    label: snapshot\n    columns: {index: index_price}") + "\n"
    + tardisEntries(
      "predicted_funding",
      "interval: irregular\n    label: snapshot\n    columns: {predicted_funding_rate: funding_rate}"),
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
