import Market
import Store

/// Why a file cannot be read in pieces.
enum NotInPieces: Error {
  /// Rows go back behind those of the piece before.
  case order
  /// Rows of one stamp say different things, pieces are of different series, or there is no row to begin with.
  case unlike

  /// - Returns: what a user can do about it; only small files are read whole.
  func problem(_ path: String) -> Problem {
    let size = "the file is too large to be read whole (\(TextSizes.current.whole >> 20) MB at most)"
    switch self {
    case .order:
      return Problem(
        "\(size), and its rows do not go forwards in time", at: Problem.Place(file: path),
        remedy: "turn it around: (head -n 1 '\(path)'; tail -n +2 '\(path)' | tac) > forwards.csv")
    case .unlike:
      return Problem(
        "\(size), and its parts do not say the same of what they are", at: Problem.Place(file: path),
        remedy: "split it: split -C 64M --additional-suffix=.csv '\(path)' part-; each part needs the header")
    }
  }
}

/// Rows of one series that come piece by piece, handed on so that no stamp is cut in two, and no poll of a chain.
struct JoinedRows {
  /// Whether rows that say what the one before says are left out.
  var isOnChange = false
  /// Rows of the last stamps so far: more of them may follow.
  private var held: Series?
  /// Of events that have ids, those of the rows held.
  private var heldIDs: [UInt64] = []
  private(set) var repeated = 0
  /// Polls of a chain that were put together.
  private(set) var polls = ChainPolls.Tally()
  /// The last stamp that was handed on, and what was said at it.
  private var last: (stamp: Int64, values: [UInt64])?

  /// How much later than it happened an event may stand in a file: recorders write in the order of receipt.
  private static let late = Interval.minutes(10)

  init(isOnChange: Bool = false) { self.isOnChange = isOnChange }

  /// - Parameter ids: of events that have some, that of each row.
  /// - Returns: the rows that are complete.
  /// - Throws: `NotInPieces` for rows that go back behind those before, or say something else of the same stamp.
  mutating func take(_ rows: Series, ids: [UInt64] = []) throws(NotInPieces) -> Series {
    let all =
      switch rows.descriptor.rows {
      case .one: try joined(rows)
      case .events: try joined(events: rows, ids)
      case .chain: try joined(chain: rows)
      }
    let end = firstOpen(all)
    held = all.rows(end..<all.count)
    heldIDs = heldIDs.suffix(all.count - end)
    return handed(all.rows(0..<end))
  }

  /// The first row that others may yet belong to or come before.
  private func firstOpen(_ rows: Series) -> Int {
    guard let latest = rows.stamps.last else { return 0 }
    func first(from stamp: Int64) -> Int { rows.stamps.firstIndex { $0 >= stamp } ?? rows.count }
    switch rows.descriptor.rows {
    case .one: return first(from: latest)
    case .events: return first(from: latest - Self.late.milliseconds)
    case .chain:
      let polls = ChainPolls(rows)
      let from = latest - (ChainPolls.longest + ChainPolls.step).milliseconds
      return polls.starts.indices.first { polls.end(of: $0) >= from }.map { polls.starts[$0] } ?? rows.count
    }
  }

  /// What is held back when there is no more.
  ///
  /// - Parameter dropsLast: whether the last row was still open when the file was saved.
  mutating func rest(dropsLast: Bool) -> Series? {
    guard let rows = held else { return nil }
    held = nil
    let end = dropsLast && rows.descriptor.known == .atClose ? max(0, rows.count - 1) : rows.count
    return handed(rows.rows(0..<end))
  }

  private mutating func handed(_ complete: Series) -> Series {
    let rows = complete.descriptor.rows == .chain ? together(complete) : complete
    guard let stamp = rows.stamps.last else { return rows }
    var before = last?.values
    last = (stamp, rows.bits(rows.count - 1))
    guard isOnChange else { return rows }
    let kept = (0..<rows.count).filter { row in
      let own = rows.bits(row)
      defer { before = own }
      return before != own
    }
    return rows.rows(kept)
  }

  private mutating func together(_ rows: Series) -> Series {
    let (own, tally) = ChainPolls(rows).stamped()
    polls += tally
    return own
  }

  private mutating func joined(_ rows: Series) throws(NotInPieces) -> Series {
    guard let held, let before = held.stamps.last, let first = rows.stamps.first else { return rows }
    guard held.descriptor == rows.descriptor else { throw .unlike }
    guard first >= before else { throw .order }
    var start = 0
    if first == before {
      guard held.bits(held.count - 1) == rows.bits(0) else { throw .unlike }
      repeated += 1
      start = 1
    }
    return held.followed(by: rows, from: start)
  }

  /// Events come in whatever order the recorder heard of them, as long as none comes much too late.
  private mutating func joined(events rows: Series, _ ids: [UInt64]) throws(NotInPieces) -> Series {
    guard let held else {
      heldIDs = ids
      return rows
    }
    guard held.descriptor == rows.descriptor else { throw .unlike }
    let all = held.followed(by: rows)
    if let first = all.stamps.min(), let last, first < last.stamp { throw .order }
    heldIDs += ids
    let order = all.stamps.indices.sorted { (all.stamps[$0], $0) < (all.stamps[$1], $1) }
    guard heldIDs.count == all.count else { return all.rows(order) }
    // One event may stand on both sides of a border.
    let found = EventIDs.distinct(order, stamps: all.stamps, ids: heldIDs) { all.bits($0) == all.bits($1) }
    guard found.others.isEmpty else { throw .unlike }
    repeated += found.repeated
    heldIDs = found.kept.map { heldIDs[$0] }
    return all.rows(found.kept)
  }

  /// The answers of a poll come in any order; of what is said twice of a contract at one stamp the last holds.
  private func joined(chain rows: Series) throws(NotInPieces) -> Series {
    guard let held, let before = held.stamps.last, let first = rows.stamps.first else { return rows }
    guard held.descriptor == rows.descriptor else { throw .unlike }
    if let last, first < last.stamp { throw .order }
    let all = held.without(rows).followed(by: rows)
    return first < before ? all.inOrder : all
  }
}

extension Series {
  /// What the row says.
  func bits(_ row: Int) -> [UInt64] { columns.map { $0[row].bitPattern } }

  fileprivate var inOrder: Series { rows(stamps.indices.sorted { (stamps[$0], $0) < (stamps[$1], $1) }) }

  /// Without the contracts that other rows say something of at the same stamp.
  fileprivate func without(_ other: Series) -> Series {
    guard let last = stamps.last else { return self }
    var said: [Int64: Set<[UInt64]>] = [:]
    for row in other.stamps.indices.prefix(while: { other.stamps[$0] <= last }) {
      said[other.stamps[row], default: []].insert(other.contract(row))
    }
    return said.isEmpty ? self : rows(stamps.indices.filter { said[stamps[$0]]?.contains(contract($0)) != true })
  }
}

/// Reads the pieces of one text, and remembers what the first has settled.
private struct PieceReader {
  /// A series of the text.
  struct Found {
    let part: CheckedFile.Part
    /// Some of its first rows, to be compared with what is there.
    let sample: Series
    var joined: JoinedRows
    var stretch = RepeatedStretch()
    var read = 0
    var repeated = 0
    var rejected: [RejectedRow] = []
    var range: TimeRange?
    /// Its last rows so far, and the first leap of its price.
    var tail: Series?
    var leap: String?
    /// What is to be said of its end, where a piece behind the first is cut short.
    var cut: String?
  }

  /// Rows that are compared with what is there.
  static let sampled = 20_000

  /// Of a chain whole polls, without the last, which may go on in the next piece.
  private static func sample(_ rows: Series) -> Series {
    guard rows.descriptor.rows == .chain else { return rows.first(sampled) }
    let start = ChainPolls(rows).starts.last { $0 <= sampled && $0 > 0 }
    return ChainPolls(rows.first(start ?? rows.count)).stamped().series
  }

  private let digest: String
  private var reading: CheckedFile.Reading
  private(set) var found: [Found] = []

  /// Whether there is nothing to be read: no piece was of a known format.
  var isEmpty: Bool { found.isEmpty && captured == nil }

  /// What captured messages say; nil for tables.
  private(set) var captured: CapturedState?

  /// The rows held back when there are no more pieces.
  ///
  /// - Throws: `Problem` for events that are there several times.
  mutating func rest() throws -> [Series] {
    try found.indices.compactMap { index in
      let rows = found[index].joined.rest(dropsLast: found[index].part.dropsLast)
      if let rows { try found[index].checkStretch(rows) }
      return rows
    }
  }

  init(digest: String, _ reading: CheckedFile.Reading) {
    self.digest = digest
    var hints = reading.hints
    hints.isPiece = true
    self.reading = CheckedFile.Reading(
      hints: hints, badRows: reading.badRows, profiles: reading.profiles, earlier: { _, _, _ in nil })
  }

  /// - Returns: the rows that are complete, by the place of their series in `found`.
  mutating func take(_ text: FeedText) throws -> [(index: Int, rows: Series)] {
    if captured == nil, text.isCaptured, found.isEmpty {
      captured = CapturedState()
      reading.captured = captured
    }
    let parts = try TextReader(text, digest: digest, reading).parts()
    // Of messages, a stretch of any length may say nothing, and series begin where they like.
    guard !parts.isEmpty || captured != nil else { throw NotInPieces.unlike }
    if found.isEmpty, captured == nil { settle(parts) }
    return try parts.map { part in
      guard case .rows(let rows) = part.content else { throw NotInPieces.unlike }
      let own = part.descriptor
      let index = found.firstIndex { known in
        captured != nil
          ? known.part.descriptor == own
          : known.part.descriptor.instrument == own.instrument && known.part.descriptor.kind == own.kind
      }
      if index == nil {
        found.append(
          Found(part: part, sample: Self.sample(rows.series), joined: JoinedRows(isOnChange: part.isOnChange)))
      }
      let place = index ?? found.count - 1
      guard found[place].part.descriptor == own else { throw NotInPieces.unlike }
      found[place].read += rows.read
      found[place].repeated += rows.repeated
      found[place].rejected += rows.rejected
      if let range = rows.series.range {
        found[place].range = TimeRange(from: found[place].range?.from ?? range.from, to: range.to)
      }
      if part.isCut, index != nil { found[place].cut = ProfileReader.cutNote }
      // Rows that go backwards are refused here, before anything is made of two pieces.
      let complete = try found[place].joined.take(rows.series, ids: rows.ids)
      try found[place].checkStretch(complete)
      found[place].look(at: rows.series)
      return (place, complete)
    }
  }

  /// What the pieces to come are read by, though their own rows may not tell it.
  private mutating func settle(_ parts: [CheckedFile.Part]) {
    var hints = reading.hints
    if let only = parts.first, only.format == ExportedSeries().name {
      hints.exported = only.descriptor
    } else if let only = parts.first, only.isCoded {
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
    guard let text = LargeText(file.path) else { return nil }
    let digest = try text.digest()
    var pieces = PieceReader(digest: digest, reading)
    var known: ImportRecord?
    var kept: [Series]? = text.mostKept > 0 ? [] : nil
    var weight = 0
    func keep(_ rows: Series) {
      weight += rows.weight
      if weight <= text.mostKept { kept?.append(rows) } else { kept = nil }
    }
    do {
      try text.forEachPiece { piece in
        for (_, rows) in try pieces.take(piece) { keep(rows) }
        // A format with code of its own holds one series, so that nothing new comes in the pieces behind.
        guard let only = pieces.found.first?.part, only.isCoded else { return }
        known = try known ?? reading.earlier(digest, only.descriptor) { .always }
        if known != nil { throw Known() }
      }
    } catch let why as NotInPieces {
      // What is of no known format is shown, or passed over in a folder: its beginning tells.
      if pieces.isEmpty { return nil }
      throw why.problem(file.path)
    } catch is Known {}
    if let captured = pieces.captured, pieces.found.isEmpty { throw captured.nothing(in: file.path) }
    path = file.path
    sha256 = digest
    skipped = nil
    large = (text, reading)
    var said = pieces.captured?.notes ?? []
    for rows in try pieces.rest() { keep(rows) }
    self.kept = kept
    parts = try pieces.found.map { found in
      let part = found.part
      let record = try known ?? reading.earlier(digest, part.descriptor) { found.range ?? .always }
      var notes = part.notes + said + [found.joined.polls.note, found.leap, found.cut].compactMap(\.self)
      said = []
      if let record, record.source.format != part.reading, let others = reading.others {
        notes.append(try others.note(on: found.sample, now: part.reading, before: record, at: part.location))
      } else if record == nil {
        try reading.others?.check(
          found.sample, sha256: digest, beside: Set(pieces.found.map(\.part.descriptor)), at: part.location)
      }
      let content: Content =
        record.flatMap { $0.source.format == part.reading ? .known($0) : nil }
        ?? .pieces(
          Totals(
            read: found.read, repeated: found.repeated + found.joined.repeated, rejected: found.rejected,
            sample: found.sample))
      return Part(
        location: part.location, format: part.format, reading: part.reading, descriptor: part.descriptor,
        content: content, notes: notes, knownRange: found.range)
    }
  }

  private struct Known: Error {}

  /// Hands over the rows of what is not known yet, as they were kept or once more.
  func forEachBatch(_ hand: (Series) throws -> Void) throws {
    guard let large else { return }
    let wanted = Set(
      parts.compactMap { part in if case .pieces = part.content { part.descriptor } else { nil } })
    if let kept {
      for rows in kept where wanted.contains(rows.descriptor) { try hand(rows) }
      return
    }
    var pieces = PieceReader(digest: sha256, large.reading)
    do {
      try large.text.forEachPiece { piece in
        for (_, rows) in try pieces.take(piece) where wanted.contains(rows.descriptor) { try hand(rows) }
      }
    } catch is NotInPieces {
      throw Problem("'\(path)' changed while it was imported", remedy: "import it again", fault: .work)
    }
    for rest in try pieces.rest() where wanted.contains(rest.descriptor) { try hand(rest) }
  }
}

extension PieceReader.Found {
  fileprivate mutating func checkStretch(_ rows: Series) throws {
    try stretch.check(rows, at: part.location, profile: part.profile)
  }

  /// Prices leap in any piece, and between two. Those of the sample are looked for with its other doubts.
  fileprivate mutating func look(at rows: Series) {
    defer { tail = rows.last(1) }
    guard leap == nil else { return }
    guard let tail else {
      leap = SeriesDoubts.leap(in: rows.last(max(0, rows.count - PieceReader.sampled + 1)))
      return
    }
    // A row may stand on both sides of a border, and an event behind later ones.
    let border = [tail.stamps.last, rows.stamps.first].compactMap(\.self)
    let follows = Series.areInOrder(border, rows.descriptor.rows)
    leap = SeriesDoubts.leap(in: follows ? tail.followed(by: rows) : rows)
  }
}
