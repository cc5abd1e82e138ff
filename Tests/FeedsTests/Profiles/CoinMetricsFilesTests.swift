import Feeds
import Market
import TestSupport
import Testing

/// Shapes are those of the vendor's own pages; values are invented.
@Suite("Answers of Coin Metrics without what its pages call optional")
struct CoinMetricsFilesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func answer(_ rest: String, every hours: Int = 1) -> String {
    let rows = (0..<4).map { row in
      let time = "2024-01-01T0\(row * hours):00"
      return
        #"{"market":"binance-BTCUSDT-future","time":"\#(time):00.000000000Z",\#(rest),"database_time":"\#(time):09.000000000Z"}"#
    }
    return #"{"data":[\#(rows.joined(separator: ","))]}"#
  }

  @Test("open interest in contracts alone is that, and with dollars both")
  func interest() throws {
    let alone = try imported(answer(#""contract_count":"80000""#), name: "o.json")
    #expect(alone.titles == ["coinmetrics_binance:BTCUSDT open_interest 1h"])
    #expect(try alone.column("open_interest_contracts") == [80000, 80000, 80000, 80000])
    let both = try ImportedTable(
      answer(#""contract_count":"80000","value_usd":"5.5""#), name: "o.json", in: ScratchFolder())
    #expect(both.titles == alone.titles)
    #expect(try both.column("open_interest_value") == [5.5, 5.5, 5.5, 5.5])
    #expect(
      alone.reports.compactMap(\.series) == both.reports.compactMap(\.series), "one series, whatever a page lacks")
  }

  @Test("marks without an index are marks")
  func marks() throws {
    let alone = try imported(answer(#""mark_price":"42503.5""#), name: "p.json")
    #expect(alone.titles == ["coinmetrics_binance:BTCUSDT mark 1h"])
    let both = try ImportedTable(
      answer(#""mark_price":"42503.5","index_price":"42500""#), name: "p.json", in: ScratchFolder())
    #expect(
      Set(both.titles) == ["coinmetrics_binance:BTCUSDT mark 1h", "coinmetrics_binance:BTCUSDT index 1h"])
  }

  @Test(
    "of a rate the part is paid that its interval is of its period",
    arguments: [
      ("08:00:00", 2, 0.25), ("08:00:00", 1, 0.125), ("04:00:00", 2, 0.5), ("04:00:00", 1, 0.25), ("02:00:00", 2, 1),
    ])
  func parts(period: String, hours: Int, part: Double) throws {
    let text = answer(#""rate":"0.0004","period":"\#(period)","interval":"0\#(hours):00:00""#, every: hours)
    let table = try imported(text, name: "f.json")
    #expect(table.titles == ["coinmetrics_binance:BTCUSDT funding 8h"])
    #expect(try table.column("funding_rate").allSatisfy { abs($0 - 0.0004 * part) < 1e-12 })
  }

  @Test("a period and an interval that nobody knows together are said together")
  func unknown() throws {
    let refused = problem(answer(#""rate":"0.0004","period":"02:00:00","interval":"08:00:00""#), name: "f.json")
    #expect(
      refused?.what
        == "the file has no row that can be used: period is '02:00:00' and interval is '08:00:00' in the first row, which "
        + "'coinmetrics-funding' does not know together")
    let odd = problem(answer(#""rate":"0.0004","period":"08:00:00","interval":"03:00:00""#), name: "f.json")
    #expect(
      odd?.what.hasSuffix("'coinmetrics-funding' reads 00:00:00.001, 01:00:00, 02:00:00, 04:00:00, 08:00:00") == true)
  }

  // MARK: Bars

  /// Bars of an hour, each another.
  private func bars(_ markets: String...) -> String {
    let rows = markets.flatMap { market in
      (0..<4).map { row in
        #"{"market":"\#(market)","time":"2024-01-01T0\#(row):00:00.000000000Z","price_open":"10\#(row)","#
          + #""price_close":"10\#(row + 1)","price_high":"11\#(row)","price_low":"9\#(row)","vwap":"10\#(row)","#
          + #""volume":"1\#(row)","candle_usd_volume":"10\#(row)0","candle_trades_count":"7"}"#
      }
    }
    return #"{"data":[\#(rows.joined(separator: ","))]}"#
  }

  @Test(
    "bars are Coin Metrics' own under any name, with their value and trades",
    arguments: ["answer.json", "candles/BTCUSDT-1h-2024-01.json", "klines.json"])
  func candles(name: String) throws {
    let table = try imported(bars("binance-BTCUSDT-future"), name: name)
    #expect(table.titles == ["coinmetrics_binance:BTCUSDT klines 1h"])
    #expect(try table.column("quote_volume") == [1000, 1010, 1020, 1030])
    #expect(try table.column("trades") == [7, 7, 7, 7])
  }

  @Test("bars of a contract and of a pair in one answer are two series, and the pair is spot")
  func spotCandles() throws {
    let table = try imported(bars("binance-BTCUSDT-future", "binance-btc-usdt-spot"), name: "answer.json")
    #expect(
      Set(table.titles) == ["coinmetrics_binance:BTCUSDT klines 1h", "coinmetrics_binance:BTCUSDT/spot klines 1h"])
  }

  @Test("the volume of an inverse contract counts nobody knows what, and is left out")
  func inverseCandles() throws {
    let table = try imported(bars("bybit-BTCUSD-future"), name: "answer.json")
    #expect(table.titles == ["coinmetrics_bybit:BTCUSD klines 1h"])
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("its volume is not known") })
  }
}
