import Market
import Store

/// Why a file cannot be read in pieces, and has to be read whole: its rows go backwards, or only all of them say what it is.
struct NotInPieces: Error {}

/// Rows of one series that come piece by piece, handed on so that no stamp is cut in two.
struct JoinedRows {
  /// Rows of the last stamp so far: more of them may follow.
  private var held: Series?
  private(set) var repeated = 0

  /// - Returns: the rows that are complete.
  /// - Throws: `NotInPieces` for rows that go back behind those before, or say something else of the same stamp.
  mutating func take(_ rows: Series) throws(NotInPieces) -> Series {
    guard var first = rows.stamps.first, let last = rows.stamps.last else { return rows }
    var start = 0
    var (stamps, columns) = (held?.stamps ?? [], held?.columns ?? rows.columns.map { _ in [] })
    if let held, let before = held.stamps.last {
      guard held.descriptor == rows.descriptor, first >= before else { throw NotInPieces() }
      if first == before, rows.descriptor.rows == .one {
        guard rows.columns.indices.allSatisfy({ held.columns[$0][0].bitPattern == rows.columns[$0][0].bitPattern })
        else { throw NotInPieces() }
        repeated += 1
        start = 1
        first = rows.count > 1 ? rows.stamps[1] : first
      }
    }
    stamps += rows.stamps[start...]
    for position in columns.indices { columns[position] += rows.columns[position][start...] }
    let end = stamps.firstIndex { $0 >= last } ?? stamps.count
    held = Series(
      descriptor: rows.descriptor, stamps: Array(stamps[end...]), columns: columns.map { Array($0[end...]) })
    return Series(
      descriptor: rows.descriptor, stamps: Array(stamps[..<end]), columns: columns.map { Array($0[..<end]) })
  }

  /// What is held back when there is no more.
  var rest: Series? { held }
}

/// Reads the pieces of one text, and remembers what the first has settled.
private struct PieceReader {
  /// A series of the text.
  struct Found {
    let part: CheckedFile.Part
    /// Some of its first rows, to be compared with what is there.
    let sample: Series
    var joined = JoinedRows()
    var read = 0
    var repeated = 0
    var rejected: [RejectedRow] = []
    var range: TimeRange?
  }

  private let digest: String
  private var reading: CheckedFile.Reading
  private(set) var found: [Found] = []

  init(digest: String, _ reading: CheckedFile.Reading) {
    self.digest = digest
    self.reading = CheckedFile.Reading(
      hints: reading.hints, badRows: reading.badRows, profiles: reading.profiles, earlier: { _, _, _ in nil })
  }

  /// - Returns: the rows that are complete, by the place of their series in `found`.
  mutating func take(_ text: FeedText) throws -> [(index: Int, rows: Series)] {
    let parts = try TextReader(text, digest: digest, reading).parts()
    guard !parts.isEmpty, !parts.contains(where: \.needsWhole) else { throw NotInPieces() }
    if found.isEmpty { settle(parts) }
    return try parts.map { part in
      guard case .rows(let rows) = part.content else { throw NotInPieces() }
      let own = part.descriptor
      let index = found.firstIndex { known in
        known.part.descriptor.instrument == own.instrument && known.part.descriptor.kind == own.kind
      }
      if index == nil { found.append(Found(part: part, sample: rows.series.first(20_000))) }
      let place = index ?? found.count - 1
      guard found[place].part.descriptor == own else { throw NotInPieces() }
      found[place].read += rows.read
      found[place].repeated += rows.repeated
      found[place].rejected += rows.rejected
      if let range = rows.series.range {
        found[place].range = TimeRange(from: found[place].range?.from ?? range.from, to: range.to)
      }
      return (place, try found[place].joined.take(rows.series))
    }
  }

  /// What the pieces to come are read by, though their own rows may not tell it.
  private mutating func settle(_ parts: [CheckedFile.Part]) {
    var hints = reading.hints
    if let only = parts.first, only.isCoded {
      let descriptor = only.descriptor
      let isSpot = descriptor.instrument.type == .spot && descriptor.kind == .klines
      hints.kind = isSpot ? .spot : FileKind.all.first { $0.series == descriptor.kind && $0.type == nil } ?? hints.kind
    } else {
      let cadences = Set(parts.map(\.descriptor.cadence))
      if cadences.count == 1, let cadence = cadences.first ?? nil { hints.table.interval = cadence }
      if let pattern = parts.first?.pattern { hints.table.timeFormat = hints.table.timeFormat ?? pattern }
    }
    reading = CheckedFile.Reading(
      hints: hints, badRows: reading.badRows, profiles: reading.profiles, earlier: reading.earlier)
  }
}

extension CheckedFile {
  /// What is known of a series whose rows are read again when they are written.
  struct Totals {
    let read: Int
    let repeated: Int
    let rejected: [RejectedRow]
    let sample: Series
  }

  /// Reads a large file piece by piece, and keeps nothing of its rows.
  ///
  /// - Returns: nil for what has to be read whole.
  init?(inPieces file: FileWalk.Found, _ reading: Reading) throws {
    guard let text = LargeText(file.path), !reading.hints.table.dropsLast else { return nil }
    let digest = try text.digest()
    var pieces = PieceReader(digest: digest, reading)
    var known: ImportRecord?
    do {
      try text.forEachPiece { piece in
        _ = try pieces.take(piece)
        // A format with code of its own holds one series, so that nothing new comes in the pieces behind.
        guard let only = pieces.found.first?.part, only.isCoded else { return }
        known = try known ?? reading.earlier(digest, only.descriptor) { .always }
        if known != nil { throw Known() }
      }
    } catch is NotInPieces { return nil } catch is Known {}
    path = file.path
    sha256 = digest
    skipped = nil
    large = (text, reading)
    parts = try pieces.found.map { found in
      let part = found.part
      let record = try known ?? reading.earlier(digest, part.descriptor) { found.range ?? .always }
      let content: Content =
        record.flatMap { $0.source.format == part.reading ? .known($0) : nil }
        ?? .pieces(
          Totals(
            read: found.read, repeated: found.repeated + found.joined.repeated, rejected: found.rejected,
            sample: found.sample))
      return Part(
        location: part.location, format: part.format, reading: part.reading, descriptor: part.descriptor,
        content: content, notes: part.notes)
    }
  }

  private struct Known: Error {}

  /// Hands over the rows of what is not known yet, once more.
  func forEachBatch(_ hand: (Series) throws -> Void) throws {
    guard let large else { return }
    let wanted = Set(
      parts.compactMap { part in if case .pieces = part.content { part.descriptor } else { nil } })
    var pieces = PieceReader(digest: sha256, large.reading)
    do {
      try large.text.forEachPiece { piece in
        for (_, rows) in try pieces.take(piece) where wanted.contains(rows.descriptor) { try hand(rows) }
      }
    } catch is NotInPieces {
      throw Problem("'\(path)' changed while it was imported", remedy: "import it again", fault: .work)
    }
    for found in pieces.found {
      if let rest = found.joined.rest, wanted.contains(rest.descriptor) { try hand(rest) }
    }
  }
}

extension Series {
  fileprivate func first(_ count: Int) -> Series {
    Series(
      descriptor: descriptor, stamps: Array(stamps.prefix(count)), columns: columns.map { Array($0.prefix(count)) })
  }
}
