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

  private func settled(_ rates: [String], side: String? = nil) -> String {
    "time,funding_rate\(side == nil ? "" : ",side")\n"
      + rates.enumerated().map { row, rate in
        "\(1_735_689_600 + 28_800 * row),\(rate)\(side.map { ",\($0)" } ?? "")\n"
      }.joined()
  }

  @Test("a number without a % among such as have one is refused at its line, and so is the other way around")
  func signs() throws {
    for (odd, others) in [("0.0100", "0.0100%"), ("0.0100%", "0.0001")] {
      let text = settled((0..<20).map { $0 == 12 ? odd : others })
      let refused = problem(text, try hints("funding"))
      #expect(refused?.place.line == 14)
      #expect(refused?.what.contains("some have a % behind them") == true)
    }
    let percent = try imported(
      settled((0..<20).map { $0 == 12 ? "0.0100" : "0.0100%" }), hints("funding", units: "funding_rate=percent"))
    #expect(try percent.column("funding_rate").allSatisfy { $0 == 0.0001 })
    let zero = try ImportedTable(
      settled((0..<20).map { $0 == 12 ? "0" : "0.0100%" }), in: ScratchFolder(), hints: hints("funding"))
    #expect(try zero.column("funding_rate")[12] == 0)
  }

  @Test("rates of shorts are asked about: longs pay what they receive")
  func shorts() throws {
    let rates = (0..<20).map { "\(0.0001 + Double($0 * 7 % 5) * 1e-6)" }
    #expect(
      problem(settled(rates, side: "short"), try hints("funding"))?.what.contains("says short of every rate") == true)
    #expect(try imported(settled(rates, side: "long"), hints("funding")).column("funding_rate").count == 20)
  }

  @Test("rates that only rise are a running total, and are said; those of a market go up and down")
  func total() throws {
    let rates = (0..<60).map { 0.00008 + Double($0 * 37 % 11) * 1e-6 }
    let sums = rates.indices.map { rates[...$0].reduce(0, +) / 10 }
    func notes(_ rates: [Double]) throws -> [String] {
      try ImportedTable(settled(rates.map { "\($0)" }), in: ScratchFolder(), hints: hints("funding")).reports
        .flatMap(\.notes)
    }
    #expect(try notes(sums).contains { $0.contains("a running total, and not what each settlement paid") })
    #expect(try !notes(rates).contains { $0.contains("running total") })
  }

  @Test("open interest and its value are held against a price beside them")
  func interest() throws {
    func table(_ names: String, size: Double = 1) -> String {
      "time,\(names),mark_price\n"
        + (0..<20).map { "\(1_735_689_600 + 3600 * $0),\(80_000 / size),\(80_000.0 * 90_000),90000\n" }.joined()
    }
    let said = try hints("open_interest")
    #expect(try imported(table("open_interest,open_interest_value"), said).column("open_interest").first == 80_000)
    let refused = problem(table("open_interest_value,open_interest"), said)
    #expect(refused?.what.contains("of 'open_interest' times 'mark_price'") == true)
    #expect(
      problem(table("open_interest,open_interest_value", size: 0.01), said)?.remedy?.contains("contracts") == true)
  }

  @Test(
    "fractions under a name that says percent or basis points are asked about",
    arguments: [
      ("funding_rate_pct", "0.0001", "percent"), ("funding_rate_bps", "0.0001", "bps"),
      ("Funding (%)", "0.00008", "percent"),
    ])
  func small(name: String, rate: String, unit: String) throws {
    let text = settled((0..<20).map { _ in rate }).replacing("funding_rate", with: name)
    let refused = problem(text, try hints("funding"))
    #expect(refused?.what.contains("'\(name)' is in \(unit) by its name, and its rates are about") == true)
    #expect(refused?.remedy?.hasPrefix("say --unit funding_rate=fraction") == true)
    let said = try imported(text, hints("funding", units: "funding_rate=fraction"))
    #expect(try said.column("funding_rate").first == Double(rate))
    let honest = text.replacing(rate, with: unit == "bps" ? "1.0" : "0.0100")
    let table = try ImportedTable(honest, in: ScratchFolder(), hints: hints("funding"))
    #expect(try table.column("funding_rate").first == 0.0001)
  }
}
