import Market
import Testing

@Suite("Intervals")
struct IntervalTests {
  @Test(
    "a number and a unit make an interval",
    arguments: [
      ("5m", 300_000), ("1h", 3_600_000), ("8h", 28_800_000), ("1d", 86_400_000), ("2w", 1_209_600_000),
      ("90s", 90_000), ("250ms", 250), ("0m", 0),
    ])
  func reads(text: String, milliseconds: Int64) {
    #expect(Interval(text)?.milliseconds == milliseconds)
  }

  @Test(
    "anything else, and what would overflow, is refused",
    arguments: ["", "m", "5", "5 m", "-5m", "5M", "1.5h", "1mo", "5mm", "99999999999999w", "99999999999999999999s"])
  func refuses(text: String) {
    #expect(Interval(text) == nil)
  }

  @Test(
    "text uses the largest unit that divides it",
    arguments: [
      (300_000, "5m"), (86_400_000, "1d"), (604_800_000, "7d"), (90_000, "90s"), (1001, "1001ms"), (0, "0ms"),
    ])
  func description(milliseconds: Int64, text: String) {
    #expect(Interval(milliseconds: milliseconds).description == text)
  }

  @Test("a year has 365 days of bars")
  func perYear() {
    #expect(Interval.minutes(5).perYear == 105_120)
    #expect(Interval.hour.perYear == 8760)
    #expect(Interval.day.perYear == 365)
  }

  @Test("an interval counts others only when they fit exactly")
  func counts() {
    #expect(Interval.day.count(of: .minutes(5)) == 288)
    #expect(Interval.hour.count(of: .minutes(7)) == nil)
    #expect(Interval.hour.count(of: .zero) == nil)
  }
}
