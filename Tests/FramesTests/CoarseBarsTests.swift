import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Bars made of narrower ones")
struct CoarseBarsTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  /// Bars of five minutes whose prices and volumes are all different.
  private func fine(_ count: Int, from start: Instant = newYear, without missing: Set<Int> = []) -> Series {
    let rows = (0..<count).filter { !missing.contains($0) }
    return series(
      .klines, every: .minutes(5),
      at: rows.map { row in
        let price = Double(100 + (row * 7) % 13)
        let volume = Double(row + 1)
        return (
          start + Interval.minutes(5) * row,
          [
            price, price + 2 + Double(row % 3), price - 3, price + 1, volume, volume * 10, volume * 2, volume / 2,
            volume * 5,
          ]
        )
      })
  }

  @Test("are the first open, highest high, lowest low, last close and sums of what was traded")
  func exact() throws {
    let rows = fine(36)
    let dataset = try scratch.dataset("btc", [rows])
    let frame = try dataset.frame(interval: .hour, columns: ["volume", "trades", "taker_buy_quote_volume"])
    #expect(frame.grid.interval == .hour && frame.grid.start == newYear && frame.grid.count == 3)
    for hour in 0..<3 {
      let parts = (hour * 12)..<(hour * 12 + 12)
      #expect(frame.values("open")[hour] == rows.columns[0][parts.lowerBound])
      #expect(frame.values("high")[hour] == rows.columns[1][parts].max())
      #expect(frame.values("low")[hour] == rows.columns[2][parts].min())
      #expect(frame.values("close")[hour] == rows.columns[3][parts.upperBound - 1])
      #expect(frame.values("volume")[hour] == rows.columns[4][parts].reduce(0, +))
      #expect(frame.values("trades")[hour] == rows.columns[6][parts].reduce(0, +))
      #expect(frame.values("taker_buy_quote_volume")[hour] == rows.columns[8][parts].reduce(0, +))
    }
    #expect(frame.findings.contains("Bars of 1h are made of binance:BTCUSDT klines 5m."))
  }

  @Test("carry the bars they are made of, where the path through them is asked for, and another fingerprint with them")
  func path() throws {
    let rows = fine(36, without: [13])
    let dataset = try scratch.dataset("btc", [rows])
    let plain = try dataset.assemble(FrameRequest(interval: .hour))
    let assembled = try dataset.assemble(FrameRequest(interval: .hour, path: .minutes(5)))
    let path = try #require(assembled.frame.members[0].path)
    #expect(path.parts == 12 && path.bars.count == 12 * assembled.frame.grid.count)
    #expect(path.bars.open[3] == rows.columns[0][3] && path.bars.low[14] == rows.columns[2][13])
    #expect(path.bars.close[13].isNaN, "a row that is not there")
    #expect(plain.frame.members[0].path == nil && plain.frame.fingerprint != assembled.frame.fingerprint)
    for wrong in [Interval.minutes(7), .hour, .day, .minutes(1)] {
      #expect(throws: Problem.self) { try dataset.assemble(FrameRequest(interval: .hour, path: wrong)) }
    }
  }

  @Test("open with the clock, and hours that are not whole are no bars")
  func clock() throws {
    let dataset = try scratch.dataset("btc", [fine(40, from: newYear + .minutes(35))])
    let frame = try dataset.frame(interval: .hour)
    #expect(frame.grid.start == newYear + .hour)
    #expect(frame.grid.count == 2)
    let short = try scratch.dataset("short", [fine(10)])
    #expect(throws: Problem.self) { try short.frame(interval: .hour) }
  }

  @Test("lack a value where one of their parts does, and say so")
  func missing() throws {
    let dataset = try scratch.dataset("btc", [fine(48, without: [17])])
    let assembled = try dataset.assemble(FrameRequest(interval: .hour, columns: ["volume"]))
    for name in ["open", "high", "low", "close", "volume"] {
      #expect(assembled.frame.values(name).map(\.isNaN) == [false, true, false, false])
    }
    #expect(assembled.sources.first { $0.name == "close" }?.counts.missing == 1)
    #expect(
      assembled.frame.findings.contains(
        "Bars of 1h are made of binance:BTCUSDT klines 5m; 1 of 4 lack a part and are left out."))
  }

  @Test("of a width that divides no day are counted from 1970, and that is said")
  func undivided() throws {
    let dataset = try scratch.dataset("btc", [ramp(.klines, every: .hour, count: 24 * 20)])
    func made(_ interval: Interval) throws -> (start: Instant, note: String?) {
      let frame = try dataset.frame(interval: interval)
      return (frame.grid.start, frame.findings.first { $0.hasPrefix("Bars of") })
    }
    let source = "are made of binance:BTCUSDT klines 1h"
    let sevens = try made(.hours(7))
    #expect(sevens.start == newYear + .hours(3) && sevens.start.milliseconds % Interval.hours(7).milliseconds == 0)
    #expect(sevens.note == "Bars of 7h \(source), counted from 1970-01-01 UTC, as 7h divides no day.")
    #expect(try made(.days(3)).note == "Bars of 3d \(source), counted from 1970-01-01 UTC, as 3d divides no day.")
    #expect(try made(.week * 2).note == "Bars of 14d \(source), counted from 1970-01-05 UTC, as 14d divides no day.")
    for interval in [Interval.hours(8), .day, .week] {
      #expect(try made(interval).note == "Bars of \(interval) \(source).")
    }
  }

  @Test("cannot be made of rows that open beside the clock, which is no matter of missing rows")
  func behind() throws {
    let rows = ramp(.klines, every: .minutes(40), from: newYear + .minutes(20), count: 200)
    let dataset = try scratch.dataset("btc", [rows])
    let problem = #expect(throws: Problem.self) { try dataset.frame(interval: .hours(2)) }
    #expect(problem?.what.contains("rows of 40m open 20m behind the clock") == true)
    #expect(try dataset.frame().grid.start == newYear + .minutes(20))
  }

  @Test("weeks begin on Mondays")
  func weeks() throws {
    let dataset = try scratch.dataset(
      "btc", [ramp(.klines, every: .day, from: Instant(year: 2024, month: 1, day: 3), count: 30)])
    let frame = try dataset.frame(interval: .week)
    #expect(frame.grid.start == Instant(year: 2024, month: 1, day: 8))
    #expect(frame.grid.count == 3)
  }

  @Test("are made only where no klines have their width, of the widest that divide it")
  func choice() throws {
    let hours = ramp(.klines, every: .hour, count: 8, plus: 1000)
    let dataset = try scratch.dataset("btc", [fine(96), hours, ramp(.klines, every: .minutes(45), count: 8)])
    #expect(try dataset.frame(interval: .hour).values("open") == hours.columns[0])
    #expect(try dataset.frame(interval: .hours(2)).values("open") == [1000, 1002, 1004, 1006])
    #expect(try dataset.frame(interval: .minutes(15)).grid.count == 32)
    #expect(try dataset.frame().grid.interval == .minutes(5))
    #expect(throws: Problem.self) { try dataset.frame(interval: .minutes(7)) }
  }

  @Test("of another series sum what it traded over the bar, and leave what is last known as it is")
  func others() throws {
    let dataset = try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .hour, count: 2), ramp(.liquidations, every: .minutes(5), count: 24),
        ramp(.openInterest, every: .minutes(5), count: 25),
      ])
    let frame = try dataset.frame(columns: ["long_liquidations", "open_interest"])
    #expect(frame.values("long_liquidations") == [66, 210])
    #expect(frame.values("open_interest") == [12, 24])
  }

  @Test("know nothing that their close does not: data that ends earlier gives the same bars")
  func causal() throws {
    let whole = try scratch.dataset("whole", [fine(60)]).frame(interval: .hour, columns: ["volume"])
    let part = try scratch.dataset("part", [fine(31)]).frame(interval: .hour, columns: ["volume"])
    for name in ["open", "high", "low", "close", "volume"] {
      #expect(part.values(name) == Array(whole.values(name)[..<2]))
    }
  }
}

@Suite("The funding clock")
struct FundingClockTests {
  @Test("is the stamp of the settlement whose rate is known")
  func stamps() throws {
    let scratch = try ScratchFolder()
    let dataset = try scratch.dataset(
      "btc",
      [
        ramp(.klines, every: .hour, count: 20),
        series(
          .funding, every: .hours(8),
          at: [(newYear, [1e-4, 8]), (newYear + .hours(8), [1e-4, 8]), (newYear + .hours(16), [1e-4, 8])]),
      ])
    let frame = try dataset.frame(columns: ["funding_time", "binance.BTCUSDT.funding_time"])
    let hours = frame.values("funding_time").map { ($0 - Double(newYear.milliseconds)) / 3_600_000 }
    // A bar that closes at 8:00 knows the settlement of 8:00.
    #expect(
      hours == [Double](repeating: 0, count: 7) + [Double](repeating: 8, count: 8) + [Double](repeating: 16, count: 5))
    #expect(frame.values("binance.BTCUSDT.funding_time") == frame.values("funding_time"))
    #expect(frame.columns["funding_time"]?.unit == .time)
    #expect(throws: Problem.self) { try dataset.frame(columns: ["bybit.funding_time"]) }
  }
}
