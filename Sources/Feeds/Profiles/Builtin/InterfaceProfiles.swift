/// Rows of venues' interfaces as `data fetch` keeps them: each row as the venue answered it, with what it is of around all
/// of them, in folders that say what rows without names are; and as a saved answer has them, wherever it lies, where that
/// says what it is.
///
/// Sources: the venues' own pages, named in `Sources/Fetch/Venues`.
let interfaceProfiles: [String] = [
  """
  name: binance-premium-index
  about: mark, index and the rate of the settlement to come as Binance's premiumIndex answers when it is asked
  match:
    header: [symbol, markPrice, indexPrice, lastFundingRate, nextFundingTime, time]
  time: {column: time, unit: ms}
  order: any
  series:
    - kind: mark
      venue: binance
      symbol: "{symbol}"
      interval: irregular
      label: snapshot
      columns: {mark: markPrice}
    - kind: index
      venue: binance
      symbol: "{symbol}"
      interval: irregular
      label: snapshot
      columns: {index: indexPrice}
    - kind: predicted_funding
      venue: binance
      symbol: "{symbol}"
      interval: irregular
      columns: {predicted_funding_rate: lastFundingRate}
  said: "the rate in 'lastFundingRate' is predicted, known at 'time'; fundingRate's history says what was paid"
  """,
  """
  name: bybit-open-interest-rest
  about: open interest as Bybit's interface answers, of linear contracts in coins and of inverse ones in dollars
  match:
    path: ["*/bybit/open_interest/*/{symbol}/{interval}/*.json"]
    header: [of.category, openInterest, timestamp]
  time: {column: timestamp, unit: ms}
  series:
    - kind: open_interest
      venue: bybit
      interval: "{interval}"
      where: {of.category: linear}
      columns: {open_interest: openInterest}
    - kind: open_interest
      venue: bybit
      interval: "{interval}"
      where: {of.category: inverse}
      columns: {open_interest_value: openInterest}
  """,
  """
  name: bybit-open-interest-answer
  about: open interest as Bybit's interface answers, which says the symbol around the rows
  match:
    header: [result.symbol, result.category, openInterest, timestamp]
  time: {column: timestamp, unit: ms}
  series:
    - kind: open_interest
      venue: bybit
      symbol: "{result.symbol}"
      where: {result.category: linear}
      columns: {open_interest: openInterest}
    - kind: open_interest
      venue: bybit
      symbol: "{result.symbol}"
      only: inverse
      where: {result.category: inverse}
      columns: {open_interest_value: openInterest}
  """,
  """
  name: bybit-klines-rest
  about: bars of linear contracts as Bybit's interface answers
  match:
    path: ["*/bybit/klines/linear/{symbol}/{interval}/*.json"]
    fields: 7
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      venue: bybit
      interval: "{interval}"
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6, quote_volume: 7}
  """,
  """
  name: bybit-klines-inverse-rest
  about: bars of inverse contracts as Bybit's interface answers, volume in dollars and turnover in coins
  match:
    path: ["*/bybit/klines/inverse/{symbol}/{interval}/*.json"]
    fields: 7
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      venue: bybit
      interval: "{interval}"
      columns: {open: 2, high: 3, low: 4, close: 5, volume: {from: 6, unit: contracts}, base_volume: 7}
  """,
  """
  name: bybit-klines-inverse-answer
  about: bars of inverse contracts as Bybit's interface answers, which says the category and the symbol around them
  match:
    around: {retCode: "*", category: inverse, symbol: "{symbol}"}
    fields: 7
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      venue: bybit
      only: inverse
      columns: {open: 2, high: 3, low: 4, close: 5, volume: {from: 6, unit: contracts}, base_volume: 7}
  """,
  """
  name: bybit-mark-rest
  about: bars of the mark price as Bybit's interface answers
  match:
    path: ["*/bybit/mark/*/{symbol}/{interval}/*.json"]
    fields: 5
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: mark
      venue: bybit
      interval: "{interval}"
      columns: {mark_open: 2, mark_high: 3, mark_low: 4, mark: 5}
  """,
  """
  name: bybit-index-rest
  about: bars of the index price as Bybit's interface answers
  match:
    path: ["*/bybit/index/*/{symbol}/{interval}/*.json"]
    fields: 5
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: index
      venue: bybit
      interval: "{interval}"
      columns: {index_open: 2, index_high: 3, index_low: 4, index: 5}
  """,
  """
  name: bybit-premium-rest
  about: bars of the premium index as Bybit's interface answers
  match:
    path: ["*/bybit/premium/*/{symbol}/{interval}/*.json"]
    fields: 5
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: premium
      venue: bybit
      interval: "{interval}"
      columns: {premium_open: 2, premium_high: 3, premium_low: 4, premium: 5}
  """,
  """
  name: okx-open-interest-rest
  about: open interest as OKX's interface answers, in contracts, coins and dollars
  match:
    path: ["*/okx/open_interest/{symbol}/{interval}/*.json"]
    fields: 4
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: open_interest
      venue: okx
      interval: "{interval}"
      inverse: coins
      columns: {open_interest: 3, open_interest_contracts: 2, open_interest_value: 4}
  """,
  """
  name: okx-open-interest-answer
  about: open interest as OKX's interface answers, in contracts, coins and dollars
  match:
    path: ["*"]
    around: {code: "0"}
    fields: 4
    texts: {1: "1*"}
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: open_interest
      venue: okx
      inverse: coins
      columns: {open_interest: 3, open_interest_contracts: 2, open_interest_value: 4}
  """,
  """
  name: okx-prices-answer
  about: bars of a mark or an index as OKX's interface answers, which says of each whether it is over
  match:
    path: ["*"]
    around: {code: "0"}
    fields: 6
    texts: {1: "1*", 6: "{flag}"}
  kind: ask
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: mark
      venue: okx
      where: {6: "1"}
      columns: {mark_open: 2, mark_high: 3, mark_low: 4, mark: 5}
    - kind: index
      venue: okx
      where: {6: "1"}
      columns: {index_open: 2, index_high: 3, index_low: 4, index: 5}
  """,
  """
  name: okx-funding-rate-polls
  about: the rate of the settlement to come as OKX's public/funding-rate answers when it is asked
  match:
    header: [instId, fundingRate, fundingTime, nextFundingTime, ts]
  time: {column: ts, unit: ms}
  order: any
  series:
    - kind: predicted_funding
      venue: okx
      symbol: "{instId}"
      interval: irregular
      columns: {predicted_funding_rate: fundingRate}
  said: "the rate of a settlement that is to come is predicted, known at 'ts'; public/funding-rate-history says what was paid"
  """,
  """
  name: okx-klines-rest
  about: bars as OKX's interface answers, volume in coins, which stands in 'vol' for spot and in 'volCcy' for contracts
  match:
    path: ["*/okx/klines/{symbol}/{interval}/*.json"]
    fields: 9
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      venue: okx
      interval: "{interval}"
      only: perpetual|future|option
      where: {9: "1"}
      inverse: coins
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 7, quote_volume: 8}
    - kind: klines
      venue: okx
      interval: "{interval}"
      only: spot
      where: {9: "1"}
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6, quote_volume: 8}
  """,
  """
  name: okx-mark-rest
  about: bars of the mark price as OKX's interface answers
  match:
    path: ["*/okx/mark/{symbol}/{interval}/*.json"]
    fields: 6
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: mark
      venue: okx
      interval: "{interval}"
      where: {6: "1"}
      columns: {mark_open: 2, mark_high: 3, mark_low: 4, mark: 5}
  """,
  """
  name: deribit-funding-rest
  about: hourly funding as Deribit's interface answers, with the index at its stamp
  match:
    path: ["*/deribit/funding/{symbol}/*.json", "*"]
    header: [timestamp, index_price, prev_index_price, interest_8h, interest_1h]
  time: {column: timestamp, unit: ms}
  series:
    - kind: funding
      venue: deribit
      interval: 1h
      columns: {funding_rate: interest_1h, funding_interval: {fixed: 1}}
    - kind: index
      venue: deribit
      interval: 1h
      label: snapshot
      columns: {index: index_price}
  """,
  """
  name: deribit-klines-rest
  about: bars as Deribit's interface answers, a row a bar, volume in coins; of contracts that are settled in dollars with its value
  match:
    path: ["*/deribit/klines/{symbol}/{interval}/*.json"]
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      venue: deribit
      interval: "{interval}"
      only: linear
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6, quote_volume: "7?"}
    - kind: klines
      venue: deribit
      interval: "{interval}"
      only: inverse|quanto|unstated
      columns: {open: 2, high: 3, low: 4, close: 5, base_volume: 6}
  """,
  """
  name: hyperliquid-klines-rest
  about: bars as Hyperliquid's interface answers
  match:
    path: ["*/hyperliquid/klines/*/{interval}/*.json"]
    header: [t, T, s, i, o, c, h, l, v, n]
  time: {column: t, unit: ms, end: T}
  series:
    - kind: klines
      venue: hyperliquid
      symbol: "{s}"
      interval: "{interval}"
      columns: {open: o, high: h, low: l, close: c, volume: v, trades: n}
  """,
]
