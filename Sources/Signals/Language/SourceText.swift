import Market

/// The characters of an expression, and where in the user's file each of them stands.
struct SourceText {
  let characters: [Character]
  private let start: Problem.Place

  /// - Parameter start: The place of the first character. An expression that comes from no file (a flag, a call) counts
  ///   its own lines and columns.
  init(_ text: String, at start: Problem.Place) {
    characters = Array(text)
    self.start = start == .nowhere ? Problem.Place(line: 1, column: 1) : start
  }

  /// The place of the character at `offset`. The column stays unknown where that of the first character is: a block of
  /// YAML has lost its indentation by the time it gets here.
  func place(at offset: Int) -> Problem.Place {
    let before = characters.prefix(offset)
    var place = start
    guard let lastBreak = before.lastIndex(where: \.isNewline) else {
      place.column = start.column.map { $0 + offset }
      return place
    }
    place.line = start.line.map { $0 + before.count(where: \.isNewline) }
    place.column = start.column.map { _ in offset - lastBreak }
    return place
  }
}
