extension Instant: CustomStringConvertible {
  /// `2025-10-10T21:15:00Z`, with milliseconds only when there are any.
  public var description: String {
    let (seconds, millisecond) = timeOfDay
    let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    return "\(dateText)T\(clock)\(millisecond == 0 ? "" : "." + padded(millisecond, 3))Z"
  }

  /// `2025-10-10`.
  public var dateText: String {
    let date = self.date
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
  }

  /// `2025-10-10 21:15`, for tables, where the header says UTC once.
  public var minuteText: String {
    let (seconds, _) = timeOfDay
    return "\(dateText) \(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
  }

  /// The same, and to the millisecond where it is no whole minute.
  public var timeText: String {
    millisecondOfDay % Interval.minute.milliseconds == 0 ? minuteText : description
  }

  private var timeOfDay: (seconds: Int, millisecond: Int) {
    let milliseconds = Int(millisecondOfDay)
    return (milliseconds / 1000, milliseconds % 1000)
  }

  /// Reads `2025-10-10`, `2025-10-10T21:15`, `2025-10-10 21:15:00`, with fractions of a second (cut to milliseconds)
  /// and an optional zone `Z` or `+00:00`. A text without a zone is UTC. Nil for anything else.
  public init?(_ text: some StringProtocol) {
    var reader = DigitReader(text.utf8)
    guard let year = reader.digits(4), reader.take(UInt8(ascii: "-")),
      let month = reader.digits(2), reader.take(UInt8(ascii: "-")),
      let day = reader.digits(2), CivilDate(year: year, month: month, day: day).exists
    else { return nil }
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    var offsetMinutes = 0
    if reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: " ")) {
      guard let h = reader.digits(2), h < 24, reader.take(UInt8(ascii: ":")), let m = reader.digits(2), m < 60
      else { return nil }
      hour = h
      minute = m
      if reader.take(UInt8(ascii: ":")) {
        guard let s = reader.digits(2), s < 60 else { return nil }
        second = s
        if reader.take(UInt8(ascii: ".")) {
          guard let fraction = reader.fractionInMilliseconds() else { return nil }
          millisecond = fraction
        }
      }
      if !reader.take(UInt8(ascii: "Z")), let sign = reader.sign() {
        guard let h = reader.digits(2), h < 24 else { return nil }
        _ = reader.take(UInt8(ascii: ":"))
        guard let m = reader.digits(2), m < 60 else { return nil }
        offsetMinutes = sign * (h * 60 + m)
      }
    }
    guard reader.isAtEnd else { return nil }
    let local = Instant(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
    self = local - Interval(milliseconds: Int64(offsetMinutes) * Interval.minute.milliseconds)
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Reads fixed-width decimal fields from the front of a text.
private struct DigitReader<Bytes: Sequence<UInt8>> {
  private var bytes: Bytes.Iterator
  private var next: UInt8?

  init(_ source: Bytes) {
    bytes = source.makeIterator()
    next = bytes.next()
  }

  var isAtEnd: Bool { next == nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    next = bytes.next()
    return true
  }

  mutating func digit() -> Int? {
    guard let byte = next, (48...57).contains(byte) else { return nil }
    next = bytes.next()
    return Int(byte) - 48
  }

  mutating func digits(_ count: Int) -> Int? {
    var number = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  mutating func fractionInMilliseconds() -> Int? {
    guard var number = digit() else { return nil }
    var read = 1
    while let digit = digit() {
      if read < 3 { number = number * 10 + digit }
      read += 1
    }
    for _ in read..<max(read, 3) { number *= 10 }
    return number
  }

  mutating func sign() -> Int? {
    if take(UInt8(ascii: "+")) { return 1 }
    return take(UInt8(ascii: "-")) ? -1 : nil
  }
}
