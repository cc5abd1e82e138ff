import Frames
import GRDB
import Market
import Store
import TestSupport
import Testing

private func texts(_ values: [Double]) -> [String] { values.map { $0.isNaN ? "-" : String($0) } }

@Suite("Frames of a dataset")
struct FrameAssemblyTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test("bars keep their own row, and a missing bar is missing")
  func bars() throws {
    let rows = ramp(.klines, every: .hour, count: 6)
    let dataset = try scratch.dataset("btc", [rows.keeping(rows: [0, 1, 3, 5])])
    let assembled = try dataset.assemble(FrameRequest())
    #expect(texts(assembled.frame.values("open")) == ["0.0", "1.0", "-", "3.0", "-", "5.0"])
    #expect(assembled.frame.evaluation == 0..<6)
    let counts = assembled.sources.first { $0.name == "close" }?.counts
    #expect(counts?.filled == 4)
    #expect(counts?.missing == 2)
  }

  @Test("where a price opened and how far it went is known of its own bar alone; its close is carried")
  func extremes() throws {
    let mark = ramp(.mark, every: .hour, count: 5)
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .hour, count: 5), mark.keeping(rows: [0, 1, 3, 4])])
    let frame = try dataset.frame(columns: ["mark_open", "mark_high", "mark_low", "mark"])
    func hours(_ name: String) -> [String] { texts(frame.values(name).map { $0.rounded() }) }
    for name in ["mark_open", "mark_high", "mark_low"] {
      #expect(hours(name) == ["0.0", "1.0", "-", "3.0", "4.0"], "\(name)")
    }
    #expect(hours("mark") == ["0.0", "1.0", "1.0", "3.0", "4.0"])
  }

  @Test("other series are joined as known at each close")
  func joined() throws {
    let dataset = try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .minutes(20), count: 7), ramp(.premium, every: .hour, count: 2, plus: 10),
        ramp(.openInterest, of: bybitBTC, every: .hour, count: 2, plus: 20),
      ])
    let assembled = try dataset.assemble(FrameRequest(columns: ["premium_open", "open_interest"]))
    #expect(texts(assembled.frame.values("premium_open")) == ["-", "-", "10.0", "10.0", "10.0", "11.0", "11.0"])
    #expect(texts(assembled.frame.values("open_interest")) == ["20.0", "20.0", "21.0", "21.0", "21.0", "21.0", "21.0"])
    #expect(assembled.sources.first { $0.name == "premium_open" }?.counts.beforeFirst == 2)
    #expect(assembled.frame.columns["open_interest"]?.unit == .base)
  }

  @Test("a range is evaluated, and warm-up comes before it as far as there is any")
  func warmUp() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 100)])
    func rows(_ from: Int, _ to: Int, warmUp: Int) throws -> [Int] {
      let range = TimeRange(from: newYear + .hours(from), to: newYear + .hours(to))
      let frame = try dataset.frame(range: range, warmUp: warmUp)
      return [Int(frame.values("open")[0]), frame.evaluation.lowerBound, frame.evaluation.upperBound, frame.grid.count]
    }
    #expect(try rows(10, 20, warmUp: 0) == [10, 0, 10, 10])
    #expect(try rows(10, 20, warmUp: 4) == [6, 4, 14, 14])
    #expect(try rows(10, 20, warmUp: 50) == [0, 10, 20, 20])
    #expect(try rows(10, 20, warmUp: .max) == [0, 10, 20, 20])
    #expect(try rows(10, 20, warmUp: -3) == [10, 0, 10, 10])
    #expect(try rows(-500, 5000, warmUp: 7) == [0, 0, 100, 100])
    #expect(try dataset.frame().grid.count == 100)
  }

  @Test("a range between bars begins with the next bar that opens and ends with the last that has closed")
  func unaligned() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 100)])
    let minute = Interval.minutes(1)
    func opens(_ to: Interval, every interval: Interval = .hour) throws -> [Double] {
      let range = TimeRange(from: newYear + .hour + minute, to: newYear + to)
      let frame = try dataset.frame(interval: interval, range: range)
      return Array(frame.values("open")[frame.evaluation])
    }
    #expect(try opens(.hours(3)) == [2])
    #expect(try opens(.hours(3) + minute) == [2])
    #expect(try opens(.minutes(239) + .seconds(59)) == [2])
    #expect(try opens(.hours(4)) == [2, 3])
    // Bars made of the hours are no exception, and what lies behind the data cuts none of them.
    #expect(try opens(.hours(10), every: .hours(4)) == [4])
    #expect(try opens(.hours(12), every: .hours(4)) == [4, 8])
    #expect(try opens(.hours(101)).count == 98)
    #expect(throws: Problem.self) { try opens(.minutes(179)) }
  }

  @Test("a dated contract has no bars from its expiry on, and the frame says which are left out")
  func expired() throws {
    let future = Instrument(venue: "binance", symbol: "BTCUSDT_250103")
    let dataset = try scratch.dataset("btc", [ramp(.klines, of: future, every: .hour, count: 100)])
    let expiry = try #require(try dataset.contract(of: future).expiry)
    let frame = try dataset.frame()
    #expect(frame.grid.range.to == expiry)
    #expect(frame.findings.first?.contains("are left out") == true, "\(frame.findings)")
    // A wider bar that it expires in is the last, and lacks a part; a window that ends before says nothing.
    let wide = try dataset.frame(interval: .hours(5))
    #expect(wide.grid.open(wide.grid.count - 1) < expiry && wide.grid.range.to >= expiry)
    let closes = wide.values("close")
    #expect(closes.last?.isNaN == true && !closes.dropLast().contains { $0.isNaN })
    let early = try dataset.frame(range: TimeRange(from: newYear, to: newYear + .hours(9)))
    #expect(!early.findings.contains { $0.contains("left out") } && early.grid.count == 9)
    #expect(throws: Problem.self) { try dataset.frame(range: TimeRange(from: expiry, to: expiry + .hours(9))) }
  }

  @Test("a member of a universe that is a dated contract has none either, and the universe goes on without it")
  func expiredMember() throws {
    let future = Instrument(venue: "binance", symbol: "BTCUSDT_250103")
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .hour, count: 100), ramp(.klines, of: future, every: .hour, count: 100)])
    let expiry = try #require(try dataset.contract(of: future).expiry)
    func frame(_ interval: Interval, of instruments: [Instrument] = [btc, future]) throws -> Frame {
      let named = instruments.map { FrameLeg(name: "", instrument: $0.description) }
      return try dataset.assemble(UniverseBooks(dataset, named: named, interval: interval), FrameRequest()).frame
    }
    for interval in [Interval.hour, .hours(5)] {
      let frame = try frame(interval)
      let dated = try #require(frame.members.first { $0.instrument == future })
      let (last, count) = (frame.grid.rows(in: TimeRange(from: newYear, to: expiry)).upperBound, frame.grid.count)
      #expect(last < count && frame.grid.range.to > expiry)
      #expect(!(last..<count).contains { !dated.bars.open[$0].isNaN || !dated.bars.close[$0].isNaN })
      #expect(!dated.columns.contains { column in (last..<count).contains { !column.values[$0].isNaN } })
      // A wider bar that it expires in lacks a part.
      #expect(dated.bars.close[last - 1].isNaN == (interval != .hour))
      #expect(frame.findings.contains { $0.contains("\(future) expired at") }, "\(frame.findings)")
    }
    // By itself it ends the grid, as where it is traded alone.
    let alone = try frame(.hour, of: [future])
    #expect(alone.grid.range.to == expiry)
  }

  @Test("an hourly value before the range is known in its first bar")
  func valueBeforeRange() throws {
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .minutes(5), count: 50_000), ramp(.premium, every: .hour, count: 4200)])
    // In the middle of everything, and at borders of chunks of both series.
    for hour in [1, 100, 341, 342, 4094, 4095, 4096, 4097, 4100] {
      let range = TimeRange(from: newYear + .hours(hour) + .minutes(5), to: newYear + .hours(hour) + .minutes(15))
      #expect(
        try dataset.frame(range: range, columns: ["premium_open"]).values("premium_open") == [
          Double(hour - 1), Double(hour - 1),
        ])
    }
  }

  @Test("a range without bars says which there are")
  func nothing() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 48)])
    let before = TimeRange(from: Instant(year: 2024, month: 1, day: 1), to: Instant(year: 2024, month: 2, day: 1))
    let problem = #expect(throws: Problem.self) { try dataset.frame(range: before) }
    #expect(
      problem?.description == "dataset 'btc' has no 1h bars of binance:BTCUSDT from 2024-01-01 to 2024-02-01; "
        + "its bars go from 2025-01-01 00:00 to 2025-01-03 00:00 UTC")
    #expect(throws: Problem.self) { try dataset.frame(range: TimeRange(from: newYear, to: newYear)) }
    let late = TimeRange(from: newYear + .days(2), to: TimeRange.always.to)
    #expect(throws: Problem.self) { try dataset.frame(range: late) }
  }

  @Test("where rows are missing in every wide bar, that is said, and not that there are none")
  func cut() throws {
    let days = (0..<3).map { ramp(.klines, every: .hour, from: newYear + .days($0), count: 20) }
    let dataset = try scratch.dataset("btc", days)
    let problem = #expect(throws: Problem.self) { try dataset.frame(interval: .day) }
    #expect(
      problem?.what.hasSuffix("it has rows of 1h there, and some are missing in every bar of 1d") == true)
    #expect(problem?.remedy?.contains("data check") == true)
    let short = try scratch.dataset("short", [ramp(.klines, every: .hour, from: newYear + .hours(3), count: 20)])
    #expect(throws: Problem.self) { try short.frame(interval: .day) }
  }

  @Test("a range that lies in a gap has no bars either")
  func gap() throws {
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .hour, count: 2), ramp(.klines, every: .hour, from: newYear + .days(9), count: 2)])
    let range = TimeRange(from: newYear + .days(1), to: newYear + .days(2))
    #expect(throws: Problem.self) { try dataset.frame(range: range) }
    #expect(try dataset.frame().grid.count == 9 * 24 + 2)
  }

  @Test("one stamp of another century does not fill the memory")
  func absurdSpan() throws {
    let dataset = try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .second, count: 2),
        ramp(.klines, every: .second, from: Instant(year: 2999, month: 1, day: 1), count: 1),
      ])
    let problem = #expect(throws: Problem.self) { try dataset.frame() }
    #expect(problem?.description.contains("look for a wrong stamp") == true)
  }

  @Test("columns that are not asked for are not read")
  func onlyNeeded() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 48)])
    try dataset.close()
    let queue = try DatabaseQueue(path: dataset.path)
    try queue.write { try $0.execute(sql: "DELETE FROM chunk_column WHERE position > 3") }
    try queue.close()
    let reader = try Dataset.open(at: dataset.path)
    #expect(try reader.frame().columns.count == 4)
    #expect(throws: Problem.self) { try reader.frame(columns: ["volume"]) }
  }

  @Test("the fingerprint changes with anything a result can depend on, and with nothing else")
  func fingerprint() throws {
    let rows = [
      ramp(.klines, every: .hour, count: 200), ramp(.mark, every: .hours(4), count: 50),
      ramp(.funding, every: .hours(8), count: 25),
    ]
    let dataset = try scratch.dataset("btc", rows)
    let one = try dataset.frame(columns: ["mark"])
    #expect(try scratch.dataset("renamed", rows.reversed()).frame(columns: ["mark"]).fingerprint == one.fingerprint)
    #expect(one.fingerprint.count == 64)

    let later = TimeRange(from: newYear + .hours(2), to: TimeRange.always.to)
    var seen: Set<String> = [one.fingerprint]
    seen.insert(try dataset.frame(columns: ["mark", "volume"]).fingerprint)
    seen.insert(try dataset.frame(range: later, columns: ["mark"]).fingerprint)
    seen.insert(try dataset.frame(range: later, columns: ["mark"], warmUp: 2).fingerprint)
    try dataset.merge(ramp(.funding, every: .hours(8), from: newYear + .hours(8), count: 1, plus: 0.5))
    seen.insert(try dataset.frame(columns: ["mark"]).fingerprint)
    try dataset.merge(ramp(.mark, every: .hours(4), count: 1, plus: 0.5))
    seen.insert(try dataset.frame(columns: ["mark"]).fingerprint)
    #expect(seen.count == 6)
  }

  @Test("nothing of a dated future is known after it settled")
  func expiry() throws {
    let dated = Instrument(venue: "binance", symbol: "BTCUSDT_250103")
    let dataset = try scratch.dataset(
      "dated",
      [
        ramp(.klines, every: .hour, count: 72), ramp(.klines, of: dated, every: .hour, count: 56),
        ramp(.openInterest, of: dated, every: .hours(8), count: 9),
      ])
    let frame = try dataset.frame(columns: ["BTCUSDT_250103.close", "BTCUSDT_250103.open_interest"])
    // 2025-01-03 08:00 is the open of row 56; the bar before it closes there and still knows.
    for name in ["BTCUSDT_250103.close", "BTCUSDT_250103.open_interest"] {
      #expect(!frame.values(name)[55].isNaN)
      #expect(frame.values(name).suffix(16).allSatisfy { $0.isNaN }, "\(name)")
    }
  }
}
