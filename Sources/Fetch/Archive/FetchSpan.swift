import Market

/// A month of the calendar, UTC.
public struct Month: Hashable, Comparable, Sendable {
  public let year: Int
  public let number: Int

  init(year: Int, number: Int) {
    self.year = year
    self.number = number
  }

  init(_ date: CivilDate) { self.init(year: date.year, number: date.month) }

  var next: Month { number == 12 ? Month(year: year + 1, number: 1) : Month(year: year, number: number + 1) }
  var firstDay: Int { CivilDate(year: year, month: number, day: 1).daysSince1970 }
  /// Days since 1970.
  var days: Range<Int> { firstDay..<next.firstDay }
  var range: TimeRange { TimeRange(days: days) }

  /// `2025-03`.
  var text: String { String(Instant(year: year, month: number, day: 1).dateText.prefix(7)) }

  public static func < (a: Month, b: Month) -> Bool { (a.year, a.number) < (b.year, b.number) }
}

extension TimeRange {
  init(days: Range<Int>) {
    self.init(
      from: Instant(milliseconds: Int64(days.lowerBound) * Interval.day.milliseconds),
      to: Instant(milliseconds: Int64(days.upperBound) * Interval.day.milliseconds))
  }
}

extension Interval {
  /// A distance of so many seconds, either way, in whole days, hours or minutes: `31d`.
  static func roughly(_ seconds: Double) -> String {
    let minutes = Int(min(abs(seconds), 1e12) / 60)
    return minutes >= 2880 ? "\(minutes / 1440)d" : minutes >= 120 ? "\(minutes / 60)h" : "\(minutes)m"
  }
}

extension Instant {
  /// Midnight of a day since 1970.
  init(day: Int) { self.init(milliseconds: Int64(day) * Interval.day.milliseconds) }
}

/// What is asked for: whole UTC days, the first and the last of which belong to it.
///
/// Said in months (`2025-01`, all of it) or days (`2025-01-15`). Archives publish files of days and months, so a span that
/// ends within one has no meaning here.
public struct FetchSpan: Hashable, Sendable {
  /// Days since 1970.
  public let days: Range<Int>
  /// Whether the end that was said has not come yet.
  public let isCut: Bool

  init(days: Range<Int>, isCut: Bool) {
    self.days = days
    self.isCut = isCut
  }

  /// - Parameters:
  ///   - to: yesterday when nil.
  ///   - now: the day that is not over, which is left out.
  /// - Throws: `Problem` for a text that is neither, and a span that is empty or lies ahead.
  public init(from: String, to: String?, now: Instant) throws {
    let first = try Self.days(from, "--from").lowerBound
    let last = try to.map { try Self.days($0, "--to").upperBound }
    guard first >= Instant(year: 2009, month: 1, day: 1).utcDay else {
      throw Problem("--from '\(from)' lies before the first coin", remedy: "say 2017-01 or later")
    }
    guard last.map({ $0 > first }) ?? true else {
      throw Problem("--to '\(to ?? "")' lies before --from '\(from)'", remedy: "both are included")
    }
    guard first < now.utcDay else {
      throw Problem(
        "--from '\(from)' has no day that is over: today is \(now.dateText) UTC", remedy: "say an earlier one")
    }
    days = first..<min(last ?? now.utcDay, now.utcDay)
    isCut = last.map { $0 > now.utcDay } ?? false
  }

  private static func days(_ text: String, _ flag: String) throws -> Range<Int> {
    if text.count == 7, let day = Instant(text + "-01") { return Month(day.date).days }
    if text.count == 10, let day = Instant(text) { return day.utcDay..<(day.utcDay + 1) }
    throw Problem("\(flag) '\(text)' is neither a month nor a day", remedy: "write 2025-01 or 2025-01-31")
  }

  public var range: TimeRange { TimeRange(days: days) }

  /// Those it touches.
  public var months: [Month] {
    var months = [Month(CivilDate(daysSince1970: days.lowerBound))]
    while let last = months.last, last.next.firstDay < days.upperBound { months.append(last.next) }
    return months
  }

  /// `2025-01-01 to 2025-12-31`.
  public var text: String {
    "\(Instant(day: days.lowerBound).dateText) to \(Instant(day: days.upperBound - 1).dateText)"
  }
}
