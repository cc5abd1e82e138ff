import Market

/// The characters of an expression, and where in the user's file each of them stands.
struct SourceText {
  let characters: [Character]
  private let start: Problem.Place
  /// The offsets of its line breaks.
  private let breaks: [Int]

  /// - Parameter start: The place of the first character. An expression that comes from no file (a flag, a call) counts
  ///   its own lines and columns.
  init(_ text: String, at start: Problem.Place) {
    let characters = Array(text)
    self.characters = characters
    breaks = characters.indices.filter { characters[$0].isNewline }
    self.start = start == .nowhere ? Problem.Place(line: 1, column: 1) : start
  }

  /// The place of the character at `offset`. The column stays unknown where that of the first character is: a block of
  /// YAML has lost its indentation by the time it gets here.
  func place(at offset: Int) -> Problem.Place {
    let before = breaks.prefix { $0 < offset }
    var place = start
    guard let lastBreak = before.last else {
      place.column = start.column.map { $0 + offset }
      return place
    }
    place.line = start.line.map { $0 + before.count }
    place.column = start.column.map { _ in offset - lastBreak }
    return place
  }
}
