import Market

/// Everything a result depends on, as text: two results with one identity have the same figures.
///
/// The data are those that were seen, by the fingerprints of frames, and not the dataset they lie in: importing a series
/// that nobody asked for leaves every identity alone. Names of datasets, strategies and signals are no part of it either.
public struct ResultIdentity: Sendable, Hashable {
  /// What was done.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case replay, study, panel, family, scan, regression, sweep, validation, comparison
    case signalStudy = "signal_study"
  }

  /// Something that was asked and can change the answer, in canonical form.
  public typealias Term = (name: String, value: String)

  public let kind: Kind
  /// One fact a line.
  public let text: String

  /// - Parameters:
  ///   - frames: what was seen, in the order it was asked for.
  ///   - asked: in an order that the kind fixes.
  public init(_ kind: Kind, on frames: [Frame], asked: [Term]) {
    self.kind = kind
    let seen = frames.flatMap { frame -> [Term] in
      [
        ("data", frame.fingerprint), ("instrument", "\(frame.instrument)"),
        ("bars", "\(frame.grid.interval) from \(frame.window.from) to \(frame.window.to)"),
      ] + Self.funding(of: frame) + [frame.knownAsOf].compactMap(\.self).map { (Self.knownAsOf, "\($0)") }
    }
    let terms = [("engine", Engine.version), ("kind", kind.rawValue)] + seen + asked
    text = terms.map { "\($0.0) \(Self.onOneLine($0.1))" }.joined(separator: "\n")
  }

  /// What the user said of funding, where that is another than its own or something was assumed. The data have it too;
  /// here it can be read.
  private static func funding(of frame: Frame) -> [Term] {
    guard let funding = frame.funding else { return [] }
    let other = funding.instrument == frame.instrument ? [] : [(Self.fundingOf, "\(funding.instrument)")]
    return other + (funding.assumptions == .none ? [] : [(Self.fundingAssumed, "\(funding.assumptions)")])
  }

  /// Names of the lines that say whose funding settled, and what was assumed of it.
  public static let fundingOf = "funding_of"
  public static let fundingAssumed = "funding_assumed"
  /// Name of the line that says as of which instant the dataset was read.
  public static let knownAsOf = "known_as_of"

  /// A value that could break a line would pass for two facts.
  private static func onOneLine(_ value: String) -> String {
    guard value.contains(where: { $0.isNewline || $0 == "\\" }) else { return value }
    return value.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      default: Character(scalar).isNewline ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
      }
    }.joined()
  }

  /// The values of a line that stands once, or the first of several; nil for one that is not there.
  ///
  /// - Parameter text: of an identity, this version's or an earlier one's.
  public static func value(of name: String, in text: String) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
  }
}
