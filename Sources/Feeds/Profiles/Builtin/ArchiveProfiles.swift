/// Files of Binance's public archive that have no format with code of their own, and answers of its interface.
///
/// Source: https://github.com/binance/binance-public-data. Open interest of `metrics` is taken as known five minutes after
/// its stamp, when its row is published; of the ratios, those of takers cover the five minutes before. Some of its days are
/// filled with zeros, which are no interest and no ratio of any market.
let archiveProfiles: [String] = [
  """
  name: binance-metrics
  about: open interest and long/short ratios of Binance's archive, every 5 minutes
  match:
    header: [create_time, symbol, sum_open_interest, sum_open_interest_value, sum_taker_long_short_vol_ratio]
  time: {column: create_time, zone: UTC}
  missing: [nan, "null", "-", "0"]
  order: any
  series:
    - kind: open_interest
      venue: binance
      symbol: "{symbol}"
      interval: 5m
      delay: 5m
      inverse: contracts
      columns: {open_interest: sum_open_interest, open_interest_value: sum_open_interest_value}
    - kind: long_short
      venue: binance
      symbol: "{symbol}"
      interval: 5m
      delay: 5m
      columns:
        long_short_ratio: count_long_short_ratio
        top_account_ratio: count_toptrader_long_short_ratio
        top_position_ratio: sum_toptrader_long_short_ratio
    - kind: taker_flow
      venue: binance
      symbol: "{symbol}"
      interval: 5m
      label: snapshot
      delay: 5m
      columns: {taker_ratio: sum_taker_long_short_vol_ratio}
  """,
  """
  name: binance-liquidations
  about: forced orders of Binance's archive (liquidationSnapshot), one row an event, each written twice
  match:
    path: ["*/{symbol}-liquidationSnapshot-*.csv"]
    header: [time, side, average_price, accumulated_fill_quantity]
  time: {column: time}
  duplicates: first
  order: any
  series:
    - kind: liquidation_events
      venue: binance
      inverse: contracts
      columns:
        liquidation_price: average_price
        long_liquidated: {from: accumulated_fill_quantity, where: {side: SELL}}
        short_liquidated: {from: accumulated_fill_quantity, where: {side: BUY}}
  """,
  """
  name: binance-funding-rest
  about: funding rates as Binance's interface answers
  match:
    header: [symbol, fundingTime, fundingRate]
  said: >-
    taken as Binance's, whose interface answers so; Bitget's and BingX's answer alike: say --venue where it is another's
  time: {column: fundingTime, unit: ms, round: 1s}
  series:
    - kind: funding
      venue: binance
      symbol: "{symbol}"
      interval: 8h
      columns: {funding_rate: fundingRate, funding_interval: "fundingIntervalHours?"}
  """,
  """
  name: binance-open-interest-rest
  about: open interest as Binance's interface answers
  match:
    header: [symbol, sumOpenInterest, sumOpenInterestValue, timestamp]
  time: {column: timestamp, unit: ms}
  series:
    - kind: open_interest
      venue: binance
      symbol: "{symbol}"
      inverse: contracts
      columns: {open_interest: sumOpenInterest, open_interest_value: sumOpenInterestValue}
  """,
  """
  name: cross-section-klines
  about: hourly bars of many Binance perpetuals, one file a symbol, saved before the last bar was finished
  match:
    path: ["*/binance_um_1h/{symbol}.csv", "*/cross_section*/{symbol}.csv"]
    header: [timestamp, open, high, low, close, volume, quote_volume, trades, close_time]
  time: {column: timestamp, unit: ms}
  last_bar: unfinished
  series:
    - kind: klines
      venue: binance
      interval: 1h
      columns:
        {open: open, high: high, low: low, close: close, volume: volume, quote_volume: quote_volume, trades: trades}
  """,
  """
  name: cross-section-funding
  about: funding rates of many Binance perpetuals, one file a symbol
  match:
    path: ["*/cross_section/*/*.csv", "*/binance_um_*/*.csv"]
    header: [timestamp, symbol, funding_rate]
    fields: 3
  said: taken as Binance's, which a table of these columns does not say; say --venue where it is another's
  time: {column: timestamp, unit: ms, round: 1s}
  series:
    - kind: funding
      venue: binance
      symbol: "{symbol}"
      interval: 8h
      columns: {funding_rate: funding_rate}
  """,
  """
  name: cross-section-open-interest
  about: open interest of many Binance perpetuals, one file a symbol
  match:
    path: ["*/cross_section/*/*.csv", "*/binance_um_*/*.csv"]
    header: [timestamp, symbol, sum_open_interest, sum_open_interest_value]
  time: {column: timestamp, unit: ms}
  series:
    - kind: open_interest
      venue: binance
      symbol: "{symbol}"
      interval: 4h
      inverse: contracts
      columns: {open_interest: sum_open_interest, open_interest_value: sum_open_interest_value}
  """,
]
