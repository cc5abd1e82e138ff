import Market
import Testing

private let btc = Instrument(venue: "binance", symbol: "BTCUSDT")

@Suite("Series and their descriptors")
struct SeriesTests {
  @Test("bars are known at their close, snapshots and settlements at their stamp, and both later with a delay")
  func knownAfter() {
    #expect(SeriesDescriptor(instrument: btc, kind: .premium, cadence: .hour).knownAfter == .hour)
    #expect(SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: .hour).knownAfter == .zero)
    #expect(SeriesDescriptor(instrument: btc, kind: .funding, cadence: .hours(8)).knownAfter == .zero)
    let late = SeriesDescriptor(instrument: btc, kind: .mark, cadence: .hour, delay: .minutes(5))
    #expect(late.knownAfter == .minutes(65))
  }

  @Test("no column name means two things within the kinds")
  func columnNames() {
    let names = SeriesKind.all.flatMap { ($0.columns + $0.otherColumns).map(\.name) } + SpotColumns.names
    #expect(Set(names).count == names.count)
    #expect(SeriesKind.klines.columns.map(\.name).prefix(5) == ["open", "high", "low", "close", "volume"])
    #expect(SeriesKind.mark.columns.map(\.name) == ["mark_open", "mark_high", "mark_low", "mark"])
  }

  @Test("values are found by the name of their column")
  func values() {
    let series = Series(
      descriptor: SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: .hour), stamps: [0, 3_600_000],
      columns: [[1, 2]])
    #expect(series.values("open_interest") == [1, 2])
    #expect(series.values("close") == nil)
    #expect(series.range == TimeRange(from: Instant(milliseconds: 0), to: Instant(milliseconds: 3_600_001)))
    #expect(series.descriptor.title == "binance:BTCUSDT open_interest 1h")
  }
}

@Suite("Gaps in a series")
struct GapTests {
  private func gaps(atHours hours: [Double], cadence: Interval = .hour) -> [Gap] {
    Series(
      descriptor: SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: cadence),
      stamps: hours.map { Int64($0 * 3_600_000) }, columns: [hours]
    ).gaps
  }

  @Test("rows a cadence apart have no gap between them")
  func none() {
    #expect(gaps(atHours: [0, 1, 2, 3]).isEmpty)
    #expect(gaps(atHours: []).isEmpty)
  }

  @Test("a gap begins at the first missing stamp and ends at the next row")
  func one() {
    let found = gaps(atHours: [0, 1, 4, 5])
    #expect(found.map(\.missing) == [2])
    #expect(found.first?.range.from == Instant(milliseconds: 2 * 3_600_000))
    #expect(found.first?.range.to == Instant(milliseconds: 4 * 3_600_000))
  }

  @Test("a row that is late by less than half a cadence is no gap")
  func late() {
    #expect(gaps(atHours: [0, 1.4, 2.4]).isEmpty)
    #expect(gaps(atHours: [0, 1.6, 2.6]).map(\.missing) == [1])
  }

  @Test("rows closer than the cadence are no gap: settlements may move from 8h to 4h")
  func faster() {
    #expect(gaps(atHours: [0, 8, 12, 16, 24], cadence: .hours(8)).isEmpty)
  }
}
