/// Decimal numbers in bytes, read exactly.
enum DecimalText {
  /// Powers of ten that a double holds without rounding.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The double nearest to a decimal number, or nil when the bytes are none: empty, a word, NaN, infinite.
  ///
  /// Nearly every number of a venue has a mantissa below 2^53 and at most 22 decimals. Mantissa and power of ten are then
  /// exact doubles, and their one division is correctly rounded (Clinger 1990, "How to read floating point numbers
  /// accurately"). The rest goes the slow, equally exact way.
  static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    let negative = bytes[index] == UInt8(ascii: "-")
    if negative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var mantissa: UInt64 = 0
    var significant = 0
    var decimals = 0
    var sawDigit = false
    var sawPoint = false
    while index < end {
      let byte = bytes[index]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        sawDigit = true
        // Leading zeros do not use up the mantissa.
        if mantissa != 0 { significant += 1 }
        if sawPoint { decimals += 1 }
      } else if byte == UInt8(ascii: "."), !sawPoint {
        sawPoint = true
      } else {
        return slowNumber(bytes, range)
      }
      index += 1
    }
    guard sawDigit else { return nil }
    guard significant <= 18, mantissa < 1 << 53, decimals < powers.count else { return slowNumber(bytes, range) }
    let magnitude = Double(mantissa) / powers[decimals]
    return negative ? -magnitude : magnitude
  }

  private static func slowNumber(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    let isDecimal = bytes[range].allSatisfy { byte in
      byte &- UInt8(ascii: "0") < 10
        || [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(
          byte)
    }
    // Without the check the standard library would also take words and hexadecimal digits.
    guard isDecimal, let number = Double(String(decoding: bytes[range], as: UTF8.self)), number.isFinite else {
      return nil
    }
    return number
  }

  /// A whole number of at most 18 digits, which always fits.
  static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    let negative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
    if negative { index += 1 }
    guard index < range.upperBound, range.upperBound - index <= 18 else { return nil }
    var number: Int64 = 0
    while index < range.upperBound {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int64(digit)
      index += 1
    }
    return negative ? -number : number
  }
}
