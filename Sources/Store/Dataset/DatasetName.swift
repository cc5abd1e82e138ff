import Market

/// What a dataset is called: `btc`, `btc-2025`. It is a word and never a path.
public struct DatasetName: Hashable, Sendable {
  public let text: String

  /// - Throws: `Problem` for anything but 1 to 64 letters, digits, `-`, `_` and `.`, or for a leading dot.
  public init(_ text: String) throws {
    let allowed = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard !text.contains(",") else {
      throw Problem(
        "'\(text)' names several datasets, and one is asked for here",
        remedy: "name one; of several at once are a study, a scan, a sweep and a comparison")
    }
    guard allowed, (1...64).contains(text.utf8.count), !text.hasPrefix(".") else {
      throw Problem(
        "'\(text)' cannot name a dataset", remedy: "use up to 64 letters, digits, '-', '_' and '.', such as btc-2025")
    }
    self.text = text
  }
}

extension DatasetName: CustomStringConvertible {
  public var description: String { text }
}
