import Market
import Testing

private let start = Instant(year: 2025, month: 1, day: 1)
private let btc = Instrument(venue: "binance", symbol: "BTCUSDT")

private func series(_ kind: SeriesKind, _ rows: [(minute: Int, value: Double)], cadence: Interval = .hour) -> Series {
  let columns = [ColumnDescriptor("value", .price)]
  return Series(
    descriptor: SeriesDescriptor(instrument: btc, kind: kind, cadence: cadence, columns: columns),
    stamps: rows.map { (start + .minutes($0.minute)).milliseconds }, columns: [rows.map(\.value)])
}

private func texts(_ values: [Double]) -> [String] { values.map { $0.isNaN ? "-" : String(Int($0)) } }

@Suite("As-of joins")
struct AsOfJoinTests {
  /// Bars of 20 minutes that open from 00:00 on.
  private func grid(_ count: Int) -> Grid { Grid(start: start, interval: .minutes(20), count: count) }

  @Test("a bar's value is first seen on the row whose close is its own close")
  func knownAtClose() {
    let hourly = series(.premium, [(0, 1), (60, 2)])
    #expect(texts(hourly.asOf(grid(7), column: 0).values) == ["-", "-", "1", "1", "1", "2", "2"])
  }

  @Test("a snapshot is seen on the row that closes at its stamp")
  func knownAtStamp() {
    let snapshots = series(.openInterest, [(0, 1), (60, 2)])
    #expect(texts(snapshots.asOf(grid(5), column: 0).values) == ["1", "1", "2", "2", "2"])
  }

  @Test("a snapshot a millisecond after a close waits for the next row")
  func neverEarly() {
    let descriptor = SeriesDescriptor(
      instrument: btc, kind: .openInterest, cadence: .hour, columns: [ColumnDescriptor("value", .price)])
    let late = Series(descriptor: descriptor, stamps: [grid(1).close(0).milliseconds + 1], columns: [[5]])
    #expect(texts(late.asOf(grid(2), column: 0).values) == ["-", "5"])
  }

  @Test("a missing row is bridged once, and then the value is too old")
  func ages() {
    let snapshots = series(.openInterest, [(0, 1), (240, 9)])
    let (values, counts) = snapshots.asOf(grid(13), column: 0)
    // Known at 00:00 and good for less than two hours: the row that closes at 01:40 has it, the one at 02:00 does not.
    #expect(texts(values) == ["1", "1", "1", "1", "1", "-", "-", "-", "-", "-", "-", "9", "9"])
    #expect(counts.filled == 7)
    #expect(counts.stale == 6)
  }

  @Test("bars are counted by why they have no value")
  func counts() {
    let snapshots = series(.openInterest, [(40, .nan), (60, 2)])
    let (values, counts) = snapshots.asOf(grid(9), column: 0)
    #expect(texts(values) == ["-", "-", "2", "2", "2", "2", "2", "2", "-"])
    #expect(counts.beforeFirst == 1)
    #expect(counts.missing == 1)
    #expect(counts.filled == 6)
    #expect(counts.stale == 1)
  }

  @Test("hiding the future changes no row of the past")
  func causality() {
    let rows = (0..<50).map { (minute: $0 * 60, value: Double($0)) }
    let whole = series(.premium, rows).asOf(grid(150), column: 0).values
    for kept in [0, 1, 10, 49] {
      let part = series(.premium, Array(rows.prefix(kept))).asOf(grid(150), column: 0).values
      let known = kept * 3 - 1
      #expect(texts(Array(part.prefix(max(known, 0)))) == texts(Array(whole.prefix(max(known, 0)))))
    }
  }

  @Test("the value at one instant follows the same rules")
  func atInstant() {
    let hourly = series(.mark, [(0, 1), (60, 2), (120, .nan)])
    #expect(hourly.asOf(start + .minutes(59), column: 0) == nil)
    #expect(hourly.asOf(start + .minutes(60), column: 0) == 1)
    #expect(hourly.asOf(start + .minutes(120), column: 0) == 2)
    #expect(hourly.asOf(start + .minutes(180), column: 0) == nil)
    #expect(series(.mark, [(0, 1)]).asOf(start + .minutes(179), column: 0) == 1)
    #expect(series(.mark, [(0, 1)]).asOf(start + .minutes(180), column: 0) == nil)
  }
}

@Suite("Bars placed on a grid")
struct OnGridTests {
  let grid = Grid(start: start, interval: .hour, count: 5)

  @Test("a row goes to the bar it opens with and is never carried")
  func placed() {
    let bars = series(.klines, [(0, 1), (60, 2), (180, 4)])
    #expect(texts(bars.onGrid(grid, column: 0)) == ["1", "2", "-", "4", "-"])
  }

  @Test("rows before, behind and between bars are left out")
  func outside() {
    let bars = series(.klines, [(-60, 9), (0, 1), (90, 9), (120, 3), (300, 9), (360, 9)])
    #expect(texts(bars.onGrid(grid, column: 0)) == ["1", "-", "3", "-", "-"])
  }
}
