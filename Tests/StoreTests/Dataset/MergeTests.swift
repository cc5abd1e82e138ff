import Digest
import Frames
import Market
import Numerics
import Store
import TestSupport
import Testing

@Suite("Merging rows into a dataset")
struct MergeTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("new rows are kept, the same again are duplicates, other values replace")
  func counts() throws {
    let dataset = try scratch.dataset()
    #expect(try dataset.merge(ramp(.klines, every: .hour, count: 10)) == MergeCounts(kept: 10))
    #expect(try dataset.merge(ramp(.klines, every: .hour, count: 12)) == MergeCounts(kept: 2, duplicate: 10))
    #expect(try dataset.merge(ramp(.klines, every: .hour, count: 3, plus: 0.5)) == MergeCounts(replaced: 3))
    let rows = try dataset.series(SeriesDescriptor(instrument: btc, kind: .klines, cadence: .hour), columns: ["open"])
    #expect(rows.columns[0].prefix(4) == [0.5, 1.5, 2.5, 3])
  }

  @Test("a missing value equals a missing value")
  func notANumber() throws {
    let rows = series(.openInterest, every: .hour, at: [(newYear, [.nan]), (newYear + .hour, [2])])
    let dataset = try scratch.dataset()
    try dataset.merge(rows)
    #expect(try dataset.merge(rows) == MergeCounts(duplicate: 2))
  }

  @Test("a row takes nothing from one that knows more: what both know decides, and two halves of one row are one")
  func halves() throws {
    let dataset = try scratch.dataset()
    func row(_ close: Double, volume: Double, trades: Double, taken: Double) -> Series {
      // Beside others of the chunk, of which the last may have been open.
      let values = [1, 3, 0.5, close, volume, .nan, trades, taken, .nan]
      return series(.klines, every: .hour, at: [(newYear, values), (newYear + .hour, values)])
    }
    func first() throws -> [Double] {
      try dataset.series(row(2, volume: 0, trades: 0, taken: 0).descriptor).columns.map { $0[0] }
    }
    try dataset.merge(row(2, volume: 10, trades: .nan, taken: 4))
    #expect(try dataset.merge(row(2, volume: 10, trades: .nan, taken: .nan)) == MergeCounts(duplicate: 2))
    #expect(try dataset.merge(row(2.1, volume: 10, trades: .nan, taken: .nan)) == MergeCounts(outweighed: 2))
    #expect(try dataset.merge(row(2, volume: 10, trades: 7, taken: .nan)) == MergeCounts(replaced: 2))
    #expect(try Array(first()[3...7].filter { !$0.isNaN }) == [2, 10, 7, 4])
    #expect(try dataset.merge(row(2.1, volume: 11, trades: 8, taken: 5)) == MergeCounts(replaced: 2))
    // The same bar as it ended, of a source that knows less: of two, only the last can have been open.
    #expect(
      try dataset.merge(row(2.2, volume: 12, trades: .nan, taken: .nan)) == MergeCounts(replaced: 1, outweighed: 1))
  }

  @Test("trades of one instant stand in the order of their numbers, whichever came first")
  func numbered() throws {
    let columns = SeriesKind.trades.columns + [ColumnDescriptor(TradeNumbers.column, .score)]
    func trades(_ numbers: [Double], at stamp: Instant = newYear) -> Series {
      Series(
        descriptor: SeriesDescriptor(instrument: btc, kind: .trades, cadence: nil, columns: columns),
        stamps: numbers.map { _ in stamp.milliseconds },
        columns: [numbers.map { 100 + $0 }, numbers.map { _ in 1 }, numbers.map { _ in 0 }, numbers])
    }
    let batches = [trades([5, 6, 2]), trades([3, 1, 4]), trades([7], at: newYear + .hour)]
    let (one, other) = (try scratch.dataset("one", []), try scratch.dataset("other", []))
    for batch in batches { try one.merge(batch) }
    for batch in batches.reversed() { try other.merge(batch) }
    #expect(try one.series(batches[0].descriptor).columns[3] == [1, 2, 3, 4, 5, 6, 7])
    #expect(try one.series(batches[0].descriptor).columns[0].first == 101)
    #expect(try one.fingerprint() == other.fingerprint())
    #expect(try one.merge(batches[0]) == MergeCounts(duplicate: 3))
  }

  @Test("rows come back as they went in, over many chunks and on both sides of 1970")
  func roundTrip() throws {
    let rows = ramp(.premium, every: .minutes(5), from: Instant(milliseconds: -3000 * 300_000), count: 12_000)
    let dataset = try scratch.dataset("btc", [rows])
    let back = try dataset.series(rows.descriptor)
    #expect(back.stamps == rows.stamps)
    #expect(back.columns == rows.columns)
  }

  @Test("a range and a choice of columns read only those")
  func partial() throws {
    let rows = ramp(.premium, every: .minutes(5), count: 12_000)
    let dataset = try scratch.dataset("btc", [rows])
    for range in [0..<1, 4095..<4097, 5000..<11_000, 11_999..<12_000, 100..<100] {
      let time = TimeRange(
        from: newYear + .minutes(5 * range.lowerBound), to: newYear + .minutes(5 * range.upperBound))
      let part = try dataset.series(rows.descriptor, range: time, columns: ["premium", "premium_open"])
      #expect(part.stamps == Array(rows.stamps[range]))
      #expect(part.columns == [Array(rows.columns[3][range]), Array(rows.columns[0][range])])
    }
  }

  @Test("any sequence of imports gives what a dictionary of rows would")
  func model() throws {
    let dataset = try scratch.dataset()
    var model: [Int64: Double] = [:]
    var random = SplitMix64(seed: 2025)
    for _ in 0..<40 {
      // Batches of scattered minutes over some chunks, so that they meet in every way.
      let start = Int64.random(in: 0..<12_000, using: &random)
      let stamps = Set(
        (0..<Int.random(in: 1..<600, using: &random)).map { _ in
          (start + Int64.random(in: 0..<3000, using: &random)) * 60_000
        }
      ).sorted()
      let values = stamps.map { _ in Double(Int.random(in: 0..<3, using: &random)) }
      let counts = try dataset.merge(
        Series(
          descriptor: SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: .minute), stamps: stamps,
          columns: [values]))
      let known = zip(stamps, values).filter { model[$0.0] != nil }
      #expect(counts.kept == stamps.count - known.count)
      #expect(counts.duplicate == known.filter { model[$0.0] == $0.1 }.count)
      #expect(counts.replaced == known.filter { model[$0.0] != $0.1 }.count)
      for (stamp, value) in zip(stamps, values) { model[stamp] = value }
    }
    let rows = try dataset.series(SeriesDescriptor(instrument: btc, kind: .openInterest, cadence: .minute))
    #expect(rows.stamps == model.keys.sorted())
    #expect(rows.columns[0] == model.keys.sorted().map { model[$0] })
    #expect(try dataset.damagedChunks().isEmpty)
  }

  @Test("the fingerprint names the rows, whatever order or pieces they came in")
  func fingerprint() throws {
    let price = ramp(.klines, every: .minutes(5), count: 9000)
    let interest = ramp(.openInterest, of: bybitBTC, every: .hour, count: 700)
    let whole = try scratch.dataset("whole", [price, interest]).fingerprint()

    let pieces = try scratch.dataset("pieces", [interest])
    for start in stride(from: 8500, through: 0, by: -500) {
      try pieces.merge(
        Series(
          descriptor: price.descriptor, stamps: Array(price.stamps[start..<start + 500]),
          columns: price.columns.map { Array($0[start..<start + 500]) }))
    }
    #expect(try pieces.fingerprint() == whole)

    try pieces.merge(series(.openInterest, of: bybitBTC, every: .hour, at: [(newYear, [0.5])]))
    #expect(try pieces.fingerprint() != whole)
    try pieces.merge(series(.openInterest, of: bybitBTC, every: .hour, at: [(newYear, [0])]))
    #expect(try pieces.fingerprint() == whole)
    #expect(try scratch.dataset("less", [price]).fingerprint() != whole)
  }

  @Test("several batches are kept together or not at all")
  func atomic() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 5)])
    let before = try dataset.fingerprint()
    // The same series with another rule of when it is known cannot be merged.
    let late = SeriesDescriptor(instrument: btc, kind: .klines, cadence: .hour, delay: .minutes(1))
    let source = ImportSource(file: "a.csv", sha256: SHA256.digest(of: "a").hex, format: "test")
    let problem = #expect(throws: Problem.self) {
      try dataset.merge([
        (ramp(.mark, every: .hour, count: 5), source),
        (Series(descriptor: late, stamps: [0], columns: late.columns.map { _ in [1] }), source),
      ])
    }
    #expect(problem?.description.contains("known 1h after its stamp") == true)
    #expect(try dataset.fingerprint() == before)
    #expect(try dataset.catalog().count == 1)
    #expect(try dataset.imports().count == 1)
  }

  @Test("what was imported is remembered with its counts")
  func imports() throws {
    let dataset = try scratch.dataset()
    let digest = SHA256.digest(of: "content").hex
    try dataset.merge(
      ramp(.klines, every: .hour, count: 10),
      source: ImportSource(file: "a.zip", sha256: digest, format: "klines", repeated: 2, rejected: 3))
    let record = try #require(try dataset.imports().first)
    #expect(record.source.file == "a.zip")
    #expect(record.source.sha256 == digest)
    #expect(record.counts == MergeCounts(kept: 10, duplicate: 2))
    #expect(record.rows == 15)
  }

  @Test("a file is known by its bytes and series, until a later import replaces rows")
  func earlierImport() throws {
    let dataset = try scratch.dataset()
    let rows = ramp(.klines, every: .hour, count: 10)
    try dataset.merge(rows, file: "a")
    let digest = SHA256.digest(of: "a").hex
    #expect(try dataset.earlierImport(sha256: digest, into: rows.descriptor)?.counts.kept == 10)
    #expect(try dataset.earlierImport(sha256: SHA256.digest(of: "b").hex, into: rows.descriptor) == nil)
    let mark = SeriesDescriptor(instrument: btc, kind: .mark, cadence: .hour)
    #expect(try dataset.earlierImport(sha256: digest, into: mark) == nil)
    try dataset.merge(ramp(.klines, every: .hour, count: 1, plus: 1), file: "b")
    #expect(try dataset.earlierImport(sha256: digest, into: rows.descriptor) == nil)
  }

  @Test("computed values cannot take the name of another column")
  func clash() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 2)])
    func external(_ name: String) -> Series {
      let descriptor = SeriesDescriptor(
        instrument: btc, kind: .external, cadence: .hour, columns: [ColumnDescriptor(name, .score)])
      return Series(descriptor: descriptor, stamps: [(newYear + .hour).milliseconds], columns: [[1]])
    }
    // What is made of settled rates and of open interest has no series, and formulas read it by name.
    for name in ["close", "funding_paid", "funding_8h", "funding_time", "funding_complete", "open_interest_native"] {
      let problem = #expect(throws: Problem.self) { try dataset.merge(external(name)) }
      #expect(problem?.what.contains("'\(name)'") == true && problem?.remedy == "rename it in the file")
    }
    try dataset.merge(external("forecast"))
    #expect(try dataset.frame(columns: ["forecast"]).values("forecast") == [1, 1])
  }

  @Test("a series with other columns than its own is refused with those that differ, and with what makes room")
  func otherColumns() throws {
    let rows = ramp(.klines, every: .hour, count: 2)
    let dataset = try scratch.dataset("btc", [rows])
    let more = SeriesDescriptor(
      instrument: rows.descriptor.instrument, kind: .klines, cadence: .hour,
      columns: rows.descriptor.columns + [ColumnDescriptor("taker_buy_base_volume", .base)])
    let problem = #expect(throws: Problem.self) { try dataset.checkMergeable([more]) }
    #expect(problem?.what.contains("nothing besides there, and 'taker_buy_base_volume' in base here") == true)
    #expect(problem?.remedy?.contains("hindcast data remove") == true)
  }
}
