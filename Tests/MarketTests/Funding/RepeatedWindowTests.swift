import Market
import Testing

@Suite("A rate of eight hours that is listed every hour, in a window that shows little of it")
struct RepeatedWindowTests {
  private let start = Instant(year: 2025, month: 3, day: 1)

  private func rows(_ count: Int, changing every: Int = 8) -> [FundingRow] {
    (0..<count).map { FundingRow(stamp: start + .hours($0), rate: Double(1 + $0 / every % 5) * 1e-4) }
  }

  private func contradictions(_ schedule: FundingSchedule) -> Int {
    schedule.findings(in: .always).filter { $0.kind == .contradictory }.reduce(0) { $0 + $1.count }
  }

  @Test("is found by all the rows there are, and not by those of the window alone")
  func window() {
    let all = rows(96)
    let some = Array(all.prefix(30))
    #expect(contradictions(FundingSchedule(some)) == 0)
    #expect(contradictions(FundingSchedule(some, among: all)) == 30)
    // Rates that change at any hour say nothing of the kind.
    #expect(contradictions(FundingSchedule(Array(rows(96, changing: 7).prefix(30)), among: rows(96, changing: 7))) == 0)
  }

  @Test("leaves a sentence where too few changes tell it from accident, and none where one is elsewhere")
  func doubt() {
    let doubt = FundingSchedule(rows(30)).repeatedDoubt(in: .always)
    #expect(doubt?.contains("change the rate 3 times, always at multiples of 8h UTC") == true)
    #expect(doubt?.contains("8 times too much") == true)
    #expect(FundingSchedule(rows(30, changing: 7)).repeatedDoubt(in: .always) == nil)
    #expect(FundingSchedule(rows(96)).repeatedDoubt(in: .always) == nil, "that is a finding")
    let steady = (0..<30).map { FundingRow(stamp: start + .hours($0), rate: 1e-4) }
    #expect(FundingSchedule(steady).repeatedDoubt(in: .always) == nil)
  }
}
