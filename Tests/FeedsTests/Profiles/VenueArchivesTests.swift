import Feeds
import Market
import TestSupport
import Testing

/// Shapes are those of the venues' own archives; values are invented.
@Suite("Bars, prices and rates in the archives of venues")
struct VenueArchivesTests: ImportsTables {
  let scratch: ScratchFolder
  /// 2026-01-01 00:00 UTC.
  private static let start = 1_767_225_600

  init() throws { scratch = try ScratchFolder() }

  private func gate(_ folder: String, _ rows: [String]) throws -> ImportedTable {
    try imported(
      rows.joined(separator: "\n") + "\n", name: "futures_usdt/\(folder)/202601/BTC_USDT-202601.csv")
  }

  @Test("Gate: volumes of bars count contracts, and a bar's close stands before its high")
  func gateBars() throws {
    let table = try gate(
      "candlesticks_1m",
      ["\(Self.start),151037,87617.9,87621.6,87598.1,87617.7", "\(Self.start + 60),90000,87610,87620,87600,87617.9"])
    #expect(table.titles == ["gate:BTC_USDT klines 1m"])
    #expect(try table.column("close") == [87617.9, 87610])
    #expect(try table.column("open") == [87617.7, 87617.9])
    #expect(table.reports.first?.series?.columns.first { $0.name == "volume" }?.unit == .contracts)
  }

  @Test("Gate: a trade whose size is below zero was sold")
  func gateTrades() throws {
    let table = try gate(
      "trades", ["\(Self.start).477201,643050119,87617.7,7601", "\(Self.start + 1).2,643050120,87617.6,-12"])
    #expect(
      try table.rows("gate:BTC_USDT trades irregular")
        == ["2026-01-01 00:00 87617.7 7601.0 0.0", "2026-01-01 00:00 87617.6 0.0 12.0"])
    #expect(table.reports.first?.series?.columns.first { $0.name == "taker_sold" }?.unit == .contracts)
  }

  @Test("Gate: funding that was settled, and marks beside the index")
  func gatePrices() throws {
    let funding = try gate("funding_applies", (0..<4).map { "\(Self.start + $0 * 28_800),0.000\($0 + 1)" })
    #expect(funding.titles == ["gate:BTC_USDT funding 8h"])
    #expect(try funding.column("funding_rate") == [0.0001, 0.0002, 0.0003, 0.0004])
    let marks = try gate(
      "mark_prices", ["\(Self.start).52,87645.17,87620.82,87617.7", "\(Self.start + 3).52,87646.17,87621.82,87618.7"])
    #expect(Set(marks.titles) == ["gate:BTC_USDT mark irregular", "gate:BTC_USDT index irregular"])
    #expect(try marks.column("mark") == [87645.17, 87646.17])
    #expect(try marks.column("index") == [87620.82, 87621.82])
  }

  @Test("OKX: volume is the second of three, of spot the first, and a day begins at midnight in Hong Kong")
  func okxBars() throws {
    let header = "instrument_name,open,high,low,close,vol,vol_ccy,vol_quote,open_time,confirm\n"
    func rows(_ symbol: String, _ volumes: String) -> String {
      header
        + (0..<3).map { "\(symbol),100,106,99,101,\(volumes),\((Self.start - 28_800 + $0 * 60) * 1000),1\n" }.joined()
    }
    let swap = try imported(rows("BTC-USDT-SWAP", "200,2,202"), name: "BTC-USDT-SWAP-candlesticks-2026-01-01.csv")
    #expect(swap.titles == ["okx:BTC-USDT-SWAP klines 1m"])
    #expect(try swap.column("volume") == [2, 2, 2])
    #expect(try swap.column("quote_volume") == [202, 202, 202])
    let spot = try imported(rows("BTC-USDT", "2,202,202"), name: "BTC-USDT-candlesticks-2026-01-01.csv")
    #expect(try spot.column("volume") == [2, 2, 2])
  }

  @Test("Kraken: the name ends with the minutes of a bar, and that it is taken for spot is said")
  func krakenBars() throws {
    let rows = (0..<3).map { "\(Self.start + $0 * 3600),100,106,99,101,2.5,31\n" }.joined()
    let table = try imported(rows, name: "XBTUSD_60.csv")
    #expect(table.titles == ["kraken:XBTUSD/spot klines 1h"])
    #expect(try table.column("trades") == [31, 31, 31])
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("read as Kraken's archive of spot") })
  }

  @Test("Binance: best bids and asks are quotes by the time of the exchange")
  func binanceQuotes() throws {
    let text = """
      update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time
      1,94000.1,1.2,94000.2,3.4,1767225600100,1767225600105
      2,94000.1,1.1,94000.3,3.0,1767225600200,1767225600205

      """
    let table = try imported(text, name: "BTCUSDT-bookTicker-2026-01-01.csv")
    #expect(table.titles == ["binance:BTCUSDT quotes irregular"])
    #expect(
      try table.rows("binance:BTCUSDT quotes irregular")
        == ["2026-01-01 00:00 94000.1 94000.2 1.2 3.4", "2026-01-01 00:00 94000.1 94000.3 1.1 3.0"])
  }
}
