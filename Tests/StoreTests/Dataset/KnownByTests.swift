import Market
import Store
import TestSupport
import Testing

@Suite("A dataset as known by an instant")
struct KnownByTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Bars known at their close, snapshots at their stamp, and bars that are published two hours late.
  private let batches = [
    ramp(.klines, every: .hour, count: 24 * 80),
    ramp(.openInterest, every: .hours(4), from: newYear + .days(10), count: 6 * 40),
    ramp(.klines, of: bybitBTC, every: .hour, from: newYear + .days(30), count: 24 * 20),
    Series(
      descriptor: SeriesDescriptor(instrument: eth, kind: .openInterest, cadence: .hour, delay: .hours(2)),
      stamps: (0..<600).map { (newYear + .hour * $0).milliseconds }, columns: [(0..<600).map(Double.init)]),
  ]

  private func until(_ instant: Instant) -> [Series] {
    batches.map { batch in
      let count = batch.stamps.count { Instant(milliseconds: $0) + batch.descriptor.knownAfter <= instant }
      return Series(
        descriptor: batch.descriptor, stamps: Array(batch.stamps.prefix(count)),
        columns: batch.columns.map { Array($0.prefix(count)) })
    }.filter { $0.count > 0 }
  }

  private static let instants = [
    newYear + .hour, newYear + .hours(2), newYear + .days(10) - .minutes(1), newYear + .days(10),
    newYear + .days(30) + .minutes(59), newYear + .days(31) + .minutes(7), newYear + .days(200),
  ]

  @Test("is a copy into which nothing later was imported: rows, series, reach, digests", arguments: instants)
  func copy(instant: Instant) throws {
    let whole = try scratch.dataset("whole", batches)
    let (known, copy) = (whole.known(by: instant), try scratch.dataset("copy", until(instant)))
    #expect(try known.fingerprint() == copy.fingerprint())
    #expect(try known.catalog().map(\.last) == copy.catalog().map(\.last))
    #expect(try known.allSeries().map(\.descriptor) == copy.allSeries().map(\.descriptor))
    #expect(try known.instruments(with: .klines) == copy.instruments(with: .klines))
    #expect(
      try known.series(withColumn: "open_interest").map(\.descriptor)
        == copy.series(withColumn: "open_interest").map(\.descriptor))
    for (a, b) in zip(try known.allSeries(), try copy.allSeries()) {
      #expect(try known.series(a.descriptor).stamps == copy.series(b.descriptor).stamps)
      #expect(try known.reach(of: a) == copy.summary(of: b)?.lastKnown)
      #expect(try known.gaps(of: a) == copy.gaps(of: b))
    }
    #expect(try whole.catalog().count == 4, "and the dataset stays what it is")
  }

  @Test("the earlier of two instants counts")
  func earlier() throws {
    let whole = try scratch.dataset("whole", batches)
    #expect(whole.known(by: newYear + .days(5)).known(by: newYear + .days(9)).knownBy == newYear + .days(5))
  }
}
