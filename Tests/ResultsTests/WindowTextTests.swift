import Market
import Results
import Testing

@Suite("Windows in headers")
struct WindowTextTests {
  private func text(_ from: String, _ to: String) throws -> String {
    TimeRange(from: try #require(Instant(from)), to: try #require(Instant(to))).windowText
  }

  @Test("days say a long window, and minutes one of less than three days")
  func lengths() throws {
    #expect(try text("2024-01-01", "2024-01-04") == "2024-01-01 to 2024-01-04")
    // An hour of the last day is in the window, and a date alone would say that none is.
    #expect(try text("2024-07-01", "2024-07-06T23:00:00Z") == "2024-07-01 00:00 to 2024-07-06 23:00")
    #expect(try text("2024-01-01T06:30:00Z", "2024-01-01T08:30:00Z") == "2024-01-01 06:30 to 2024-01-01 08:30")
  }
}
