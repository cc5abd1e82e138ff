/// Decimal numbers in bytes, read exactly.
package enum DecimalText {
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
  ///
  /// - Parameter scale: the power of ten that it is multiplied by before it is rounded, so that 0.0086% is the same double
  ///   as 0.000086.
  package static func number(_ bytes: [UInt8], _ range: Range<Int>, scale: Int = 0) -> Double? {
    var mantissa: UInt64 = 0
    var significant = 0
    var decimals = 0
    var sawDigit = false
    var sawPoint = false
    var isPlain = true
    let negative = bytes[range].withUnsafeBufferPointer { field -> Bool in
      // By pointer, because a build without optimisation counts references at every subscript of an array.
      guard var next = field.baseAddress, !field.isEmpty else { return false }
      let end = next + field.count
      let negative = next[0] == minus
      if negative || next[0] == plus { next += 1 }
      while next < end {
        let byte = next[0]
        if byte >= zero, byte <= nine {
          mantissa = mantissa &* 10 &+ UInt64(truncatingIfNeeded: byte &- zero)
          sawDigit = true
          // Leading zeros do not use up the mantissa.
          if mantissa != 0 { significant += 1 }
          if sawPoint { decimals += 1 }
        } else if byte == point, !sawPoint {
          sawPoint = true
        } else {
          isPlain = false
          break
        }
        next += 1
      }
      return negative
    }
    let power = scale - decimals
    guard isPlain, significant <= 18, mantissa < 1 << 53, abs(power) < powers.count else {
      return slowNumber(bytes, range, scale)
    }
    guard sawDigit else { return nil }
    let magnitude = power <= 0 ? Double(mantissa) / powers[-power] : Double(mantissa) * powers[power]
    return negative ? -magnitude : magnitude
  }

  private static func slowNumber(_ bytes: [UInt8], _ range: Range<Int>, _ scale: Int) -> Double? {
    let isDecimal = bytes[range].allSatisfy { byte in
      (zero...nine).contains(byte) || [point, plus, minus, UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte)
    }
    // Without the check the standard library would also take words and hexadecimal digits.
    guard isDecimal, let number = Double(String(decoding: bytes[range], as: UTF8.self)), number.isFinite else {
      return nil
    }
    guard scale != 0 else { return number }
    let parts = String(decoding: bytes[range], as: UTF8.self).lowercased().split(separator: "e")
    guard let mantissa = parts.first, let exponent = parts.count == 1 ? 0 : Int(parts[1]), abs(exponent) < 10_000 else {
      return nil
    }
    return Double("\(mantissa)e\(exponent + scale)").flatMap { $0.isFinite ? $0 : nil }
  }

  /// A whole number of at most 18 digits, which always fits.
  package static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    bytes[range].withUnsafeBufferPointer { field in
      guard var next = field.baseAddress, !field.isEmpty else { return nil }
      let end = next + field.count
      let negative = next[0] == minus
      if negative { next += 1 }
      guard next < end, end - next <= 18 else { return nil }
      var number: Int64 = 0
      while next < end {
        guard next[0] >= zero, next[0] <= nine else { return nil }
        number = number &* 10 &+ Int64(truncatingIfNeeded: next[0] &- zero)
        next += 1
      }
      return negative ? -number : number
    }
  }

  private static let zero = UInt8(ascii: "0")
  private static let nine = UInt8(ascii: "9")
  private static let point = UInt8(ascii: ".")
  private static let plus = UInt8(ascii: "+")
  private static let minus = UInt8(ascii: "-")
}
