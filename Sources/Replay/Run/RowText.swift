import Market

/// Rows of numbers as text, byte by byte into one buffer: a year of five minutes is 105,120 of them, and strings put together
/// for each cost more than the replay that they are the record of.
struct RowText {
  private var bytes = [UInt8](repeating: 0, count: Self.full + 4096)
  private var end = 0
  private var day = Int.min
  private var date: [UInt8] = []
  /// The last instant and its text: a bar closes where the next one opens.
  private var instant: Instant?
  private var stamp: [UInt8] = []
  private var number = Double.nan
  private var numberText: [UInt8] = []

  init() {}

  /// Past which it is to be written out.
  private static let full = 1 << 16

  var isFull: Bool { end >= Self.full }

  /// Hands over what is there, and is empty then.
  mutating func flush(to output: inout some TextOutputStream) {
    output.write(String(decoding: bytes[..<end], as: UTF8.self))
    end = 0
  }

  mutating func append(_ byte: Unicode.Scalar) {
    write(1) { $0[0] = UInt8(ascii: byte) }
  }

  /// As `Instant.description` has it.
  mutating func append(_ instant: Instant) {
    if instant != self.instant {
      self.instant = instant
      restamp(instant)
    }
    append(stamp)
  }

  private mutating func restamp(_ instant: Instant) {
    let (seconds, millisecond) = instant.millisecondOfDay.quotientAndRemainder(dividingBy: 1000)
    guard millisecond == 0 else {
      stamp = Array(instant.description.utf8)
      day = .min
      return
    }
    if instant.utcDay != day {
      day = instant.utcDay
      date = Array(instant.dateText.utf8)
      stamp = date + Array("T00:00:00Z".utf8)
    }
    let clock = (Int(seconds / 3600), Int(seconds / 60 % 60), Int(seconds % 60))
    for (place, two) in [(1, clock.0), (4, clock.1), (7, clock.2)] {
      stamp[date.count + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: two / 10)
      stamp[date.count + place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: two % 10)
    }
  }

  /// As `Money.text` has it.
  mutating func append(micro: Double) {
    let whole = Int64(micro)
    if whole < 0 { append("-") }
    let (quote, rest) = whole.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var width = 1
    var scale: UInt64 = 10
    while width < 14, quote >= scale {
      scale *= 10
      width += 1
    }
    write(width + 7) { bytes in
      Self.write(quote, digits: width, to: bytes)
      bytes[width] = UInt8(ascii: ".")
      Self.write(rest, digits: 6, to: bytes + width + 1)
    }
  }

  /// As Swift writes it. A position stays what it was for many bars.
  mutating func append(_ number: Double) {
    if number != self.number || number == 0 && number.sign != self.number.sign {
      self.number = number
      numberText = Array(number.description.utf8)
    }
    append(numberText)
  }

  mutating func append(_ number: Int) {
    append(number.description)
  }

  /// Text that needs no quoting.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(utf8.count) { bytes in
        for index in utf8.indices { bytes[index] = utf8[index] }
      }
    }
  }

  private mutating func append(_ text: [UInt8]) {
    write(text.count) { bytes in
      text.withUnsafeBufferPointer { text in
        for index in text.indices { bytes[index] = text[index] }
      }
    }
  }

  /// Room for so many bytes more, which `body` fills.
  @inline(__always)
  private mutating func write(_ count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Void) {
    if end + count > bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count + count) }
    bytes.withUnsafeMutableBufferPointer { buffer in
      if let first = buffer.baseAddress { body(first + end) }
    }
    end += count
  }

  /// From the last digit on, zeros before the first.
  @inline(__always)
  private static func write(_ number: UInt64, digits: Int, to bytes: UnsafeMutablePointer<UInt8>) {
    var rest = number
    for place in stride(from: digits - 1, through: 0, by: -1) {
      bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}
