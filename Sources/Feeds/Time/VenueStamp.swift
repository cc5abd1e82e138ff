import Market

/// Stamps as venues write them: whole milliseconds or microseconds since 1970.
enum VenueStamp {
  /// Before the first coin and beyond any archive: a stamp outside was written in another unit.
  private static let plausible = TimeRange(
    from: Instant(year: 2009, month: 1, day: 1), to: Instant(year: 2100, month: 1, day: 1))

  /// Whether the number is microseconds: they have sixteen digits in our times, milliseconds thirteen.
  static func isMicroseconds(_ number: Int64) -> Bool { number > 100_000_000_000_000 }

  /// The stamp in milliseconds; microseconds are cut, since closes end in `999999`.
  static func milliseconds(_ number: Int64) -> Int64 { isMicroseconds(number) ? number / 1000 : number }

  static func isPlausible(_ milliseconds: Int64) -> Bool { plausible.contains(Instant(milliseconds: milliseconds)) }

  /// How far before the end of a minute a stamp of its last second, or millisecond, lies; nil for any other.
  static func shortOfMinute(_ stamp: Int64) -> Int64? {
    let left = Interval.minute.milliseconds - stamp.flooredRemainder(by: Interval.minute.milliseconds)
    return left == 1000 || left == 1 ? left : nil
  }
}

extension CSVScanner {
  /// Field `index` as a stamp in milliseconds.
  func stamp(_ index: Int) throws(RowDefect) -> Int64 {
    let stamp = VenueStamp.milliseconds(try integer(index))
    guard VenueStamp.isPlausible(stamp) else {
      throw defect(index, "is not a time in milliseconds or microseconds since 1970" + LikelyUnit.words(text(index)))
    }
    return stamp
  }

  /// Field `index` as an instant: a stamp in milliseconds or microseconds, or text such as `2025-10-10 21:15:00+00:00`.
  func instant(_ index: Int) throws(RowDefect) -> Instant {
    guard index < count else { throw tooFewFields }
    if let number = try? integer(index) {
      let stamp = VenueStamp.milliseconds(number)
      if VenueStamp.isPlausible(stamp) { return Instant(milliseconds: stamp) }
    } else if let instant = Instant(text(index)), VenueStamp.isPlausible(instant.milliseconds) {
      return instant
    }
    throw defect(
      index, "is not a time such as 2025-10-10 21:15:00Z, nor milliseconds since 1970" + LikelyUnit.words(text(index)))
  }

  /// The shortest time from one row to the next among the first rows that follow: holes only make steps longer.
  mutating func shortestStep(at location: String) throws -> Interval {
    var last: Instant?
    var shortest: Interval?
    // Of rows that go backwards it is said where they are read that they do.
    var backwards: Interval?
    var wrong: (defect: RowDefect, line: Int)?
    for _ in 0..<500 {
      guard advance() else { break }
      let instant: Instant
      do throws(RowDefect) {
        instant = try self.instant(0)
      } catch {
        wrong = wrong ?? (error, line)
        continue
      }
      if let last, instant > last { shortest = min(shortest ?? instant.since(last), instant.since(last)) }
      if let last, instant < last { backwards = min(backwards ?? last.since(instant), last.since(instant)) }
      last = instant
    }
    guard let shortest = shortest ?? backwards else {
      if let wrong {
        throw Problem(
          wrong.defect.what, at: Problem.Place(file: location, line: wrong.line, column: wrong.defect.column ?? 1),
          remedy: "nothing of this file was imported")
      }
      throw Problem(
        "two rows at least are needed to see how far apart they are", at: Problem.Place(file: location),
        remedy: "import it together with the rows before or after, in one file")
    }
    return shortest
  }
}
