import Market

/// Ten digits that are a count of seconds since 1970 as well as a year, a month, a day and hours: `1703030100` is a second of
/// December 2023, and one past midnight of 2017-03-03 as `yyMMddHHmm`.
///
/// Counts rarely have digits that are all of a calendar, row after row, and bars of counts are as wide as venues print them.
struct CalendarDigits {
  private let patterns: [StampPattern]
  private let first: String
  /// How far apart rows are as counts.
  private let step: Interval

  private static let forms = ["yyMMddHHmm", "yyyyMMddHH"]
  private static let (least, most) = (5, 2000)
  /// A second of May 2033, before which nobody has counted so far.
  private static let latest: Int64 = 2_000_000_000

  /// Nil for a column of which the calendar is no better reading.
  init?(_ table: TableText, _ fields: TimeFields) {
    guard fields.clock == nil else { return nil }
    var texts: [String] = []
    var scanner = table.scanner()
    while texts.count < Self.most, scanner.advance() {
      guard scanner.has(fields), !scanner.content(fields.day).isEmpty else { continue }
      let text = scanner.timeShown(fields)
      guard text.utf8.count == 10, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
      texts.append(text)
    }
    let counts = texts.compactMap(Int64.init)
    guard texts.count >= Self.least, let first = texts.first,
      let steps = Self.usual(counts.map { $0 * 1000 })
    else { return nil }
    let isLikelyCount = Self.isPrinted(steps.step) && counts.allSatisfy { $0 < Self.latest }
    patterns = Self.forms.compactMap { try? StampPattern($0) }.filter { pattern in
      let read = texts.compactMap { pattern.read(Array($0.utf8)[...], isWhole: true)?.local }
      guard read.count == texts.count, read.allSatisfy(VenueStamp.isPlausible), let own = Self.usual(read) else {
        return false
      }
      // Within one day, or one hour, both are as steady.
      return Self.isPrinted(own.step) && (own.count > steps.count || own.count == steps.count && !isLikelyCount)
    }
    guard !patterns.isEmpty else { return nil }
    self.first = first
    step = Interval(milliseconds: steps.step)
  }

  func problem(at place: Problem.Place) -> Problem {
    let readings = patterns.compactMap { pattern in
      pattern.read(Array(first.utf8)[...], isWhole: true).map {
        "\(Instant(milliseconds: $0.local).minuteText) (\(pattern.text))"
      }
    }
    let count = Int64(first).map { Instant(milliseconds: $0 * 1000).minuteText } ?? ""
    return Problem(
      "'\(first)' reads as \(readings.joined(separator: " or ")), as every row does; as seconds since 1970 it would be \(count), and "
        + "rows come \(step) apart", at: place,
      remedy: "say --time-format " + patterns.map { "'\($0.text)'" }.joined(separator: " or "))
  }

  private static func usual(_ stamps: [Int64]) -> UsualStep? {
    UsualStep(among: zip(stamps, stamps.dropFirst()).lazy.map { abs($1 - $0) }.filter { $0 > 0 })
  }

  /// Whether venues print bars or settlements so far apart.
  private static func isPrinted(_ step: Int64) -> Bool {
    let seconds: Set<Int64> = [1, 2, 3, 5, 10, 15, 20, 30]
    let minutes: Set<Int64> = [1, 2, 3, 5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 4320, 10_080]
    return step % 1000 == 0 && (seconds.contains(step / 1000) || step % 60_000 == 0 && minutes.contains(step / 60_000))
  }
}
