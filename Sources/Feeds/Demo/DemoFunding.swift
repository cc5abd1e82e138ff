/// Funding as a venue computes it: the average premium of the period, pulled towards an interest of 1 bp per 8 h by at
/// most 5 bps, every eight hours; for three weeks every four, at half the rate.
///
/// All rates and premiums are in units of 10⁻⁸.
struct DemoFunding {
  static let interest = 10_000.0
  static let pull = 50_000.0
  /// Days in which the venue settles every four hours.
  static let fastDays = 90..<111

  private var sum = 0
  private var count = 0

  mutating func watch(premium: Int) {
    sum += premium
    count += 1
  }

  /// The rate and the hours it was collected over, if a period ends at the close of `bar`.
  mutating func settlement(closing bar: Int) -> (rate: Int, hours: Int)? {
    let hours = Self.fastDays.contains(bar / DemoClock.barsPerDay) ? 4 : 8
    guard (bar + 1) % (hours * DemoClock.barsPerHour) == 0 else { return nil }
    let average = count > 0 ? Double(sum) / Double(count) : 0
    let eightHours = average + min(max(Self.interest - average, -Self.pull), Self.pull)
    sum = 0
    count = 0
    return (Int((eightHours * Double(hours) / 8).rounded()), hours)
  }
}
