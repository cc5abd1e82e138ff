import Feeds
import Market
import TestSupport
import Testing

@Suite("What no row of a kind can be")
struct RowRulesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test(
    "open interest of a bar lies between its low and its high",
    arguments: [
      ("75286,75200,75280,75464", "is below the low"), ("75286,75400,75280,75464", "is below open or close"),
      ("75286,75500,75300,75464", "is above open or close"),
    ])
  func interest(row: String, why: String) throws {
    let name = "BTCUSDT_PERP.A_open-interest-history.csv"
    let first = "2024-06-20 03:00:00,75707.5,75760.75,75280.7,75286\n"
    let zone = try ImportHints(table: flags(zone: "UTC"))
    let whole = try imported(first + "2024-06-20 04:00:00,75286,75500,75280,75464\n", name: name, zone)
    #expect(whole.titles.count == 1)
    #expect(problem(first + "2024-06-20 04:00:00,\(row)\n", name: name, zone)?.what.contains(why) == true)
  }

  @Test("a number of trades is a whole one: what stands in its place is an amount")
  func trades() throws {
    let header = "time,open,high,low,close,volume,trades\n1735689600,100,103,99,101,5,12\n"
    #expect(try imported(header + "1735693200,101,104,100,102,6,14.0\n", name: "BTCUSDT_1h.csv").titles.count == 1)
    let wrong = problem(header + "1735693200,101,104,100,102,6,610.25\n", name: "BTCUSDT_1h.csv")
    #expect(wrong?.what.contains("is no number of trades") == true)
    #expect(wrong?.place.line == 3)
  }
}
