import Digest
import Market
import Store

/// A file that was read to its end and may be merged as it is.
struct CheckedFile {
  /// One text of it, recognised and read.
  struct Part {
    let location: String
    let format: String
    let descriptor: SeriesDescriptor
    let content: Content
  }

  enum Content {
    case rows(RowCollector)
    /// The dataset has it from an earlier import.
    case known(ImportRecord)
  }

  let path: String
  let sha256: String
  let parts: [Part]
  /// Why there are no parts, for a file that a folder held.
  let skipped: String?

  /// Numbers held in memory by it.
  var weight: Int {
    parts.reduce(0) { sum, part in
      guard case .rows(let rows) = part.content else { return sum }
      return sum + (rows.read - rows.repeated) * (part.descriptor.columns.count + 1)
    }
  }
}

extension CheckedFile {
  /// Reads a file whole and tells what it is.
  ///
  /// - Parameter earlier: finds how the dataset has a file with these bytes in this series.
  /// - Throws: `Problem` for everything that makes the file unfit to import. A file that only lay in a folder and is of no
  ///   known format is no problem.
  init(
    _ file: FileWalk.Found, hints: ImportHints, badRows: BadRows,
    earlier: (_ sha256: String, SeriesDescriptor, _ range: @escaping () throws -> TimeRange) throws -> ImportRecord?
  ) throws {
    let bytes = try FileBytes.read(file.path)
    let digest = SHA256.digest(of: bytes).hex
    var found: [Part] = []
    var texts = 0
    try FeedText.forEach(in: bytes, of: file.path) { text in
      texts += 1
      if let part = try Self.part(text, hints: hints, badRows: badRows, earlier: { try earlier(digest, $0, $1) }) {
        found.append(part)
      }
    }
    path = file.path
    sha256 = digest
    parts = found
    skipped = parts.isEmpty ? Self.reason(bytes, texts: texts) : nil
    if let skipped, file.isNamed {
      throw Problem(
        skipped, at: Problem.Place(file: file.path),
        remedy: Packing(of: bytes) == .pointer
          ? "fetch the data with 'git lfs pull'"
          : "read are: \(feedFormats.map { "\($0.about) (\($0.name))" }.joined(separator: "; "))")
    }
  }

  private static func reason(_ bytes: [UInt8], texts: Int) -> String {
    switch Packing(of: bytes) {
    case .pointer: "the file is a Git LFS pointer and not the data it stands for"
    case _ where bytes.isEmpty: "the file is empty"
    case .parquet: "Parquet is not read"
    case .zip where texts == 0: "the zip archive holds no CSV file"
    default: "the file is of no known format"
    }
  }

  private static func part(
    _ text: FeedText, hints: ImportHints, badRows: BadRows,
    earlier: (SeriesDescriptor, _ range: @escaping () throws -> TimeRange) throws -> ImportRecord?
  ) throws -> Part? {
    let clues = PathClues(path: text.path, name: text.name)
    for format in feedFormats {
      guard let descriptor = try format.recognise(text, clues: clues, hints: hints) else { continue }
      let content: Content
      // Where a known file's rows lie: its name says so, or else its rows do.
      let range = {
        if let period = clues.period { return period }
        var rows = RowCollector(descriptor, location: text.location, badRows: .skip)
        try format.read(text, into: &rows)
        return rows.series.range ?? .always
      }
      if let record = try earlier(descriptor, range) {
        content = .known(record)
      } else {
        var rows = RowCollector(descriptor, location: text.location, badRows: badRows)
        try format.read(text, into: &rows)
        try checkPeriod(rows.series, clues, text)
        content = .rows(rows)
      }
      return Part(location: text.location, format: format.name, descriptor: descriptor, content: content)
    }
    return nil
  }

  /// A file that says it is of January and holds February is not what it says it is.
  private static func checkPeriod(_ series: Series, _ clues: PathClues, _ text: FeedText) throws {
    guard let range = series.range else {
      throw Problem("the file has no row that can be used", at: Problem.Place(file: text.location))
    }
    guard let period = clues.period else { return }
    let last = range.to - Interval(milliseconds: 1)
    guard period.contains(range.from), period.contains(last) else {
      throw Problem(
        "the name '\(text.name)' says \(period.from.dateText) to \(period.to.dateText), and the rows go from "
          + "\(range.from) to \(last)",
        at: Problem.Place(file: text.location), remedy: "check where the file comes from")
    }
  }
}
