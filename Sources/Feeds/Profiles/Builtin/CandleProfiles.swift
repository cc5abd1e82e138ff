/// Bars as other tools keep them, and bars whose stamps need to be said.
let candleProfiles: [String] = tableBars + krakenArchive

/// Bars of spot in Kraken's archive, a file a pair and width, whose minutes its name ends with. A bar without a trade is no row.
///
/// Source: https://support.kraken.com (downloadable historical OHLCVT data).
private let krakenArchive: [String] = [
  (1, "1m"), (5, "5m"), (15, "15m"), (30, "30m"), (60, "1h"), (240, "4h"), (720, "12h"), (1440, "1d"),
].map { minutes, interval in
  """
  name: kraken-archive-\(interval)
  about: bars of a pair of spot in Kraken's archive, without a header
  match:
    path: ["*/{symbol}_\(minutes).csv"]
    fields: 7
  header: false
  said: read as Kraken's archive of spot by its name and its seven columns; say --kind and --columns where it is something else
  time: {column: 1, unit: s}
  series:
    - kind: klines
      venue: kraken
      type: spot
      symbol: "{symbol}"
      interval: \(interval)
      label: open
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6, trades: 7}
  """
}

private let tableBars: [String] = [
  """
  name: ftx-minutes
  about: one-minute bars of FTX, stamped at their close, volume in dollars
  match:
    path: ["*/ftx/{coin}-perp-*_1m.csv"]
    header: [timestamp, open, high, low, close, volume]
  time: {column: timestamp, zone: UTC}
  series:
    - kind: klines
      venue: ftx
      symbol: "{coin}-PERP"
      upper: true
      interval: 1m
      label: close
      columns: {open: open, high: high, low: low, close: close, quote_volume: volume}
  """,
  """
  name: daily-closes
  about: a wide table of daily closes, a column a coin, of a venue that is not stated
  match:
    path: ["*/close_prices.csv"]
    header: [ts, BTC, ETH]
  time: {column: ts, zone: UTC}
  series:
    - kind: external
      symbol: "{column}"
      interval: 1d
      label: open
      columns: {daily_close: "*"}
  """,
  """
  name: lean-spot-bars
  about: bars of a spot pair, of minutes and seconds, as LEAN keeps them, a file a day, in milliseconds since its midnight
  match:
    path:
      - "*/crypto/{venue}/minute/{symbol}/{day}_*_trade.csv"
      - "*/crypto/{venue}/second/{symbol}/{day}_*_trade.csv"
      - "*/crypto/{venue}/minute/{symbol}/{day}_trade.zip"
      - "*/crypto/{venue}/second/{symbol}/{day}_trade.zip"
    fields: 6
  header: false
  time: {column: 1, unit: ms, since: "{day}"}
  series:
    - kind: klines
      type: spot
      upper: true
      label: open
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6}
  """,
  """
  name: lean-bars
  about: bars of minutes and seconds as LEAN keeps them, a file a day, in milliseconds since its midnight
  match:
    path:
      - "*/{venue}/minute/{symbol}/{day}_*_trade.csv"
      - "*/{venue}/second/{symbol}/{day}_*_trade.csv"
      - "*/{venue}/minute/{symbol}/{day}_trade.zip"
      - "*/{venue}/second/{symbol}/{day}_trade.zip"
    fields: 6
  header: false
  time: {column: 1, unit: ms, since: "{day}"}
  series:
    - kind: klines
      upper: true
      label: open
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6}
  """,
  """
  name: tradingview-binance
  about: bars of a perpetual of Binance on USDT, exported from TradingView; the last was open when it was saved
  match:
    path: ["*/BINANCE_{base}USDT.P, *.csv"]
    header: [time, open, high, low, close]
  time: {column: time, zone: ask}
  last_bar: unfinished
  series:
    - kind: klines
      venue: binance
      symbol: "{base}USDT"
      label: open
      columns: {open: open, high: high, low: low, close: close, volume: "Volume?"}
  """,
  """
  name: tradingview-perpetual
  about: bars of a perpetual, exported from TradingView, without its volume, which has another unit on every venue
  match:
    path: ["*/{exchange}_{ticker}.P, *.csv"]
    header: [time, open, high, low, close]
  time: {column: time, zone: ask}
  last_bar: unfinished
  series:
    - kind: klines
      venue: "{exchange}"
      symbol: "{ticker}"
      label: open
      columns: {open: open, high: high, low: low, close: close}
  """,
  """
  name: tradingview-spot
  about: bars of a spot pair, exported from TradingView; the last was open when it was saved
  match:
    path: ["*/{exchange}_{ticker}, *.csv"]
    header: [time, open, high, low, close]
  time: {column: time, zone: ask}
  last_bar: unfinished
  series:
    - kind: klines
      type: spot
      venue: "{exchange}"
      symbol: "{ticker}"
      label: open
      columns: {open: open, high: high, low: low, close: close, volume: "Volume?"}
  """,
  """
  name: okx-candles
  about: bars of a swap in the columns of OKX's interface, volume in coins; bars that are not confirmed are left out
  match:
    path: ["*/{pair}-SWAP*"]
    header: [ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm]
  time: {column: ts, unit: ms}
  series:
    - kind: klines
      venue: okx
      symbol: "{pair}-SWAP"
      label: open
      where: {confirm: "\(okxConfirmed)"}
      inverse: coins
      columns: {open: o, high: h, low: l, close: c, volume: volCcy, quote_volume: volCcyQuote}
  """,
  """
  name: okx-candles-named
  about: bars in the columns of OKX's interface beside the instrument that they are of, a swap or a pair of spot
  match:
    header: [ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm, instId]
  time: {column: ts}
  series:
  \(okxCandles(symbol: "\n    symbol: \"{instId}\""))
  """,
  """
  name: okx-candles-unnamed
  about: the same where the name of the file or a flag says the instrument, a pair of spot or, with SWAP behind it, a swap
  match:
    header: [ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm]
  time: {column: ts}
  series:
  \(okxCandles())
  """,
  """
  name: okx-candles-archive
  about: bars of OKX's archive, whose days begin at midnight in Hong Kong; volume in coins
  match:
    header: [instrument_name, open, high, low, close, vol, vol_ccy, vol_quote, open_time, confirm]
  time: {column: open_time, unit: ms}
  series:
  \(okxCandles(
    symbol: "\n    symbol: \"{instrument_name}\"", prices: ["open", "high", "low", "close"],
    volumes: ["vol", "vol_ccy", "vol_quote"]))
  """,
  """
  name: gate-candles
  about: bars of a contract as Gate's interface answers; its volume counts contracts, whose size is not in it
  match:
    path: ["*/{base}_USDT*"]
    header: [t, v, c, h, l, o, sum]
  time: {column: t, unit: s}
  series:
    - kind: klines
      venue: gate
      symbol: "{base}_USDT"
      label: open
      columns: {open: o, high: h, low: l, close: c, quote_volume: sum}
  """,
  """
  name: gate-candles-unnamed
  about: the same of a file whose name does not say the contract
  match:
    header: [t, v, c, h, l, o, sum]
    fields: 7
  time: {column: t, unit: s}
  series:
    - kind: klines
      venue: gate
      label: open
      columns: {open: o, high: h, low: l, close: c, quote_volume: sum}
  """,
  """
  name: hyperliquid-candles
  about: bars as Hyperliquid's interface answers, saved under any name
  match:
    header: [t, T, s, i, o, c, h, l, v, n]
    fields: 10
  time: {column: t, unit: ms, end: T}
  series:
    - kind: klines
      venue: hyperliquid
      symbol: "{s}"
      label: open
      columns: {open: o, high: h, low: l, close: c, volume: v, trades: n}
  """,
  """
  name: deribit-chart
  about: bars as Deribit's interface answers for charts, a list a column; volume in coins, and its value in 'cost'
  match:
    header: [ticks, open, high, low, close, volume, cost]
  time: {column: ticks, unit: ms}
  series:
    - kind: klines
      venue: deribit
      label: open
      only: linear
      columns: {open: open, high: high, low: low, close: close, volume: volume, quote_volume: cost}
    - kind: klines
      venue: deribit
      label: open
      only: inverse|quanto|unstated
      columns: {open: open, high: high, low: low, close: close, base_volume: volume}
  """,
  """
  name: htx-swap-candles
  about: bars of a linear swap as HTX's interface answers, its volume in coins
  match:
    header: [ch, id, open, close, low, high, amount, vol, count, trade_turnover]
    texts: {ch: "market.{joined}-USDT.kline.*"}
  time: {column: id, unit: s}
  answered: ts
  said: HTX says that it counts both sides of each trade of a contract, so that amounts are twice what others list
  series:
    - kind: klines
      venue: htx
      symbol: "{joined}-USDT"
      label: open
      inverse: coins
      columns: {open: open, high: high, low: low, close: close, volume: amount, quote_volume: trade_turnover, trades: count}
  """,
  """
  name: htx-inverse-candles
  about: bars of an inverse swap as HTX's interface answers, its volume in contracts and in coins
  match:
    header: [ch, id, open, close, low, high, amount, vol, count]
    texts: {ch: "market.{joined}-USD.kline.*"}
  time: {column: id, unit: s}
  answered: ts
  said: HTX says that it counts both sides of each trade of a contract, so that amounts are twice what others list
  series:
    - kind: klines
      venue: htx
      symbol: "{joined}-USD"
      label: open
      columns:
        {open: open, high: high, low: low, close: close, volume: {from: vol, unit: contracts}, base_volume: amount, trades: count}
  """,
  """
  name: htx-spot-candles
  about: bars of a spot pair as HTX's interface answers, its volume in 'amount' and its value in 'vol'; the last was open unless its answer says
  match:
    header: [ch, id, open, close, low, high, amount, vol, count]
    texts: {ch: "market.{joined}.kline.*"}
  time: {column: id, unit: s}
  last_bar: unfinished
  answered: ts
  series:
    - kind: klines
      type: spot
      venue: htx
      symbol: "{joined}"
      upper: true
      label: open
      columns: {open: open, high: high, low: low, close: close, volume: amount, quote_volume: vol, trades: count}
  """,
]

/// What OKX says of a bar that was over, as programs write it on: as text, as a number, and as a condition of three languages.
private let okxConfirmed = "1|1.0|true|True|TRUE"

/// Bars of OKX's interface: the volume of a contract stands in another column than that of a pair of spot.
///
/// - Parameters:
///   - symbol: the line of an entry that says whose they are, where one does.
///   - volumes: in contracts or what is traded of spot, in coins or what spot is paid in, and in what the price is in.
private func okxCandles(
  symbol: String = "", prices: [String] = ["o", "h", "l", "c"], volumes: [String] = ["vol", "volCcy", "volCcyQuote"]
) -> String {
  let bars = zip(["open", "high", "low", "close"], prices).map { "\($0): \($1)" }.joined(separator: ", ")
  func entry(_ types: String, _ inverse: String, _ volume: String) -> String {
    """
      - kind: klines
        venue: okx\(symbol)
        label: open
        only: \(types)
        where: {confirm: "\(okxConfirmed)"}\(inverse)
        columns: {\(bars), volume: \(volume), quote_volume: \(volumes[2])}
    """
  }
  return entry("perpetual|future|option", "\n    inverse: coins", volumes[1]) + "\n" + entry("spot", "", volumes[0])
}
