import Market

/// Cuts a JSON text of one value, which comes in blocks, between the rows of its first list of objects or of lists: each
/// piece is the same value with some of the rows, and so is read like the whole.
package struct JSONCutter {
  private let path: String
  private let piece: Int
  /// What stands before the first row, and what closes the value behind the last.
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  /// Rows that are not handed over yet.
  private var rows: [UInt8] = []
  /// Where in `rows` the last whole row ends.
  private var end = 0
  /// Brackets that are open.
  private var open: [UInt8] = []
  private var isText = false
  private var isEscaped = false
  private var stage = Stage.before
  /// Lines in the text so far, and before the rows that are held.
  private var lines = 0
  private var linesBefore = 0

  private enum Stage { case before, list, rows, behind }

  /// What stands before the first row of any answer is shorter.
  private static let longestHead = 1 << 20

  /// - Parameter piece: bytes of rows, of which a piece has a little more.
  package init(path: String, piece: Int = 24 << 20) {
    self.path = path
    self.piece = piece
  }

  package mutating func take(_ block: ArraySlice<UInt8>, _ body: (_ piece: [UInt8], _ linesBefore: Int) throws -> Void)
    throws
  {
    for byte in block {
      step(byte)
      guard stage == .rows || stage == .behind || head.count < Self.longestHead else {
        throw noRows
      }
      if stage == .rows, end > piece { try hand(body) }
    }
  }

  /// That no row stands where the first of any answer does: in a list a column, or in an object of them, each value is far from
  /// those of its row.
  private var noRows: Problem {
    let limit = TextSizes.current.wholeJSON >> 20
    let (what, filter) =
      open.last == UInt8(ascii: "[")
      ? ("lists a column", "[.time, .open, .high, .low, .close, .volume] | transpose[]")
      : ("no list of rows", ".data[]")
    return Problem(
      "the JSON text begins with more than 1 MiB of \(what), and one of more than \(limit) MiB is read row by row",
      at: Problem.Place(file: path),
      remedy: "write its rows one a line, with the names that it has: jq -c '\(filter)' '\(path)' > rows.jsonl")
  }

  package mutating func finish(_ body: (_ piece: [UInt8], _ linesBefore: Int) throws -> Void) throws {
    guard stage == .behind, open.isEmpty else {
      throw Problem(
        "the JSON text is cut short or damaged: \(stage == .before || stage == .list ? "no list of rows" : "its end is missing")",
        at: Problem.Place(file: path, line: lines + 1), remedy: "download it again")
    }
    end = rows.count
    try hand(body)
  }

  private mutating func hand(_ body: (_ piece: [UInt8], _ linesBefore: Int) throws -> Void) throws {
    var text = head
    text += rows[..<end]
    text += tail
    let taken = rows[..<end].count { $0 == UInt8(ascii: "\n") }
    try body(text, linesBefore)
    linesBefore += taken
    // Behind a row that is handed over stands the comma.
    rows.removeSubrange(..<min(end + 1, rows.count))
    end = 0
  }

  private mutating func step(_ byte: UInt8) {
    if byte == UInt8(ascii: "\n") { lines += 1 }
    switch stage {
    case .before, .list: head.append(byte)
    case .rows: rows.append(byte)
    case .behind: break
    }
    if isText {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        isText = byte != UInt8(ascii: "\"")
      }
      if stage == .list { stage = .before }
      return
    }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): return
    case UInt8(ascii: "\""): isText = true
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      if stage == .list { begin(byte) }
      open.append(byte)
      if stage == .before, byte == UInt8(ascii: "["), !open.dropLast().contains(UInt8(ascii: "[")) { stage = .list }
      return
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if stage == .rows, open.count == depth { return close() }
      _ = open.popLast()
    case UInt8(ascii: ","):
      if stage == .rows, open.count == depth { end = rows.count - 1 }
    default: break
    }
    if stage == .list { stage = .before }
  }

  /// How many brackets are open around a row.
  private var depth = 0

  /// The first row begins: it belongs to the rows and not to the head.
  private mutating func begin(_ byte: UInt8) {
    head.removeLast()
    rows = [byte]
    depth = open.count
    tail = open.reversed().map { $0 == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}") }
    linesBefore = lines - head.count { $0 == UInt8(ascii: "\n") }
    stage = .rows
  }

  private mutating func close() {
    rows.removeLast()
    _ = open.popLast()
    stage = .behind
  }
}
