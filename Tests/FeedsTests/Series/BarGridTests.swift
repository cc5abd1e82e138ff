import Feeds
import Market
import TestSupport
import Testing

/// Bars open at multiples of their width from midnight, in UTC or in Hong Kong. Values are invented.
@Suite("Where bars open")
struct BarGridTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// 2025-01-01 00:00.
  private static let midnight = 1_735_689_600_000
  private static let hour = 3_600_000

  private func okx(_ width: Int, from open: Int, count: Int = 12) -> String {
    "ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm\n"
      + (0..<count).map { "\(open + $0 * width),1,3,0.5,2,1000,10,20,1\n" }.joined()
  }
  private func hyperliquid(_ width: Int, from open: Int) -> String {
    let rows = (0..<12).map { row in
      #"{"t":\#(open + row * width),"T":\#(open + (row + 1) * width - 1),"s":"BTC","i":"x","o":"1","c":"2","h":"3","l":"0.5","v":"10","n":7}"#
    }
    return "[\(rows.joined(separator: ","))]"
  }
  private static let said = "are no opens of bars of"
  private func fresh(_ text: String, _ name: String, _ hints: ImportHints = .none) throws -> ImportedTable {
    try ImportedTable(text, name: name, in: ScratchFolder(), hints: hints)
  }

  @Test(
    "an hour's bars at half past are refused of every venue's own form, and taken where a flag says that they open there"
  )
  func half() throws {
    let start = Self.midnight + Self.hour / 2
    for (text, name) in [
      (okx(Self.hour, from: start), "BTC-USDT-SWAP.csv"), (hyperliquid(Self.hour, from: start), "candles.json"),
      (okx(4 * Self.hour, from: start), "BTC-USDT-SWAP.csv"), (okx(300_000, from: start + 60_000), "BTC-USDT-SWAP.csv"),
    ] {
      #expect(problem(text, name: name)?.what.contains(Self.said) == true, "\(name)")
      let taken = try fresh(text, name, ImportHints(table: flags(label: .open)))
      #expect(taken.reports.first?.counts.kept == 12)
    }
  }

  @Test(
    "hours of UTC and of Hong Kong are a venue's, weeks begin on any day, and others are said",
    arguments: [
      (1, 0, false), (1, 5, false), (4, 0, false), (4, 1, true), (4, 16, false), (6, 4, false), (6, 16, false),
      (6, 3, true),
      (12, 4, false), (12, 8, true), (24, 0, false), (24, 16, false), (24, 5, true), (168, 120, false),
      (168, 24, false),
      (168, 5, true), (72, 48, false), (5, 3, false),
    ])
  func hours(width: Int, open: Int, isSaid: Bool) throws {
    let text = okx(width * Self.hour, from: Self.midnight + open * Self.hour, count: 8)
    let notes = try fresh(text, "BTC-USDT-SWAP.csv").reports.flatMap(\.notes)
    #expect(notes.contains { $0.contains("between the hours at which those of venues do") } == isSaid, "\(notes)")
  }

  @Test("ends are held to the same grid as opens")
  func ends() throws {
    func table(_ from: Int) -> String {
      "close_time,open,high,low,close,volume\n"
        + (0..<12).map { "\(from + $0 * Self.hour),1,3,0.5,2,10\n" }.joined()
    }
    let hints = try ImportHints(venue: "x", kind: .klines)
    #expect(try fresh(table(Self.midnight), "BTCUSDT.csv", hints).reports.first?.counts.kept == 12)
    #expect(try fresh(table(Self.midnight - 1), "BTCUSDT.csv", hints).reports.first?.counts.kept == 12)
    let asked = problem(table(Self.midnight + Self.hour / 2), hints)
    #expect(asked?.what.contains("are no ends of bars of 1h") == true)
  }
}
