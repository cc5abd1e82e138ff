import Digest

/// Options that make a view another view than its name without them would say, as parts of a folder's name: `window-3d`.
///
/// What changes what a view says is part of where it is kept, so that no page takes the place of another.
struct SaidOptions {
  private(set) var parts: [String] = []

  /// Adds an option where it is not what it would be anyway.
  mutating func add<Value: Equatable>(_ name: String, _ value: Value?, unless usual: Value? = nil) {
    guard let value, value != usual else { return }
    parts.append("\(name)-\(Self.word("\(value)"))")
  }

  mutating func add(_ name: String, _ isSet: Bool) {
    if isSet { parts.append(name) }
  }

  /// A value as part of a folder's name: those that lose characters or length on the way stay apart by their digests.
  private static func word(_ text: String) -> String {
    let plain = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? $0 : "_" })
    guard plain != text || plain.count > longest else { return plain }
    return "\(plain.prefix(longest))-\(SHA256.digest(of: text).hex.prefix(8))"
  }

  private static let longest = 24
}
