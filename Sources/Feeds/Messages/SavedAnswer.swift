import Market

/// A file that is an answer of the moment as it came, or several of them: what it says is what a recorder's line of it says,
/// known at the time that the answer says it was made.
struct SavedAnswer {
  /// The text as captured messages are read.
  let text: FeedText
  let venue: String

  /// Nil for a text that begins with no such answer.
  init?(_ text: FeedText) {
    guard let raw = text.rawJSON, let form = Self.form(of: raw.bytes) else { return nil }
    self.text = raw
    venue = form.venue
  }

  private static func form(of bytes: [UInt8]) -> MessageForm? {
    var cursor = JSONCursor(text: bytes)
    guard let body = first(&cursor) else { return nil }
    return each(in: body, bytes).first.flatMap { one in
      answerForms.first { $0.isReadAlone && $0.fits(one, bytes, address: "") }
    }
  }

  /// The first value, and of each of its lists the first row: a list may be long, and the text is none of these mostly.
  private static func first(_ cursor: inout JSONCursor) -> MessageBody? {
    guard cursor.take(UInt8(ascii: "[")) else { return try? MessageBody(&cursor, isSample: true) }
    guard cursor.peek() == UInt8(ascii: "{") else { return nil }
    return (try? MessageBody(&cursor, isSample: true)).map { .list([$0]) }
  }

  /// The answers in a list of them; what is no such list by itself.
  static func each(in body: MessageBody, _ bytes: [UInt8]) -> [MessageBody] {
    guard case .list(let all) = body, let first = all.first,
      answerForms.contains(where: { $0.isReadAlone && $0.fits(first, bytes, address: "") })
    else { return [body] }
    return all
  }
}
