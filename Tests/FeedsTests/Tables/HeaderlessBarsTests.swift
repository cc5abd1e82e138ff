import Feeds
import Market
import TestSupport
import Testing

/// Rows without names say by their numbers what each column is, or are refused.
@Suite("Bars without a header")
struct HeaderlessBarsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private struct Bar {
    let stamp: Int
    let open, high, low, close, volume: Double
    var value: Double { volume * (open + close) / 2 }
    var lists: String { "[\"\(stamp)\",\"\(open)\",\"\(high)\",\"\(low)\",\"\(close)\",\"\(volume)\",\"\(value)\"]" }
  }

  /// Bars of an hour that each open where the one before closed.
  private static let bars = (0..<48).map { row in
    let open = 100 + Double(row * row % 17)
    let close = 100 + Double((row + 1) * (row + 1) % 17)
    return Bar(
      stamp: 1_735_689_600_000 + row * 3_600_000, open: open, high: max(open, close) + 1, low: min(open, close) - 1,
      close: close, volume: 12 + Double(row % 5))
  }

  private func table(_ row: (Bar) -> String) -> String { Self.bars.map { row($0) + "\n" }.joined() }
  private var hints: ImportHints { get throws { try ImportHints(venue: "x", kind: .klines) } }

  @Test(
    "which column is the open does not hang on the direction in which answers list their rows", arguments: [12, 16])
  func directions(size: Int) throws {
    let pages = stride(from: 0, to: Self.bars.count, by: size).map { Array(Self.bars[$0..<$0 + size]) }
    for (asked, answers) in [("forwards", pages), ("backwards", pages.reversed())] {
      let text = answers.map { page in
        #"{"retCode":0,"result":{"category":"linear","symbol":"BTCUSDT","list":[\#(page.reversed().map(\.lists).joined(separator: ","))]}}"#
      }.joined(separator: "\n")
      let found = try ImportedTable(
        text, name: "BTCUSDT.jsonl", in: ScratchFolder(), hints: ImportHints(venue: "bybit"))
      #expect(try found.column("open") == Self.bars.map(\.open), "asked \(asked)")
      #expect(try found.column("close") == Self.bars.map(\.close), "asked \(asked)")
    }
  }

  @Test("the volume is the one that others are a part of, and not the first with its value behind it")
  func parts() throws {
    let text = table {
      "\($0.stamp),\($0.open),\($0.high),\($0.low),\($0.close),\($0.volume),x,\($0.value),7,\($0.volume / 2),\($0.value / 2)"
    }
    let found = try imported(text, hints)
    #expect(try found.column("volume") == Self.bars.map(\.volume))
    #expect(try found.column("quote_volume") == Self.bars.map(\.value))
  }

  @Test("two volumes of which neither holds the other are refused")
  func volumes() throws {
    let text = table {
      let own = $0.stamp / 3_600_000 % 2 == 0 ? 3.0 : 9.0
      return
        "\($0.stamp),\($0.open),\($0.high),\($0.low),\($0.close),\(own),\(own * $0.close),\(12 - own),\((12 - own) * $0.close)"
    }
    #expect(problem(text, try hints)?.what.contains("its numbers do not say what each column is") == true)
  }

  @Test("an average before the close is not taken for it")
  func average() throws {
    let text = table {
      "\($0.stamp),\($0.open),\($0.high),\($0.low),\(($0.high + $0.low) / 2),\($0.close),\($0.volume),\($0.value)"
    }
    #expect(problem(text, try hints)?.what.contains("its numbers do not say what each column is") == true)
    // Behind the close, the next opens tell which of the two it is.
    let behind = table {
      "\($0.stamp),\($0.open),\($0.high),\($0.low),\($0.close),\(($0.high + $0.low) / 2),\($0.volume),\($0.value)"
    }
    let found = try ImportedTable(behind, in: ScratchFolder(), hints: hints)
    #expect(try found.column("close") == Self.bars.map(\.close))
  }

  @Test(
    "a last column of 1 and 0, in numbers or as conditions, says which bars were over",
    arguments: [("\"1\"", "\"0\""), ("true", "false"), ("\"True\"", "\"False\""), ("1.0", "0.0")])
  func over(yes: String, no: String) throws {
    for isNewestFirst in [false, true] {
      func text(_ row: (Bar) -> String) -> String {
        let rows = Self.bars.map { "[\(row($0)),\($0.stamp == Self.bars.last?.stamp ? no : yes)]" }
        return "[\((isNewestFirst ? rows.reversed() : rows).joined(separator: ","))]"
      }
      let traded = text { String($0.lists.dropFirst().dropLast()) }
      let found = try ImportedTable(traded, name: "BTCUSDT.json", in: ScratchFolder(), hints: hints)
      #expect(try found.column("volume") == Self.bars.dropLast().map(\.volume))
      // Bars of a price have no volume: what stands in its place is the flag.
      let marked = text { "\"\($0.stamp)\",\"\($0.open)\",\"\($0.high)\",\"\($0.low)\",\"\($0.close)\"" }
      let mark = try ImportedTable(
        marked, name: "BTCUSDT.json", in: ScratchFolder(), hints: ImportHints(venue: "x", kind: .mark))
      #expect(try mark.column("mark") == Self.bars.dropLast().map(\.close))
    }
  }

  /// Rows as the archives of some venues order them: `1,4,2,3,0` is a volume, a close, a high, a low and an open.
  @Test(
    "columns in the order of another venue are told by the bars, and said",
    arguments: [
      ([4, 3, 1, 2, 0], "volume, close, high, low, open"), ([0, 3, 1, 2, 4], "open, close, high, low, volume"),
      ([2, 1, 0, 3, 4], "low, high, open, close, volume"),
    ])
  func orders(order: [Int], name: String) throws {
    func row(_ bar: Bar) -> String {
      let values = [bar.open, bar.high, bar.low, bar.close, bar.volume * 1000]
      return "\(bar.stamp / 1000)," + order.map { "\(values[$0])" }.joined(separator: ",")
    }
    let found = try imported(table(row), name: "BTCUSDT-202501.csv", hints)
    #expect(try found.column("open") == Self.bars.map(\.open))
    #expect(try found.column("high") == Self.bars.map(\.high))
    #expect(try found.column("close") == Self.bars.map(\.close))
    #expect(try found.column("volume") == Self.bars.map { $0.volume * 1000 })
    #expect(
      found.reports.flatMap(\.notes).contains("columns are read in the order of \(name), as the bars allow no other"))
  }

  @Test("a value before the prices is that of the volume behind them")
  func valueFirst() throws {
    let text = table { "\($0.stamp),\($0.value),\($0.close),\($0.high),\($0.low),\($0.open),\($0.volume)" }
    let found = try imported(text, hints)
    #expect(try found.column("volume") == Self.bars.map(\.volume))
    #expect(try found.column("quote_volume") == Self.bars.map(\.value))
    #expect(try found.column("close") == Self.bars.map(\.close))
  }

  @Test("an order that bars do not tell, since too few follow on each other, is asked about")
  func fewRows() throws {
    let text = Self.bars.prefix(6).map {
      "\($0.stamp),\($0.volume * 1000),\($0.close),\($0.high),\($0.low),\($0.open)\n"
    }.joined()
    #expect(problem(text, try hints)?.what.contains("its numbers do not say what each column is") == true)
  }
}
