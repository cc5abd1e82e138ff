import Market

/// A value written out: `1.5`, `1e-4`, `20%`, `5bps`, `1d`.
enum Literal: Hashable, Sendable {
  case number(Double)
  case duration(Interval)

  /// - Parameters:
  ///   - digits: A decimal number, with an exponent or without.
  ///   - suffix: What stands right behind it.
  /// - Returns: Nil if the two make no value.
  init?(digits: some StringProtocol, suffix: some StringProtocol) {
    switch suffix {
    case "": self.init(digits, hundredths: 0)
    case "%": self.init(digits, hundredths: 1)
    case "bps": self.init(digits, hundredths: 2)
    default:
      guard let interval = Interval("\(digits)\(suffix)") else { return nil }
      self = .duration(interval)
    }
  }

  /// Whether a number is written as a share of something: in percent or in basis points.
  static func isShare(_ text: String) -> Bool { text.hasSuffix("%") || text.hasSuffix("bps") }

  /// The suffix becomes part of the decimal exponent, so that 0.1% is the number nearest to a thousandth; dividing
  /// afterwards would round twice.
  private init?(_ digits: some StringProtocol, hundredths: Int) {
    let parts = digits.lowercased().split(separator: "e", maxSplits: 1)
    guard let mantissa = parts.first, let exponent = parts.count == 1 ? 0 : Int(parts[1]),
      let value = Double("\(mantissa)e\(exponent.subtractingReportingOverflow(2 * hundredths).partialValue)"),
      value.isFinite
    else { return nil }
    self = .number(value)
  }
}
