/// What stands behind a number that is a share of something: `20%`, `5bps`.
package enum ShareSuffix: String, CaseIterable, Sendable {
  case percent = "%"
  case points = "bps"

  /// How often such a number is a hundredth.
  package var hundredths: Int { self == .percent ? 1 : 2 }

  /// The one that a text ends in; nil where it ends in none.
  package init?(behind text: some StringProtocol) {
    guard let found = Self.allCases.first(where: { text.hasSuffix($0.rawValue) }) else { return nil }
    self = found
  }

  /// A fraction, or a number with one of these behind it, as a fraction: `0.0001`, `0.01%`, `1bps`. Nil for all else.
  package static func fraction(_ text: some StringProtocol) -> Double? {
    let suffix = ShareSuffix(behind: text)
    return Double(decimal: text.dropLast(suffix?.rawValue.count ?? 0), hundredths: suffix?.hundredths ?? 0)
  }
}
