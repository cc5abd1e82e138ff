import Digest
import Foundation
import Market
import Store

/// A file that was read to its end and may be merged as it is.
struct CheckedFile {
  /// One series of one text of it, recognised and read.
  struct Part {
    let location: String
    /// What reports call the way it was read.
    let format: String
    /// The same, with what the dataset needs to know another way of reading the same bytes by.
    let reading: String
    let descriptor: SeriesDescriptor
    var content: Content
    var notes: [String] = []
    /// Whether only rows that say something new are kept, and whether the last was still open.
    var isOnChange = false
    var dropsLast = false
    /// Whether its text ends within a line.
    var isCut = false
    /// How times of a table that nobody described are written, where its rows have told it.
    var pattern: String?
    /// Where its rows lie, where they are not in memory.
    var knownRange: TimeRange?

    /// From its first row to behind its last.
    var range: TimeRange? {
      if case .rows(let rows) = content { rows.series.range } else { knownRange }
    }

    /// Whether the dataset has it from an earlier import.
    var isKnown: Bool { if case .known = content { true } else { false } }

    /// Whether its format has code of its own, and says itself when its rows are.
    var isCoded: Bool { feedFormats.contains { $0.name == format } }

    /// The profile that it was read by, which a user can begin one of their own with.
    var profile: String? {
      isCoded || format == CapturedMessages.format || format == PlainTable.name ? nil : format
    }
  }

  enum Content {
    case rows(SeriesRows)
    /// The dataset has it from an earlier import.
    case known(ImportRecord)
    /// They are read again, piece by piece, when they are written.
    case pieces(Totals)

    /// Rows to be looked at: all there are, or some of the first; nil for what is there already.
    var sample: Series? {
      switch self {
      case .rows(let rows): rows.series
      case .pieces(let totals): totals.sample
      case .known: nil
      }
    }
  }

  let path: String
  let sha256: String
  var parts: [Part]
  /// Why there are no parts, for a file that a folder held.
  let skipped: String?
  /// Whether it was known by what the system says of it, and not read.
  var isUnread = false
  /// Where its rows are read again; nil for a file that was read whole.
  var large: (text: LargeText, reading: Reading)?
  /// All rows of a file that was read in pieces, in the order in which they are written; nil where they are read again.
  var kept: [Series]?

  /// The same with other parts.
  func with(parts: [Part]) -> CheckedFile {
    var file = self
    file.parts = parts
    return file
  }

  /// Numbers held in memory by it.
  var weight: Int {
    parts.reduce((kept ?? []).reduce(0) { $0 + $1.weight }) { sum, part in
      guard case .rows(let rows) = part.content else { return sum }
      return sum + rows.series.weight
    }
  }
}

extension CheckedFile {
  /// What the user says, and what the dataset has had: all that reading depends on besides the file.
  struct Reading {
    var hints: ImportHints
    let badRows: BadRows
    let profiles: ProfileLibrary
    /// Finds how the dataset has a file with these bytes in this series.
    let earlier: (_ sha256: String, SeriesDescriptor, _ range: @escaping () throws -> TimeRange) throws -> ImportRecord?
    /// Compares another reading of bytes that the dataset has; nil where there is none to compare with.
    var others: OtherReading?
    /// What captured messages said in the pieces before; nil for a text that is read whole.
    var captured: CapturedState?
  }

  /// A file that is as it was when an earlier import read it, of which importing again would change nothing.
  init(unchanged file: ReadFile, _ records: [ImportRecord]) {
    path = file.path
    sha256 = file.sha256
    skipped = nil
    isUnread = true
    parts = zip(file.parts, records).map { part, record in
      Part(
        location: part.location, format: part.format, reading: part.reading, descriptor: part.series,
        content: .known(record), notes: part.notes, knownRange: part.range)
    }
  }

  /// What is remembered of it; nil where a part of it has no row, or came from nowhere that is remembered.
  func remembered(_ state: FileState, plan: String) -> ReadFile? {
    guard skipped == nil, !isUnread, !parts.isEmpty else { return nil }
    let own = parts.compactMap { part -> ReadFile.Part? in
      guard let range = part.range else { return nil }
      return ReadFile.Part(
        location: part.location, format: part.format, reading: part.reading, series: part.descriptor, range: range,
        notes: part.notes)
    }
    guard own.count == parts.count else { return nil }
    return ReadFile(path: path, state: state.text, plan: plan, sha256: sha256, parts: own)
  }

  /// Reads a file whole and tells what it is.
  ///
  /// - Throws: `Problem` for everything that makes the file unfit to import. A file that only lay in a folder and is of no
  ///   known format is no problem.
  init(_ file: FileWalk.Found, _ reading: Reading) throws {
    if let size = Self.size(file.path), size > Self.mostWhole { throw Self.tooLarge(file.path, size) }
    let bytes = try FileBytes.read(file.path)
    let digest = SHA256.digest(of: bytes).hex
    var found: [Part] = []
    var texts = 0
    var shown: String?
    var nothing: TextReader.NothingSaid?
    try FeedText.forEach(in: bytes, of: file.path) { text in
      texts += 1
      let parts: [Part]
      do {
        parts = try TextReader(text, digest: digest, reading, mayBeEmpty: !file.isNamed || file.isOneOfMany).parts()
      } catch let said as TextReader.NothingSaid {
        nothing = nothing ?? said
        return
      }
      found += parts
      if parts.isEmpty, shown == nil, file.isNamed { shown = ShownTable(text)?.text }
    }
    path = file.path
    sha256 = digest
    parts = found
    skipped =
      !parts.isEmpty ? nil : nothing?.why ?? Self.reason(bytes, texts: texts)
    if let skipped, file.isNamed, !(nothing != nil && file.isOneOfMany) {
      throw Problem(
        shown.map { "\(skipped):\n\($0)\n" } ?? skipped, at: Problem.Place(file: file.path),
        remedy: Self.remedy(bytes, file.path, isShown: shown != nil))
    }
  }

  /// What a file may have that is read whole: an archive of several tables, or a text of no known format.
  private static let mostWhole = 128 << 20

  private static func size(_ path: String) -> Int? {
    var file = stat()
    return stat(path, &file) == 0 ? Int(file.st_size) : nil
  }

  private static func tooLarge(_ path: String, _ size: Int) -> Problem {
    let first = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 4096) }.map(Array.init) ?? []
    let remedy =
      switch Packing(of: first) {
      case .zip: "unpack it and import the folder: unzip -d unpacked '\(path)'"
      case .parquet: ParquetText.remedy(path)
      case .oldFeather, .feather: ArrowText.remedy(path)
      case .pointer, .plain, .gzip: "import a part of it, to see what it is: head -n 1000 '\(path)' > part.csv"
      }
    return Problem(
      "the file is of no format that is read in parts, and too large to be read whole (\(size >> 20) MB)",
      at: Problem.Place(file: path), remedy: remedy)
  }

  private static func remedy(_ bytes: [UInt8], _ path: String, isShown: Bool) -> String {
    let frames = JSONFrame.several(bytes)
    return switch Packing(of: bytes) {
    case .pointer: "fetch the data with 'git lfs pull'"
    case .parquet where (try? ParquetRoad.isThere()) == false: ParquetText.remedy(path)
    case .oldFeather: ArrowText.remedy(path)
    case _ where NoTable(bytes) != nil: NoTable(bytes)?.remedy ?? ""
    case .plain where frames != nil:
      "write each to a file of its own, named after what it is of: "
        + "jq '.\(PrintableText.short(frames?.first ?? ""))' '\(path)' > BTCUSDT.json"
    case _ where isShown:
      "say what is what with --kind, --columns, --zone and --label, or write a profile ('hindcast data formats')"
    default: "read are: \(knownFormats); plain tables of bars; and the profiles of 'hindcast data formats'"
    }
  }

  private static func severalFrames(_ bytes: [UInt8]) -> String? {
    JSONFrame.several(bytes).map { paths in
      "the JSON text holds \(paths.count) tables of a list a column, "
        + "\(paths.map { "'\(PrintableText.short($0))'" }.listed(most: 6)), and nothing says which is meant"
    }
  }

  static var knownFormats: String { feedFormats.map { "\($0.about) (\($0.name))" }.joined(separator: "; ") }

  private static func reason(_ bytes: [UInt8], texts: Int) -> String {
    switch Packing(of: bytes) {
    case .pointer: "the file is a Git LFS pointer and not the data it stands for"
    case _ where bytes.isEmpty: "the file is empty"
    case .parquet where texts == 0: ParquetText.isMissing
    case .oldFeather: "Feather of the form before 2020 is not read"
    case .zip where texts == 0: NoTable(bytes)?.what ?? "the zip archive holds no CSV or JSON file"
    default: NoTable(bytes)?.what ?? severalFrames(bytes) ?? "the file is of no known format"
    }
  }
}
