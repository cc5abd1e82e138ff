/// Trades one by one in the daily archives of Bybit, BitMEX and OKX.
///
/// BitMEX and Bybit name the same columns, and write times as kdb does and as seconds: the first time tells them apart. A
/// file of BitMEX has all that was traded that day, in contracts. Of its pairs of spot (`XBT_USDT`) and its indices (`.BXBT`)
/// amounts are neither contracts nor said to be coins, and they are left out. OKX counts contracts of what has any and coins
/// of spot; until 2025 each of its names stands in two languages, whatever bytes the second is written in.
///
/// Sources: https://public.bybit.com/trading, https://public.bitmex.com (data/trade), https://www.okx.com/data-download.
let venueTrades: [String] = [
  """
  name: bitmex-trades
  about: trades of BitMEX's daily archive, a file for all of its contracts, in contracts
  match:
    header: [timestamp, symbol, side, size, price, tickDirection, trdMatchID]
    times: true
  time: {column: timestamp, pattern: "yyyy-MM-dd'D'HH:mm:ss.S", zone: UTC}
  order: any
  series:
    - kind: trades
      venue: bitmex
      symbol: "{symbol}"
      id: trdMatchID
      inverse: contracts
      where: {symbol: "!*_*|.*"}
      columns:
        trade_price: price
        taker_bought: {from: size, unit: contracts, where: {side: Buy}}
        taker_sold: {from: size, unit: contracts, where: {side: Sell}}
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
      id: trdMatchID
      inverse: contracts
      columns:
        trade_price: price
        taker_bought: {from: size, where: {side: Buy}}
        taker_sold: {from: size, where: {side: Sell}}
  """,
  okxTrades(
    "okx-trades", "", match: ["header: [instrument_name, trade_id, side, price, size, created_time]"],
    symbol: "{instrument_name}"),
  okxTrades(
    "okx-trades-bilingual", " until 2025, whose names stand in two languages",
    match: [
      #"path: ["{symbol}-trades-*.csv", "{symbol}-aggtrades-*.csv"]"#,
      "header: [trade_id, side, size, price, created_time]",
    ], symbol: "{symbol}"),
]

private func okxTrades(_ name: String, _ which: String, match: [String], symbol: String) -> String {
  func entry(_ types: String, _ unit: String) -> String {
    """
      - kind: trades
        venue: okx
        symbol: "\(symbol)"
        id: trade_id
        only: \(types)
        inverse: contracts
        columns:
          trade_price: price
          taker_bought: {from: size,\(unit) where: {side: "buy|BUY|Buy"}}
          taker_sold: {from: size,\(unit) where: {side: "sell|SELL|Sell"}}
    """
  }
  return """
    name: \(name)
    about: trades of OKX's daily archive\(which), in contracts, of spot in coins
    match:
      \(match.joined(separator: "\n  "))
    time: {column: created_time, unit: ms}
    order: any
    series:
    \(entry("perpetual|future", " unit: contracts,"))
    \(entry("spot", ""))
    """
}
