import Market
import Replay
import Signals

extension SeriesDescriptor {
  /// Refuses a column of computed values whose name means something else wherever an expression is written: an operator, a
  /// word of the language, or what rules know of their own position.
  func refuseOwnedNames() throws {
    guard kind == .external else { return }
    let book = try SignalBook().bound()
    for column in columns.map(\.name) {
      guard let meaning = Self.meaning(of: column, book) else { continue }
      throw Problem(
        "column '\(column)' of \(title) has a name that means something else in expressions: \(meaning)",
        remedy: "rename it in the file, such as 'my_\(column)'")
    }
  }

  /// What a name means in the language; nil for one that is free.
  private static func meaning(of name: String, _ book: BoundBook) -> String? {
    if PositionState.names.contains(name) { return "what a rule knows of its own position" }
    do {
      let node = try book.resolve(try Expression(parsing: name))
      return node.columnNames == [name] ? nil : "it is \(node.key)"
    } catch { return error.what }
  }
}
