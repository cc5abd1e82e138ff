import Market
import Replay
import Testing

@Suite("Funding of many instruments that covers a part of the window")
struct UniverseFundingTests {
  private static let start = Instant(year: 2025, month: 1, day: 1)

  /// Ten days of hourly bars; funding every 8 hours within some of the days.
  private func frame(_ days: [(symbol: String, funded: ClosedRange<Int>?)], listed: Int = 0) -> Frame {
    let grid = Grid(start: Self.start, interval: .hour, count: 240)
    let members = days.enumerated().map { index, day in
      let instrument = Instrument(venue: "binance", symbol: day.symbol)
      let closes = (0..<240).map { index > 0 && $0 < listed * 24 ? Double.nan : 100 }
      let rows = day.funded.map { days in
        (days.lowerBound * 3...days.upperBound * 3).map {
          FundingRow(stamp: Self.start + .hours(8) * $0, rate: 0.0001, declared: .hours(8))
        }
      }
      return FrameMember(
        name: day.symbol, instrument: instrument, contract: instrument.contract,
        bars: Bars(open: closes, high: closes, low: closes, close: closes),
        funding: rows.map { FundingHistory(instrument: instrument, schedule: FundingSchedule($0)) },
        columns: [Column("close", .price, closes)])
    }
    return Frame(market: "coins", members: members, isUniverse: true, grid: grid, columns: members[0].columns)
  }

  private func refusal(_ frame: Frame) -> String {
    do {
      _ = try PreparedMarket(frame)
      return ""
    } catch { return "\(error)" }
  }

  @Test("Each that does not cover it is named, and from when to when all of them do")
  func common() {
    let said = refusal(frame([("AUSDT", 2...10), ("BUSDT", 0...10), ("CUSDT", 0...7), ("DUSDT", 1...8)]))
    #expect(said.contains("the funding of 3 of 4 instruments does not cover the window"))
    #expect(said.contains("binance:AUSDT is known from 2025-01-03 00:00"))
    #expect(said.contains("that of all of them is known from 2025-01-03 00:00 to 2025-01-08 08:00"))
    #expect(said.contains("--from 2025-01-03T00:00 --to 2025-01-08T08:00"))
    #expect(!said.contains("BUSDT"))
  }

  @Test("What is named is covered")
  func covered() throws {
    let days: [(symbol: String, funded: ClosedRange<Int>?)] = [("AUSDT", 2...10), ("CUSDT", 0...7)]
    let whole = frame(days)
    let part = Frame(
      market: "coins", members: whole.members, isUniverse: true, grid: whole.grid, evaluation: 48..<176,
      columns: whole.members[0].columns)
    #expect(refusal(part).isEmpty)
  }

  @Test(
    "An instrument that is listed later lacks nothing before, and histories without a day in common are said to have none"
  )
  func others() {
    #expect(refusal(frame([("AUSDT", 0...10), ("BUSDT", 4...10)], listed: 4)).isEmpty)
    #expect(refusal(frame([("AUSDT", 0...3), ("BUSDT", 6...10)])).contains("no part of it is covered by that of all"))
  }
}
