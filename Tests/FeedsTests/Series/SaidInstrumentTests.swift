import Feeds
import Market
import TestSupport
import Testing

/// What an answer says of its rows goes before what a flag or the name of its file says of them.
@Suite("Instruments and venues that answers and rows say themselves")
struct SaidInstrumentTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let start = 1_735_689_600
  private static let count = 5

  // MARK: HTX

  private static func htx(_ channel: String, key: String = "ch", isLinear: Bool = false) -> String {
    let rows = (0..<count).map { row in
      "{\"id\":\(start + 3600 * row),\"open\":100,\"close\":101,\"low\":99,\"high\":102,\"amount\":\(5 + row),"
        + "\"vol\":\(isLinear ? 7 : (5 + row) * 101),\"count\":9\(isLinear ? ",\"trade_turnover\":\((5 + row) * 101)" : "")}"
    }
    return
      "{\"\(key)\":\"\(channel)\",\"status\":\"ok\",\"ts\":1735800000000,\"data\":[\(rows.joined(separator: ","))]}"
  }

  @Test(
    "the channel of HTX's answer is the symbol, and a flag that says another is refused",
    arguments: [
      ("market.ETH-USDT.kline.60min", true, "BTC-USDT"), ("market.ethusdt.kline.60min", false, "BTCUSDT"),
      ("market.ETH-USD.kline.60min", false, "BTC-USD"), ("market.ETH-USD.kline.60min", false, "ETH-USDT"),
    ])
  func channel(channel: String, isLinear: Bool, flag: String) throws {
    let text = Self.htx(channel, isLinear: isLinear)
    let refused = problem(text, name: "x.json", try ImportHints(symbol: flag))
    #expect(refused?.what.contains("and --symbol says \(flag), which is another instrument") == true)
    #expect(try imported(text, name: "x.json").titles.count == 1)
  }

  @Test("the same symbol in other letters is none", arguments: ["ETH-USDT", "ETHUSDT"])
  func same(flag: String) throws {
    let table = try imported(
      Self.htx("market.ETH-USDT.kline.60min", isLinear: true), name: "x.json", ImportHints(symbol: flag))
    #expect(table.titles.count == 1)
  }

  @Test("its period is the width of the bars")
  func period() {
    let refused = problem(Self.htx("market.BTC-USDT.kline.5min", isLinear: true), name: "x.json")
    #expect(refused?.what == "the column 'ch' says bars of 5m, and the rows are 1h apart")
  }

  // MARK: Channels of tables that nobody described

  private static func bars(_ around: String) -> String {
    let rows = (0..<count).map { row in
      "{\"time\":\(start + 3600 * row),\"open\":100,\"close\":101,\"low\":99,\"high\":102,\"volume\":\(5 + row)}"
    }
    return "{\(around),\"data\":[\(rows.joined(separator: ","))]}"
  }

  @Test(
    "the name of a channel that says another symbol than the flag is refused, and so is another width",
    arguments: [
      (#""rep":"market.ETH-USDT.kline.60min""#, "says 'market.ETH-USDT.kline.60min'"),
      (#""dataType":"ETH-USDT@kline_1h""#, "says 'ETH-USDT@kline_1h'"),
      (#""subscription":"candlestick.1h.ETHUSD-PERP""#, "says 'candlestick.1h.ETHUSD-PERP'"),
      (#""key":"trade:1h:tETHUSD""#, "says 'trade:1h:tETHUSD'"), (#""s":"ETH-USDT""#, "says 'ETH-USDT'"),
      (#""dataType":"BTC-USDT@kline_4h""#, "says bars of 4h, and the rows are 1h apart"),
      (#""sub":"kline.240.BTCUSDT""#, "and the rows are 1h apart"),
    ])
  func channels(around: String, what: String) throws {
    let hints = try ImportHints(venue: "bingx", symbol: "BTC-USDT", kind: .klines)
    #expect(problem(Self.bars(around), name: "x.json", hints)?.what.contains(what) == true)
  }

  @Test(
    "one that says the same, or nothing of either, is passed over",
    arguments: [
      #""dataType":"BTC-USDT@kline_1h""#, #""sub":"kline.60.BTCUSDT""#, #""sub":"candles""#,
      #""rep":"btcusdt@kline_1h""#, #""key":"abc-123-ETH""#, #""s":"B""#, #""s":"ok""#,
      #""sub":"/contractMarket/candle:XBTUSDTM_1hour""#, #""sub":"spot_candlesticks""#,
    ])
  func passed(around: String) throws {
    let hints = try ImportHints(venue: "bingx", symbol: "BTC-USDT", kind: .klines)
    #expect(try imported(Self.bars(around), name: "x.json", hints).titles.count == 1)
  }

  @Test("the topic of a message that is described as a table is heard too")
  func topic() throws {
    let lists = (0..<Self.count).map { "[\(Self.start + 3600 * $0),100,102,99,101,\(5 + $0)]" }
    let text = #"{"topic":"/contractMarket/candle:ETHUSDTM_1hour","data":[\#(lists.joined(separator: ","))]}"#
    func hints(_ symbol: String) throws -> ImportHints {
      try ImportHints(venue: "kucoin", symbol: symbol, table: flags(units: "volume=coin"))
    }
    #expect(problem(text, name: "x.json", try hints("XBTUSDTM"))?.what.contains("the column 'topic' says") == true)
    #expect(try imported(text, name: "x.json", hints("ETHUSDTM")).titles == ["kucoin:ETHUSDTM klines 1h"])
  }

  // MARK: Kraken and Deribit

  private static let lists =
    (0..<count).map { #"[\#(start + 3600 * $0),"100","102","99","101","\#(5 + $0)"]"# }.joined(separator: ",")

  @Test("Kraken's key contradicts another pair, and is the same pair with its marks and without them")
  func kraken() throws {
    func text(_ key: String) -> String { #"{"error":[],"result":{"\#(key)":[\#(Self.lists)],"last":1}}"# }
    func hints(_ symbol: String) throws -> ImportHints { try ImportHints(venue: "kraken", symbol: symbol, kind: .spot) }
    let refused = problem(text("XETHZUSD"), name: "x.json", try hints("XBTUSD"))
    #expect(refused?.what.contains("says 'XETHZUSD', and 'table' would file the rows as kraken:XBTUSD/spot") == true)
    for (key, symbol) in [("XXBTZUSD", "XBTUSD"), ("XXBTZUSD", "BTCUSD"), ("XETHXXBT", "ETHXBT")] {
      #expect(try imported(text(key), name: "\(key)-\(symbol).json", hints(symbol)).titles.count == 1)
    }
    #expect(problem(text("XETHZUSD"), name: "XBTUSD_60.json", try ImportHints(venue: "kraken", kind: .spot)) != nil)
  }

  private static func chart(_ around: String) -> String {
    func list(_ value: (Int) -> String) -> String { "[\((0..<count).map(value).joined(separator: ","))]" }
    return
      #"{\#(around),"result":{"ticks":\#(list { "\((start + 3600 * $0) * 1000)" }),"open":\#(list { _ in "100" }),"#
      + #""high":\#(list { _ in "102" }),"low":\#(list { _ in "99" }),"close":\#(list { _ in "101" }),"#
      + #""volume":\#(list { "\(5 + $0)" }),"cost":\#(list { "\((5 + $0) * 101)" }),"status":"ok"}}"#
  }

  @Test(
    "the contract that stands around Deribit's lists is theirs, and its width too",
    arguments: [
      #""instrument_name":"ETH-PERPETUAL""#, #""params":{"instrument_name":"ETH-PERPETUAL","resolution":"60"}"#,
      #""params":{"instrument_name":"BTC-PERPETUAL","resolution":"5"}"#, #""key":"chart.trades.ETH-PERPETUAL.60""#,
    ])
  func deribit(around: String) throws {
    let hints = try ImportHints(symbol: "BTC-PERPETUAL")
    #expect(problem(Self.chart(around), name: "x.json", hints) != nil)
  }

  @Test("where nothing else says it, it is what rows are filed under")
  func deribitSymbol() throws {
    let around = #""params":{"instrument_name":"ETH-PERPETUAL","resolution":"60"}"#
    #expect(try imported(Self.chart(around), name: "x.json").titles == ["deribit:ETH-PERPETUAL klines 1h"])
  }

  // MARK: Tardis

  private static func tardis(_ exchange: String, _ symbol: String) -> String {
    "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
      + (0..<3).map { "\(exchange),\(symbol),158302080\($0)145000,158302080\($0)307160,\($0),sell,8531.5,2152\n" }
      .joined()
  }

  @Test("the exchange that a vendor writes is the venue, and another one of the known is refused")
  func exchange() throws {
    let refused = problem(Self.tardis("bitmex", "XBTUSD"), name: "trades.csv", try ImportHints(venue: "binance"))
    #expect(refused?.what == "the rows say 'bitmex', and --venue says binance, which is another venue")
    #expect(refused?.place.line == 2)
    for (exchange, symbol, venue) in [
      ("bitmex", "XBTUSD", "bitmex"), ("binance-futures", "BTCUSDT", "binance"), ("bitmex", "XBTUSD", "my_feed"),
    ] {
      let table = try ImportedTable(
        Self.tardis(exchange, symbol), name: "trades.csv", in: ScratchFolder(), hints: ImportHints(venue: venue))
      #expect(table.titles == ["\(venue):\(symbol) trades irregular"])
    }
  }
}
