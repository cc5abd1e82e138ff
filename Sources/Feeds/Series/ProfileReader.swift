import Market

/// Reads a table as a profile says: every series that it holds, in one pass over its rows.
struct ProfileReader {
  let profile: ImportProfile
  let table: TableText
  let stamps: StampReader
  let times: TimeFields
  let entries: [BoundEntry]
  let widest: Int
  let hints: ImportHints
  let clues: PathClues
  let badRows: BadRows

  /// Where it stands when an interface answered.
  enum Answers {
    case field(Int)
    /// Behind all rows.
    case once(Int64)

    init?(_ name: String?, in table: TableText) {
      guard let name else { return nil }
      if let field = table.names.firstIndex(of: name) {
        self = .field(field)
      } else if let count = table.text.behind[name].flatMap({ Int64($0) }), let unit = EpochUnit(of: Double(count)) {
        self = .once(unit.milliseconds(count))
      } else {
        return nil
      }
    }
  }
  let answers: Answers?
  var arePages: Bool { table.text.arePages }

  /// The field of when a row reached its publisher.
  let arrivals: TimeFields?
  /// By delay, since series of one table may have several.
  var late: [Interval: LateRows] = [:]

  let divided: DividedRows
  let others: UnreadColumns
  var madeUp = 0
  /// By builder, where the profile takes 0 for what is not known.
  var silent: [Int: SilentRows] = [:]
  let missesZeros: Bool
  var flags = UnreadFlags()
  var builders: [SeriesBuilder] = []
  var rules: [RowRules]
  /// By entry: the builders by venue and symbol, and the one that the last row went to.
  var known: [[String: Int?]]
  var last: [(fields: [[UInt8]], builder: Int?)?]
  /// The same by what rows say, which is read once however often they say it.
  var met: [[[[UInt8]]: Int?]]
  var writtenSymbols = WrittenSymbols()
  /// Rows that cannot be used whatever series they are of.
  var rejected: [RejectedRow] = []
  var taken: [String] = []
  /// Rows that belong to no series of the profile.
  var unwanted = 0
  /// Stamps of last bars that were left out.
  var leftOpen: [Int64] = []
  /// The answer's own time by which they were open.
  var openBy: AnswerTime?
  /// Of carried rates: which rows were taken as settlements.
  var carried: [String] = []
  /// Whether the last line has fewer fields, or its last number fewer digits, than those above, and does not end.
  var isCut = false
  /// Whether times of the rows so far say their own zone; nil before the first.
  var areZoned: Bool?

  static let cutNote =
    "the file ends within a line, which has fewer fields or digits than those above: cut short?"

  /// What the first row that belongs to no series says where others are asked for: `exchange is 'okex-swap'`.
  var unwantedText: String?

  /// What a user should know of how the file was read.
  var notes: [String] {
    let few: [String?] = [unwanted == 0 ? nil : unwantedNote, leftOpenNote, others.note(madeUp), flags.note]
    return taken + few.compactMap(\.self) + carried + (isCut ? [Self.cutNote] : [])
  }

  var leftOpenNote: String? {
    guard let last = leftOpen.max() else { return nil }
    let at = Instant(milliseconds: last).minuteText
    return leftOpen.count == 1
      ? "the last bar, stamped \(at), is left out: it was open when the file was saved\(openText)"
      : "the last bar of each of \(leftOpen.count) series is left out: it was open when the file was saved\(openText), at \(at)"
  }

  var openText: String {
    openBy.map { " (the answer says '\($0.name)' \(Instant(milliseconds: $0.stamp).minuteText))" } ?? ""
  }

  var unwantedNote: String {
    guard let columns = profile.series.first?.filter?.keys.sorted(), profile.name == PlainTable.name else {
      return "\(unwanted) rows belong to no series of '\(profile.name)' and are not read"
    }
    let rows = FlaggedRows.Rows(
      Set(entries.map(\.kind)), areBars: entries.allSatisfy { $0.known == .atClose && $0.kind.rows == .one })
    let flags = columns.map { FlaggedRows.Flag(ofColumn: $0, rows) }
    let what = flags.map(\.leftOut).uniqued.joined(separator: " or ")
    let one = flags.contains(.madeUp) ? "row" : rows.one
    return "\(unwanted == 1 ? "1 \(one) that was" : "\(unwanted) \(one)s that were") \(what), by "
      + "\(columns.map { "'\(PrintableText.short($0))'" }.joined(separator: " and ")), \(unwanted == 1 ? "is" : "are") left out"
  }

  /// - Throws: `Problem` when the table is not as the profile says, or what it needs to know is not said.
  init(
    _ text: FeedText, as profile: ImportProfile, captures: [String: String] = [:], clues: PathClues, hints: ImportHints,
    badRows: BadRows
  ) throws {
    self.profile = profile
    self.hints = hints
    self.clues = clues
    self.badRows = badRows
    missesZeros = SilentRows.areSaid(by: profile)
    let table = try TableText(text, as: profile)
    self.table = table
    answers = Answers(profile.answered, in: table)
    arrivals = profile.arrived.flatMap { table.names.firstIndex(of: $0) }.map { TimeFields($0) }
    times = try table.timeFields(
      profile.time.column, of: profile.name, as: hints.table.timeFormat ?? profile.time.pattern)
    let clock = try Self.stamps(profile, table, times, captures, hints)
    entries = try Self.entries(profile, table, captures: captures, clues: clues, hints: hints)
    stamps = clock.reader.following(
      table, times, goesBack: ImportProfile.Order.goesBack(profile.order),
      isShared: entries.contains { $0.kind.rows != .one })
    rules = entries.map(RowRules.init)
    known = entries.map { _ in [:] }
    last = entries.map { _ in nil }
    met = entries.map { _ in [:] }
    let used = entries.reduce(into: Set(times.all)) { $0.formUnion($1.fields) }
    widest = (used.max() ?? 0) + 1
    // A file that was fetched lies under the name of its venue.
    let isFetched = clues.folders.contains("binance-rest")
    let isAnswered = hints.venue != nil && profile.asksVenue
    taken = (isFetched || isAnswered ? [] : [profile.said].compactMap(\.self)) + clock.notes
    if entries.contains(where: { $0.isVenueUnstated && !$0.saysVenues(table) }) {
      taken.append("no venue is said: filed under '\(PlainTable.unstatedVenue)'; say --venue")
    }
    if entries.contains(where: \.endsWithDay) {
      taken.append(
        "times are days without a time of day, and the closes of bars: a bar is taken to end when its day is over, at 00:00 of "
          + "the next; write the time of day (2025-01-31 00:00) where it ends as its day begins")
    }
    for sample in Set(entries.compactMap(\.sample)) {
      taken.append(
        "of each contract what was said last in each \(sample) is kept, known at its end; --interval says another width"
      )
    }
    let answerNames = Set(entries.contains { $0.known == .atClose } ? table.text.answered.map(\.name) : [])
    let unreadFields = table.names.indices.filter {
      !used.contains($0) && !answerNames.contains(ColumnRoles.lastPart(table.names[$0]))
    }
    let unread = unreadFields.map { table.names[$0] }.filter { $0 != JSONPage.pairKey }
    let isTold = entries.allSatisfy { $0.kind.rows == .one }
    divided = DividedRows(
      table, unread: isTold ? unreadFields : [], Set(entries.map(\.kind)), isGeneral: profile.match == nil)
    others = try UnreadColumns(table, unreadFields, isGeneral: profile.match == nil)
    if profile.match != nil {
      flags = try UnreadFlags(table, unreadFields, entries)
      try ClockColumn(table, times, as: hints.table.timeFormat ?? profile.time.pattern, unread: unreadFields)?.check(
        against: profile.time.zone, of: profile.name, said: hints.table.zone)
    }
    if let end = profile.time.end {
      let said = entries.lazy.compactMap { if case .said(let width) = $0.cadence { width } else { nil } }.first
      try BarEnds(table, times, as: profile.time.pattern, column: end)?.check(said)
    }
    if profile.match == nil, !unread.isEmpty {
      taken.append("not read: \(unread.map(PrintableText.short).joined(separator: ", "))")
    }
    let hours = unread.filter { ColumnRoles.role(of: $0) == ColumnRoles.fundingHours }
    if profile.match != nil, !hours.isEmpty, entries.contains(where: { $0.kind == .funding }) {
      taken.append(
        "not read: \(hours.map(PrintableText.short).joined(separator: ", ")); '\(profile.name)' takes the hours of a rate "
          + "from elsewhere")
    }
  }

  /// - Throws: `Problem` for a row that cannot be used, unless these are left out.
  mutating func read() throws -> [SeriesRows] {
    try divided.check(seriesName)
    try AmountWorth.check(profile, table)
    var scanner = table.scanner()
    // By series, whose rows alone follow each other. Only an hour that the clock showed twice asks for it.
    var hours = stamps.repeated == .inOrder ? RepeatedHours(stamps.zone) : nil
    let begun = hours == nil ? nil : BegunHours(table, times, stamps) { seriesName($0) ?? "" }
    var before = begun?.before ?? [:]
    var values = entries.map { [Double](repeating: .nan, count: $0.columns.count) }
    let kept = others.kept
    var headers = 0
    while scanner.advance() {
      // A recorder hears more than is asked for, and what belongs to no series need not have a time.
      guard isWanted(scanner) else {
        unwanted += 1
        if unwantedText == nil { unwantedText = refusal(scanner) }
        continue
      }
      if let kept, !kept.allows(scanner) {
        madeUp += 1
        continue
      }
      if flags.leavesOut(scanner) { continue }
      do {
        guard scanner.count >= widest else { throw tooFew(scanner) }
        if let more = scanner.surplus(over: table.names.count) { throw more }
        let name = hours == nil ? "" : seriesName(scanner) ?? ""
        let stamp = try stamps.stamp(scanner, times, after: before[name])
        try checkZone(scanner)
        if hours != nil { before[name] = stamp }
        hours?.meet(stamp, of: name)
        for index in entries.indices { try take(scanner, stamp, index, &values[index]) }
      } catch let defect as RowDefect {
        if repeatsHeader(scanner) {
          headers += 1
          continue
        }
        let line = table.line(scanner.line)
        try fail(defect.what, line: line, column: table.text.isJSON ? nil : defect.column)
        rejected.append(RejectedRow(line: line, reason: defect.what))
        guard rejected.count <= RowCollector.mostRejected else {
          throw RowCollector.tooManyRejected(defect.what, at: Problem.Place(file: table.text.location, line: line))
        }
      }
    }
    // Of pieces, all but the last end where a line does.
    isCut = !table.text.isJSON && table.endsShort()
    taken += [hours?.note, begun?.note].compactMap(\.self)
    if headers > 0 {
      taken.append(
        headers == 1
          ? "1 line repeats the header and is passed over" : "\(headers) lines repeat the header and are passed over")
    }
    return try finished()
  }
}
