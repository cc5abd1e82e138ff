import Market

/// A column that says in words or flags of each row whether it is to be read: whether a bar was over when it was written
/// (`confirm`, `is_closed`, `status`), a rate was paid or only expected (`is_predicted`, `rate_type`), a value was final
/// (`provisional`), or a row was made up where none was (`is_filled`, `interpolated`).
///
/// A bar that was still open is no bar: its close is a price of some moment, and its volume a part. A rate that was expected was
/// charged to nobody. And what somebody filled in is a gap, of which nobody knows the price.
struct FlaggedRows {
  /// What the rows are, for sentences.
  enum Rows {
    case bars, rates, values

    /// - Parameters:
    ///   - kinds: what is read from them.
    ///   - areBars: whether they are bars, or windows that are known at their ends.
    init(_ kinds: Set<SeriesKind>, areBars: Bool) { self = areBars ? .bars : kinds == [.funding] ? .rates : .values }

    var one: String { self == .bars ? "bar" : self == .rates ? "rate" : "row" }
  }

  struct Flag: Hashable {
    enum Sense {
      /// Flags that are set for a row that is final, or for one that is not.
      case final, provisional
      /// The same in words.
      case state
      case madeUp
    }

    let sense: Sense
    let rows: Rows
    /// Whether nothing else goes by its name.
    var isSure = false

    /// What a column says that a table is read by.
    init(ofColumn name: String, _ rows: Rows) {
      self =
        ColumnRoles.role(of: name) == ColumnRoles.filled
        ? .madeUp : Self.named(name, rows) ?? Flag(sense: .final, rows: rows)
    }

    init(sense: Sense, rows: Rows, isSure: Bool = false) {
      (self.sense, self.rows, self.isSure) = (sense, rows, isSure)
    }

    static let madeUp = Flag(sense: .madeUp, rows: .values)

    /// What a row is that is left out.
    var leftOut: String {
      guard sense != .madeUp else { return "filled in" }
      return switch rows {
      case .bars: "not over when the file was written"
      case .rates: "expected and not paid"
      case .values: "not final when the file was written"
      }
    }

    /// What a row is that is read.
    private var kept: String { rows == .bars ? "over" : rows == .rates ? "paid" : "final" }

    fileprivate var question: String {
      sense == .madeUp ? "whether the row was filled in" : "whether the \(rows.one) was \(kept)"
    }

    fileprivate var remedy: String {
      let out = "or take the column out where it says something else"
      return switch sense {
      case .final: "write 1 for a \(rows.one) that was \(kept) and 0 for one that was not, \(out)"
      case .provisional: "write 0 for a \(rows.one) that was \(kept) and 1 for one that was not, \(out)"
      case .state:
        "write '\(rows == .rates ? "settled" : "final")' or '\(rows == .rates ? "predicted" : "open")', \(out)"
      case .madeUp: "write 1 for a row that was filled in and 0 for one that was not, or take the column out"
      }
    }

    fileprivate var none: String {
      let one = rows == .rates ? "rates was paid" : rows == .bars ? "bars was over" : "rows is final"
      return "none of the \(one)"
    }

    /// Whether a row with the word is left out.
    func leavesOut(_ word: String) -> Bool {
      keeps(word) == false && (sense != .state || !Self.marketsToo.contains(word.lowercased()))
    }

    /// Whether a row with the word is read; nil where the word does not say it.
    fileprivate func keeps(_ word: String) -> Bool? {
      let plain = word.lowercased()
      switch sense {
      case .state: return word.isEmpty ? true : Self.isFinal(word)
      case .final:
        return FlaggedRows.yes.contains(plain) ? true : FlaggedRows.no.contains(plain) ? false : Self.isFinal(word)
      case .provisional:
        return FlaggedRows.no.contains(plain) ? true : FlaggedRows.yes.contains(plain) ? false : Self.isFinal(word)
      case .madeUp: return FlaggedRows.no.contains(plain) ? true : FlaggedRows.yes.contains(plain) ? false : nil
      }
    }
  }

  let column: String
  /// The words of the rows that are read, as they are written, and one that no row has where none is to be read.
  let words: [String]
  let flag: Flag
  /// Whether no row is one to be read.
  let keepsNone: Bool

  fileprivate static let yes: Set<String> = ["1", "1.0", "true", "t", "yes", "y"]
  fileprivate static let no: Set<String> = ["0", "0.0", "false", "f", "no", "n", ""]
  /// More different words are no states.
  private static let mostStates = 12
  /// So many numbers besides 0 and 1 are no flags.
  private static let mostNumbers = 2

  /// Nil for a column that is something else by what it holds.
  ///
  /// - Throws: `Problem` for a column with a word that says neither among such as do.
  init?(_ column: String, _ flag: Flag, in table: TableText) throws {
    guard let place = table.names.firstIndex(of: column) else { return nil }
    var scanner = table.scanner()
    var (kept, leftOut, unknown) = (Set<String>(), Set<String>(), [String: Int]())
    var last: [UInt8]?
    while scanner.advance(), unknown.count <= Self.mostStates, kept.count + leftOut.count <= Self.mostStates {
      guard place < scanner.count else { continue }
      let bytes = scanner.content(place)
      if let last, last.elementsEqual(bytes) { continue }
      last = Array(bytes)
      let word = String(decoding: bytes, as: UTF8.self)
      switch flag.keeps(word) {
      case true?: kept.insert(word)
      case false?: leftOut.insert(word)
      case nil: unknown[word] = min(unknown[word] ?? .max, scanner.line)
      }
    }
    let isOne = try Self.isOne(flag, kept: kept, leftOut: leftOut, unknown, column) { word, line in
      Problem(
        "'\(PrintableText.short(word))' does not say \(flag.question), as other rows of '\(PrintableText.short(column))' do",
        at: Problem.Place(file: table.text.location, line: table.line(line)), remedy: flag.remedy)
    }
    guard isOne else { return nil }
    self.column = column
    self.flag = flag
    keepsNone = kept.isEmpty
    // A word that no row has.
    words = kept.isEmpty ? [flag.sense == .provisional || flag.sense == .madeUp ? "false" : "final"] : kept.sorted()
  }

  /// Whether words are those of a flag or a state.
  private static func isOne(
    _ flag: Flag, kept: Set<String>, leftOut: Set<String>, _ unknown: [String: Int], _ column: String,
    problem: (String, Int) -> Problem
  ) throws -> Bool {
    let said = kept.union(leftOut).filter { !$0.isEmpty }
    let first = unknown.min { $0.value < $1.value }
    guard unknown.count <= mostStates else { return false }
    let numbers = unknown.keys.filter { Double($0) != nil }
    guard flag.sense == .state else {
      // `predicted` may be the rate that was.
      let areNumbers = !numbers.isEmpty && numbers.count == unknown.count
      let mayBeNumber = flag.sense == .provisional || flag.rows != .bars || !flag.isSure
      guard !areNumbers || !mayBeNumber && numbers.count <= mostNumbers else { return false }
      guard let first else { return !said.isEmpty && !isMarkets(flag, kept, column) }
      guard !said.isEmpty || flag.isSure && !areNumbers else { return false }
      throw problem(first.key, first.value)
    }
    let plain = Set(leftOut.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } })
    let mayBeMarkets = plain.isSubset(of: Flag.marketsToo)
    guard let first else { return !leftOut.isEmpty && !(mayBeMarkets && kept.allSatisfy(\.isEmpty)) }
    let others = Set(unknown.keys.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } })
    if mayBeMarkets, !others.isDisjoint(with: Flag.marketWords) { return false }
    // 0 and 1 under a name that is nothing else.
    let areCodes = unknown.count == 2 && unknown.keys.allSatisfy { (yes.union(no)).contains($0.lowercased()) }
    guard !said.isEmpty || flag.isSure && areCodes else { return false }
    throw problem(first.key, first.value)
  }

  /// What is open or live in every row is the market and not the bar.
  private static func isMarkets(_ flag: Flag, _ kept: Set<String>, _ column: String) -> Bool {
    flag.rows != .rates && kept.isEmpty && Flag.mayBeMarkets(column)
  }

  /// As a profile says it.
  var filter: [String: String] { [column: words.joined(separator: "|")] }
}

extension FlaggedRows {
  /// The columns that say of rows whether they are final.
  ///
  /// - Parameter used: columns that something else is read from.
  /// - Throws: `Problem` for a column with a word that says neither, and where no row is final.
  static func all(_ table: TableText, _ rows: Rows, besides used: Set<String>) throws -> [FlaggedRows] {
    let around = table.text.surrounding.filter { Flag.isOfAnswer($0, rows) }
    return try table.names.filter { !used.contains($0) && !around.contains($0) }.compactMap { name in
      guard let flag = Flag.named(name, rows), let found = try FlaggedRows(name, flag, in: table) else { return nil }
      guard !found.keepsNone else { throw found.none(at: table.text.location) }
      return found
    }
  }

  private func none(at location: String) -> Problem {
    let (name, place) = (PrintableText.short(column), Problem.Place(file: location))
    guard flag.rows == .rates else {
      return Problem(
        "\(flag.none), by the column '\(name)'", at: place,
        remedy: "import the file when they are, or take the column out where it says something else")
    }
    return Problem(
      "\(flag.none), by the column '\(name)', and funding is what was", at: place,
      remedy: "say --kind predicted_funding, or take the column out where it says something else")
  }
}
