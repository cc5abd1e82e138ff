import Market

/// A column that says in words or flags of each row whether it is to be read: whether a bar was over when it was written
/// (`confirm`, `is_closed`, `status`), a rate was paid or only expected (`is_predicted`, `rate_type`), or a row was made up where
/// none was (`is_filled`, `interpolated`).
///
/// A bar that was still open is no bar: its close is a price of some moment, and its volume a part. A rate that was expected was
/// charged to nobody. And what somebody filled in is a gap, of which nobody knows the price.
struct FlaggedRows {
  enum Flag {
    /// Flags that are set, or not set, for a row that is read.
    case finished, unfinished, madeUp, settled, foretold
    /// The same in words.
    case finishedState, settledState

    /// What a column says that a table is read by.
    ///
    /// - Parameter ofBars: whether its rows are bars.
    init(ofColumn name: String, ofBars: Bool) {
      let isFilled = ColumnRoles.role(of: name) == ColumnRoles.filled
      self = isFilled ? .madeUp : Self.named(name, ofBars: ofBars) ?? .finished
    }

    /// What a row is that is left out.
    var leftOut: String {
      switch self {
      case .finished, .unfinished, .finishedState: "not over when the file was written"
      case .madeUp: "filled in"
      case .settled, .foretold, .settledState: "expected and not paid"
      }
    }

    fileprivate var question: String {
      switch self {
      case .finished, .unfinished, .finishedState: "whether the bar was over"
      case .madeUp: "whether the row was filled in"
      case .settled, .foretold, .settledState: "whether the rate was paid"
      }
    }

    fileprivate var remedy: String {
      switch self {
      case .finished, .finishedState:
        "write 1 for a bar that was over and 0 for one that was not, or take the column out"
      case .unfinished: "write 0 for a bar that was over and 1 for one that was not, or take the column out"
      case .madeUp: "write 1 for a row that was filled in and 0 for one that was not, or take the column out"
      case .settled: "write 1 for a rate that was paid and 0 for one that was not, or take the column out"
      case .foretold: "write 0 for a rate that was paid and 1 for one that was not, or take the column out"
      case .settledState: "write 'settled' or 'predicted', or take the column out"
      }
    }

    /// The words of rows that are read, and of such as are not.
    fileprivate var words: (kept: Set<String>, leftOut: Set<String>) {
      switch self {
      case .finished, .settled: (FlaggedRows.yes, FlaggedRows.no)
      case .unfinished, .madeUp, .foretold: (FlaggedRows.no, FlaggedRows.yes)
      case .finishedState: (Self.finishedWords.union([""]), Self.openWords)
      case .settledState: (Self.paidWords.union([""]), Self.expectedWords)
      }
    }

    /// Whether its name is that of a number as well: `predicted` may be the rate that was.
    fileprivate var mayBeNumber: Bool { [.unfinished, .settled, .foretold].contains(self) }

    fileprivate var isState: Bool { self == .finishedState || self == .settledState }

    fileprivate func plain(_ word: String) -> String {
      isState ? word.lowercased().filter { $0.isLetter || $0.isNumber } : word.lowercased()
    }
  }

  let column: String
  /// The words of the rows that are read, as they are written, and one that no row has where none is to be read.
  let words: [String]
  let flag: Flag
  /// Whether no row is one to be read.
  private let keepsNone: Bool

  private static let yes: Set<String> = ["1", "1.0", "true", "t", "yes", "y"]
  private static let no: Set<String> = ["0", "0.0", "false", "f", "no", "n", ""]
  /// More different words are no states.
  private static let mostStates = 12

  /// Nil for a column that is something else by what it holds.
  ///
  /// - Throws: `Problem` for a column with a word that is neither yes nor no among such as are.
  init?(_ column: String, _ flag: Flag, in table: TableText) throws {
    guard let place = table.names.firstIndex(of: column) else { return nil }
    let (kept, leftOut) = flag.words
    var scanner = table.scanner()
    var (words, isFlag, leavesOut) = (Set<String>(), false, false)
    var unknown: Problem?
    var last: [UInt8]?
    while scanner.advance() {
      guard place < scanner.count else { continue }
      let bytes = scanner.content(place)
      if let last, last.elementsEqual(bytes) { continue }
      last = Array(bytes)
      let word = String(decoding: bytes, as: UTF8.self)
      guard !words.contains(word) else { continue }
      let plain = flag.plain(word)
      if kept.contains(plain) || leftOut.contains(plain) {
        isFlag = true
        leavesOut = leavesOut || leftOut.contains(plain)
      } else {
        let problem = Problem(
          "'\(PrintableText.short(word))' does not say \(flag.question), as the rows before do",
          at: Problem.Place(file: table.text.location, line: table.line(scanner.line)), remedy: flag.remedy)
        guard flag.isState else {
          guard isFlag, !(flag.mayBeNumber && Double(word) != nil) else { return nil }
          throw problem
        }
        unknown = unknown ?? problem
      }
      words.insert(word)
      guard !flag.isState || words.count <= Self.mostStates else { return nil }
    }
    guard isFlag else { return nil }
    self.column = column
    self.flag = flag
    let read = words.filter { kept.contains(flag.plain($0)) }.sorted()
    keepsNone = read.isEmpty
    self.words = read.isEmpty ? [kept.filter { !$0.isEmpty }.min() ?? ""] : read
    guard flag.isState else { return }
    // What is open in every row, or beside other words, may be the market and not the bar.
    guard leavesOut, flag == .settledState || unknown == nil && !read.allSatisfy(\.isEmpty) else { return nil }
    if let unknown { throw unknown }
  }

  /// As a profile says it.
  var filter: [String: String] { [column: words.joined(separator: "|")] }
}

extension FlaggedRows {
  /// The columns that say of bars whether they were over, or of rates whether they were paid.
  ///
  /// - Parameter used: columns that something else is read from.
  /// - Throws: `Problem` for a column with a word that says neither, and where no rate was paid.
  static func all(_ table: TableText, ofBars: Bool, besides used: Set<String>) throws -> [FlaggedRows] {
    try table.names.filter { !used.contains($0) }.compactMap { name in
      guard let flag = Flag.named(name, ofBars: ofBars), let found = try FlaggedRows(name, flag, in: table) else {
        return nil
      }
      guard ofBars || !found.keepsNone else {
        throw Problem(
          "none of the rates was paid, by the column '\(PrintableText.short(name))', and funding is what was",
          at: Problem.Place(file: table.text.location),
          remedy: "say --kind predicted_funding, or take the column out where it says something else")
      }
      return found
    }
  }
}
