import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("What a frame says of columns that have no rows at an end of its window")
struct SilentStretchTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private let bars = ramp(.klines, every: .hour, count: 200, plus: 1000)

  /// A column of somebody's own, known at the close of its hour.
  private func own(_ rows: [Int], every cadence: Interval? = .hour) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "mine", symbol: "BTCUSDT"), kind: .external, cadence: cadence,
      columns: [.init("x", .score)], known: .atClose)
    return Series(
      descriptor: descriptor, stamps: rows.map { (newYear + .hour * $0).milliseconds }, columns: [rows.map(Double.init)]
    )
  }

  private func said(
    _ series: [Series], _ columns: Set<String> = ["x"], _ hours: Range<Int>? = nil, warmUp: Int = 0
  ) throws -> [String] {
    let dataset = try scratch.dataset("m\(series.map(\.stamps.count))\(hours?.description ?? "")", series)
    let range = hours.map { TimeRange(from: newYear + .hour * $0.lowerBound, to: newYear + .hour * $0.upperBound) }
    return try dataset.frame(
      of: "binance:BTCUSDT", range: range ?? .always, columns: columns, warmUp: warmUp, funding: nil
    ).findings.filter { $0.contains(" in the window ") }
  }

  // The row of 05:00 on the 5th is known at 06:00; from the close at 07:00 on a newer one is due: rows 102 to 199.
  @Test("a column that stops before the window does, with its last row and the bars at which a newer one was due")
  func ends() throws {
    let found = try said([bars, own(Array(0...101))])
    #expect(
      found == ["x of mine:BTCUSDT external 1h has no rows in the window after 2025-01-05 05:00 UTC (98 bars)."])
    #expect(try said([bars, own(Array(0...101))], ["x"], 10..<90).isEmpty, "nothing beyond the window")
    #expect(try said([bars, own(Array(0...101))], ["close"]).isEmpty, "nothing of what is not read")
  }

  @Test("a column that begins long after the window, and not one that begins with it")
  func begins() throws {
    #expect(
      try said([bars, own(Array(48..<200))]) == [
        "x of mine:BTCUSDT external 1h has no rows in the window before 2025-01-03 00:00 UTC (48 bars)."
      ])
    #expect(try said([bars, own(Array(1..<200))]).isEmpty)
    let daily = (0..<8).map { $0 * 24 }
    #expect(try said([bars, own(daily, every: .day)]).isEmpty, "the first day is known when it is over")
    #expect(try said([bars, own(Array(48..<200))], ["x"], 60..<200, warmUp: 60).isEmpty, "nothing of the warm-up")
  }

  @Test("one late row is bridged, as values are")
  func late() throws {
    #expect(try said([bars, own(Array(0...198))]).isEmpty)
    #expect(try said([bars, own(Array(0...197))]).count == 1)
  }

  @Test("a gap of the bars that touches an edge of the window")
  func gaps() throws {
    let holed = bars.keeping(rows: (0..<200).filter { !(84..<132).contains($0) })
    #expect(
      try said([holed], [], 10..<131) == [
        "binance:BTCUSDT klines 1h has no rows in the window after 2025-01-04 11:00 UTC (47 bars)."
      ])
    #expect(
      try said([holed], [], 106..<180) == [
        "binance:BTCUSDT klines 1h has no rows in the window before 2025-01-06 12:00 UTC (26 bars)."
      ])
    #expect(try said([holed], [], 10..<140).isEmpty, "between two rows it shows in the rows")
  }

  @Test("nothing of the end of what comes when it comes, which holds until the next, and nothing of events")
  func irregular() throws {
    #expect(
      try said([bars, own([3, 20, 21], every: nil)]).map { $0.contains(" before 2025-01-01 03:00 UTC") } == [true])
    let events = SeriesDescriptor(
      instrument: btc, kind: .liquidationEvents, cadence: nil, columns: SeriesKind.liquidationEvents.columns)
    let stamps = [30, 31].map { (newYear + .hour * $0).milliseconds }
    let rows = Series(
      descriptor: events, stamps: stamps, columns: SeriesKind.liquidationEvents.columns.map { _ in [1, 2] })
    #expect(try said([bars, rows], ["long_liquidated"]).isEmpty)
  }

  @Test("a member of a universe is listed and delisted, and misses what its bars outlive")
  func universe() throws {
    let dataset = try scratch.dataset(
      "universe",
      [
        bars, ramp(.klines, of: eth, every: .hour, from: newYear + .hours(50), count: 100, plus: 100),
        ramp(.openInterest, every: .hour, count: 201, plus: 100),
        ramp(.openInterest, of: eth, every: .hour, from: newYear + .hours(50), count: 31, plus: 100),
      ])
    let books = try UniverseBooks(dataset, named: nil, columns: ["open_interest": .nowhere])
    let found = try dataset.assemble(books, FrameRequest(columns: ["open_interest"])).frame.findings
    #expect(
      found.filter { $0.contains(" in the window ") } == [
        "open_interest of \(eth) open_interest 1h has no rows in the window after 2025-01-04 08:00 UTC (70 bars)."
      ], "\(found)")
  }
}
