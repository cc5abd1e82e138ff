/// The folder of a kept result: what it is called, made safe, and the beginning of its hash.
///
/// Names are their users' own and can be anything: paths, nothing at all, a whole page. A folder's name has letters and
/// digits of ASCII, `-`, `_` and `.`, does not begin with a dot or a dash, and lies where results lie.
public struct ResultFolder: Sendable, Hashable {
  /// At most 64 characters, at least one.
  public let stem: String
  public let hash: String

  private static let mostCharacters = 64

  /// - Parameters:
  ///   - parts: of its name, such as strategy, kind and signal; empty ones are left out.
  ///   - hash: 64 hexadecimal digits.
  public init(_ parts: String..., hash: String) {
    let safe = parts.filter { !$0.isEmpty }.map(Self.safe).joined(separator: "-")
      .drop { $0 == "." || $0 == "-" }.prefix(Self.mostCharacters)
    stem = safe.isEmpty ? "result" : String(safe)
    self.hash = hash
  }

  /// `stress-fade-1c0f55aa`.
  public var name: String { name(digits: 8) }

  /// The preferred name first; with more digits of the hash where another result has that one.
  public var names: [String] { [8, 12, 16, 32, 64].map(name) }

  private func name(digits: Int) -> String { "\(stem)-\(hash.prefix(digits))" }

  private static func safe(_ text: String) -> String {
    // No part needs more than the whole may have.
    String(
      text.prefix(4 * mostCharacters).map { character in
        guard character.isASCII, character.isLetter || character.isNumber || "-_.".contains(character) else {
          return "-"
        }
        return character
      })
  }
}
