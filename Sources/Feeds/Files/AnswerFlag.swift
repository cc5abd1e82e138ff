import Market

/// What an answer says around its rows that would leave a row out if it stood in one: `complete: false`, `status: partial`.
///
/// There it is said of the answer, of which more follows or whose last bar was open, and of no row before.
struct AnswerFlag: Sendable {
  let name: String
  let word: String

  private static let longest = 16

  /// Nil for what says no such thing.
  init?(_ name: some Collection<UInt8>, _ value: Range<Int>, of bytes: [UInt8]) {
    guard value.count <= Self.longest else { return nil }
    let text = String(decoding: Array(name), as: UTF8.self)
    let word = String(decoding: bytes[value], as: UTF8.self)
    guard !word.isEmpty, !FlaggedRows.Flag.mayBeMarkets(text),
      FlaggedRows.Flag.named(text, .bars)?.leavesOut(word) == true
    else { return nil }
    (self.name, self.word) = (ColumnRoles.lastPart(text), word)
  }

  var note: String {
    "the answer says '\(PrintableText.short(name))' \(PrintableText.short(word)) around its rows, which is taken as said of the "
      + "answer and not of a row; --drop-last leaves out a last bar that was open"
  }
}
