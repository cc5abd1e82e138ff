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

/// Tells what one text is and reads it: by the user's own profiles, the formats with code of their own, the profiles that are
/// built in, or as a plain table.
struct TextReader {
  private(set) var text: FeedText
  let digest: String
  private(set) var reading: CheckedFile.Reading
  let clues: PathClues
  /// Whether the file lay in a folder or is one of many.
  let mayBeEmpty: Bool
  /// Whether a table has the columns of an archive, whose files hold the month or the day that their names say.
  private var isOfArchive = false
  /// What is to be said of a venue that what stands around the rows tells.
  private var venueNote: String?

  /// No row of a file that may be empty says anything, as on days that a publisher filled with zeros.
  struct NothingSaid: Error {
    /// What its first row is of where that is nothing the profile reads; nil where all are empty.
    let unwanted: String?

    var why: String {
      unwanted.map { "it has no row that can be used: \($0)" }
        ?? "none of its rows says anything: they are empty or zero"
    }
  }

  init(_ text: FeedText, digest: String, _ reading: CheckedFile.Reading, mayBeEmpty: Bool = false) {
    self.mayBeEmpty = mayBeEmpty
    self.text = reading.hints.table.columns.isEmpty ? text : text.withRowNumbers
    self.digest = digest
    self.reading = reading
    clues = PathClues(path: text.path, name: text.name, folder: text.folder)
  }

  private var hints: ImportHints { reading.hints }

  /// None for a text of no known format.
  func parts() throws -> [CheckedFile.Part] {
    try text.checkNetwork()
    if let name = hints.table.profile {
      let entry = try reading.profiles.named(name)
      return try parts(entry.profile, entry.yaml, captures: entry.pathCaptures(of: text) ?? [:])
    }
    if !hints.table.describesTable {
      // A file that says itself what it is is like no profile.
      if let part = try part(coded: ExportedSeries()) { return [part] }
      if let found = reading.profiles.match(text, own: true) { return try parts(found) }
      if text.isCaptured { return try capturedParts() }
      if let part = try codedPart() { return [part] }
      if let found = reading.profiles.match(text, own: false) {
        return try parts(found)
      }
      if let answer = SavedAnswer(text) { return try parts(answer) }
    }
    return try checked(symbolAround).withVenueAround.withFacts.withOwnNames.plainParts()
  }

  /// The same with what stands around rows without names as columns of each; columns of the user's own are those of the rows
  /// alone.
  private var withFacts: TextReader {
    guard hints.kind?.series != .external else { return self }
    var own = self
    own.text = text.withFacts
    return own
  }

  /// The same where a format with code of its own left a table to its names: with what that format would have taken for
  /// granted.
  private var withOwnNames: TextReader {
    get throws {
      var own = self
      if let named = try NamedKlines(text, clues: clues, hints: hints) {
        own.reading.hints = named.hints
        own.isOfArchive = true
      } else if hints.kind == .external, hints.venue == nil, !hints.table.describesTable,
        ComputedColumns.areNewestFirst(text)
      {
        own.reading.hints.venue = ComputedColumns.venue
      }
      return own
    }
  }

  /// The same where rows without names stand in what only Bybit's answers have around them, and nothing else says a venue.
  private var withVenueAround: TextReader {
    let venues = Venue.known.map(\.name)
    guard hints.venue == nil, clues.venue(among: venues) == nil, clues.venueWord(among: venues) ?? "bybit" == "bybit",
      text.around["retCode"] != nil, let category = text.around["category"],
      ["linear", "inverse", "spot"].contains(category)
    else { return self }
    var own = self
    own.reading.hints.venue = "bybit"
    own.venueNote = "taken as bybit's, as only its answers say 'retCode' and 'category'"
    return own
  }

  private func plainParts() throws -> [CheckedFile.Part] {
    guard let table = try PlainTable(text, clues: clues, hints: hints) else { return [] }
    return try parts(
      table.profile, try table.profile.yaml, captures: [:], notes: [venueNote].compactMap(\.self) + table.notes)
  }

  /// The symbol that an answer says of all of its rows, where they have no names to say it by; nil where it says none.
  private var symbolAround: String? {
    let names = ["symbol", "instId", "instrument_name", "market", "contract", "coin", "ticker", "pair"]
    return names.lazy.compactMap { text.around[$0] }.first { PathClues.isWord($0) && $0.contains(where: \.isLetter) }
  }

  /// The same, where the user says no other symbol than the text itself does.
  ///
  /// - Parameter venue: whose symbol it is where the user says none.
  /// - Throws: `Problem` where the user says another one.
  private func checked(_ symbol: String?, on venue: String? = nil) throws -> TextReader {
    guard let symbol, let said = hints.symbol else { return self }
    let venue = hints.venue ?? venue ?? ""
    let forms = [symbol, said].map { Instrument(venue: venue, symbol: $0).contract.form }
    let isOtherForm = forms[0] != forms[1] && !forms.contains(.unstated)
    guard isOtherForm || SymbolLikeness.areApart(symbol, said, on: venue) else { return self }
    throw Problem(
      "the answer says '\(PrintableText.short(symbol))', and --symbol says \(said), which is another instrument",
      at: Problem.Place(file: text.location), remedy: "leave --symbol out, or check where the file comes from")
  }

  private func parts(_ found: ProfileLibrary.Found) throws -> [CheckedFile.Part] {
    for (symbol, venue) in found.saidSymbols { _ = try checked(symbol, on: venue) }
    return try parts(found.entry.profile, found.entry.yaml, captures: found.captures)
  }

  private func parts(
    _ profile: ImportProfile, _ yaml: String, captures: [String: String], notes: [String] = []
  ) throws -> [CheckedFile.Part] {
    let others = profile.rows == nil ? try text.otherLists() : nil
    var reader = try ProfileReader(
      text, as: profile, captures: captures, clues: clues, hints: hints, badRows: reading.badRows)
    let format = ProfileLibrary.Entry.format(profile.name, yaml + hints.readingText) + hints.saidText
    let (all, polls) = together(try reader.read())
    guard all.contains(where: { $0.series.count > 0 }) else {
      if mayBeEmpty, all.allSatisfy(\.rejected.isEmpty) {
        throw NothingSaid(unwanted: all.isEmpty ? reader.unwantedText : nil)
      }
      throw Problem(
        "the file has no row that can be used\(reader.unwantedText.map { ": \($0)" } ?? "")",
        at: Problem.Place(file: text.location),
        remedy: reader.unwantedText == nil
          ? "check its rows: all are empty, or left out" : "say --columns for a table of its own, or write a profile")
    }
    if profile.match != nil || isOfArchive { try checkName(all.map(\.series)) }
    var said = [text.titleNote, text.pageNote, text.flagNote, others].compactMap(\.self) + notes + reader.notes
    if profile.match == nil, !isOfArchive { said += [otherPeriod(all.map(\.series))].compactMap(\.self) }
    said += [otherSymbol(all.map(\.series)), otherFixedSymbol(profile)].compactMap(\.self)
    said += [NamedVenue.note(clues, columns: profile.ownVenues, of: profile.name, hints)].compactMap(\.self)
    return try zip(all, polls).map { rows, polls in
      let descriptor = rows.series.descriptor
      let record = try reading.earlier(digest, descriptor) { rows.series.range ?? .always }
      let terminal = try isNamed(profile) ? clues.terminal?.note(on: descriptor, at: text.location) : nil
      var own = said + [otherWidth(descriptor), terminal, polls.note].compactMap(\.self)
      said = []
      if let record, record.source.format != format, let others = reading.others {
        own.append(try others.note(on: rows.series, now: format, before: record, at: text.location))
      }
      if record == nil {
        try reading.others?.check(
          rows.series, sha256: digest, beside: Set(all.map(\.series.descriptor)), at: text.location)
      }
      let isKnown = record?.source.format == format
      let part = CheckedFile.Part(
        location: text.location, format: profile.name, reading: format, descriptor: descriptor,
        content: isKnown ? record.map { .known($0) } ?? .rows(rows) : .rows(rows), notes: own,
        isOnChange: profile.series.contains { $0.onChange == true },
        dropsLast: hints.table.dropsLast || profile.lastBar == .unfinished, isCut: reader.isCut,
        pattern: profile.match == nil ? profile.time.pattern : nil, knownRange: rows.series.range)
      if record == nil, !hints.isPiece { try RepeatedStretch.check(part) }
      return part
    }
  }

  /// The same rows with polls of chains put together. Those of a piece wait for what the next one says.
  private func together(_ all: [SeriesRows]) -> (rows: [SeriesRows], polls: [ChainPolls.Tally]) {
    guard !hints.isPiece else { return (all, all.map { _ in ChainPolls.Tally() }) }
    let polled = all.map { $0.polled() }
    return (polled.map(\.rows), polled.map(\.tally))
  }

  /// The series of an answer of the moment. A venue that is said is no other than its own.
  private func parts(_ answer: SavedAnswer) throws -> [CheckedFile.Part] {
    var own = self
    own.text = answer.text
    if own.reading.hints.venue == answer.venue { own.reading.hints.venue = nil }
    guard hints.kind?.series != .funding else {
      throw Problem(
        "an answer of the moment of \(answer.venue) says the rate of the settlement to come, which is predicted, and no "
          + "funding that was paid", at: Problem.Place(file: text.location),
        remedy: "say --kind predicted_funding, or import the venue's history of settlements")
    }
    return try own.capturedParts()
  }

  /// The series of captured messages.
  private func capturedParts() throws -> [CheckedFile.Part] {
    let state = reading.captured ?? CapturedState()
    var reader = try CapturedMessages(text, hints: hints, badRows: reading.badRows, after: state)
    let (all, polls) = together(try reader.read())
    guard !all.isEmpty || hints.isPiece else { throw state.nothing(in: text.location) }
    // Of pieces they are said when the last is read.
    var notes = hints.isPiece ? [] : [text.pageNote].compactMap(\.self) + state.notes
    return try zip(all, polls).map { rows, polls in
      defer { notes = [] }
      let record = try reading.earlier(digest, rows.series.descriptor) { rows.series.range ?? .always }
      let part = CheckedFile.Part(
        location: text.location, format: CapturedMessages.format, reading: CapturedMessages.format,
        descriptor: rows.series.descriptor, content: record.map { .known($0) } ?? .rows(rows),
        notes: notes + [polls.note].compactMap(\.self),
        knownRange: rows.series.range)
      if record == nil, !hints.isPiece { try RepeatedStretch.check(part) }
      return part
    }
  }

  /// By a format with code of its own.
  private func codedPart() throws -> CheckedFile.Part? {
    for format in feedFormats {
      if let part = try part(coded: format) { return part }
    }
    return nil
  }

  private func part(coded format: any FeedFormat) throws -> CheckedFile.Part? {
    guard let descriptor = try format.recognise(text, clues: clues, hints: hints) else { return nil }
    guard hints.table.isEmpty else {
      guard format.saysItself else { return nil }
      throw Problem(
        "the file is of '\(format.name)', which says itself when its rows are and what they count",
        at: Problem.Place(file: text.location), remedy: "leave --zone, --label, --interval and the like out")
    }
    try UnreadColumns(around: text).check(
      descriptor.instrument, readsSymbol: false, readsVenue: false, format: format.name)
    let content: CheckedFile.Content
    // Where a known file's rows lie: its name says so. Where it does not, all of the series is looked at, which costs less
    // than reading the file again.
    let range = { clues.period ?? .always }
    if let record = try reading.earlier(digest, descriptor, range) {
      content = .known(record)
    } else {
      let rows = try rows(of: descriptor, by: format)
      try checkPeriod(rows.series)
      if format is BinanceKlines { try BarAmounts.check(rows.series, at: text.location) }
      content = .rows(SeriesRows(rows))
    }
    return CheckedFile.Part(
      location: text.location, format: format.name, reading: format.name, descriptor: descriptor, content: content,
      notes: try guesses(descriptor, format), knownRange: range())
  }

  private func rows(of descriptor: SeriesDescriptor, by format: any FeedFormat) throws -> RowCollector {
    let badRows = reading.badRows
    @Sendable func read(_ text: FeedText, _ share: Int) throws -> RowCollector {
      var rows = RowCollector(
        descriptor, location: text.location, badRows: badRows, linesBefore: text.linesBefore, share: share)
      try format.read(text, into: &rows)
      return rows
    }
    if format.readsFromAnywhere, let rows = HalvedText(text)?.rows(read) { return rows }
    return try read(text, 1)
  }

  /// What the rows alone had to decide.
  private func guesses(_ descriptor: SeriesDescriptor, _ format: any FeedFormat) throws -> [String] {
    let isKlines = format is BinanceKlines
    let contract = isKlines ? PlainTable.unknownContract(descriptor.instrument) : nil
    let terminal =
      try isKlines && hints.symbol == nil ? clues.terminal?.note(on: descriptor, at: text.location) : nil
    let isBinances = isKlines || format is BinanceFunding
    let venue = NamedVenue.note(clues, columns: isBinances ? ["binance"] : [], of: format.name, hints)
    let titles = [text.titleNote, contract, terminal, venue].compactMap(\.self)
    guard format is BinanceKlines, hints.kind == nil, clues.kind == nil, descriptor.kind == .mark else { return titles }
    return titles + [
      "taken as mark prices, since bars count samples and have no volume; an index is written the same: say --kind index "
        + "where it is one"
    ]
  }

  /// Whether the name of the file is all that says which instrument rows are of.
  private func isNamed(_ profile: ImportProfile) -> Bool {
    hints.symbol == nil && profile.series.allSatisfy { $0.symbol?.contains("{") != true }
  }

  /// Where the name of the file says another width of bars than its rows have.
  private func otherWidth(_ descriptor: SeriesDescriptor) -> String? {
    guard hints.table.interval == nil, descriptor.known == .atClose, descriptor.kind != .external,
      let cadence = descriptor.cadence, let said = clues.resolution, !said.widths.contains(cadence)
    else { return nil }
    return
      "the name or the folder says '\(PrintableText.short(said.word))', and its rows are \(cadence) apart: filed as "
      + "bars of \(cadence)"
  }

  /// Where the name of the file says another symbol than all of its rows.
  private func otherSymbol(_ series: [Series]) -> String? {
    let symbols = Set(series.map(\.descriptor.instrument.symbol))
    guard hints.symbol == nil, symbols.count == 1, let own = symbols.first, let named = clues.symbol ?? clues.pair,
      !Instrument(venue: "", symbol: named).contract.quote.isEmpty
    else { return nil }
    func plain(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }
    guard !plain(own).hasPrefix(plain(named)), !plain(named).hasPrefix(plain(own)) else { return nil }
    return "the name of the file says \(named), and its rows say \(own): filed as the rows say"
  }

  /// Where the profile is of one instrument, and the user says another.
  private func otherFixedSymbol(_ profile: ImportProfile) -> String? {
    let symbols = Set(profile.series.map { $0.symbol ?? "{}" })
    guard let said = hints.symbol, profile.match != nil, symbols.count == 1, let own = symbols.first,
      !own.contains("{"),
      SymbolLikeness.areApart(own, said, on: profile.series.first?.venue ?? "")
    else { return nil }
    return "'\(profile.name)' is of \(own), and --symbol says \(said): filed as \(said)"
  }

  /// Where the name of a table that anybody may have written says a month, and none of its rows is of it. A day in a name may be
  /// the one on which it was written.
  private func otherPeriod(_ series: [Series]) -> String? {
    guard let period = clues.period, period.to > period.from + .day else { return nil }
    let ranges = series.compactMap(\.range)
    guard let first = ranges.first, ranges.allSatisfy({ $0.to <= period.from || $0.from >= period.to }) else {
      return nil
    }
    return
      "the name says \(period.from.dateText) to \(period.to.dateText), and the rows go from \(first.from) to \(first.to): "
      + "filed as the rows say"
  }

  /// The same of a day that the name says, where rows may be stamped at its end. A table may have its times off any clock.
  private func checkName(_ series: [Series]) throws {
    guard let period = clues.period else { return }
    let slack = isOfArchive ? Interval.hours(14) : .minutes(10)
    for range in series.compactMap(\.range)
    where range.from < period.from - slack || range.to > period.to + slack {
      throw Problem(
        "the name '\(text.name)' says \(period.from.dateText) to \(period.to.dateText), and the rows go from "
          + "\(range.from) to \(range.to)",
        at: Problem.Place(file: text.location), remedy: "check where the file comes from")
    }
  }

  /// A file that says it is of January and holds February is not what it says it is.
  private func checkPeriod(_ series: Series) throws {
    guard let range = series.range else {
      throw Problem(
        "the file has no row that can be used", at: Problem.Place(file: text.location),
        remedy: "check its rows: all are empty, or left out")
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
