import Feeds
import Market
import TestSupport
import Testing

@Suite("Shares of longs and shorts are fractions, whatever a vendor lists them in")
struct SharesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func rows(_ names: String, _ values: String) -> String {
    "time,\(names)\n" + (0..<4).map { "\(1_735_689_600 + 3600 * $0),\(values)\n" }.joined()
  }

  private func hints(_ long: String, _ short: String, units: String? = nil) throws -> ImportHints {
    try ImportHints(
      venue: "binance", kind: FileKind(named: "long_short"),
      table: flags(columns: ["long_share": long, "short_share": short], units: units))
  }

  @Test("percent by the name of the column", arguments: ["60.5,39.5", "60.5%,39.5%"])
  func named(values: String) throws {
    let table = try imported(
      rows("daily_long_percent,Short (%)", values), hints("daily_long_percent", "Short (%)"))
    #expect(try table.column("long_share").first == 0.605)
    #expect(try table.column("short_share").first == 0.395)
    #expect(table.reports[0].notes.contains { $0.contains("'daily_long_percent' is in percent, as its name says") })
  }

  @Test("above 1 under a name that says nothing they are asked about, with the flag that reads them")
  func asked() throws {
    let text = rows("longs,shorts", "60.5,39.5")
    let refused = try #require(try problem(text, hints("longs", "shorts")))
    #expect(refused.remedy == "say --unit long_share=percent,short_share=percent")
    let said = try imported(text, hints("longs", "shorts", units: "long_share=percent,short_share=percent"))
    #expect(try said.column("short_share").first == 0.395)
    let plain = try ImportedTable(
      rows("longs,shorts", "0.605,0.395"), in: ScratchFolder(), hints: hints("longs", "shorts"))
    #expect(try plain.column("long_share").first == 0.605)
  }

  @Test("fractions under a name that says percent are asked about")
  func fractions() throws {
    let text = rows("long_pct,short_pct", "0.605,0.395")
    #expect(try problem(text, hints("long_pct", "short_pct"))?.remedy?.contains("long_share=fraction") == true)
    let said = try hints("long_pct", "short_pct", units: "long_share=fraction,short_share=fraction")
    #expect(try imported(text, said).column("long_share").first == 0.605)
  }

  @Test("a profile that names no unit reads no share of 60")
  func profile() throws {
    let profile = """
      name: mine
      about: own rows
      match: {header: [t, l]}
      time: {column: t}
      series:
        - {kind: long_short, venue: x, symbol: BTCUSDT, columns: {long_share: l}}
      """
    let refused = #expect(throws: Problem.self) {
      try imported("t,l\n1735689600,60\n1735693200,61\n", name: "x.csv", profile: profile)
    }
    #expect(refused?.what.contains("is no share of longs or shorts as a fraction") == true)
  }

  private func ratios(_ ratio: (Int) -> Double) -> String {
    "time,long_short_ratio\n" + (0..<40).map { "\(1_735_689_600 + 3600 * $0),\(ratio($0))\n" }.joined()
  }

  @Test("a ratio of fifty is the share of the longs in percent, unless it is said to be a ratio")
  func percentRatio() throws {
    let kind = try FileKind(named: "long_short")
    let text = ratios { 52 + Double($0 % 7) / 10 }
    let refused = problem(text, try ImportHints(venue: "binance", kind: kind))
    #expect(refused?.what.contains("they look like the share of the longs in percent") == true)
    #expect(refused?.remedy?.contains("long_share=long_short_ratio") == true)
    let said = try flags(columns: ["long_short_ratio": "long_short_ratio"])
    #expect(
      try imported(text, ImportHints(venue: "binance", kind: kind, table: said)).column("long_short_ratio").first == 52)
  }

  @Test("ratios that all lie where shares do are said, and others are not")
  func smallRatios() throws {
    let kind = try FileKind(named: "long_short")
    func notes(_ ratio: (Int) -> Double) throws -> [String] {
      try ImportedTable(ratios(ratio), in: ScratchFolder(), hints: ImportHints(venue: "binance", kind: kind))
        .reports.flatMap(\.notes)
    }
    #expect(
      try notes { 0.52 + Double($0 % 7) / 100 }.contains {
        $0.hasPrefix("all ratios in 'long_short_ratio' are between 0.52 and 0.58, as shares of longs are")
      })
    #expect(try !notes { 0.52 + Double($0 % 7) / 10 }.contains { $0.contains("as shares of longs are") })
  }
}
