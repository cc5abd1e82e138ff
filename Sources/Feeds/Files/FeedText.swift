import Foundation
import Market
import Numerics

/// One table as a venue published it: a file, or a member of an archive. Of JSON, the rows as a table.
public struct FeedText: Sendable {
  /// Of the file on the disk, as the user named it.
  public let path: String
  /// Name of the text itself, without the endings of archives: `BTCUSDT-5m-2025-01.csv`.
  public let name: String
  /// The folders that it lies in within an archive, `spot/2025`; empty where there are none.
  private(set) var folder = ""
  /// What messages call it: the path, with the member behind it when an archive holds several.
  public let location: String
  public private(set) var bytes: [UInt8]
  /// The table as columns, where it is none of text; there are no bytes then.
  let table: ColumnTable?
  /// The text that the table was made of, and the line that each of its rows begins on; nil where it is a table itself.
  private var json: (bytes: [UInt8], lines: [Int32], hasHeader: Bool)?
  /// What stands around rows without names in a JSON text.
  private var facts: JSONFacts?
  /// How many columns have their numbers for names, before those of what stands around the rows; nil where none has.
  private(set) var numbered: Int?
  /// What a JSON text says once behind all rows, by its name.
  private(set) var behind: [String: String] = [:]
  /// When a JSON text that is one answer says that it was made.
  private(set) var answered: [AnswerTime] = []
  /// Columns that stand around the rows of a JSON text, where each answer has several rows.
  private(set) var surrounding: Set<String> = []
  private var flag: AnswerFlag?
  /// Whether the rows of a JSON text are those of several answers, which stand in whatever order they were asked for.
  private(set) var arePages = false
  private(set) var pages: [AnswerPage] = []
  /// The list of a JSON text that the rows are of, and those that stand beside it.
  private var lists: [JSONList] = []
  /// How many lines of the file stand before it, where it is a piece of a larger text.
  let linesBefore: Int
  /// Where in the bytes the rows are that are read; everywhere when nil.
  private(set) var window: Range<Int>?
  /// Whether it is of captured messages.
  var isCaptured = false
  /// What is to be said of lines above the table that are passed over.
  var titleNote: String?
  /// The text with the column that counts its rows, where that is left out.
  private var counted: (bytes: [UInt8], note: String)?

  public init(path: String, name: String, location: String? = nil, bytes: [UInt8]) {
    self.init(path: path, name: name, location: location, bytes: bytes, linesBefore: 0)
  }

  init(path: String, name: String, location: String?, bytes: [UInt8], linesBefore: Int) {
    self.linesBefore = linesBefore
    self.path = path
    self.name = name
    self.location = location ?? path
    self.bytes = bytes
    table = nil
    json = nil
  }

  /// A table that is there as columns.
  init(path: String, name: String, table: ColumnTable, linesBefore: Int = 0) {
    self.path = path
    self.name = name
    location = path
    bytes = []
    self.table = table
    json = nil
    self.linesBefore = linesBefore
  }

  init(_ text: FeedText, json bytes: [UInt8], rows: String?) throws {
    let rows = try JSONTable(bytes, rows: rows, of: text.location)
    table = nil
    path = text.path
    name = text.name
    folder = text.folder
    location = text.location
    self.bytes = rows.text
    linesBefore = text.linesBefore
    json = (bytes, rows.lines, rows.hasHeader)
    facts = rows.facts
    behind = rows.behind
    answered = rows.answered
    surrounding = rows.surrounding
    flag = rows.flag
    arePages = rows.arePages
    pages = rows.pages
    lists = rows.lists
  }

  /// The table below a header that counts its columns.
  init(_ text: FeedText, below header: NumberedHeader) {
    self.init(
      path: text.path, name: text.name, location: text.location, bytes: header.withoutIndex ?? header.bytes,
      linesBefore: text.linesBefore + 1)
    folder = text.folder
    titleNote = header.withoutIndex == nil ? header.note : header.indexNote
    counted = header.withoutIndex.map { _ in (header.bytes, header.note) }
  }

  /// The same with the column that counts its rows, so that numbers of columns are those of the file.
  var withRowNumbers: FeedText {
    guard let counted else { return self }
    var text = self
    (text.bytes, text.titleNote, text.counted) = (counted.bytes, counted.note, nil)
    return text
  }

  /// The same in these folders of an archive.
  func lying(in folder: String) -> FeedText {
    var text = self
    text.folder = folder
    return text
  }

  /// The same, of which only these bytes are read as rows.
  func rows(in range: Range<Int>) -> FeedText {
    var part = self
    part.window = range
    return part
  }

  /// The same with other rows, in order of time, in the place of those of several answers.
  func ordered(_ rows: [UInt8]) -> FeedText {
    var text = self
    (text.bytes, text.arePages, text.pages) = (rows, false, [])
    return text
  }

  /// What stands around rows without names, by the last part of its name, where it is said of all of them.
  var around: [String: String] { facts?.common ?? [:] }

  /// The same with what stands around rows without names as columns behind theirs, as rows with names have it.
  var withFacts: FeedText {
    // A captured message that is described as a table has its rows where any answer has them.
    if isCaptured, let rows = try? rows(at: nil), rows.facts != nil { return rows.withFacts }
    guard let facts, let json, !json.hasHeader else { return self }
    var scanner = CSVScanner(self, columns: [], separator: comma, quoted: true)
    guard scanner.advance() else { return self }
    var text = self
    text.numbered = scanner.count
    text.bytes = facts.columns(behind: bytes, width: scanner.count)
    text.json = (json.bytes, json.lines, true)
    text.facts = nil
    return text
  }

  var isJSON: Bool { json != nil }

  /// A JSON text as it stands in the file, read as captured messages; nil for others.
  var rawJSON: FeedText? {
    guard let json else { return nil }
    var raw = FeedText(path: path, name: name, location: location, bytes: json.bytes, linesBefore: linesBefore)
    raw.folder = folder
    raw.isCaptured = true
    return raw
  }

  /// Whether rows have names in a JSON text, as columns always have; nil for others, where the text does not tell.
  var hasNames: Bool? { table == nil ? json?.hasHeader : true }

  /// What is to be said of a page of an answer that says that others follow it.
  var pageNote: String? {
    guard let bytes = json?.bytes ?? (isCaptured ? self.bytes : nil) else { return nil }
    let found = Self.ends(of: bytes).lazy.compactMap { part in
      Self.following(String(decoding: part, as: UTF8.self))
    }.first
    return found?.map { "the answer says by '\($0)' that more follows: this is one page of several" }
  }

  /// What is to be said of a flag that stands around the rows.
  var flagNote: String? { flag?.note }

  /// - Throws: `Problem` for an answer that says that it comes from a test network.
  func checkNetwork() throws {
    guard let bytes = json?.bytes else { return }
    let isTest = Self.ends(of: bytes).contains { part in
      guard let name = part.firstRange(of: "\"testnet\"".utf8) else { return false }
      return part[name.upperBound...].drop { [0x20, 0x3A].contains($0) }.starts(with: "true".utf8)
    }
    guard !isTest else {
      throw Problem(
        "the answer says by 'testnet' that it comes from a test network, where nobody pays",
        at: Problem.Place(file: location), remedy: "ask the venue's own address for it")
    }
  }

  /// What is to be said of lists of other rows that a JSON text holds besides those that are read.
  ///
  /// - Throws: `Problem` where another list has rows of the same form: the market that is meant may be that one.
  func otherLists() throws -> String? {
    guard let first = lists.first, lists.count > 1 else { return nil }
    func shown(_ list: JSONList) -> String { "'\(PrintableText.short(list.path))'" }
    let alike = lists.filter { $0.isLike(first) }
    guard alike.count == 1 else {
      let example = PrintableText.short(alike[1].path)
      throw Problem(
        "the JSON text holds \(alike.count) lists of rows of one form, \(alike.map(shown).listed(most: 6)), and nothing says "
          + "which is meant", at: Problem.Place(file: location),
        remedy:
          "write each to a file of its own, named after what it is of (jq '\(PrintableText.short(alike[1].query))' '\(path)' > SYMBOL.json), or "
          + "name one in a profile (rows: \(example))")
    }
    return "not read: \(lists.dropFirst().map { "\(shown($0)), \($0.rows) rows" }.listed(most: 6))"
  }

  /// Where an answer says what is true of all of it: behind its rows, or before them.
  private static func ends(of bytes: [UInt8]) -> [ArraySlice<UInt8>] { [bytes.suffix(4096), bytes.prefix(4096)] }

  /// The name that says that more follows; nil within where one says that none does, and nil where there is no such name.
  private static func following(_ text: String) -> String?? {
    for name in ["next_page_token", "nextPageCursor", "has_more", "hasMore"] {
      guard let place = text.range(of: "\"\(name)\"", options: .backwards) else { continue }
      let value = text[place.upperBound...].drop { $0 == ":" || $0.isWhitespace }
      let isMore = value.hasPrefix("true") || (value.first == "\"" && value.dropFirst().first != "\"")
      return .some(isMore ? name : nil)
    }
    return nil
  }

  /// The rows that stand elsewhere in a JSON text.
  func rows(at path: String?) throws -> FeedText {
    if isCaptured { return try FeedText(self, json: bytes, rows: path) }
    guard let path else { return self }
    guard let json else {
      throw Problem(
        "the file is not JSON, and rows are looked for at '\(path)'", at: Problem.Place(file: location),
        remedy: "check where the file comes from")
    }
    return try FeedText(self, json: json.bytes, rows: path)
  }

  /// Which of several answers a line of the table is of; 0 where there is one.
  func page(_ line: Int) -> Int {
    let row = line - (json?.hasHeader == true ? 2 : 1)
    return max(0, pages.leadingCount { $0.row <= row } - 1)
  }

  /// The line of the file that a line of the table was made of.
  func sourceLine(_ line: Int) -> Int {
    guard let json else { return line + linesBefore }
    let row = line - (json.hasHeader ? 2 : 1)
    return linesBefore + (json.lines.indices.contains(row) ? Int(json.lines[row]) : line)
  }
}

extension FeedText {
  /// The last part of a path of the disk or of an archive.
  static func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The folders above the last part of a path, without their last slash.
  static func folder(_ path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }

  /// What a file is called when it is unpacked to text.
  static func textName(_ file: String, _ packing: Packing) -> String {
    func without(_ ending: String, _ plain: String = "") -> String {
      file.lowercased().hasSuffix(ending) ? String(file.dropLast(ending.count)) + plain : file
    }
    return switch packing {
    case .gzip: without(".gz")
    case .feather: without(".feather", ".csv")
    case .parquet: without(".parquet", ".csv")
    case .plain, .zip, .oldFeather, .pointer: file
    }
  }
}
