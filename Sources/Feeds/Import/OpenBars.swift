import Market
import Numerics

/// A last bar that is not over by the clock of this machine, as in every answer of an interface that was saved a moment ago,
/// and rows of what has not happened yet.
enum OpenBars {
  /// What nobody's clock is off by.
  private static let year = Interval.day * 366

  /// - Returns: the file without such bars.
  /// - Throws: `Problem` for rows of the year after next: no clock is wrong by so much, and a time is misread; and for
  ///   settlements and prices that are later than any clock that is kept.
  static func leftOut(of file: CheckedFile, at now: Instant?) throws -> CheckedFile {
    guard let now else { return file }
    for part in file.parts {
      guard let last = part.range?.to, last > now + year, !part.isKnown else { continue }
      throw Problem(
        "rows of \(part.descriptor.title) go to \(last.minuteText), and it is \(now.minuteText) by this machine's clock: times of "
          + "another unit or form, or years that were written otherwise",
        at: Problem.Place(file: part.location),
        remedy: "check its first and last row; say --time-format where days and years change places")
    }
    for part in file.parts { try checkAhead(part, at: now) }
    return file.with(parts: file.parts.map { leftOut(of: $0, at: now) })
  }

  /// What clocks of two machines differ by.
  private static let drift = Interval.minutes(5)

  /// What is known at its stamp cannot be of later than now.
  private static func ahead(_ part: CheckedFile.Part, _ rows: Series, of now: Instant) -> CheckedFile.Part {
    let later = rows.stamps.count { $0 > (now + drift).milliseconds }
    guard later > 0, let last = rows.stamps.last, part.descriptor.kind != .external else { return part }
    var own = part
    own.notes.append(
      "\(later == 1 ? "a row is" : "\(later) rows are") stamped later than \(now.minuteText) of this machine's clock, the last "
        + "\(Instant(milliseconds: last).minuteText): times off a clock that is not UTC? Say --zone")
    return own
  }

  /// What is paid and what is traded has happened. A clock may be off by an hour, where a zone was changed.
  private static let happened: Set<SeriesKind> = [.funding, .klines, .mark, .index, .premium]
  private static let slack = Interval.hour

  private static func checkAhead(_ part: CheckedFile.Part, at now: Instant) throws {
    guard happened.contains(part.descriptor.kind), !part.isKnown, let end = part.range?.to, end > now + slack else {
      return
    }
    var (stamp, line) = (end - Interval(milliseconds: 1), "")
    if case .rows(let rows) = part.content {
      let stamps = rows.series.stamps
      let over = stamps.leadingCount { $0 <= (now + slack).milliseconds }
      guard over < stamps.count else { return }
      stamp = Instant(milliseconds: stamps[over])
      let count = stamps.count - over
      line = count == 1 ? "; it is the only such row" : "; it is the first of \(count) such rows"
    }
    throw Problem(
      "a row of \(part.descriptor.title) is of \(stamp.minuteText), and it is \(now.minuteText) by this machine's clock: it "
        + "cannot have happened yet\(line)",
      at: Problem.Place(file: part.location),
      remedy: "check its times (unit, zone, year) and this clock; take rows that are forecasts out of the file")
  }

  private static func leftOut(of part: CheckedFile.Part, at now: Instant) -> CheckedFile.Part {
    let descriptor = part.descriptor
    guard case .rows(let rows) = part.content, descriptor.rows == .one, let cadence = descriptor.cadence else {
      return part
    }
    guard descriptor.known == .atClose else { return ahead(part, rows.series, of: now) }
    let stamps = rows.series.stamps
    let over = stamps.leadingCount { $0 + cadence.milliseconds <= now.milliseconds }
    guard over < stamps.count else { return part }
    var own = part
    let last = Instant(milliseconds: stamps[stamps.count - 1]).minuteText
    guard over == stamps.count - 1 else {
      own.notes.append(
        "\(stamps.count - over) bars, the last of \(last), end after \(now.minuteText) of this machine's clock: a wrong unit, "
          + "year or clock?")
      return own
    }
    own.notes.append("the bar of \(last) is not over yet, and is left out")
    own.content = .rows(
      SeriesRows(
        series: rows.series.first(over), read: rows.read, repeated: rows.repeated, rejected: rows.rejected))
    return own
  }
}
