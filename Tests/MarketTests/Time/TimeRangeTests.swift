import Market
import Testing

@Suite("Ranges of time")
struct TimeRangeTests {
  let noon = Instant(year: 2025, month: 1, day: 1, hour: 12)

  @Test("the start belongs to a range and the end does not")
  func bounds() {
    let range = TimeRange(from: noon, to: noon + .hour)
    #expect(range.contains(noon))
    #expect(!range.contains(noon + .hour))
    #expect(range.length == .hour)
  }

  @Test("an end before the start gives the empty range")
  func backwards() {
    let range = TimeRange(from: noon, to: noon - .hour)
    #expect(range.isEmpty)
    #expect(range.from == noon)
  }

  @Test("ranges apart meet in an empty one")
  func intersection() {
    let morning = TimeRange(from: noon - .hours(6), to: noon - .hours(1))
    #expect(morning.intersection(TimeRange(from: noon - .hours(2), to: noon)).length == .hour)
    #expect(morning.intersection(TimeRange(from: noon, to: noon + .hour)).isEmpty)
    #expect(TimeRange.always.intersection(morning) == morning)
  }
}
