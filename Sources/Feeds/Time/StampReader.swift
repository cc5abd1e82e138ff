import Market

/// Reads a file's column of times as instants: in which unit or form, off which clock, how rounded.
struct StampReader {
  enum Form: Hashable {
    /// Numbers in the unit that their size tells, or text such as `2025-10-10 21:15:00+00:00`.
    case usual
    case count(EpochUnit)
    case text(StampPattern)
  }

  let form: Form
  /// The clock of stamps that do not say it themselves.
  let zone: ClockZone
  let repeated: ClockZone.Repeated?
  /// Stamps that come late are moved to the instant they belong to.
  let rounding: Rounding?
  /// The instant that counts are since, in milliseconds since 1970.
  let since: Int64
  /// Whether rows go backwards in time, by which hours that are told apart by their order are the other way around.
  var goesBack = false
  /// Whether a stamp may have several rows.
  var isShared = false

  enum Rounding: Hashable {
    case nearest(Interval)
    case down(Interval)
  }

  init(
    _ form: Form = .usual, zone: ClockZone = .utc, repeated: ClockZone.Repeated? = nil, rounding: Rounding? = nil,
    since: Int64 = 0
  ) {
    self.since = since
    self.form = form
    self.zone = zone
    self.repeated = repeated
    self.rounding = rounding
  }

  /// - Parameter last: the instant of the row before, for hours that the clock went through twice.
  /// - Throws: `RowDefect` for what is no time of this form, or not one of our times.
  func stamp(_ row: borrowing CSVScanner, _ fields: TimeFields, after last: Int64?) throws(RowDefect) -> Int64 {
    guard row.has(fields) else { throw row.tooFewFields }
    let instant: Int64
    if fields.clock == nil, let plain = try plain(row, fields, after: last) {
      guard VenueStamp.isPlausible(plain) else { throw row.defect(fields, "is not a time from 2009 to 2099") }
      return rounded(plain)
    }
    let (bytes, field) = row.timeText(fields)
    switch form {
    case .count(let unit):
      guard let count = count(bytes, field, unit) else {
        throw row.defect(fields, "is not a count of \(unit.name) since 1970")
      }
      instant = since &+ count
    case .text(let pattern):
      // A day alone is its midnight where the whole stands in one field; a time of day that is missing in its own is not known.
      guard let read = pattern.read(bytes[field], isWhole: fields.clock != nil) else {
        throw row.defect(fields, "is not a time of the form \(pattern.text)")
      }
      instant = try placed(read, row, fields, after: last)
    case .usual:
      if let unit = EpochUnit(of: bytes, field), let count = count(bytes, field, unit) {
        instant = count
      } else if let read = ISOStamp.read(bytes, field) {
        instant = try placed(read, row, fields, after: last)
      } else {
        throw row.defect(
          fields,
          "is not a time such as 2025-10-10 21:15:00Z, nor a count since 1970" + LikelyUnit.words(shown(row, fields)))
      }
    }
    guard VenueStamp.isPlausible(instant) else {
      let unit = if case .count(let unit) = form, since == 0 { " in \(unit.name)" } else { "" }
      throw row.defect(
        fields,
        "is not a time from 2009 to 2099\(unit)" + (unit.isEmpty ? "" : LikelyUnit.words(shown(row, fields))))
    }
    return rounded(instant)
  }

  private func shown(_ row: borrowing CSVScanner, _ fields: TimeFields) -> String { row.timeShown(fields) }

  /// The instant of a time that needs no reading; nil for all others.
  private func plain(_ row: borrowing CSVScanner, _ fields: TimeFields, after last: Int64?) throws(RowDefect) -> Int64?
  {
    switch form {
    case .usual:
      if let read = row.plainTime(fields.day) { return try placed(read, row, fields, after: last) }
      guard let number = row.plainInteger(fields.day), let unit = EpochUnit(of: Double(number)) else { return nil }
      return unit.milliseconds(number)
    case .count(let unit): return row.plainInteger(fields.day).map { since &+ unit.milliseconds($0) }
    case .text: return nil
    }
  }

  /// Whether the time of the row says itself where clocks showed it.
  func isZoned(_ row: borrowing CSVScanner, _ fields: TimeFields) -> Bool {
    switch form {
    case .count: return true
    case .text(let pattern):
      guard pattern.hasOffset else { return false }
      let (bytes, field) = row.timeText(fields)
      // The offset may be left out, and a row that does so is off another clock than its neighbours.
      return pattern.read(bytes[field], isWhole: fields.clock != nil)?.offset != nil
    case .usual:
      if fields.clock == nil {
        if let read = row.plainTime(fields.day) { return read.offset != nil }
        if row.plainInteger(fields.day) != nil { return true }
      }
      let (bytes, field) = row.timeText(fields)
      // `2025-10-10 21:15:00` and shorter say none.
      guard field.count > 4, bytes[field.lowerBound + 4] == UInt8(ascii: "-") else { return true }
      return field.count > 16 && ISOStamp.read(bytes, field)?.offset != nil || bytes[field].last == UInt8(ascii: "Z")
    }
  }

  private func count(_ bytes: [UInt8], _ field: Range<Int>, _ unit: EpochUnit) -> Int64? {
    if let number = DecimalText.integer(bytes, field) { return unit.milliseconds(number) }
    if unit.isFine, let number = Int64(String(decoding: bytes[field], as: UTF8.self)) {
      return unit.milliseconds(number)
    }
    // Seconds with decimals, and counts that a spreadsheet wrote as 1.7357e+12.
    guard let number = DecimalText.number(bytes, field, scale: unit.power), abs(number) < 1e15 else { return nil }
    return Int64(number.rounded(.down))
  }

  private func placed(
    _ read: (local: Int64, offset: Int64?), _ row: borrowing CSVScanner, _ fields: TimeFields, after last: Int64?
  ) throws(RowDefect) -> Int64 {
    if let offset = read.offset { return read.local - offset }
    do {
      return try zone.instant(read.local, repeated, after: last, goesBack: goesBack, isShared: isShared)
    } catch {
      let why =
        switch error {
        case .skipped: "were set forward over"
        case .repeated: "showed twice, and nothing says which is meant: say --repeated first, second or in_order"
        case .first:
          "showed twice, and no row before it says which is meant: say --repeated first or second, or begin an hour earlier"
        }
      throw row.defect(fields, "is a time that clocks in \(zone.name) \(why)")
    }
  }

  private func rounded(_ instant: Int64) -> Int64 {
    switch rounding {
    case nil: instant
    case .down(let step): instant.flooredQuotient(by: step.milliseconds) * step.milliseconds
    case .nearest(let step):
      (instant + step.milliseconds / 2).flooredQuotient(by: step.milliseconds) * step.milliseconds
    }
  }
}

/// What a count since 1970 counts.
enum EpochUnit: String, Codable, Hashable, Sendable, CaseIterable {
  case s, ms, us, ns

  /// Decimals to move from this unit to milliseconds.
  var power: Int {
    switch self {
    case .s: 3
    case .ms: 0
    case .us: -3
    case .ns: -6
    }
  }

  var name: String {
    switch self {
    case .s: "seconds"
    case .ms: "milliseconds"
    case .us: "microseconds"
    case .ns: "nanoseconds"
    }
  }

  var isFine: Bool { self == .ns }

  /// In milliseconds; what is finer is cut, since closes end in `999999`.
  func milliseconds(_ count: Int64) -> Int64 {
    switch self {
    case .s: count.multipliedReportingOverflow(by: 1000).partialValue
    case .ms: count
    case .us: count.flooredQuotient(by: 1000)
    case .ns: count.flooredQuotient(by: 1_000_000)
    }
  }

  /// The unit in which a number is one of our times; nil for what is no number, or none of our times in any unit. From 2009
  /// to 2099 no two units share a number.
  init?(of bytes: [UInt8], _ field: Range<Int>) {
    guard let first = field.first.map({ bytes[$0] }), (48...57).contains(first),
      let number = DecimalText.number(bytes, field)
    else { return nil }
    self.init(of: number)
  }

  /// The same of a number.
  init?(of number: Double) {
    let found = Self.allCases.first { unit in
      let perMillisecond: Double =
        switch unit {
        case .s: 1e-3
        case .ms: 1
        case .us: 1e3
        case .ns: 1e6
        }
      return (1.230768e12 * perMillisecond..<4.1024448e12 * perMillisecond).contains(number)
    }
    guard let found else { return nil }
    self = found
  }
}

/// `2025-10-10`, `2025-10-10T21:15`, `2025-10-10 21:15:00.123456+00:00`, read by the byte.
enum ISOStamp {
  /// The time in milliseconds as if it were UTC, and the offset it says itself.
  static func read(_ bytes: [UInt8], _ field: Range<Int>) -> (local: Int64, offset: Int64?)? {
    bytes[field].withUnsafeBufferPointer { text -> (local: Int64, offset: Int64?)? in
      guard text.count >= 10, text[4] == dash, text[7] == dash, let year = digits(text, 0, 4),
        let month = digits(text, 5, 2), let day = digits(text, 8, 2)
      else { return nil }
      let date = CivilDate(year: year, month: month, day: day)
      guard date.exists else { return nil }
      let midnight = Int64(date.daysSince1970) * 86_400_000
      guard text.count > 10 else { return (midnight, nil) }
      guard text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "T"), text.count >= 16, text[13] == colon,
        let hour = digits(text, 11, 2), hour < 24, let minute = digits(text, 14, 2), minute < 60
      else { return nil }
      var local = midnight + Int64(hour * 60 + minute) * 60_000
      var place = 16
      if place + 2 < text.count, text[place] == colon, let second = digits(text, place + 1, 2), second < 60 {
        local += Int64(second) * 1000
        place += 3
        if place < text.count, text[place] == UInt8(ascii: ".") {
          place += 1
          let start = place
          var scale: Int64 = 100
          while place < text.count, let digit = digits(text, place, 1) {
            local += Int64(digit) * scale
            scale /= 10
            place += 1
          }
          guard place > start else { return nil }
        }
      }
      guard place < text.count else { return (local, nil) }
      return (offset(text, place) ?? OffsetText.read(text[place...])).map { (local, $0) }
    }
  }

  private static let dash = UInt8(ascii: "-")
  private static let colon = UInt8(ascii: ":")

  private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= text.count else { return nil }
    var number = 0
    for index in start..<(start + count) {
      guard (48...57).contains(text[index]) else { return nil }
      number = number * 10 + Int(text[index] - 48)
    }
    return number
  }

  /// `Z`, ` UTC`, `+00:00`, `+0530` or `+00`, to the end.
  private static func offset(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int64? {
    var place = start
    if text[place] == UInt8(ascii: " "), place + 1 < text.count { place += 1 }
    let rest = text[place...]
    if rest.elementsEqual("Z".utf8) || rest.elementsEqual("UTC".utf8) { return 0 }
    guard text[place] == UInt8(ascii: "+") || text[place] == dash, let hours = digits(text, place + 1, 2), hours < 24
    else { return nil }
    let sign: Int64 = text[place] == dash ? -1 : 1
    place += 3
    var minutes = 0
    if place < text.count {
      if text[place] == colon { place += 1 }
      guard let read = digits(text, place, 2), read < 60, place + 2 == text.count else { return nil }
      minutes = read
    }
    return sign * Int64(hours * 60 + minutes) * 60_000
  }
}
