import Feeds
import Market
import TestSupport
import Testing

@Suite("Columns behind those of a profile")
struct UnreadColumnsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Bars as freqtrade writes them out, with a column behind.
  private func bars(_ name: String, zone: String = "+00:00", _ word: (Int) -> String) -> String {
    "date,open,high,low,close,volume,\(name)\n"
      + (0..<20).map { "2025-01-01 \($0 < 10 ? "0" : "")\($0):00:00\(zone),100,103,99,101,\($0 + 1),\(word($0))\n" }
      .joined()
  }

  private let file = "BTC_USDT_USDT-1h-futures.csv"

  @Test(
    "one that says another symbol or venue in every row is refused",
    arguments: [
      ("pair", "ETH/USDT:USDT", "the column 'pair' says 'ETH/USDT:USDT'"), ("symbol", "ETHUSDT", "the column 'symbol'"),
      ("exchange", "bybit", "the column 'exchange' says 'bybit'"),
    ])
  func refused(name: String, word: String, what: String) throws {
    let refused = problem(bars(name) { _ in word }, name: file, try ImportHints(venue: "binance"))
    #expect(refused?.what.hasPrefix(what) == true && refused?.what.contains("binance:BTCUSDT") == true)
    #expect(refused?.place.line == 2)
  }

  @Test(
    "one that says the same in other words is passed over",
    arguments: [
      ("pair", "BTC/USDT:USDT"), ("symbol", "BTCUSDT"), ("symbol", "BTC"), ("symbol", "XBTUSDT"),
      ("exchange", "Binance"),
      ("exchange", "somewhere"), ("pair", "Bitcoin"), ("symbol", ""), ("timezone", "Asia/Kolkata"),
    ])
  func passed(name: String, word: String) throws {
    let table = try imported(bars(name) { _ in word }, name: file, ImportHints(venue: "binance"))
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(try table.stamps.count == 20)
  }

  @Test("times without a zone beside a column that says one are refused, until it is said")
  func clock() throws {
    let text =
      "datetime,open_interest,timezone\n"
      + (0..<9).map { "2025-01-01 0\($0):00:00,\(100 + $0),Asia/Kolkata\n" }.joined()
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    let refused = problem(text, name: "oi.csv", hints)
    #expect(refused?.what.hasPrefix("the column 'timezone' says that times are off the clock of Asia/Kolkata") == true)
    #expect(refused?.remedy?.hasPrefix("say --zone Asia/Kolkata") == true)
    let said = try ImportHints(venue: "binance", symbol: "BTCUSDT", table: flags(zone: "Asia/Kolkata"))
    #expect(try imported(text, name: "oi2.csv", said).stamps.first == "2024-12-31T18:30:00Z")
  }

  @Test("snapshots of open interest of another symbol than the flag says are refused")
  func openInterest() throws {
    let text =
      "datetime,open_interest,symbol\n"
      + (0..<9).map { "2025-01-01 0\($0):00:00+00:00,\(100 + $0),ETHUSDT\n" }.joined()
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    #expect(problem(text, name: "oi.csv", hints)?.what.contains("say 'ETHUSDT'") == true)
  }

  @Test("rows that were filled in are left out, and said to be")
  func filled() throws {
    let table = try imported(
      bars("is_filled") { $0 % 5 == 4 ? "True" : "False" }, name: file, ImportHints(venue: "binance"))
    #expect(try table.stamps.count == 16)
    #expect(table.reports.flatMap(\.notes).contains("4 rows that were filled in, by 'is_filled', are left out"))
  }

  @Test("events of another symbol than the name of their file says are refused too")
  func events() throws {
    let text =
      "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,"
      + "accumulated_fill_quantity,symbol\n"
      + (0..<5).map {
        "\(1_690_761_600_000 + $0 * 1000),BUY,LIMIT,IOC,0.1,29000,29000,FILLED,0.1,0.1,ETHUSDT\n"
      }.joined()
    let refused = problem(text, name: "BTCUSDT-liquidationSnapshot-2023-07-31.csv")
    #expect(refused?.what.contains("'binance-liquidations' would file the rows as binance:BTCUSDT") == true)
  }
}
