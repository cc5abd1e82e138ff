import Market

/// What the command line says of one axis, taken apart: `name=what`, or `name=what if condition`.
struct AxisText {
  let name: String
  let what: String
  let condition: String?
  /// The flag it came with, for messages: `--grid 'entry=1,2'`.
  let source: String

  /// - Parameters:
  ///   - flag: `--grid` or `--random`.
  ///   - form: what can be written there, for the message.
  init(_ text: String, flag: String, form: String) throws(Problem) {
    source = "\(flag) '\(text)'"
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !Self.trimmed(halves[0]).isEmpty, !Self.trimmed(halves[1]).isEmpty else {
      throw Problem("\(source) is not understood", remedy: "write \(form)")
    }
    name = Self.trimmed(halves[0])
    let right = halves[1]
    if let word = Self.conditionWord(in: right) {
      what = Self.trimmed(right[..<word.lowerBound])
      condition = Self.trimmed(right[word.upperBound...])
      guard condition?.isEmpty == false, !what.isEmpty else {
        throw Problem("\(source) has nothing on one side of 'if'", remedy: "write \(form) if condition")
      }
    } else {
      what = Self.trimmed(right)
      condition = nil
    }
  }

  /// The first `if` that stands as a word of its own; the language's `if(` is an operator and stays in the condition.
  private static func conditionWord(in text: Substring) -> Range<Substring.Index>? {
    var from = text.startIndex
    while let space = text[from...].firstIndex(of: " ") {
      let word = text[text.index(after: space)...]
      if word.hasPrefix("if") {
        let end = word.index(word.startIndex, offsetBy: 2)
        if end == word.endIndex || word[end] == " " { return space..<end }
      }
      from = text.index(after: space)
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
