import Feeds
import Market
import TestSupport
import Testing

/// Kinds whose values leap, of which only a change of their measure stays.
@Suite("Premiums, liquidations and ratios that change what they count")
struct AmountStepsTests {
  private func notes(_ header: String, _ kind: FileKind, _ values: (Int) -> [Double]) throws -> [String] {
    let rows = (0..<300).map { row in
      "\(1_735_689_600 + row * 3600),\(values(row).map { "\($0)" }.joined(separator: ","))\n"
    }
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: kind)
    return try ImportedTable(
      "time,\(header)\n" + rows.joined(), name: "x.csv", in: ScratchFolder(), hints: hints
    ).reports.flatMap(\.notes)
  }

  private static func size(_ row: Int) -> Double { 1 + Double(row * 37 % 101) }

  @Test("premiums in percent from a row on are said")
  func premiums() throws {
    func premium(_ row: Int) -> Double { (row % 2 == 0 ? 1 : -1) * (3 + Double(row * 37 % 10) / 10) / 1e4 }
    func said(_ from: Int) throws -> Bool {
      try notes("premium", .premium) { [premium($0) * ($0 < from ? 1 : 100)] }.contains {
        $0.hasPrefix("its premiums are")
      }
    }
    #expect(try said(200))
    #expect(try !said(300))
  }

  @Test("liquidations that go from dollars to coins, or that only grow, are said; such as leap are not")
  func liquidations() throws {
    func said(_ values: (Int) -> [Double]) throws -> [String] {
      try notes("longs_usd,shorts_usd", .liquidations, values).filter {
        $0.hasPrefix("'") && $0.contains("_liquidations")
      }
    }
    let units = try said { row in
      let unit = row < 100 ? 90_000.0 : 1
      return [Self.size(row) * unit, Self.size(row + 3) * unit]
    }
    #expect(units.count == 2)
    #expect(units.first?.contains("before 2025-01-05 04:00 and") == true, "\(units)")
    let total = try said { row in [Double(row * (row + 1)), Self.size(row)] }
    #expect(total.count == 1)
    #expect(total.first?.contains("never falls over 300 rows") == true, "\(total)")
    #expect(
      try said { row in [Self.size(row) * (row % 29 == 0 ? 9000 : 1), row % 3 == 0 ? 0 : Self.size(row)] }.isEmpty)
  }

  @Test("a ratio that goes on as a share is said, and one that wanders there is not")
  func ratios() throws {
    func said(_ value: (Int) -> Double) throws -> Bool {
      try notes("long_short_ratio", .init(named: "long_short")) { [value($0)] }.contains {
        $0.contains("two measures in one column?")
      }
    }
    func ratio(_ row: Int) -> Double { 1.3 + Double(row * 37 % 101) / 5000 }
    #expect(try said { $0 < 100 ? ratio($0) : ratio($0) / (1 + ratio($0)) })
    #expect(try !said { ratio($0) })
    #expect(try !said { 1.3 - 0.75 * Double($0) / 300 })
  }
}
