/// A text, or one of several, that a field must have: `text*` for what begins so, `*text*` for what holds it, and `!` before
/// them all for what none of them is.
struct RowFilter {
  let field: Int
  /// The words that it reads, for a message.
  let said: String
  private let texts: [(bytes: [UInt8], form: Form)]
  private let isNegated: Bool

  private enum Form { case whole, beginning, part }

  init(field: Int, _ text: String) {
    self.field = field
    isNegated = text.hasPrefix("!") && text.count > 1
    let words = (isNegated ? text.dropFirst() : text[...]).split(separator: "|", omittingEmptySubsequences: false)
    said = (isNegated ? "all but " : "") + words.filter { !$0.isEmpty }.joined(separator: ", ")
    texts = words.map { text in
      if text.count > 2, text.hasPrefix("*"), text.hasSuffix("*") {
        return (Array(text.dropFirst().dropLast().utf8), .part)
      }
      return text.count > 1 && text.hasSuffix("*")
        ? (Array(text.dropLast().utf8), .beginning) : (Array(text.utf8), .whole)
    }
  }

  func allows(_ row: borrowing CSVScanner) -> Bool { isOne(row) != isNegated }

  /// The same of a word that no field holds.
  func allows(_ word: String) -> Bool {
    let word = Array(word.utf8)
    let isOne = texts.contains { text in
      switch text.form {
      case .whole: word == text.bytes
      case .beginning: word.starts(with: text.bytes)
      case .part: word.contains(text.bytes)
      }
    }
    return isOne != isNegated
  }

  private func isOne(_ row: borrowing CSVScanner) -> Bool {
    for text in texts {
      switch text.form {
      case .whole: if row.field(field, is: text.bytes) { return true }
      case .beginning: if field < row.count, row.content(field).starts(with: text.bytes) { return true }
      case .part: if field < row.count, row.content(field).contains(text.bytes) { return true }
      }
    }
    return false
  }
}
