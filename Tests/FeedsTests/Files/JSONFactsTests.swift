import Feeds
import Market
import TestSupport
import Testing

/// What stands around rows is said of each, whether rows are objects or lists.
@Suite("What a JSON answer says around its rows")
struct JSONFactsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let names = ["time", "open", "high", "low", "close", "volume"]

  private static func rows(_ areLists: Bool, times: (Int) -> String = { "\(1_735_689_600_000 + 3_600_000 * $0)" })
    -> String
  {
    let rows = (0..<3).map { row in
      let values = [times(row), "100", "102", "98", "101", "5"]
      return areLists
        ? "[\(values.joined(separator: ","))]"
        : "{\(zip(names, values).map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
    }
    return "[\(rows.joined(separator: ","))]"
  }

  private func binance(_ symbol: String? = nil, kind: FileKind? = nil) throws -> ImportHints {
    try ImportHints(venue: "binance", symbol: symbol, kind: kind)
  }

  @Test(
    "a market is that of the rows", arguments: [true, false],
    [#""market":"spot""#, #""instType":"SPOT""#, #""category":"spot""#])
  func market(areLists: Bool, fact: String) throws {
    for text in [
      #"{\#(fact),"data":\#(Self.rows(areLists))}"#, #"{"code":0,"result":{\#(fact),"list":\#(Self.rows(areLists))}}"#,
      #"{"data":\#(Self.rows(areLists)),\#(fact)}"#,
    ] {
      let table = try imported(text, name: "BTCUSDT_1h.json", binance())
      #expect(table.titles == ["binance:BTCUSDT/spot klines 1h"], "\(text)")
    }
  }

  @Test(
    "a price that nobody trades at, another width and another unit are asked about", arguments: [true, false],
    [
      (#""type":"mark""#, "says mark, and klines are of what was traded"),
      (#""priceType":"mark""#, "says mark, and klines are of what was traded"),
      (#""interval":"4h""#, "says bars of 4h, and the rows are 1h apart"),
      (#""volume_unit":"contracts""#, "would be taken as coins"),
      (#""contract_size":0.001"#, "may count contracts of that size"),
    ])
  func refused(areLists: Bool, fact: (text: String, what: String)) throws {
    let text = #"{\#(fact.text),"data":\#(Self.rows(areLists))}"#
    let what = problem(text, name: "BTCUSDT_1h.json", try binance())?.what
    #expect(what?.contains(fact.what) == true, "\(what ?? "")")
  }

  @Test("a clock is that of the times", arguments: [true, false])
  func clock(areLists: Bool) throws {
    let rows = Self.rows(areLists) { "\"2025-01-01 1\($0):00:00\"" }
    let table = try imported(#"{"timezone":"Asia/Tokyo","data":\#(rows)}"#, name: "BTCUSDT_1h.json", binance())
    #expect(try table.stamps.first == "2025-01-01T01:00:00Z")
  }

  @Test("a venue, a market and a symbol need no flags", arguments: [true, false])
  func whole(areLists: Bool) throws {
    let text =
      #"{"exchange":"bybit","market":"spot","symbol":"ETHUSDT","interval":"1h","count":3,"data":\#(Self.rows(areLists))}"#
    let table = try imported(text, name: "page.json")
    #expect(table.titles == ["bybit:ETHUSDT/spot klines 1h"])
    #expect(
      problem(text, name: "other.json", try ImportHints(venue: "binance", symbol: "ETHUSDT"))?.what
        == "the rows say 'bybit', and --venue says binance, which is another venue")
  }

  @Test("a count around the rows is none of each row's")
  func counts() throws {
    let text = #"{"count":3,"time":1749000000000,"data":\#(Self.rows(true))}"#
    let table = try imported(text, name: "BTCUSDT_1h.json", binance())
    #expect(try table.column("trades").allSatisfy(\.isNaN))
    #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
  }

  // MARK: A key

  @Test("a key that is a pair is the symbol of its rows", arguments: [true, false])
  func key(areLists: Bool) throws {
    let text = #"{"data":{"BTCUSDT":\#(Self.rows(areLists))}}"#
    #expect(try imported(text, name: "x.json", binance()).titles == ["binance:BTCUSDT klines 1h"])
    #expect(
      problem(text, name: "y.json", try binance("ETHUSDT"))?.what
        == "the rows say 'BTCUSDT', and --symbol says ETHUSDT, which is another instrument")
    let named = try imported(text, name: "ETHUSDT_1h.json", binance())
    #expect(named.titles == ["binance:BTCUSDT klines 1h"])
    #expect(
      named.reports.flatMap(\.notes).contains(
        "the name of the file says ETHUSDT, and its rows say BTCUSDT: filed as the rows say"))
  }

  @Test(
    "a key that only says what the list is, or a pair as Kraken marks it, is none", arguments: ["candles", "XXBTZUSD"])
  func otherKeys(key: String) throws {
    let text = #"{"error":[],"result":{"\#(key)":\#(Self.rows(true)),"last":1}}"#
    let table = try imported(text, name: "x.json", ImportHints(venue: "kraken", symbol: "XBTUSD", kind: .spot))
    #expect(table.titles.count == 1)
  }

  // MARK: Bybit's inverse contracts

  @Test("Bybit's bars of an inverse contract say themselves what they are")
  func inverse() throws {
    let rows = (0..<3).reversed().map {
      #"["\#(1_735_689_600_000 + 3_600_000 * $0)","100","102","98","101","505","5"]"#
    }
    let text =
      #"{"retCode":0,"result":{"category":"inverse","symbol":"BTCUSD","list":[\#(rows.joined(separator: ","))]}}"#
    let table = try imported(text, name: "page.json")
    #expect(table.titles == ["bybit:BTCUSD klines 1h"])
    #expect(try table.column("volume") == [505, 505, 505] && table.column("base_volume") == [5, 5, 5])
    #expect(
      problem(text, name: "other.json", try ImportHints(symbol: "ETHUSD"))?.what
        == "the answer says 'BTCUSD', and --symbol says ETHUSD, which is another instrument")
  }
}
