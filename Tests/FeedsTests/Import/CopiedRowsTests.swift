import Feeds
import Market
import TestSupport
import Testing

/// One coin's bars under the symbols of two.
@Suite("Bars of another coin")
struct CopiedRowsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// - Parameter bar: of a row, its prices and its volume.
  private func rows(_ symbol: String, _ bar: (Int) -> String) -> String {
    (0..<24).map { "\(symbol),\(1_735_689_600_000 + $0 * 3_600_000),\(bar($0))\n" }.joined()
  }
  private func notes(_ rows: String...) throws -> [String] {
    try ImportedTable(
      "symbol,time,open,high,low,close,volume\n" + rows.joined(), name: "bars.csv", in: ScratchFolder(),
      hints: ImportHints(venue: "x", kind: .klines)
    ).reports.flatMap(\.notes).filter { $0.contains("to the last digit") }
  }
  private static func moving(_ row: Int) -> String {
    "\(100 + row % 7),108,99,\(100 + (row + 1) % 7),\(10 + row)"
  }

  @Test("are said where price and volume are the same to the last digit")
  func copied() throws {
    let found = try notes(rows("BTCUSDT", Self.moving), rows("ETHUSDT", Self.moving))
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("24 of 24 bars that were compared have price and volume of x:BTCUSDT klines 1h") == true)
  }

  @Test(
    "are not suspected of two coins at one price with volumes of their own, of coins that do not trade, and of one coin"
  )
  func honest() throws {
    let stable = { (scale: Int) in { (row: Int) in "1,1,1,1,\((10 + row) * scale)" } }
    #expect(try notes(rows("USDCUSDT", stable(1)), rows("FDUSDUSDT", stable(3))).isEmpty)
    let dead = { (_: Int) in "2,2,2,2,0" }
    #expect(try notes(rows("LUNAUSDT", dead), rows("FTTUSDT", dead)).isEmpty)
    let few = { (row: Int) in row < 6 ? Self.moving(row) : "\(100 + row),\(300 + row),50,\(101 + row),\(row)" }
    let others = { (row: Int) in row < 6 ? Self.moving(row) : "\(200 + row),\(300 + row),50,\(101 + row),\(row)" }
    #expect(try notes(rows("AUSDT", few), rows("BUSDT", others)).isEmpty)
  }
}
