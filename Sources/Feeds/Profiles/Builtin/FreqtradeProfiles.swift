/// What freqtrade keeps: bars, funding rates in the place of opens, and in files of their own trades and the prices that nobody
/// trades.
///
/// Names of before 2022, all of them of JSON, do not say in what a perpetual settles, which was the currency of its price. They
/// are asked after those that do.
let freqtradeProfiles: [String] =
  freqtradeBars
  + ["json", "csv"].flatMap { [freqtradeFunding($0)] + freqtradePrices($0) }
  + [freqtradeFunding("json", settles: false)] + freqtradePrices("json", settles: false)
  + freqtradeTrades

/// How files of a perpetual begin, and its symbol.
private func freqtradePair(settles isSaid: Bool) -> (file: String, symbol: String, about: String, name: String) {
  isSaid
    ? ("{base}_{quote}_{settle}", "{base}/{quote}:{settle}", "", "")
    : ("{base}_{quote}", "{base}/{quote}:{quote}", " (until 2022)", "-old")
}

private func freqtradeFunding(_ ending: String, settles isSaid: Bool = true) -> String {
  let pair = freqtradePair(settles: isSaid)
  let isJSON = ending == "json"
  return """
    name: freqtrade-funding-\(ending)\(pair.name)
    about: funding rates as freqtrade keeps them\(pair.about), in the place of opens, \(isJSON ? "in JSON" : "written out as CSV")
    match:
      path: ["*/\(pair.file)-{interval}-funding_rate.\(ending)"]
      \(isJSON ? "fields: 6" : "header: [date, open, high, low, close, volume]")
    \(isJSON ? "header: false\n" : "")time: \(isJSON ? "{column: 1, unit: ms, round: 1s}" : "{column: date, zone: UTC, round: 1s}")
    series:
      - kind: funding
        symbol: "\(pair.symbol)"
        interval: 8h
        columns: {funding_rate: \(isJSON ? "2" : "open")}
    """
}

/// Trades one by one. Amounts are coins: freqtrade makes them of contracts where a venue counts these.
private let freqtradeTrades: [String] = ["json", "csv"].flatMap { ending in
  [true, false].map { isPerpetual in
    let isJSON = ending == "json"
    let names =
      isJSON ? ["1", "2", "4", "5", "6"] : ["timestamp", "id", "side", "price", "amount"]
    return """
      name: freqtrade-trades-\(ending)\(isPerpetual ? "" : "-spot")
      about: trades of a \(isPerpetual ? "perpetual" : "spot pair") as freqtrade keeps them, \(isJSON ? "in JSON" : "written out as CSV")
      match:
        path: ["*/\(isPerpetual ? "{base}_{quote}_{settle}" : "{base}_{quote}")-trades.\(ending)"]
        \(isJSON ? "fields: 7" : "header: [timestamp, id, type, side, price, amount, cost]")
      \(isJSON ? "header: false\n" : "")time: {column: \(names[0]), unit: ms}
      order: any
      series:
        - kind: trades
          \(isPerpetual ? "" : "type: spot\n    ")symbol: "\(isPerpetual ? "{base}/{quote}:{settle}" : "{base}{quote}")"
          id: \(names[1])
          columns:
            trade_price: \(names[3])
            taker_bought: {from: \(names[4]), where: {\(names[2]): buy}}
            taker_sold: {from: \(names[4]), where: {\(names[2]): sell}}
      """
  }
}

/// Prices that are no trades', a file each.
private func freqtradePrices(_ ending: String, settles isSaid: Bool = true) -> [String] {
  [("mark", "mark prices", "mark"), ("index", "index prices", "index"), ("premium", "premiums", "premiumIndex")].map {
    freqtradePrices($0, $1, word: $2, ending, freqtradePair(settles: isSaid))
  }
}

/// - Parameter word: how the name of such a file ends. In JSON the columns have no names.
private func freqtradePrices(
  _ kind: String, _ about: String, word: String, _ ending: String,
  _ pair: (file: String, symbol: String, about: String, name: String)
) -> String {
  let isJSON = ending == "json"
  let prices = isJSON ? ["2", "3", "4", "5"] : ["open", "high", "low", "close"]
  let columns = zip(["_open", "_high", "_low", ""], prices).map { "\(kind)\($0): \($1)" }.joined(separator: ", ")
  return """
    name: freqtrade-\(kind)-\(ending)\(pair.name)
    about: \(about) as freqtrade keeps them\(pair.about), \(isJSON ? "in JSON" : "written out as CSV")
    match:
      path: ["*/\(pair.file)-{interval}-\(word).\(ending)"]
      \(isJSON ? "fields: 6" : "header: [date, open, high, low, close]")
    \(isJSON ? "header: false\n" : "")time: \(isJSON ? "{column: 1, unit: ms}" : "{column: date, zone: UTC}")
    series:
      - kind: \(kind)
        symbol: "\(pair.symbol)"
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
