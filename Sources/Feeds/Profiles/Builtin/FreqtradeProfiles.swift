/// What freqtrade keeps: bars, and in files of their own the prices that nobody trades.
let freqtradeProfiles: [String] = freqtradeBars + ["json", "csv"].flatMap(freqtradePrices)

/// Prices that are no trades', a file each.
private func freqtradePrices(_ ending: String) -> [String] {
  [
    freqtradePrices("mark", "mark prices", word: "mark", ending),
    freqtradePrices("index", "index prices", word: "index", ending),
    freqtradePrices("premium", "premiums", word: "premiumIndex", ending),
  ]
}

/// - Parameter word: how the name of such a file ends. In JSON the columns have no names.
private func freqtradePrices(_ kind: String, _ about: String, word: String, _ ending: String) -> String {
  let isJSON = ending == "json"
  let prices = isJSON ? ["2", "3", "4", "5"] : ["open", "high", "low", "close"]
  let columns = zip(["_open", "_high", "_low", ""], prices).map { "\(kind)\($0): \($1)" }.joined(separator: ", ")
  return """
    name: freqtrade-\(kind)-\(ending)
    about: \(about) as freqtrade keeps them, \(isJSON ? "in JSON" : "written out as CSV")
    match:
      path: ["*/{base}_{quote}_{settle}-{interval}-\(word).\(ending)"]
      \(isJSON ? "fields: 6" : "header: [date, open, high, low, close]")
    \(isJSON ? "header: false\n" : "")time: \(isJSON ? "{column: 1, unit: ms}" : "{column: date, zone: UTC}")
    series:
      - kind: \(kind)
        symbol: "{base}/{quote}:{settle}"
        interval: "{interval}"
        columns: {\(columns)}
    """
}

private let freqtradeBars: [String] = [
  """
  name: freqtrade-futures-json
  about: bars of a perpetual as freqtrade keeps them, in JSON
  match:
    path: ["*/{base}_{quote}_{settle}-{interval}-futures.json"]
    fields: 6
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      symbol: "{base}/{quote}:{settle}"
      interval: "{interval}"
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6}
  """,
  """
  name: freqtrade-funding-json
  about: funding rates as freqtrade keeps them, in the place of opens, in JSON
  match:
    path: ["*/{base}_{quote}_{settle}-{interval}-funding_rate.json"]
    fields: 6
  header: false
  time: {column: 1, unit: ms, round: 1s}
  series:
    - kind: funding
      symbol: "{base}/{quote}:{settle}"
      interval: 8h
      columns: {funding_rate: 2}
  """,
  """
  name: freqtrade-futures-csv
  about: bars of a perpetual as freqtrade keeps them, written out as CSV
  match:
    path: ["*/{base}_{quote}_{settle}-{interval}-futures.csv"]
    header: [date, open, high, low, close, volume]
  time: {column: date, zone: UTC}
  series:
    - kind: klines
      symbol: "{base}/{quote}:{settle}"
      interval: "{interval}"
      columns: {open: open, high: high, low: low, close: close, volume: volume}
  """,
  """
  name: freqtrade-funding-csv
  about: funding rates as freqtrade keeps them, in the place of opens, written out as CSV
  match:
    path: ["*/{base}_{quote}_{settle}-{interval}-funding_rate.csv"]
    header: [date, open, high, low, close, volume]
  time: {column: date, zone: UTC, round: 1s}
  series:
    - kind: funding
      symbol: "{base}/{quote}:{settle}"
      interval: 8h
      columns: {funding_rate: open}
  """,
  """
  name: freqtrade-spot-json
  about: bars of a spot pair as freqtrade keeps them, in JSON
  match:
    path: ["*/{base}_{quote}-{interval}.json"]
    fields: 6
  header: false
  time: {column: 1, unit: ms}
  series:
    - kind: klines
      type: spot
      symbol: "{base}{quote}"
      interval: "{interval}"
      columns: {open: 2, high: 3, low: 4, close: 5, volume: 6}
  """,
  """
  name: freqtrade-spot-table
  about: bars of a spot pair as freqtrade keeps them, in Feather or Parquet
  match:
    path: ["*/{base}_{quote}-{interval}.feather", "*/{base}_{quote}-{interval}.parquet"]
    header: [date, open, high, low, close, volume]
  time: {column: date, zone: UTC}
  series:
    - kind: klines
      type: spot
      symbol: "{base}{quote}"
      interval: "{interval}"
      columns: {open: open, high: high, low: low, close: close, volume: volume}
  """,
]
