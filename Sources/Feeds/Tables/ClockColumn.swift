import Market

/// A column that says in each row off which clock its time was read: `timezone`, `tz`, `utc_offset`.
struct ClockColumn {
  private let name: String
  private let place: Problem.Place
  /// What it says in every row, and as `--zone` is written; nil for a word that several clocks go by.
  private let word: String
  private let said: String?

  private static let names: Set<String> = [
    "timezone", "time_zone", "tz", "tzname", "tz_name", "utc_offset", "utcoffset", "gmt_offset", "gmtoffset",
    "tz_offset",
    "tzoffset", "timezone_offset",
  ]

  static func isName(_ name: String) -> Bool { names.contains(ColumnRoles.plainLast(name)) }

  /// Nil for a table without such a column, or whose times say themselves when they are.
  ///
  /// - Throws: `Problem` for rows off several clocks.
  init?(
    _ table: TableText, _ times: TimeFields, as pattern: String?, besides used: [String: String]
  ) throws {
    let unread = table.names.indices.filter { !used.values.contains(table.names[$0]) }
    try self.init(table, times, as: pattern, unread: unread)
  }

  /// - Parameter unread: columns that nothing is read from.
  init?(_ table: TableText, _ times: TimeFields, as pattern: String?, unread: [Int]) throws {
    guard let field = unread.first(where: { Self.isName(table.names[$0]) }), !times.all.contains(field),
      try !Self.areZoned(table, times, pattern)
    else { return nil }
    let words = table.texts(of: [field], most: 8).map { (text: $0.text.joined(), line: $0.line) }.filter {
      !$0.text.isEmpty
    }
    guard let first = words.first else { return nil }
    name = PrintableText.short(table.names[field])
    place = Problem.Place(file: table.text.location, line: first.line)
    word = PrintableText.short(first.text)
    said = Self.zone(first.text)
    guard let other = words.first(where: { !Self.isSame($0.text, first.text) }) else { return }
    throw Problem(
      "the column '\(name)' says '\(word)' in line \(first.line) and '\(PrintableText.short(other.text))' here: times off "
        + "several clocks, of which a table has one", at: Problem.Place(file: table.text.location, line: other.line),
      remedy:
        "write each time with its offset, as 2025-01-31 08:00:00+08:00; or, where it is one place in summer and winter, "
        + "take the column out and say --zone Europe/London")
  }

  /// The clock that the times are off.
  ///
  /// - Parameters:
  ///   - named: what the name of the column of times says.
  ///   - flag: what `--zone` says.
  /// - Throws: `Problem` where one of them says another clock, or nothing decides between several.
  func zone(besides named: String?, said flag: String?) throws -> String? {
    guard let said else {
      guard flag == nil, named == nil || named == "ask" else { return nil }
      throw Problem(
        "the column '\(name)' says '\(word)', which is no clock that is known by itself", at: place,
        remedy: "say --zone with an offset or a place: --zone -05:00, --zone America/New_York")
    }
    let own = try ClockZone(said)
    for (who, other) in [("--zone", flag), ("the name of the times' column", named)] {
      guard let other, other != "ask", try !ClockZone(other).shows(as: own) else { continue }
      throw Problem(
        "the column '\(name)' says that times are off the clock of \(said), and \(who) says \(other)", at: place,
        remedy: "say --zone \(said), or take the column out where it is wrong")
    }
    return flag == nil ? said : nil
  }

  /// - Parameters:
  ///   - zone: the clock that a profile reads times off.
  ///   - flag: what `--zone` says.
  /// - Throws: `Problem` where one of them says another clock.
  func check(against zone: String?, of profile: String, said flag: String?) throws {
    guard zone != "ask" || flag != nil, let said = try self.zone(besides: nil, said: flag), flag == nil,
      try !ClockZone(zone ?? "UTC").shows(as: ClockZone(said))
    else { return }
    throw Problem(
      "the column '\(name)' says that times are off the clock of \(said), and '\(profile)' reads them off that of "
        + (zone ?? "UTC"), at: place, remedy: "say --zone \(said), or take the column out where it is wrong")
  }

  /// What is to be said of it.
  var note: String? {
    said.flatMap { zone in
      (try? ClockZone(zone).shows(as: .utc)) == false ? "times are off the clock of \(zone), as '\(name)' says" : nil
    }
  }

  private static func areZoned(_ table: TableText, _ times: TimeFields, _ pattern: String?) throws -> Bool {
    let reader = StampReader(try pattern.map { .text(try StampPattern($0)) } ?? .usual)
    var scanner = table.scanner()
    guard scanner.advance(), scanner.has(times) else { return true }
    return reader.isZoned(scanner, times)
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    guard let one = zone(a), let other = zone(b) else { return a == b }
    return (try? ClockZone(one).shows(as: ClockZone(other))) ?? false
  }

  /// `+08:00` of `8`, `+8`, `UTC+8` and 28800; `Asia/Shanghai` of itself; nil for a word that says no one clock.
  private static func zone(_ word: String) -> String? {
    if let number = Double(word) {
      let minutes = abs(number) <= 14 ? number * 60 : number / 60
      guard abs(minutes) <= 14 * 60, minutes == minutes.rounded(), let whole = Int(exactly: abs(minutes)) else {
        return nil
      }
      func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(minutes < 0 ? "-" : "+")\(digits(whole / 60)):\(digits(whole % 60))"
    }
    if (try? ClockZone(word)) != nil { return word }
    guard case .said(let zone)? = NamedClock(word).zone else { return nil }
    return zone
  }
}
