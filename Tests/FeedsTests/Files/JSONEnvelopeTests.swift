import Feeds
import Market
import TestSupport
import Testing

@Suite("Rows that stand deeper in a JSON text")
struct JSONEnvelopeTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static func time(_ row: Int) -> Int { 1_735_689_600_000 + 3_600_000 * row }

  private func binance() throws -> ImportHints { try ImportHints(venue: "binance") }

  private static let columns =
    #""t":[\#(time(0)),\#(time(1)),\#(time(2))],"o":[100,101,102],"h":[103,103,103],"l":[99,99,99],"c":[101,102,100],"v":[5,6,7]"#

  @Test(
    "a list a column is read in an envelope, with what is said beside it",
    arguments: [
      #"{\#(columns)}"#, #"{"result":{\#(columns),"s":"ok"}}"#,
      #"{"error":[],"data":{"chart":{\#(columns)}},"took":3}"#,
      #"{"meta":{"market":"perp"},\#(columns)}"#,
    ])
  func envelopes(text: String) throws {
    let table = try imported(text, name: "BTCUSDT_1h.json", binance())
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(try table.column("open") == [100, 101, 102])
  }

  @Test("what stands beside the columns is said of every row")
  func facts() throws {
    let text = #"{"result":{"symbol":"ETHUSDT","market":"spot",\#(Self.columns)}}"#
    #expect(try imported(text, name: "x.json", binance()).titles == ["binance:ETHUSDT/spot klines 1h"])
  }

  @Test("Deribit's answer for charts has its times under 'ticks'")
  func ticks() throws {
    let text =
      #"{"jsonrpc":"2.0","result":{\#(Self.columns.replacing("\"t\"", with: "\"ticks\"")),"status":"ok"},"usIn":1,"usOut":2,"testnet":false}"#
    let hints = try ImportHints(venue: "deribit", symbol: "BTC_USDC-PERPETUAL", table: flags(units: "volume=coin"))
    #expect(try imported(text, name: "x.json", hints).column("close") == [101, 102, 100])
  }

  @Test("of two such tables none is chosen")
  func several() throws {
    let text = #"{"a":{\#(Self.columns)},"b":{\#(Self.columns)}}"#
    let refused = problem(text, name: "BTCUSDT_1h.json", try binance())
    #expect(
      refused?.what.hasPrefix(
        "the JSON text holds 2 tables of a list a column, 'a', 'b', and nothing says which is meant") == true,
      "\(refused?.what ?? "")")
  }

  @Test("names apart from rows are theirs, whatever the two are called")
  func named() throws {
    let rows = (0..<3).map { "[\(Self.time($0)),100,101,99,103,5]" }.joined(separator: ",")
    let text = #"{"fields":["time","open","close","low","high","volume"],"items":[\#(rows)]}"#
    #expect(try imported(text, name: "BTCUSDT_1h.json", binance()).column("high") == [103, 103, 103])
  }

  @Test("names in a schema are those of the rows: pandas' table, ClickHouse's JSON with names and without")
  func schemas() throws {
    let names = ["time", "open", "high", "low", "close", "volume"]
    let fields = names.map { #"{"name":"\#($0)","type":"number"}"# }.joined(separator: ",")
    let values = (0..<3).map { ["\(Self.time($0))", "100", "103", "99", "101", "5"] }
    let lists = values.map { "[\($0.joined(separator: ","))]" }.joined(separator: ",")
    let objects = values.map { row in
      "{\(zip(names, row).map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
    }.joined(separator: ",")
    for text in [
      #"{"schema":{"fields":[\#(fields)],"primaryKey":["time"]},"data":[\#(objects)]}"#,
      #"{"meta":[\#(fields)],"data":[\#(lists)],"rows":3}"#, #"{"meta":[\#(fields)],"data":[\#(objects)],"rows":3}"#,
    ] {
      let table = try imported(text, name: "BTCUSDT_1h.json", binance())
      #expect(try table.column("high") == [103, 103, 103], "\(text)")
    }
  }

  // MARK: Pages

  private static func page(_ symbol: String, _ rows: Range<Int>) -> String {
    // Two markets with one price to the last digit would be one market under two names.
    let bar = symbol == "BTCUSDT" ? #""100","103","99","101","5","505""# : #""50","52","49","51","7","357""#
    let list = rows.reversed().map { #"["\#(time($0))",\#(bar)]"# }.joined(separator: ",")
    return #"{"retCode":0,"result":{"category":"linear","symbol":"\#(symbol)","list":[\#(list)]},"time":1749000000000}"#
  }

  @Test("pages that stand one behind the other, or in a list, are put together", arguments: ["lines", "list"])
  func pages(form: String) throws {
    func text(_ pages: [String]) -> String {
      form == "lines" ? pages.joined(separator: "\n") : "[\(pages.joined(separator: ","))]"
    }
    let one = text([Self.page("BTCUSDT", 3..<6), Self.page("BTCUSDT", 0..<3)])
    let table = try imported(one, name: "p.json", ImportHints(venue: "bybit"))
    #expect(table.titles == ["bybit:BTCUSDT klines 1h"])
    #expect(try table.stamps.count == 6)
    let two = text([Self.page("BTCUSDT", 0..<3), Self.page("ETHUSDT", 0..<3)])
    let both = try imported(two, name: "q.json", ImportHints(venue: "bybit"))
    #expect(both.titles.sorted() == ["bybit:BTCUSDT klines 1h", "bybit:ETHUSDT klines 1h"])
  }

  @Test("a list of symbols each with a history is the rows of all", arguments: ["lines", "list"])
  func histories(form: String) throws {
    let symbols = [("BTCUSDT", 100), ("ETHUSDT", 50)].map { symbol, price in
      let bar = #""o":\#(price),"h":\#(price + 3),"l":\#(price - 1),"c":\#(price + 1),"v":\#(price / 10)"#
      let rows = (0..<3).map { #"{"t":\#(Self.time($0)),\#(bar)}"# }
      return #"{"symbol":"\#(symbol)","history":[\#(rows.joined(separator: ","))]}"#
    }
    let text = form == "lines" ? symbols.joined(separator: "\n") : "[\(symbols.joined(separator: ","))]"
    #expect(
      try imported(text, name: "c.json", binance()).titles.sorted()
        == ["binance:BTCUSDT klines 1h", "binance:ETHUSDT klines 1h"])
  }

  @Test("pages of bare lists are put together", arguments: ["\n", ","])
  func bare(between: String) throws {
    let pages = [0..<3, 3..<6].map { rows in
      "[\(rows.map { "[\(Self.time($0)),100,103,99,101,5]" }.joined(separator: ","))]"
    }
    let joined = pages.joined(separator: between)
    let text = between == "," ? "[\(joined)]" : joined
    #expect(try imported(text, name: "BTCUSDT.json", binance()).stamps.count == 6)
  }
}
