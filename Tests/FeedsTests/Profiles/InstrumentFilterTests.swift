import Feeds
import Market
import TestSupport
import Testing

@Suite("Entries of a profile that are of some instruments only")
struct InstrumentFilterTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static func profile(_ first: String, _ second: String) -> String {
    """
    name: mixed
    about: bars of several instruments, whose amounts count different things
    match:
      header: [t, what, o, h, l, c, a, b]
    time: {column: t}
    order: any
    series:
      - kind: klines
        venue: okx
        symbol: "{what}"
        interval: 1h
        only: \(first)
        columns: {open: o, high: h, low: l, close: c, volume: a, quote_volume: b}
      - kind: klines
        venue: okx
        symbol: "{what}"
        interval: 1h
        only: \(second)
        columns: {open: o, high: h, low: l, close: c, base_volume: b}
    """
  }

  private static let text =
    "t,what,o,h,l,c,a,b\n"
    + (0..<3).flatMap { row in
      ["BTC-USDT", "BTC-USD-SWAP", "BTC-USDT-SWAP"].map {
        "\(newYear + .hour * row),\($0),100,102,99,101,5,505\n"
      }
    }.joined()

  @Test("each row goes to the entry that is of its instrument, by type or by form")
  func entries() throws {
    let table = try imported(Self.text, name: "x.csv", profile: Self.profile("spot|linear", "inverse"))
    let columns = Dictionary(
      uniqueKeysWithValues: table.reports.compactMap(\.series).map { ($0.instrument.symbol, $0.columns.map(\.name)) })
    #expect(columns.count == 3)
    #expect(columns["BTC-USDT"]?.contains("quote_volume") == true)
    #expect(columns["BTC-USDT-SWAP"]?.contains("quote_volume") == true)
    #expect(columns["BTC-USD-SWAP"]?.contains("base_volume") == true)
    #expect(try table.rows("okx:BTC-USD-SWAP klines 1h").count == 3)
  }

  @Test("of an instrument that no entry is of, it is said that its rows are not read")
  func none() throws {
    let table = try imported(Self.text, name: "x.csv", profile: Self.profile("spot", "inverse"))
    #expect(Set(table.titles) == ["okx:BTC-USDT klines 1h", "okx:BTC-USD-SWAP klines 1h"])
    #expect(
      table.reports.flatMap(\.notes).contains(
        "rows of okx:BTC-USDT-SWAP belong to no series of 'mixed' and are not read"))
  }

  @Test("a word that is no type and no form is refused")
  func words() throws {
    let problem = #expect(throws: Problem.self) {
      try ImportProfile(yaml: Self.profile("spott", "inverse"), file: "own.yaml")
    }
    #expect(problem?.what == "only: there is no type or form of instrument 'spott'")
    #expect(problem?.remedy == "did you mean 'spot'?")
  }

  private static func chart(_ symbol: String) -> (text: String, name: String) {
    let times = (0..<3).map { "\(newYear.milliseconds + 3_600_000 * Int64($0))" }.joined(separator: ",")
    let text =
      #"{"jsonrpc":"2.0","result":{"ticks":[\#(times)],"open":[100,101,102],"high":[103,103,103],"low":[99,99,99],"#
      + #""close":[101,102,100],"volume":[5,6,7],"cost":[505,612,700],"status":"ok"},"usIn":1,"usOut":2,"testnet":false}"#
    return (text, "\(symbol)_1h.json")
  }

  @Test("Deribit's answer for charts is read with its value, or with the coins of an inverse contract")
  func deribit() throws {
    let linear = Self.chart("BTC_USDC-PERPETUAL")
    let table = try imported(linear.text, name: linear.name, ImportHints(symbol: "BTC_USDC-PERPETUAL"))
    #expect(table.titles == ["deribit:BTC_USDC-PERPETUAL klines 1h"])
    #expect(try table.column("volume") == [5, 6, 7] && table.column("quote_volume") == [505, 612, 700])
    let inverse = Self.chart("BTC-PERPETUAL")
    let coins = try imported(inverse.text, name: inverse.name, ImportHints(symbol: "BTC-PERPETUAL"))
    #expect(coins.titles == ["deribit:BTC-PERPETUAL klines 1h"])
    #expect(try coins.column("base_volume") == [5, 6, 7])
  }
}
