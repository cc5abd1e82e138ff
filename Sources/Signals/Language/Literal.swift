import Market
import Numerics

/// A value written out: `1.5`, `1e-4`, `20%`, `5bps`, `1d`.
enum Literal: Hashable, Sendable {
  case number(Double)
  case duration(Interval)

  /// - Parameters:
  ///   - digits: A decimal number, with an exponent or without.
  ///   - suffix: What stands right behind it.
  /// - Returns: Nil if the two make no value.
  init?(digits: some StringProtocol, suffix: some StringProtocol) {
    let share = ShareSuffix(rawValue: String(suffix))
    guard suffix.isEmpty || share != nil else {
      guard let interval = Interval("\(digits)\(suffix)") else { return nil }
      self = .duration(interval)
      return
    }
    guard let value = Double(decimal: digits, hundredths: share?.hundredths ?? 0) else { return nil }
    self = .number(value)
  }

  /// Whether a number is written as a share of something: in percent or in basis points.
  static func isShare(_ text: String) -> Bool { ShareSuffix(behind: text) != nil }
}
