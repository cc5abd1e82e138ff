/// Exports of vendors, who aggregate or record what venues publish.
///
/// A vendor's bars are not the venue's own to the last digit (Coinalyze's volumes differ in a quarter of all rows, CCData
/// loses fast minutes), so each is filed under the vendor's name and never replaces a venue's rows; `--venue` files it
/// elsewhere. Coinalyze writes times off the clock of the account that exported them.
let vendorProfiles: [String] = [
  """
  name: coinalyze-ohlcv
  about: bars with taker flow as Coinalyze exports them, without a header
  match:
    path: ["*/{symbol}_PERP.*_ohlcv-history.csv", "*/{symbol}.*_ohlcv-history.csv"]
    fields: 9
  header: false
  time: {column: 1, zone: ask}
  series:
    - kind: klines
      venue: coinalyze
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6, taker_buy_volume: 7, trades: 8}
  """,
  """
  name: coinalyze-open-interest
  about: open interest in coin as Coinalyze exports it, without a header
  match:
    path: ["*/{symbol}_PERP.*_open-interest-history.csv", "*/{symbol}.*_open-interest-history.csv"]
    fields: 5
  header: false
  time: {column: 1, zone: ask}
  series:
    - kind: open_interest
      venue: coinalyze
      label: open
      columns: {open_interest: 5, open_interest_open: 2, open_interest_high: 3, open_interest_low: 4}
  """,
  """
  name: coinalyze-liquidation
  about: liquidated longs and shorts in coin as Coinalyze exports them, without a header
  match:
    path: ["*/{symbol}_PERP.*_liquidation-history.csv", "*/{symbol}.*_liquidation-history.csv"]
    fields: 3
  header: false
  time: {column: 1, zone: ask}
  series:
    - kind: liquidations
      venue: coinalyze
      columns: {long_liquidations: 2, short_liquidations: 3}
  """,
  """
  name: coinalyze-long-short
  about: the ratio of long to short accounts as Coinalyze exports it, without a header
  match:
    path: ["*/{symbol}_PERP.*_long-short-ratio-history.csv", "*/{symbol}.*_long-short-ratio-history.csv"]
    fields: 4
  header: false
  time: {column: 1, zone: ask}
  series:
    - kind: long_short
      venue: coinalyze
      label: open
      columns:
        long_short_ratio: 2
        long_share: {from: 3, unit: percent}
        short_share: {from: 4, unit: percent}
  """,
  """
  name: coinglass-open-interest
  about: open interest of all venues in dollars, from Coinglass
  match:
    path: ["*/coinglass_oi_{interval}.csv"]
    header: [timestamp, open, high, low, close]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: open_interest
      venue: coinglass
      interval: "{interval}"
      label: open
      columns:
        open_interest_value: close
        open_interest_value_open: open
        open_interest_value_high: high
        open_interest_value_low: low
  """,
  """
  name: coinglass-funding
  about: funding averaged over venues in percent of eight hours, from Coinglass
  match:
    path: ["*/coinglass_funding_{interval}.csv"]
    header: [timestamp, open, high, low, close]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: funding_index
      venue: coinglass
      interval: "{interval}"
      columns:
        funding_index_open: {from: open, unit: percent}
        funding_index_high: {from: high, unit: percent}
        funding_index_low: {from: low, unit: percent}
        funding_index: {from: close, unit: percent}
  """,
  """
  name: coinglass-liquidation
  about: liquidations of all venues in dollars, from Coinglass
  match:
    path: ["*/coinglass_liquidation_{interval}.csv"]
    header: [timestamp, long_usd, short_usd]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: liquidations
      venue: coinglass
      interval: "{interval}"
      columns: {long_liquidations_value: long_usd, short_liquidations_value: short_usd}
  """,
  """
  name: coinglass-taker-volume
  about: what takers bought and sold in dollars on all venues, from Coinglass
  match:
    path: ["*/coinglass_taker_volume_{interval}.csv"]
    header: [timestamp, buy_usd, sell_usd]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: taker_flow
      venue: coinglass
      interval: "{interval}"
      columns: {bought_value: buy_usd, sold_value: sell_usd}
  """,
  """
  name: coinglass-cvd
  about: what takers bought and sold in dollars, with its running sum, from Coinglass
  match:
    path: ["*/coinglass_cvd_{interval}.csv"]
    header: [timestamp, buy_vol, sell_vol, cvd]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: taker_flow
      venue: coinglass
      interval: "{interval}"
      columns: {bought_value: buy_vol, sold_value: sell_vol}
  """,
  """
  name: coinglass-basis
  about: the basis in percent, from Coinglass
  match:
    path: ["*/coinglass_basis_{interval}.csv"]
    header: [timestamp, open_basis, close_basis]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: external
      venue: coinglass
      interval: "{interval}"
      label: open
      columns: {basis_open: {from: open_basis, unit: percent}, basis_close: {from: close_basis, unit: percent}}
  """,
  """
  name: coinglass-long-short
  about: the ratio of long to short of top traders, from Coinglass
  match:
    path: ["*/coinglass_top_ls_{interval}.csv"]
    header: [timestamp, long_percent, short_percent, ratio]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: long_short
      venue: coinglass
      interval: "{interval}"
      label: open
      columns:
        long_short_ratio: ratio
        long_share: {from: long_percent, unit: percent}
        short_share: {from: short_percent, unit: percent}
  """,
  """
  name: coinglass-spot
  about: daily bars of a spot pair, saved beside exports of Coinglass
  match:
    path: ["*/coinglass/{symbol}_1d_6year.csv"]
    header: [timestamp, open, high, low, close, volume]
  time: {column: timestamp, zone: UTC}
  last_bar: unfinished
  series:
    - kind: klines
      type: spot
      venue: coinglass
      upper: true
      interval: 1d
      columns: {open: open, high: high, low: low, close: close, volume: volume}
  """,
  """
  name: coinglass-footprint
  about: 15-minute bars with a footprint's delta, off an Indian clock
  match:
    header: [TimeStamp, Symbol, Open, High, Low, Close, Volume, Buy Qty, Sell Qty, "Long/Short Ratio (Account)"]
  time: {column: TimeStamp, pattern: "yyyy-MM-dd HH:mm:ss 'IST'", zone: "+05:30"}
  series:
    - kind: klines
      venue: coinglass
      symbol: "{Symbol}"
      columns: {open: Open, high: High, low: Low, close: Close, quote_volume: Volume}
    - kind: taker_flow
      venue: coinglass
      symbol: "{Symbol}"
      columns: {bought_volume: Buy Qty, sold_volume: Sell Qty}
    - kind: long_short
      venue: coinglass
      symbol: "{Symbol}"
      label: open
      columns: {long_short_ratio: "Long/Short Ratio (Account)"}
  """,
  """
  name: ccdata-klines
  about: hourly bars with taker flow as CCData exports them
  match:
    header: [UNIT, TIMESTAMP, MARKET, INSTRUMENT, OPEN, HIGH, LOW, CLOSE, TOTAL_TRADES, VOLUME, QUOTE_VOLUME, VOLUME_BUY]
  time: {column: TIMESTAMP, zone: UTC}
  series:
    - kind: klines
      venue: ccdata
      symbol: "{INSTRUMENT}"
      interval: 1h
      where: {UNIT: HOUR}
      columns:
        open: OPEN
        high: HIGH
        low: LOW
        close: CLOSE
        volume: VOLUME
        quote_volume: QUOTE_VOLUME
        trades: TOTAL_TRADES
        taker_buy_volume: VOLUME_BUY
        taker_buy_quote_volume: QUOTE_VOLUME_BUY
  """,
  """
  name: ccdata-funding
  about: the hourly funding rate as CCData exports it, known at the end of its hour
  match:
    header: [UNIT, TIMESTAMP, MARKET, INSTRUMENT, INTERVAL_MS, CLOSE, TOTAL_FUNDING_RATE_UPDATES]
  time: {column: TIMESTAMP, zone: UTC}
  series:
    - kind: funding
      venue: ccdata
      symbol: "{INSTRUMENT}"
      interval: 1h
      shift: 1h
      where: {UNIT: HOUR}
      columns: {funding_rate: CLOSE, funding_interval: {fixed: 1}}
  """,
]
