/// Hourly panels and messages of venues besides Binance.
///
/// Which column is known when, and in what unit, was checked by joins: open interest of Bybit's panel equals the venue's own
/// snapshots at the same stamp; Deribit's index is that of the hour's open; OKX's table is off a clock five hours ahead and
/// floors each sample to its hour.
let venueProfiles: [String] = [
  """
  name: bybit-panel
  about: hourly bars, open interest and carried funding of a Bybit perpetual
  match:
    path: ["*/bybit_{coin}_*.csv"]
    header: [timestamp, open, high, low, close, volume, turnover, typical_price, open_interest, funding_rate]
  time: {column: timestamp, zone: UTC}
  series:
    - kind: klines
      venue: bybit
      symbol: "{coin}USDT"
      interval: 1h
      columns: {open: open, high: high, low: low, close: close, volume: volume, quote_volume: turnover}
    - kind: open_interest
      venue: bybit
      symbol: "{coin}USDT"
      interval: 1h
      columns: {open_interest: open_interest}
    - kind: funding
      venue: bybit
      symbol: "{coin}USDT"
      interval: 8h
      every: 8h
      columns: {funding_rate: funding_rate, funding_interval: {fixed: 8}}
  """,
  """
  name: deribit-panel
  about: hourly bars, index and interest of a Deribit perpetual
  match:
    path: ["*/deribit_{coin}_*.csv"]
    header: [timestamp, symbol, open, high, low, close, volume, funding_rate, funding_rate_1h, index_price]
  time: {column: timestamp, zone: UTC}
  series:
    - kind: klines
      venue: deribit
      symbol: "{coin}-PERPETUAL"
      interval: 1h
      columns: {open: open, high: high, low: low, close: close, base_volume: volume}
    - kind: index
      venue: deribit
      symbol: "{coin}-PERPETUAL"
      interval: 1h
      label: snapshot
      columns: {index: index_price}
    - kind: funding
      venue: deribit
      symbol: "{coin}-PERPETUAL"
      interval: 1h
      shift: 1h
      columns: {funding_rate: funding_rate_1h, funding_interval: {fixed: 1}}
  """,
  """
  name: gate-panel
  about: hourly bars of perpetual and spot, mark, open interest and carried funding of Gate
  match:
    path: ["*/gate_{coin}_*.csv"]
    header: [timestamp, open_perp_gate, close_spot_gate, mark_price_gate, funding_rate_raw_gate, open_interest_usd_gate]
  time: {column: timestamp, zone: UTC}
  series:
    - kind: klines
      venue: gate
      symbol: "{coin}_USDT"
      interval: 1h
      columns:
        open: open_perp_gate
        high: high_perp_gate
        low: low_perp_gate
        close: close_perp_gate
        volume: {from: volume_perp_gate, unit: contracts, contract_size: 0.0001}
    - kind: klines
      type: spot
      venue: gate
      symbol: "{coin}_USDT"
      interval: 1h
      columns:
        open: open_spot_gate
        high: high_spot_gate
        low: low_spot_gate
        close: close_spot_gate
        volume: volume_spot_gate
    - kind: mark
      venue: gate
      symbol: "{coin}_USDT"
      interval: 1h
      columns: {mark: mark_price_gate}
    - kind: open_interest
      venue: gate
      symbol: "{coin}_USDT"
      interval: 1h
      label: open
      columns: {open_interest_value: open_interest_usd_gate}
    - kind: funding
      venue: gate
      symbol: "{coin}_USDT"
      interval: 8h
      every: 8h
      columns: {funding_rate: funding_rate_raw_gate, funding_interval: {fixed: 8}}
  """,
  """
  name: hyperliquid-panel
  about: hourly bars, mark and funding of a Hyperliquid perpetual; its bars are the venue's own from 2025-09 on
  match:
    path: ["*/hyperliquid_{coin}_*.csv"]
    header: [timestamp, open_perp, close_perp, mark_price_hyperliquid, funding_rate_1h_hyperliquid]
  time: {column: timestamp, zone: UTC}
  series:
    - kind: klines
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      from: 2025-09-01
      columns: {open: open_perp, high: high_perp, low: low_perp, close: close_perp, volume: volume_perp}
    - kind: mark
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      from: 2025-09-01
      columns: {mark: mark_price_hyperliquid}
    - kind: funding
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      columns: {funding_rate: funding_rate_1h_hyperliquid, funding_interval: {fixed: 1}}
  """,
  """
  name: hyperliquid-funding
  about: hourly funding and premium of a Hyperliquid perpetual, saved from its interface
  match:
    path: ["*/hl_{coin}_funding_rates.json"]
  time: {column: time, unit: ms, round: 1h}
  series:
    - kind: funding
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      columns: {funding_rate: funding_rate, funding_interval: {fixed: 1}}
    - kind: premium
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      label: snapshot
      columns: {premium: premium}
  """,
  """
  name: hyperliquid-funding-rest
  about: hourly funding of a perpetual as Hyperliquid's interface answers
  match:
    header: [coin, fundingRate, premium, time]
  time: {column: time, unit: ms, round: 1h}
  series:
    - kind: funding
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      columns: {funding_rate: fundingRate, funding_interval: {fixed: 1}}
    - kind: premium
      venue: hyperliquid
      symbol: "{coin}"
      interval: 1h
      label: snapshot
      columns: {premium: premium}
  """,
  """
  name: okx-hourly-snapshot
  about: samples of spot, perpetual, funding and open interest of OKX, off a clock of UTC+5, each floored to its hour
  match:
    header: [date, spot_price, futures_price, basis, funding_rate, open_interest, cvd]
  time: {column: date, zone: "+05:00"}
  series:
    - kind: predicted_funding
      venue: okx
      symbol: BTC-USD-SWAP
      interval: 1h
      label: open
      columns: {predicted_funding_rate: funding_rate}
    - kind: open_interest
      venue: okx
      symbol: BTC-USD-SWAP
      interval: 1h
      label: open
      columns: {open_interest_contracts: {from: open_interest, unit: contracts}}
    - kind: external
      venue: okx
      symbol: BTC-USD-SWAP
      interval: 1h
      label: open
      columns:
        sampled_spot: spot_price
        sampled_perpetual: futures_price
        sampled_basis: {from: basis, unit: percent}
        last_trades_delta: cvd
  """,
  """
  name: okx-funding-rest
  about: settled funding as OKX's interface answers
  match:
    header: [instId, fundingRate, realizedRate, fundingTime]
  time: {column: fundingTime, unit: ms}
  series:
    - kind: funding
      venue: okx
      symbol: "{instId}"
      interval: 8h
      columns: {funding_rate: realizedRate, funding_interval: "interval?"}
  """,
  """
  name: open-interest-table
  about: open interest in coins, its time behind it, as data frames with an index are written
  match:
    header: [open_interest, datetime]
  time: {column: datetime}
  series:
    - kind: open_interest
      columns: {open_interest: open_interest}
  """,
  """
  name: bybit-funding-rest
  about: settled funding as Bybit's interface answers
  match:
    header: [symbol, fundingRate, fundingRateTimestamp]
  time: {column: fundingRateTimestamp, unit: ms}
  series:
    - kind: funding
      venue: bybit
      symbol: "{symbol}"
      interval: 8h
      columns: {funding_rate: fundingRate, funding_interval: "fundingInterval?"}
  """,
  """
  name: dydx-funding-rest
  about: hourly funding as dYdX's indexer answers
  match:
    header: [ticker, rate, price, effectiveAt]
  time: {column: effectiveAt, floor: 1s}
  series:
    - kind: funding
      venue: dydx
      symbol: "{ticker}"
      interval: 1h
      columns: {funding_rate: rate, funding_interval: {fixed: 1}}
  """,
  """
  name: drift-funding-rest
  about: hourly funding as Drift's interface answers, dollars a coin over the oracle's price
  match:
    header: [ts, symbol, fundingRate, oraclePrice]
  time: {column: ts, unit: s, floor: 1h}
  series:
    - kind: funding
      venue: drift
      symbol: "{symbol}"
      interval: 1h
      columns: {funding_rate: {from: fundingRate, over: oraclePrice}, funding_interval: {fixed: 1}}
  """,
  """
  name: drift-funding-twap
  about: hourly funding as Drift recorded it, dollars a coin over the oracle's average price
  match:
    path: ["*/drift/funding/{symbol}/*.json", "*"]
    header: [ts, fundingRate, oraclePriceTwap]
    texts: {oraclePriceTwap: "*.*"}
  time: {column: ts, unit: s, floor: 1h}
  series:
    - kind: funding
      venue: drift
      interval: 1h
      columns: {funding_rate: {from: fundingRate, over: oraclePriceTwap}, funding_interval: {fixed: 1}}
  """,
  """
  name: drift-funding-scaled
  about: hourly funding as Drift's interface answered before, rates times 1e9 and the oracle's average price times 1e6
  match:
    path: ["*/drift/funding/{symbol}/*.json", "*"]
    header: [ts, fundingRate, oraclePriceTwap]
  time: {column: ts, unit: s, floor: 1h}
  series:
    - kind: funding
      venue: drift
      interval: 1h
      columns: {funding_rate: {from: fundingRate, scale: 0.001, over: oraclePriceTwap}, funding_interval: {fixed: 1}}
  """,
  """
  name: dydx-candles-rest
  about: bars as dYdX's indexer answers, with the open interest at their open
  match:
    header: [startedAt, ticker, resolution, open, high, low, close, baseTokenVolume, usdVolume, trades]
  time: {column: startedAt}
  series:
    - kind: klines
      venue: dydx
      symbol: "{ticker}"
      columns:
        {open: open, high: high, low: low, close: close, volume: baseTokenVolume, quote_volume: usdVolume, trades: trades}
    - kind: open_interest
      venue: dydx
      symbol: "{ticker}"
      columns: {open_interest: "startingOpenInterest?"}
  """,
  """
  name: bitmex-instrument
  about: the mark and the rate of the settlement to come as BitMEX's instrument answers when it is asked
  match:
    header: [timestamp, symbol, fundingInterval, fundingRate, fundingTimestamp]
  time: {column: timestamp}
  order: any
  series:
    - kind: mark
      venue: bitmex
      symbol: "{symbol}"
      interval: irregular
      label: snapshot
      columns: {mark: "markPrice?"}
    - kind: predicted_funding
      venue: bitmex
      symbol: "{symbol}"
      interval: irregular
      columns: {predicted_funding_rate: fundingRate}
  said: "the rate of a settlement that is to come is predicted, known at 'timestamp'; BitMEX's funding says what was paid"
  """,
  """
  name: bitmex-funding-rest
  about: settled funding as BitMEX's interface answers
  match:
    header: [timestamp, symbol, fundingInterval, fundingRate]
  time: {column: timestamp}
  series:
    - kind: funding
      venue: bitmex
      symbol: "{symbol}"
      interval: 8h
      columns: {funding_rate: fundingRate, funding_interval: fundingInterval}
  """,
  """
  name: bitmex-bins
  about: bars as BitMEX's interface and its exports have them, stamped at their end
  match:
    header: [timestamp, symbol, open, high, low, close, volume, vwap, lastSize, turnover, homeNotional, foreignNotional]
  time: {column: timestamp}
  series:
    - kind: klines
      venue: bitmex
      symbol: "{symbol}"
      label: close
      inverse: coins
      columns:
        open: open
        high: high
        low: low
        close: close
        volume: homeNotional
        quote_volume: foreignNotional
        trades: "trades?"
  """,
  """
  name: bitmex-open-interest
  about: open interest of BitMEX in millions of dollars, whenever it changed
  match:
    header: [Time, Price, Open-Interest]
  time: {column: Time}
  duplicates: last
  series:
    - kind: open_interest
      venue: bitmex
      symbol: XBTUSD
      interval: irregular
      columns: {open_interest_value: {from: Open-Interest, unit: millions}}
  """,
  """
  name: deribit-chain
  about: a snapshot of every option of a coin on Deribit, prices in coin
  match:
    header: [timestamp, instrument_name, underlying, option_type, strike, expiry_datetime, mark_price, implied_volatility]
  time: {column: timestamp}
  series:
    - kind: option_chain
      venue: deribit
      symbol: "{currency}"
      type: option
      contract: instrument_name
      columns:
        expiry: expiry_datetime
        strike: strike
        right: {fixed: 1, where: {option_type: call}, zero: {option_type: put}}
        option_mark: mark_price
        mark_iv: implied_volatility
        underlying_price: underlying
        option_bid: bid_price
        option_ask: ask_price
        option_open_interest: open_interest
        option_volume: volume
        delta: delta
  """,
  """
  name: deribit-dated-futures
  about: the one-minute bars of Deribit's dated futures at the time of a snapshot of options
  match:
    header: [futures_instrument_name, term_candle_open_time_ms, term_candle_open, term_candle_close, term_candle_volume]
  time: {column: term_candle_open_time_ms, unit: ms}
  order: any
  series:
    - kind: klines
      venue: deribit
      symbol: "{futures_instrument_name}"
      interval: 1m
      only: inverse|quanto|unstated
      where: {term_candle_found: "True"}
      columns:
        open: term_candle_open
        high: term_candle_high
        low: term_candle_low
        close: term_candle_close
        base_volume: term_candle_volume
    - kind: klines
      venue: deribit
      symbol: "{futures_instrument_name}"
      interval: 1m
      only: linear
      where: {term_candle_found: "True"}
      columns:
        open: term_candle_open
        high: term_candle_high
        low: term_candle_low
        close: term_candle_close
        volume: term_candle_volume
  """,
  """
  name: deribit-perpetual-minutes
  about: the one-minute bars of Deribit's perpetuals at the time of a snapshot of options
  match:
    header: [instrument_name, candle_open_time_ms, candle_open, candle_high, candle_low, candle_close, candle_volume]
  time: {column: candle_open_time_ms, unit: ms}
  order: any
  series:
    - kind: klines
      venue: deribit
      symbol: "{instrument_name}"
      interval: 1m
      only: inverse|quanto|unstated
      where: {candle_found: "True"}
      columns:
        open: candle_open
        high: candle_high
        low: candle_low
        close: candle_close
        base_volume: candle_volume
    - kind: klines
      venue: deribit
      symbol: "{instrument_name}"
      interval: 1m
      only: linear
      where: {candle_found: "True"}
      columns: {open: candle_open, high: candle_high, low: candle_low, close: candle_close, volume: candle_volume}
  """,
]
