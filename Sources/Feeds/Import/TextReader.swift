import Market
import Store

/// Tells what one text is and reads it: by the user's own profiles, the formats with code of their own, the profiles that are
/// built in, or as a plain table.
struct TextReader {
  var text: FeedText
  let digest: String
  var reading: CheckedFile.Reading
  let clues: PathClues
  /// Whether the file lay in a folder or is one of many.
  let mayBeEmpty: Bool
  /// Whether a table has the columns of an archive, whose files hold the month or the day that their names say.
  var isOfArchive = false
  /// What is to be said of a venue that what stands around the rows tells.
  var venueNote: String?

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

  var hints: ImportHints { reading.hints }

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
  var withFacts: TextReader {
    guard hints.kind?.series != .external else { return self }
    var own = self
    own.text = text.withFacts
    return own
  }

  /// The same where a format with code of its own left a table to its names: with what that format would have taken for
  /// granted.
  var withOwnNames: TextReader {
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
  var withVenueAround: TextReader {
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

  func plainParts() throws -> [CheckedFile.Part] {
    guard let table = try PlainTable(text, clues: clues, hints: hints) else { return [] }
    return try parts(
      table.profile, try table.profile.yaml, captures: [:], notes: [venueNote].compactMap(\.self) + table.notes)
  }

  /// The symbol that an answer says of all of its rows, where they have no names to say it by; nil where it says none.
  var symbolAround: String? {
    let names = ["symbol", "instId", "instrument_name", "market", "contract", "coin", "ticker", "pair"]
    return names.lazy.compactMap { text.around[$0] }.first { PathClues.isWord($0) && $0.contains(where: \.isLetter) }
  }

  /// The same, where the user says no other symbol than the text itself does.
  ///
  /// - Parameter venue: whose symbol it is where the user says none.
  /// - Throws: `Problem` where the user says another one.
  func checked(_ symbol: String?, on venue: String? = nil) throws -> TextReader {
    guard let symbol, let said = hints.symbol else { return self }
    let venue = hints.venue ?? venue ?? ""
    let forms = [symbol, said].map { Instrument(venue: venue, symbol: $0).contract.form }
    let isOtherForm = forms[0] != forms[1] && !forms.contains(.unstated)
    guard isOtherForm || SymbolLikeness.areApart(symbol, said, on: venue) else { return self }
    throw Problem(
      "the answer says '\(PrintableText.short(symbol))', and --symbol says \(said), which is another instrument",
      at: Problem.Place(file: text.location), remedy: "leave --symbol out, or check where the file comes from")
  }

  func parts(_ found: ProfileLibrary.Found) throws -> [CheckedFile.Part] {
    for (symbol, venue) in found.saidSymbols { _ = try checked(symbol, on: venue) }
    return try parts(found.entry.profile, found.entry.yaml, captures: found.captures)
  }

  func parts(
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
  func together(_ all: [SeriesRows]) -> (rows: [SeriesRows], polls: [ChainPolls.Tally]) {
    guard !hints.isPiece else { return (all, all.map { _ in ChainPolls.Tally() }) }
    let polled = all.map { $0.polled() }
    return (polled.map(\.rows), polled.map(\.tally))
  }

  /// The series of an answer of the moment. A venue that is said is no other than its own.
  func parts(_ answer: SavedAnswer) throws -> [CheckedFile.Part] {
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
  func capturedParts() throws -> [CheckedFile.Part] {
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
  func codedPart() throws -> CheckedFile.Part? {
    for format in feedFormats {
      if let part = try part(coded: format) { return part }
    }
    return nil
  }

  func part(coded format: any FeedFormat) throws -> CheckedFile.Part? {
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

  func rows(of descriptor: SeriesDescriptor, by format: any FeedFormat) throws -> RowCollector {
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
  func guesses(_ descriptor: SeriesDescriptor, _ format: any FeedFormat) throws -> [String] {
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
}
