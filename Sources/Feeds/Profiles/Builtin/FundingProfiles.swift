/// Tables of settled funding that people share.
///
/// An export made with ccxt has its times off the clock of the machine that made it: of five that were compared with the
/// venues', three were three hours ahead and two were not.
let fundingProfiles: [String] = fundingTables + settlementAnswers

/// Settlements as the interfaces of venues answer them, each in names of its own.
private let settlementAnswers: [String] = [
  settlements(
    "kucoin", "KuCoin's", header: "symbol, fundingRate, timepoint", symbol: "{symbol}", time: "timepoint",
    rate: "fundingRate"),
  settlements(
    "mexc", "MEXC's", header: "symbol, fundingRate, settleTime, collectCycle", symbol: "{symbol}", time: "settleTime",
    rate: "fundingRate, funding_interval: collectCycle"),
  settlements(
    "woo", "WOO's", header: "symbol, funding_rate, funding_rate_timestamp, next_funding_time", symbol: "{symbol}",
    time: "funding_rate_timestamp", rate: "funding_rate"),
  settlements(
    "dydx", "dYdX's before its own chain (v3)", header: "market, rate, price, effectiveAt", symbol: "{market}",
    time: "effectiveAt", rate: "rate"),
  settlements("gate", "Gate's", header: "t, r", fields: 2, symbol: nil, time: "t", rate: "r"),
]

private func settlements(
  _ venue: String, _ whose: String, header: String, fields: Int? = nil, symbol: String?, time: String, rate: String
) -> String {
  """
  name: \(venue)-funding-answer
  about: settled funding rates as \(whose) interface answers
  match:
    header: [\(header)]
    \(fields.map { "fields: \($0)" } ?? "")
  time: {column: \(time), round: 1s}
  series:
    - kind: funding
      venue: \(venue)
      \(symbol.map { "symbol: \"\($0)\"" } ?? "")
      columns: {funding_rate: \(rate)}
  """
}

private let fundingTables: [String] = [
  """
  name: ccxt-funding
  about: funding rates of one symbol, exported with ccxt
  match:
    path: ["*/*_{venue}_*_*_funding_history.csv"]
    header: [Symbol, Date, Funding Rate]
  time: {column: Date, zone: ask, round: 1s}
  series:
    - kind: funding
      symbol: "{Symbol}"
      strip: "-/"
      columns: {funding_rate: Funding Rate}
  """,
  """
  name: funding-with-price
  about: funding rates with the price around each settlement, one file a symbol
  match:
    path: ["*/{venue}_{symbol}.csv"]
    header: [datetime, timestamp, open, high, low, close, funding_rate]
  time: {column: timestamp, unit: s, round: 1s}
  series:
    - kind: funding
      interval: 8h
      columns: {funding_rate: funding_rate}
  """,
  """
  name: funding-panel
  about: a wide table of funding rates, a column a coin of Binance's perpetuals
  match:
    path: ["*/panel_funding_rate_event.csv"]
    header: [ts, BTC, ETH]
  time: {column: ts, zone: UTC}
  series:
    - kind: funding
      venue: binance
      symbol: "{column}USDT"
      interval: 8h
      columns: {funding_rate: "*"}
  """,
  """
  name: funding-json
  about: funding rates of one coin as a list, saved from Binance's interface
  match:
    path: ["*/binance_{coin}_funding_rates.json"]
  time: {column: time, unit: ms, round: 1s}
  series:
    - kind: funding
      venue: binance
      symbol: "{coin}USDT"
      interval: 8h
      columns: {funding_rate: funding_rate}
  """,
  """
  name: three-venue-panel
  about: bars of 8 hours and funding of Binance, Bybit and OKX in long form, off London's clock
  match:
    header: [time, exchange, crypto, pair, contract, open, high, low, close, volume, funding rate]
  time: {column: time, zone: Europe/London, repeated: first}
  order: any
  series:
    - kind: klines
      type: spot
      venue: "{exchange}"
      symbol: "{pair}"
      strip: "/"
      interval: 8h
      where: {contract: spot}
      columns: {open: open, high: high, low: low, close: close}
    - kind: klines
      venue: binance
      symbol: "{pair}"
      interval: 8h
      where: {contract: perpetual, exchange: binance, pair: BTCUSDT|ETHUSDT}
      columns: {open: open, high: high, low: low, close: close, volume: volume}
    - kind: klines
      venue: binance
      symbol: "{pair}"
      rename: {BTCUSDCM: BTCUSD_PERP, ETHUSDCM: ETHUSD_PERP}
      interval: 8h
      where: {contract: perpetual, exchange: binance, pair: BTCUSDCM|ETHUSDCM}
      columns: {open: open, high: high, low: low, close: close}
    - kind: klines
      venue: bybit
      symbol: "{pair}"
      rename: {BTCUSDCM: BTCUSD, ETHUSDCM: ETHUSD}
      interval: 8h
      where: {contract: perpetual, exchange: bybit}
      columns: {open: open, high: high, low: low, close: close}
    - kind: klines
      venue: okx
      symbol: "{pair}"
      rename:
        {BTCUSDT: BTC-USDT-SWAP, ETHUSDT: ETH-USDT-SWAP, BTCUSDCM: BTC-USD-SWAP, ETHUSDCM: ETH-USD-SWAP}
      interval: 8h
      where: {contract: perpetual, exchange: okx}
      columns: {open: open, high: high, low: low, close: close}
    - kind: funding
      venue: binance
      symbol: "{pair}"
      rename: {BTCUSDCM: BTCUSD_PERP, ETHUSDCM: ETHUSD_PERP}
      interval: 8h
      where: {contract: perpetual, exchange: binance}
      columns: {funding_rate: funding rate}
    - kind: funding
      venue: bybit
      symbol: "{pair}"
      rename: {BTCUSDCM: BTCUSD, ETHUSDCM: ETHUSD}
      interval: 8h
      where: {contract: perpetual, exchange: bybit}
      columns: {funding_rate: funding rate}
    - kind: funding
      venue: okx
      symbol: "{pair}"
      rename:
        {BTCUSDT: BTC-USDT-SWAP, ETHUSDT: ETH-USDT-SWAP, BTCUSDCM: BTC-USD-SWAP, ETHUSDCM: ETH-USD-SWAP}
      interval: 8h
      where: {contract: perpetual, exchange: okx}
      columns: {funding_rate: funding rate}
  """,
  """
  name: lean-funding
  about: funding rates as LEAN keeps them (margin_interest), without a header
  match:
    path: ["*/cryptofuture/{venue}/margin_interest/{symbol}.csv", "*/margin_interest/{symbol}.csv"]
    fields: 2
  header: false
  time: {column: 1, pattern: yyyyMMdd HH:mm:ss, zone: UTC}
  series:
    - kind: funding
      upper: true
      columns: {funding_rate: 2}
  """,
  """
  name: lean-funding-alone
  about: the same away from its folder, known by its times and its two columns
  match:
    fields: 2
    times: true
  header: false
  time: {column: 1, pattern: yyyyMMdd HH:mm:ss, zone: UTC}
  said: read as LEAN's margin interest, a time and a funding rate; say --kind and --columns where it is something else
  series:
    - kind: funding
      upper: true
      columns: {funding_rate: 2}
  """,
]
