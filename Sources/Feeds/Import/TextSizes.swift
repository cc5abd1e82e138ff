/// How large a text is that is read whole, and the pieces of one that is not.
package struct TextSizes: Sendable {
  /// Texts up to this size are read whole, which is simpler and sees all rows at once.
  package var whole = 64 << 20
  /// The same of one JSON value, of which every field is found before a row is read.
  package var wholeJSON = 32 << 20
  /// The same of packed ones, which unpack to several times as much.
  package var wholePacked = 8 << 20
  /// How long a piece is, and how much must lie behind it, so that no piece is of a few rows.
  package var piece = 24 << 20
  package var rest = 4 << 20

  /// Those that hold; smaller ones let a few lines go the road of a large file.
  @TaskLocal package static var current = TextSizes()

  package init() {}

  /// Each of them `bytes`, a piece as well.
  package init(all bytes: Int) {
    (whole, wholeJSON, wholePacked, piece, rest) = (bytes, bytes, bytes, bytes, bytes / 4)
  }
}
