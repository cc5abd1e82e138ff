/// Trades one by one, as archives publish them and recorders write them: a price, an amount and the taker's side. Where the
/// buyer was the maker, the taker sold.
///
/// Sources: https://github.com/binance/binance-public-data (aggTrades, trades), https://public.bybit.com/trading,
/// https://docs.tardis.dev/downloadable-csv-files.
let tradeProfiles: [String] = [
  """
  name: binance-agg-trades
  about: trades of Binance's archive, those of one taker at one price as one
  match:
    path: ["*/{symbol}-aggTrades-*"]
    header: [agg_trade_id, price, quantity, transact_time, is_buyer_maker]
  time: {column: transact_time}
  order: any
  series:
    - kind: trades
      venue: binance
      inverse: contracts
      columns:
        trade_price: price
        taker_bought: {from: quantity, where: {is_buyer_maker: "false|False"}}
        taker_sold: {from: quantity, where: {is_buyer_maker: "true|True"}}
        trade_id: agg_trade_id
  """,
  """
  name: binance-agg-trades-bare
  about: the same without a header, as older files are
  match:
    path: ["*/{symbol}-aggTrades-*"]
    fields: 7
  header: false
  time: {column: "6"}
  order: any
  series:
    - kind: trades
      venue: binance
      inverse: contracts
      columns:
        trade_price: "2"
        taker_bought: {from: "3", where: {7: "false|False"}}
        taker_sold: {from: "3", where: {7: "true|True"}}
        trade_id: "1"
  """,
  """
  name: binance-trades
  about: trades of Binance's archive, one by one
  match:
    path: ["*/{symbol}-trades-*"]
    header: [id, price, qty, quote_qty, time, is_buyer_maker]
  time: {column: time}
  order: any
  series:
    - kind: trades
      venue: binance
      inverse: contracts
      columns:
        trade_price: price
        taker_bought: {from: qty, where: {is_buyer_maker: "false|False"}}
        taker_sold: {from: qty, where: {is_buyer_maker: "true|True"}}
        trade_id: id
  """,
  """
  name: binance-trades-bare
  about: the same without a header, as older files are
  match:
    path: ["*/{symbol}-trades-*"]
    fields: 6
  header: false
  time: {column: "5"}
  order: any
  series:
    - kind: trades
      venue: binance
      inverse: contracts
      columns:
        trade_price: "2"
        taker_bought: {from: "3", where: {6: "false|False"}}
        taker_sold: {from: "3", where: {6: "true|True"}}
        trade_id: "1"
  """,
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
      inverse: contracts
      where: {exchange: "binance-futures|binance-delivery"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: bybit
      symbol: "{symbol}"
      inverse: contracts
      where: {exchange: "bybit"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: bitmex
      symbol: "{symbol}"
      inverse: contracts
      where: {exchange: "bitmex"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: deribit
      symbol: "{symbol}"
      inverse: contracts
      where: {exchange: "deribit"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
    - kind: trades
      venue: hyperliquid
      symbol: "{symbol}"
      inverse: contracts
      where: {exchange: "hyperliquid"}
      columns:
        trade_price: price
        taker_bought: {from: amount, where: {side: buy}}
        taker_sold: {from: amount, where: {side: sell}}
  """,
]
