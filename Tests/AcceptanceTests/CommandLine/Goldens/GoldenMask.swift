/// Leaves out what differs between versions and runs and says nothing of a result: hashes, versions of the engine,
/// seconds.
///
/// A hash is replaced character by character, so that tables keep their layout.
enum GoldenMask {
  /// Members of documents.
  static let keys: Set<String> = ["engine", "seconds"]

  static func masked(_ text: String) -> String {
    withoutHashes(text)
      .replacing(/[0-9]+\.[0-9]+\.[0-9]+/) { String(repeating: "#", count: $0.output.count) }
      .replacing(/[0-9]+\.[0-9]+ s\b/, with: "# s")
  }

  /// Of 64 hexadecimal digits, and their first 12 or 8.
  private static func withoutHashes(_ text: String) -> String {
    var masked = ""
    var word = ""
    var before: Character = " "
    func flush() {
      let isHash =
        [8, 12, 64].contains(word.count) && word.allSatisfy { "0123456789abcdef".contains($0) } && before != "."
        && (before == "-" || word.contains { $0.isLetter })
      masked += isHash ? String(repeating: "#", count: word.count) : word
      word = ""
    }
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber {
        word.append(character)
        continue
      }
      flush()
      masked.append(character)
      before = character
    }
    flush()
    return masked
  }
}
