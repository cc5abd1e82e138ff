import Market

/// A column that says in words or flags of each row whether it is to be read: whether a bar was over when it was written
/// (`confirm`, `is_closed`), or a row was made up where none was (`is_filled`, `interpolated`).
///
/// A bar that was still open is no bar: its close is a price of some moment, and its volume a part. And what somebody filled in
/// is a gap, of which nobody knows the price.
struct FlaggedRows {
  enum Flag {
    case finished, madeUp

    /// What a column says that a table is read by.
    init(ofColumn name: String) { self = ColumnRoles.role(of: name) == ColumnRoles.filled ? .madeUp : .finished }

    /// What rows are that are left out.
    var leftOut: String {
      switch self {
      case .finished: "not over when the file was written"
      case .madeUp: "filled in"
      }
    }

    fileprivate var question: String {
      switch self {
      case .finished: "whether the bar was over"
      case .madeUp: "whether the row was filled in"
      }
    }

    fileprivate var remedy: String {
      switch self {
      case .finished: "write 1 for a bar that was over and 0 for one that was not, or take the column out"
      case .madeUp: "write 1 for a row that was filled in and 0 for one that was not, or take the column out"
      }
    }

    /// The words of rows that are read, and one of them where none is there.
    fileprivate var kept: (words: Set<String>, one: String) {
      switch self {
      case .finished: (FlaggedRows.yes, "1")
      case .madeUp: (FlaggedRows.no, "0")
      }
    }
  }

  let column: String
  /// The words of the rows that are read, as they are written.
  let words: [String]

  private static let yes: Set<String> = ["1", "1.0", "true", "t", "yes", "y"]
  private static let no: Set<String> = ["0", "0.0", "false", "f", "no", "n", ""]

  /// Nil for a column that is something else by what it holds.
  ///
  /// - Throws: `Problem` for a column with a word that is neither yes nor no among such as are.
  init?(_ column: String, _ flag: Flag, in table: TableText) throws {
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
          "'\(PrintableText.short(word))' does not say \(flag.question), as the rows before do",
          at: Problem.Place(file: table.text.location, line: table.line(scanner.line)), remedy: flag.remedy)
      }
      isFlag = true
      words.insert(word)
    }
    guard isFlag else { return nil }
    self.column = column
    let kept = words.filter { flag.kept.words.contains($0.lowercased()) }.sorted()
    // Where no row is one to be read there is none.
    self.words = kept.isEmpty ? [flag.kept.one] : kept
  }

  /// As a profile says it.
  var filter: [String: String] { [column: words.joined(separator: "|")] }
}
