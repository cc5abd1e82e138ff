import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Liquidations in tables")
struct LiquidationTablesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func windows(_ longs: String, _ shorts: String) -> String {
    "time,\(longs),\(shorts)\n2024-01-01 00:00:00,1500,200\n2024-01-01 01:00:00,500,100\n"
  }

  private func hints(units: String? = nil) throws -> ImportHints {
    try ImportHints(venue: "binance", kind: .liquidations, table: flags(units: units))
  }

  @Test("what they count is asked for where nothing says it")
  func asked() throws {
    let asked = problem(windows("long_liquidations", "short_liquidations"), try hints())
    #expect(asked?.what == "'long_liquidations' may count dollars, coins or contracts, and nothing says which")
    #expect(asked?.remedy?.hasPrefix("say --unit long_liquidations=quote,short_liquidations=quote") == true)
  }

  @Test(
    "what is said goes into the column of that unit",
    arguments: [
      ("quote", "long_liquidations_value", Unit.quote), ("coin", "long_liquidations", .base),
      ("contracts", "long_liquidations", .contracts),
    ])
  func said(unit: String, column: String, counted: Unit) throws {
    let table = try imported(
      windows("long_liquidations", "shorts"),
      hints(units: "long_liquidations=\(unit),short_liquidations=\(unit)"))
    #expect(try table.column(column) == [1500, 500])
    #expect(table.reports.compactMap(\.series?.columns.first?.unit) == [counted])
  }

  @Test(
    "names that say dollars are read as dollars",
    arguments: [("longs_usd", "shorts_usd"), ("Long Liquidations (USD)", "Short Liquidations (USD)")])
  func named(longs: String, shorts: String) throws {
    let table = try imported(windows(longs, shorts), hints())
    #expect(try table.column("long_liquidations_value") == [1500, 500])
    #expect(try table.column("short_liquidations_value") == [200, 100])
  }

  @Test("of liquidations one by one whose side it is is asked for, with both ways to say it")
  func sides() throws {
    let text = "time,side,price,quantity\n2024-01-01 00:00:00,buy,42000,0.5\n2024-01-01 00:10:00,sell,42010,1.5\n"
    let asked = problem(text, try hints())
    #expect(
      asked?.what.contains("'side' (buy, sell) is that of the order, where a sale closes a long, or of the position")
        == true)
    #expect(asked?.remedy?.contains("long_liquidated: {from: quantity, where: {side: buy}}") == true)
  }

  @Test("more liquidated than traded is no amount of coins")
  func more() throws {
    let hours = (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }
    let bars =
      "time,open,high,low,close,volume\n"
      + hours.map { "2024-01-01 \($0):00:00,100,101,99,100,1000\n" }.joined()
    let amounts =
      "time,long_liquidations,short_liquidations\n" + hours.map { "2024-01-01 \($0):00:00,900,20\($0)\n" }.joined()
    let files = [
      try scratch.write(bars, to: "files/BTCUSDT_1h.csv"), try scratch.write(amounts, to: "liq/BTCUSDT_liq.csv"),
    ]
    let dataset = try Dataset.openForImport(at: scratch.path + "/l.sqlite")
    _ = try Importer.importFiles([files[0]], into: dataset, hints: ImportHints(venue: "binance"))
    let reports = try Importer.importFiles(
      [files[1]], into: dataset, hints: hints(units: "long_liquidations=coin,short_liquidations=coin"))
    #expect(
      reports.flatMap(\.notes).contains {
        $0.hasPrefix("more was liquidated than binance:BTCUSDT trades, in 24 of 24")
      },
      "\(reports.flatMap(\.notes))")
  }
}
