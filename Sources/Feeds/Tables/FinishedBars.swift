import Market

/// A column that says in words or flags whether a bar was over when it was written: `confirm`, `is_closed`.
///
/// A bar that was still open is no bar: its close is a price of some moment, and its volume a part.
struct FinishedBars {
  let column: String
  /// The words of the column that say so, as they are written.
  let words: [String]

  private static let yes: Set<String> = ["1", "1.0", "true", "t", "yes", "y"]
  private static let no: Set<String> = ["0", "0.0", "false", "f", "no", "n", ""]

  /// Nil for a column that is something else by what it holds.
  ///
  /// - Throws: `Problem` for a column with a word that is neither yes nor no among such as are.
  init?(_ column: String, in table: TableText) throws {
    guard let place = table.names.firstIndex(of: column) else { return nil }
    var scanner = table.scanner()
    var (words, isFlag) = (Set<String>(), false)
    var last: [UInt8]?
    while scanner.advance() {
      guard place < scanner.count else { continue }
      let bytes = scanner.content(place)
      if let last, last.elementsEqual(bytes) { continue }
      last = Array(bytes)
      let word = String(decoding: bytes, as: UTF8.self)
      guard !words.contains(word) else { continue }
      let plain = word.lowercased()
      guard Self.yes.contains(plain) || Self.no.contains(plain) else {
        guard isFlag else { return nil }
        throw Problem(
          "'\(PrintableText.short(word))' does not say whether the bar was over, as the rows before do",
          at: Problem.Place(file: table.text.location, line: table.line(scanner.line)),
          remedy: "write 1 for a bar that was over and 0 for one that was not, or take the column out")
      }
      isFlag = true
      words.insert(word)
    }
    guard isFlag else { return nil }
    self.column = column
    let over = words.filter { Self.yes.contains($0.lowercased()) }.sorted()
    // A column without a yes has no bar that is over.
    self.words = over.isEmpty ? ["1"] : over
  }

  /// As a profile says it.
  var filter: [String: String] { [column: words.joined(separator: "|")] }
}
