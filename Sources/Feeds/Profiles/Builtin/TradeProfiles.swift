/// Trades one by one, as archives publish them and recorders write them: a price, an amount and the taker's side. Where the
/// buyer was the maker, the taker sold.
///
/// Of Binance's archive a header comes and goes from year to year, and spot has a column more, so that each of its two
/// kinds (each trade, or those of one taker at one price together) is four profiles that differ in two lines. Spot files
/// count microseconds since 2025, which the size of the number says. Of coin-margined contracts amounts are contracts.
///
/// Source: https://github.com/binance/binance-public-data (aggTrades, trades).
///
/// Those of other venues are asked first: where Binance's have no header, their names and how many fields they have are all
/// that tells them.
let tradeProfiles: [String] =
  venueTrades
  + binanceTrades(
    "aggTrades", header: ["agg_trade_id", "price", "quantity", "transact_time", "is_buyer_maker"], fields: 7)
  + binanceTrades("trades", header: ["id", "price", "qty", "time", "is_buyer_maker"], fields: 6)
  + [binanceQuotes] + tardisProfiles

private let binanceQuotes = """
  name: binance-book-ticker
  about: best bid and ask of Binance's archive, a row a change; of coin-margined contracts sizes are contracts
  match:
    path: ["*/{symbol}-bookTicker-*.csv"]
    header: [best_bid_price, best_bid_qty, best_ask_price, best_ask_qty, transaction_time]
  time: {column: transaction_time, unit: ms}
  order: any
  series:
    - kind: quotes
      venue: binance
      symbol: "{symbol}"
      inverse: contracts
      columns: {bid: best_bid_price, ask: best_ask_price, bid_size: best_bid_qty, ask_size: best_ask_qty}
  """

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
