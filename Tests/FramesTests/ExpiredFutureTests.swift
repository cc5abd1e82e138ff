import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Bars of a dated future that has expired")
struct ExpiredFutureTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// It expires at 08:00 of the 87th day of the year.
  private let march = Instrument(venue: "binance", symbol: "BTCUSDT_250328")
  private let expiry = newYear + .days(86) + .hours(8)

  private func dataset(_ name: String, every interval: Interval, through end: Interval) throws -> Dataset {
    try scratch.dataset(
      name, [ramp(.klines, of: march, every: interval, count: Int(end.milliseconds / interval.milliseconds))])
  }

  private func notes(_ dataset: Dataset, to end: Instant = TimeRange.always.to) throws -> [String] {
    let range = TimeRange(from: newYear, to: end)
    return try dataset.assemble(FrameRequest(range: range)).frame.findings.filter { $0.contains("expired") }
  }

  @Test("that open at the expiry or later are left out, which is said of them and of no bar that the expiry falls into")
  func said() throws {
    #expect(try notes(dataset("days", every: .day, through: .days(87))) == [])
    #expect(try notes(dataset("hours", every: .hour, through: .days(86) + .hours(8))) == [])
    let later = try dataset("later", every: .day, through: .days(90))
    #expect(
      try notes(later) == [
        "\(march) expired at 2025-03-28 08:00 UTC: its bars that open then or later, up to 2025-04-01 00:00, are left out."
      ])
    #expect(try notes(later, to: newYear + .days(87)) == [])
    #expect(try later.frame().grid.count == 87)
  }

  @Test("are none in a window behind it, which says when it expired and where its own bars end")
  func behind() throws {
    func words(_ dataset: Dataset, from: Instant, _ interval: Interval? = nil) -> String {
      var request = FrameRequest(range: TimeRange(from: from, to: TimeRange.always.to))
      request.interval = interval
      return #expect(throws: Problem.self) { _ = try dataset.assemble(request) }?.description ?? ""
    }
    let expired = ": it expired at 2025-03-28 08:00 UTC; its bars go from 2025-01-01 00:00 to"
    let days = try dataset("days", every: .day, through: .days(90))
    #expect(
      words(days, from: newYear + .days(88))
        == "dataset 'days' has no 1d bars of \(march) from 2025-03-30 to the end\(expired) 2025-03-29 00:00 UTC")
    let hours = try dataset("hours", every: .hour, through: .days(90))
    #expect(words(hours, from: expiry).contains("\(expired) 2025-03-28 08:00 UTC"))
    #expect(words(hours, from: newYear + .days(86), .day).contains("\(expired) 2025-03-28 08:00 UTC"))
    #expect(!words(days, from: TimeRange.always.from, .minute).contains("expired"))
  }
}
