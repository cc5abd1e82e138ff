import Feeds
import Market
import TestSupport
import Testing

@Suite("Units in columns behind those of a profile")
struct SaidUnitsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func interest(_ name: String, _ word: String) -> String {
    "datetime,open_interest,\(name)\n"
      + (0..<9).map { "2025-01-01 0\($0):00:00+00:00,\(100 + $0),\(word)\n" }.joined()
  }

  private func bars(_ name: String, _ word: String) -> String {
    "date,open,high,low,close,volume,\(name)\n"
      + (0..<9).map { "2025-01-01 0\($0):00:00+00:00,100,103,99,101,\($0 + 1),\(word)\n" }.joined()
  }

  private func rates(_ word: String) -> String {
    "symbol,fundingTime,fundingRate,unit\n"
      + (0..<9).map { "BTCUSDT,\(1_735_689_600_000 + 28_800_000 * $0),0.0001,\(word)\n" }.joined()
  }

  private let file = "BTC_USDT_USDT-1h-futures.csv"

  @Test(
    "open interest that is said to count dollars or contracts is not taken as coins", arguments: ["USDT", "contracts"])
  func openInterest(word: String) throws {
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    for name in ["unit", "oi_unit"] {
      let refused = problem(interest(name, word), name: "oi.csv", hints)
      #expect(refused?.what.contains("the column '\(name)' says '\(word)'") == true)
      #expect(refused?.what.hasSuffix("'open_interest' of binance:BTCUSDT as coins") == true)
      #expect(refused?.place.line == 2)
    }
    let table = try imported(interest("unit", "BTC"), name: "oi.csv", hints)
    #expect(try table.stamps.count == 9)
  }

  @Test("in a table that nobody described as well")
  func table() throws {
    let text = interest("unit", "USDT").replacing("datetime", with: "ts")
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: .openInterest)
    #expect(problem(text, name: "oi.csv", hints)?.what.contains("would be taken as coins") == true)
  }

  @Test(
    "a volume is held against its unit, and prices against their currency",
    arguments: [("volume_unit", "contracts"), ("volume_unit", "USDT"), ("unit", "lots"), ("currency", "KRW")])
  func bars(name: String, word: String) throws {
    let refused = problem(bars(name, word), name: file, try ImportHints(venue: "binance"))
    #expect(refused?.what.contains("the column '\(name)' says '\(word)'") == true)
  }

  @Test(
    "a unit that is the coin and a currency of the pair say nothing new",
    arguments: [("volume_unit", "BTC"), ("unit", "coins"), ("currency", "USDT"), ("currency", "USD"), ("unit", "k")])
  func passed(name: String, word: String) throws {
    #expect(try imported(bars(name, word), name: file, ImportHints(venue: "binance")).stamps.count == 9)
  }

  @Test("rates that are said to be percent are not taken as fractions")
  func rates() throws {
    for word in ["percent", "bps", "%"] {
      #expect(problem(rates(word))?.what.contains("'funding_rate' as a fraction") == true)
    }
    #expect(try imported(rates("fraction")).stamps.count == 9)
  }
}
