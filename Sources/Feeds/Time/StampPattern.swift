import Market

/// How a date and time are written: `dd-MM-yyyy HH:mm`, in the letters of Unicode's date patterns.
///
/// Understood are `EEE yyyy yy MM M MMM dd d HH H hh h mm m ss s S a` and the offset `Z`; other letters stand between single
/// quotes, everything else stands for itself. Source: Unicode Technical Standard 35, part 4.
struct StampPattern: Hashable, Sendable {
  let text: String
  private let parts: [Part]

  private enum Part: Hashable {
    case weekday, year, shortYear, month, monthName, day, hour, halfDayHour, minute, second, fraction, halfDay, offset
    case literal(UInt8)
  }

  /// - Throws: `Problem` for a letter that means nothing here, and for a pattern without a year, a month and a day.
  init(_ text: String) throws {
    self.text = text
    var parts: [Part] = []
    var rest = Substring(text)
    while let letter = rest.first {
      if letter == "'" {
        rest = rest.dropFirst()
        let words = rest.prefix { $0 != "'" }
        parts += words.utf8.map(Part.literal)
        rest = rest.dropFirst(words.count + 1)
        continue
      }
      let run = rest.prefix { $0 == letter }
      rest = rest.dropFirst(run.count)
      guard letter.isLetter else {
        parts += run.utf8.map(Part.literal)
        continue
      }
      guard let part = Self.part(letter, run.count) else {
        throw Problem(
          "'\(run)' means nothing in the time format '\(text)'",
          remedy: "use EEE, yyyy, MM, dd, HH, mm, ss, S, a and Z, and other letters between single quotes")
      }
      parts.append(part)
    }
    let hasDay = parts.contains(.day) && parts.contains { $0 == .month || $0 == .monthName }
    guard hasDay, parts.contains(where: { $0 == .year || $0 == .shortYear }) else {
      throw Problem("the time format '\(text)' lacks a year, a month or a day", remedy: "write it as dd-MM-yyyy HH:mm")
    }
    self.parts = parts
  }

  private static func part(_ letter: Character, _ count: Int) -> Part? {
    switch (letter, count) {
    case ("E", 3): .weekday
    case ("y", 4): .year
    case ("y", 2): .shortYear
    case ("M", 1...2): .month
    case ("M", 3): .monthName
    case ("d", 1...2): .day
    case ("H", 1...2): .hour
    case ("h", 1...2): .halfDayHour
    case ("m", 1...2): .minute
    case ("s", 1...2): .second
    case ("S", _): .fraction
    case ("a", 1): .halfDay
    case ("Z", _), ("X", _), ("x", _): .offset
    default: nil
    }
  }

  /// Whether stamps in it say which zone they are in.
  var hasOffset: Bool { parts.contains(.offset) }

  /// The time in milliseconds as if it were UTC, and the offset it says itself; nil for bytes of another form, and for a
  /// day that does not exist.
  ///
  /// - Parameter isWhole: whether the time of day may not be left out, as some files do at midnight.
  func read(_ bytes: ArraySlice<UInt8>, isWhole: Bool = false) -> (local: Int64, offset: Int64?)? {
    bytes.withUnsafeBufferPointer { read($0, isWhole) }
  }

  private func read(_ bytes: UnsafeBufferPointer<UInt8>, _ isWhole: Bool) -> (local: Int64, offset: Int64?)? {
    var fields = Fields()
    var place = 0
    for (index, part) in parts.enumerated() {
      if case .literal(let byte) = part {
        if place == bytes.count, fields.day > 0, !fields.hasClock, !isWhole { break }
        let isSame =
          place < bytes.count && (bytes[place] == byte || (byte == 0x20 && bytes[place] == UInt8(ascii: "T")))
        guard isSame else { return nil }
        place += 1
        continue
      }
      if place == bytes.count, fields.day > 0, part == .fraction || part == .offset { break }
      // Digits run together, as in `yyyyMMdd`, have their full width; else one digit will do.
      let isTight =
        index + 1 < parts.count && Self.isNumber(parts[index + 1]) || index > 0 && Self.isNumber(parts[index - 1])
      guard fields.read(part, bytes, &place, isTight: isTight) else { return nil }
    }
    guard place == bytes.count else { return nil }
    return fields.time
  }

  private static func isNumber(_ part: Part) -> Bool {
    switch part {
    case .literal, .weekday, .monthName, .halfDay, .offset: false
    default: true
    }
  }

  private struct Fields {
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    /// Whether a time of day was read.
    var hasClock = false
    var isAfternoon: Bool?
    var offset: Int64?

    mutating func read(
      _ part: Part, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, isTight: Bool
    ) -> Bool {
      func digits(_ most: Int) -> Int? {
        var number = 0
        let start = place
        while place < bytes.count, place - start < most, (48...57).contains(bytes[place]) {
          number = number * 10 + Int(bytes[place] - 48)
          place += 1
        }
        return place > start && (place - start == most || !(isTight || most == 4)) ? number : nil
      }
      func take(_ most: Int, _ field: inout Int, _ allowed: ClosedRange<Int>) -> Bool {
        guard let number = digits(most), allowed.contains(number) else { return false }
        field = number
        return true
      }
      switch part {
      case .year: return take(4, &year, 1970...2200)
      case .shortYear:
        guard let number = digits(2) else { return false }
        year = 2000 + number
        return true
      case .month: return take(2, &month, 1...12)
      case .day: return take(2, &day, 1...31)
      case .hour, .halfDayHour:
        hasClock = true
        return take(2, &hour, part == .hour ? 0...23 : 1...12)
      case .minute: return take(2, &minute, 0...59)
      case .second: return take(2, &second, 0...59)
      case .fraction: return readFraction(bytes, &place)
      case .weekday: return readWeekday(bytes, &place)
      case .monthName: return readMonth(bytes, &place)
      case .halfDay: return readHalfDay(bytes, &place)
      case .offset: return readOffset(bytes, &place)
      case .literal: return true
      }
    }

    private mutating func readFraction(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
      var scale = 100
      let start = place
      while place < bytes.count, (48...57).contains(bytes[place]) {
        millisecond += Int(bytes[place] - 48) * scale
        scale /= 10
        place += 1
      }
      return place > start
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private mutating func readMonth(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
      guard place + 3 <= bytes.count else { return false }
      let name = String(decoding: bytes[place..<(place + 3)], as: UTF8.self).lowercased()
      guard let index = Self.months.firstIndex(of: name) else { return false }
      month = index + 1
      place += 3
      return true
    }

    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The day of the week, which the date says as well.
    private func readWeekday(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
      guard place + 3 <= bytes.count else { return false }
      let name = String(decoding: bytes[place..<(place + 3)], as: UTF8.self).lowercased()
      place += 3
      return Self.weekdays.contains(name)
    }

    private mutating func readHalfDay(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
      guard place + 2 <= bytes.count else { return false }
      let word = String(decoding: bytes[place..<(place + 2)], as: UTF8.self).lowercased()
      guard word == "am" || word == "pm" else { return false }
      isAfternoon = word == "pm"
      place += 2
      return true
    }

    private mutating func readOffset(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
      offset = OffsetText.read(bytes[place...])
      place = bytes.count
      return offset != nil
    }

    var time: (local: Int64, offset: Int64?)? {
      let date = CivilDate(year: year, month: month, day: day)
      guard date.exists else { return nil }
      let hour = isAfternoon.map { (self.hour % 12) + ($0 ? 12 : 0) } ?? self.hour
      let instant = Instant(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
      return (instant.milliseconds, offset)
    }
  }
}
