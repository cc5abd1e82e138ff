extension Double {
  /// The number of at most twelve digits that this was meant to be, where it lies a few roundings beside one; else itself.
  ///
  /// Sums and products of decimals are no decimals in binary: 100.7 - 0.1 is 100.60000000000001, and 993 ticks of 0.1 are
  /// 99.30000000000001. What is compared with prices as a market prints them must be the double that they are read as.
  @inlinable
  package var nearestDecimal: Double {
    let size = magnitude
    guard size >= 0x1p-30, size < 0x1p36 else { return self }
    // The power of ten that leaves twelve or thirteen digits before the point; exact, like the whole number below.
    let scale = Self.decimalScales[Int(size.exponent) + 30]
    let whole = (size * scale + 0x1p52) - 0x1p52
    let decimal = whole / scale
    guard abs(decimal - size) <= size * 0x1p-49 else { return self }
    return self < 0 ? -decimal : decimal
  }

  /// By exponent of two from -30 on: 10 to the power of eleven less the number's own power of ten.
  @usableFromInline
  static let decimalScales: [Double] = (-30...35).map { exponent in
    var digits = 0
    var size = Double(sign: .plus, exponent: exponent, significand: 1)
    while size >= 10 {
      size /= 10
      digits += 1
    }
    while size < 1 {
      size *= 10
      digits -= 1
    }
    return (0..<(11 - digits)).reduce(1) { power, _ in power * 10 }
  }
}
