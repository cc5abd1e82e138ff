import Feeds
import Market
import TestSupport
import Testing

@Suite("Columns that divide the rows")
struct DividedRowsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func table(_ column: String, _ words: [String]) -> String {
    "time,\(column),open,high,low,close,volume\n"
      + words.enumerated().map { "\(1_735_689_600 + $0 * 3600),\($1),100,103,99,101,5\n" }.joined()
  }

  @Test(
    "words of one sort that change within a series are refused, with the line",
    arguments: [
      ("leg", ["BTC", "ETH", "BTC"], "another symbol"), ("of", ["BTCUSDT", "ETHUSDT", "BTCUSDT"], "another symbol"),
      ("market_type", ["spot", "perp", "spot"], "another market"),
      ("kind", ["spot", "spot", "swap"], "another market"),
      ("interval", ["1h", "5m", "1h"], "another width"), ("resolution", ["1HOUR", "5MINS", "1HOUR"], "another width"),
      ("source", ["binance", "bybit", "binance"], "another venue"),
      ("source", ["trade", "trade", "mark"], "another price"),
      ("price_type", ["LTP", "LTP", "INDEX"], "another price"),
      ("type", ["", "", "mark"], "another price"), ("kind", ["spot", "", "spot"], "another market"),
      ("multiplier", ["1", "1", "1000"], "another multiplier"),
      ("scale", ["1", "1", "1000"], "another scale"),
    ])
  func refused(column: String, words: [String], what: String) throws {
    let refused = problem(table(column, words), name: "x.csv", try ImportHints(venue: "binance", symbol: "BTCUSDT"))
    #expect(refused?.what.contains(what) == true)
    #expect(refused?.place.line == (words[0] == words[1] ? 4 : 3), "\(refused?.description ?? "")")
  }

  @Test(
    "units and sizes that change are refused before any row is read by one of them",
    arguments: [("volume_unit", ["BTC", "BTC", "contracts"]), ("contract_size", ["0.001", "0.001", "0.01"])])
  func amounts(column: String, words: [String]) throws {
    let refused = problem(table(column, words), name: "x.csv", try ImportHints(venue: "binance", symbol: "BTCUSDT"))
    #expect(refused?.description.contains(column) == true, "\(refused as Any)")
  }

  @Test(
    "words that say no such thing, or the same in every row, are passed over",
    arguments: [
      ("weekday", ["MON", "TUE", "WED"]), ("regime", ["BULL_HIGH_VOL", "BEAR_LOW_VOL", "BULL_HIGH_VOL"]),
      ("mood", ["Fear", "Greed", "Extreme Greed"]), ("signal", ["LONG", "SHORT", "LONG"]),
      ("asset", ["BTC", "BTC", "BTC"]),
      ("interval", ["1h", "1h", "60min"]), ("note", ["", "halt", ""]), ("note", ["", "HALT", "DELIST"]),
      ("type", ["", "trade", "trade"]), ("source", ["rest", "ws", "rest"]), ("multiplier", ["1", "1.0", "1"]),
    ])
  func passed(column: String, words: [String]) throws {
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    let table = try imported(table(column, words), name: "\(column)-\(words[1]).csv", hints)
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
  }

  @Test("what a column says beside its own symbol divides nothing")
  func besideSymbols() throws {
    let text = """
      time,symbol,asset,open,high,low,close,volume
      1735689600,BTCUSDT,BTC,100,103,99,101,5
      1735689600,ETHUSDT,ETH,10,13,9,11,5
      1735693200,BTCUSDT,BTC,100,103,99,101,5
      1735693200,ETHUSDT,ETH,10,13,9,11,5

      """
    #expect(try imported(text, name: "x.csv", ImportHints(venue: "binance")).titles.count == 2)
  }

  @Test("one venue said of a file that holds several is refused")
  func venues() throws {
    let text = table("exchange", ["binance", "bybit", "binance", "bybit"])
    let refused = problem(text, name: "x.csv", try ImportHints(venue: "okx", symbol: "BTCUSDT"))
    #expect(refused?.what.contains("several venues") == true)
  }

  @Test("a side is part of a rate that has no sign")
  func sides() throws {
    let text =
      "timestamp,symbol,funding_rate,direction\n1735689600,BTCUSDT,0.0001,long\n1735693200,BTCUSDT,0.0001,short\n"
    #expect(problem(text, name: "x.csv", try ImportHints(venue: "lighter"))?.what.contains("another side") == true)
  }

  @Test("a width and a market that a column says of all rows are compared with them")
  func constant() throws {
    let hints = try ImportHints(venue: "dydx", symbol: "BTC-USD")
    let wide = table("resolution", ["5MINS", "5MINS", "5MINS"])
    #expect(problem(wide, name: "x.csv", hints)?.what.contains("says bars of 5m, and the rows are 1h apart") == true)
    // A large number counts milliseconds, as sockets write widths.
    let milliseconds = table("resolution", ["14400000", "14400000", "14400000"])
    #expect(problem(milliseconds, name: "x.csv", hints)?.what.contains("says bars of 4h, and the rows are 1h") == true)
  }

  @Test(
    "bars of a price that nobody traded at, by the word of every row, are no klines",
    arguments: [("price_type", "mark", "mark"), ("source", "Index", "index"), ("type", "oracle_price", "index")])
  func untraded(column: String, word: String, kind: String) throws {
    for said in [nil, FileKind.klines] {
      let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: said)
      let refused = problem(table(column, [word, word, word]), name: "x.csv", hints)
      #expect(refused?.what == "the column '\(column)' says \(kind), and klines are of what was traded")
      #expect(refused?.remedy?.hasPrefix("say --kind \(kind)") == true)
    }
    let mark = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: FileKind(named: kind))
    #expect(
      try imported(table(column, [word, word, word]), name: "x.csv", mark).titles == ["binance:BTCUSDT \(kind) 1h"])
  }
}
