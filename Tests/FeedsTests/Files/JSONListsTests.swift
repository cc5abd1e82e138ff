import Feeds
import Market
import TestSupport
import Testing

@Suite("A JSON text of several lists")
struct JSONListsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static func bars(_ price: Int, names: Bool = true) -> String {
    let rows = (0..<3).map { row in
      let time = 1_735_689_600_000 + 3_600_000 * row
      return names
        ? #"{"time":\#(time),"open":\#(price),"high":\#(price + 2),"low":\#(price - 2),"close":\#(price + 1),"volume":5}"#
        : "[\(time),\(price),\(price + 2),\(price - 2),\(price + 1),5]"
    }
    return "[\(rows.joined(separator: ","))]"
  }

  @Test(
    "rows of one form under several names are refused, with the names",
    arguments: [
      (#"{"spot":\#(bars(100)),"perp":\#(bars(101))}"#, "'spot', 'perp'"),
      (#"{"BTCUSDT":\#(bars(100, names: false)),"n":1,"ETHUSDT":\#(bars(10, names: false))}"#, "'BTCUSDT', 'ETHUSDT'"),
      (#"{"data":{"1h":{"rows":\#(bars(100))},"4h":{"rows":\#(bars(100))}}}"#, "'data.1h.rows', 'data.4h.rows'"),
    ])
  func alike(text: String, names: String) throws {
    let columns = text.contains(#""open""#) ? [:] : ["time": "1", "open": "2", "high": "3", "low": "4", "close": "5"]
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: .klines, table: flags(columns: columns))
    let refused = problem(text, name: "BTCUSDT_1h.json", hints)
    #expect(
      refused?.what == "the JSON text holds 2 lists of rows of one form, \(names), and nothing says which is meant")
    #expect(refused?.remedy?.contains("jq '.\"") == true)
  }

  @Test("a list of other rows beside them is said, with how many it has")
  func others() throws {
    let text = #"{"klines":\#(Self.bars(100)),"events":[{"id":1,"text":"a"},{"id":2,"text":"b"}],"tags":["x"]}"#
    let table = try imported(text, name: "BTCUSDT.json", ImportHints(venue: "binance"))
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(table.reports.flatMap(\.notes).contains("not read: 'events', 2 rows"))
  }

  @Test("a profile that says which list is read reads it, whatever stands beside it")
  func named() throws {
    let profile = """
      name: mine
      about: two lists
      match: {path: ["*/two.json"]}
      rows: perp
      time: {column: time}
      series: [{kind: klines, venue: mine, symbol: BTCUSDT, columns: {open: open, high: high, low: low, close: close}}]
      """
    let text = #"{"spot":\#(Self.bars(100)),"perp":\#(Self.bars(200))}"#
    #expect(try imported(text, name: "two.json", profile: profile).column("open") == [200, 200, 200])
  }
}
