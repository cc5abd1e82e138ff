import Feeds
import Market
import TestSupport
import Testing

@Suite("Open interest and ratios that a vendor gives as bars are known when the bar is over")
struct BarsOfLevelsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func rows(_ names: String, _ values: String) -> String {
    "\(names)\n" + (0..<6).map { "\(1_735_689_600 + 3600 * $0),\(values.replacing("#", with: "\($0)"))\n" }.joined()
  }

  private let bars = "time,open,high,low,close"
  private let levels = "100#,120#,90#,101#"

  private func hints(
    _ kind: FileKind, _ columns: [String: String] = [:], label: ImportProfile.Label? = nil
  ) throws -> ImportHints {
    try ImportHints(venue: "binance", kind: kind, table: flags(columns: columns, label: label))
  }

  @Test(
    "open interest as bars, in coins, in dollars or as a close beside an open that nobody reads",
    arguments: [
      [
        "open_interest_open": "open", "open_interest_high": "high", "open_interest_low": "low",
        "open_interest": "close",
      ],
      [
        "open_interest_value_open": "open", "open_interest_value_high": "high", "open_interest_value_low": "low",
        "open_interest_value": "close",
      ],
      ["open_interest": "close"],
    ])
  func said(columns: [String: String]) throws {
    let table = try imported(rows(bars, levels), hints(.openInterest, columns))
    #expect(table.reports[0].series?.known == .atClose)
    #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
    #expect(table.reports[0].notes.contains { $0.contains("rows are bars") && $0.contains("taken as the opens") })
  }

  @Test("so are columns of those names, and a profile's that says no label")
  func named() throws {
    let names = "time,open_interest_open,open_interest_high,open_interest_low,open_interest"
    #expect(try imported(rows(names, levels), hints(.openInterest)).reports[0].series?.known == .atClose)
    let profile = """
      name: mine
      about: own rows
      match: {header: [t, o, c]}
      time: {column: t}
      series:
        - {kind: open_interest, venue: x, symbol: ETHUSDT, columns: {open_interest: c, open_interest_open: o}}
      """
    let own = try imported(rows("t,o,c", "100#,101#"), name: "x.csv", profile: profile)
    #expect(own.reports[0].series?.known == .atClose)
  }

  @Test("ends are ends, and what a flag says goes before what columns say")
  func labels() throws {
    let ends = try imported(
      rows("close_time,open,high,low,close", levels), hints(.openInterest, ["open_interest": "close"]))
    #expect(ends.reports[0].series?.known == .atClose)
    #expect(try ends.stamps.first == "2024-12-31T23:00:00Z")
    let snapshots = try ImportedTable(
      rows(bars, levels), in: ScratchFolder(), hints: hints(.openInterest, ["open_interest": "close"], label: .snapshot)
    )
    #expect(snapshots.reports[0].series?.known == .atStamp)
  }

  @Test("ratios under Coinglass's names are bars, and others snapshots, which is said")
  func ratios() throws {
    let names = "time,global_account_long_percent,global_account_short_percent,global_account_long_short_ratio"
    let columns = ["long_short_ratio": "global_account_long_short_ratio"]
    let longShort = try FileKind(named: "long_short")
    let vendor = try imported(rows(names, "60.#,40.#,1.5#"), hints(longShort, columns))
    #expect(vendor.reports[0].series?.known == .atClose)
    let plain = try imported(
      rows("time,ratio", "1.5#"), name: "ETHUSDT.csv", hints(longShort, ["long_short_ratio": "ratio"]))
    #expect(plain.reports[0].series?.known == .atStamp)
    #expect(
      plain.reports[0].notes.contains { $0.hasPrefix("rows are taken as snapshots") && $0.contains("--label open") })
  }

  @Test("the close of a bar of rates is no settlement")
  func rates() throws {
    let text = rows(bars, "0.0001,0.0003,0.0001,0.0002")
    let refused = try problem(text, hints(.funding, ["funding_rate": "close"]))
    #expect(refused?.what.contains("are the closes of bars") == true)
    #expect(refused?.remedy?.contains("--kind funding_index") == true)
  }
}
