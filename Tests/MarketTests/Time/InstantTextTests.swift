import Market
import Testing

@Suite("Instants as text")
struct InstantTextTests {
  // Python 3.11: int(datetime.fromisoformat(text).timestamp() * 1000), with +00:00 where the text has no zone.
  @Test(
    "every usual spelling is read",
    arguments: [
      ("2025-10-10", 1_760_054_400_000), ("2025-10-10T21:15", 1_760_130_900_000),
      ("2025-10-10 21:15:00", 1_760_130_900_000), ("2025-10-10T21:15:00Z", 1_760_130_900_000),
      ("2025-10-10T21:15:00.5Z", 1_760_130_900_500), ("2025-10-10 21:15:00.123456", 1_760_130_900_123),
      ("2020-12-01 00:00:00+00:00", 1_606_780_800_000), ("2026-01-05T05:30:00+05:30", 1_767_571_200_000),
      ("2026-01-04T19:00:00-0500", 1_767_571_200_000), ("1969-12-31T23:59:59.999Z", -1),
      ("2024-02-29", 1_709_164_800_000), ("0001-01-01", -62_135_596_800_000),
    ])
  func reads(text: String, milliseconds: Int64) {
    #expect(Instant(text)?.milliseconds == milliseconds)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "2025", "2025-10", "2025-13-01", "2025-02-29", "2025-10-10T", "2025-10-10T24:00", "2025-10-10T21:60",
      "2025-10-10T21:15:60", "2025-10-10T21:15:00.", "2025-10-10T21:15Z ", "2025-10-10x", "10/10/2025",
      "2025-10-10T21:15+5", "25-10-10", "2025-10-10T21:15:00 IST",
    ])
  func refuses(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test("text shows milliseconds only when there are any")
  func description() {
    #expect(Instant(milliseconds: 1_760_130_900_000).description == "2025-10-10T21:15:00Z")
    #expect(Instant(milliseconds: 1_760_130_900_007).description == "2025-10-10T21:15:00.007Z")
    #expect(Instant(milliseconds: 1_760_130_900_000).dateText == "2025-10-10")
    #expect(Instant(milliseconds: 1_760_130_900_000).minuteText == "2025-10-10 21:15")
  }

  @Test(
    "reading what was written gives the same instant", arguments: [0, 1, -1, 1_760_130_900_123, -62_135_596_800_000])
  func roundTrip(milliseconds: Int64) {
    let instant = Instant(milliseconds: milliseconds)
    #expect(Instant(instant.description) == instant)
  }

  @Test("days and weekdays are those of UTC, also before 1970")
  func days() {
    // Python: date(2025, 10, 10).weekday() == 4; date(1969, 12, 31).weekday() == 2.
    #expect(Instant(year: 2025, month: 10, day: 10, hour: 23, minute: 59).weekday == 4)
    #expect(Instant(milliseconds: -1).weekday == 2)
    #expect(Instant(milliseconds: -1).utcDay == -1)
    #expect(Instant(milliseconds: -1).millisecondOfDay == 86_399_999)
    #expect(Instant(year: 2025, month: 10, day: 10, hour: 1).date == CivilDate(year: 2025, month: 10, day: 10))
  }
}
