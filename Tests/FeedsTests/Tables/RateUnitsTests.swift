import Feeds
import Market
import TestSupport
import Testing

@Suite("Rates that look like percent are asked about, whether they were paid, expected or averaged")
struct RateUnitsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func hints(_ kind: String, units: String? = nil) throws -> ImportHints {
    try ImportHints(
      venue: "bybit", symbol: "BTCUSDT", kind: FileKind(named: kind), table: flags(units: units))
  }

  private func rows(_ names: String, _ values: String) -> String {
    "time,\(names)\n" + (0..<20).map { "\(1_735_689_600 + 3600 * $0),\(values)\n" }.joined()
  }

  @Test(
    "the unit is asked for with its flag",
    arguments: [
      ("predicted_funding", "predicted_funding_rate"), ("predicted_funding", "funding_rate"),
      ("funding_index", "funding_index"), ("funding_index", "close"),
    ])
  func asked(kind: String, column: String) throws {
    let role = kind == "funding_index" ? kind : "predicted_funding_rate"
    let refused = problem(rows(column, "0.0374"), try hints(kind))
    #expect(refused?.what.contains("look like percent") == true)
    #expect(refused?.remedy?.contains("--unit \(role)=percent, bps or fraction") == true)
    let said = try imported(rows(column, "0.0374"), hints(kind, units: "\(role)=percent"))
    #expect(try said.column(role).allSatisfy { $0 == 0.000374 })
    #expect(try ImportedTable(rows(column, "0.0001"), in: ScratchFolder(), hints: hints(kind)).column(role).count == 20)
  }

  @Test("bars of an average name all of their columns, and are read so")
  func bars() throws {
    let answer = rows("open,high,low,close", "0.0374,0.0375,0.0373,0.0374")
    let refused = problem(answer, try hints("funding_index"))
    #expect(
      refused?.remedy?.contains(
        "--unit funding_index=percent, bps or fraction (and funding_index_high, funding_index_low, funding_index_open)")
        == true)
    let units = ["", "_open", "_high", "_low"].map { "funding_index\($0)=percent" }.joined(separator: ",")
    let said = try imported(answer, hints("funding_index", units: units))
    #expect(try said.column("funding_index").allSatisfy { $0 == 0.000374 })
  }
}
