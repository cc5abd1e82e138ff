import Market

/// Reads a table as a profile says: every series that it holds, in one pass over its rows.
struct ProfileReader {
  let profile: ImportProfile
  private let table: TableText
  private let stamps: StampReader
  private let times: TimeFields
  private let entries: [BoundEntry]
  private let widest: Int
  private let hints: ImportHints
  private let clues: PathClues
  private let badRows: BadRows

  /// Where it stands when an interface answered.
  private enum Answers {
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
  private let answers: Answers?
  private var arePages: Bool { table.text.arePages }

  /// The field of when a row reached its publisher.
  private let arrivals: TimeFields?
  /// By delay, since series of one table may have several.
  private var late: [Interval: LateRows] = [:]

  private let divided: DividedRows
  private let others: UnreadColumns
  private var madeUp = 0
  /// By builder, where the profile takes 0 for what is not known.
  private var silent: [Int: SilentRows] = [:]
  private let missesZeros: Bool
  private var flags = UnreadFlags()
  private var builders: [SeriesBuilder] = []
  private var rules: [RowRules]
  /// By entry: the builders by venue and symbol, and the one that the last row went to.
  private var known: [[String: Int?]]
  private var last: [(fields: [[UInt8]], builder: Int?)?]
  /// The same by what rows say, which is read once however often they say it.
  private var met: [[[[UInt8]]: Int?]]
  private var writtenSymbols = WrittenSymbols()
  /// Rows that cannot be used whatever series they are of.
  private var rejected: [RejectedRow] = []
  private var taken: [String] = []
  /// Rows that belong to no series of the profile.
  private var unwanted = 0
  /// Stamps of last bars that were left out.
  private var leftOpen: [Int64] = []
  /// The answer's own time by which they were open.
  private var openBy: AnswerTime?
  /// Of carried rates: which rows were taken as settlements.
  private var carried: [String] = []
  /// Whether the last line has fewer fields, or its last number fewer digits, than those above, and does not end.
  private(set) var isCut = false

  static let cutNote =
    "the file ends within a line, which has fewer fields or digits than those above: cut short?"

  /// What the first row that belongs to no series says where others are asked for: `exchange is 'okex-swap'`.
  private(set) var unwantedText: String?

  /// What a user should know of how the file was read.
  var notes: [String] {
    let few: [String?] = [unwanted == 0 ? nil : unwantedNote, leftOpenNote, others.note(madeUp), flags.note]
    return taken + few.compactMap(\.self) + carried + (isCut ? [Self.cutNote] : [])
  }

  private var leftOpenNote: String? {
    guard let last = leftOpen.max() else { return nil }
    let at = Instant(milliseconds: last).minuteText
    return leftOpen.count == 1
      ? "the last bar, stamped \(at), is left out: it was open when the file was saved\(openText)"
      : "the last bar of each of \(leftOpen.count) series is left out: it was open when the file was saved\(openText), at \(at)"
  }

  private var openText: String {
    openBy.map { " (the answer says '\($0.name)' \(Instant(milliseconds: $0.stamp).minuteText))" } ?? ""
  }

  private var unwantedNote: String {
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

  private static func entries(
    _ profile: ImportProfile, _ table: TableText, captures: [String: String], clues: PathClues, hints: ImportHints
  ) throws -> [BoundEntry] {
    if profile.kind == .ask, hints.kind == nil { throw unsaidKind(profile, table) }
    let wanted = profile.series.filter { entry in
      guard let kind = hints.kind else { return true }
      // Liquidations come added up or one by one, and one word means both.
      let isKind =
        entry.kind == kind.series.name
        || (kind == .liquidations && entry.kind == SeriesKind.liquidationEvents.name)
      return isKind && (kind.type == nil || entry.type == nil || entry.type == kind.type?.rawValue)
    }
    guard !wanted.isEmpty else {
      throw Problem(
        "--kind says \(hints.kind?.name ?? ""), and a file of '\(profile.name)' holds "
          + Set(profile.series.map(\.kind)).sorted().joined(separator: ", "),
        at: Problem.Place(file: table.text.location), remedy: "check where the file comes from")
    }
    return try wanted.flatMap { entry -> [BoundEntry] in
      func bound(_ wide: String?) throws -> BoundEntry {
        try BoundEntry(entry, in: table, of: profile, captures: captures, clues: clues, hints: hints, wide: wide)
      }
      guard entry.columns.values.contains(where: { $0.from == "*" }) else { return [try bound(nil)] }
      let named = Set(
        table.timeNames(profile.time.column) + (entry.filter ?? [:]).keys + entry.columns.values.map(\.from))
      return try table.names.filter { !named.contains($0) && !$0.isEmpty }.map { try bound($0) }
    }
  }

  /// That one of several kinds is meant, which have the same columns.
  private static func unsaidKind(_ profile: ImportProfile, _ table: TableText) -> Problem {
    let kinds = Set(profile.series.map(\.kind)).sorted()
    let flags = kinds.map { $0 == SeriesKind.liquidationEvents.name ? FileKind.liquidations.name : $0 }
    return Problem(
      "the columns are those of \(kinds.joined(separator: " and of ")) alike ('\(profile.name)'), and the name does not "
        + "say which the rows are", at: Problem.Place(file: table.text.location),
      remedy: "say \(flags.map { "--kind \($0)" }.joined(separator: " or "))")
  }

  /// How times are read, and what is to be said of it.
  private static func stamps(
    _ profile: ImportProfile, _ table: TableText, _ fields: TimeFields, _ captures: [String: String],
    _ hints: ImportHints
  ) throws -> (reader: StampReader, notes: [String]) {
    let time = profile.time
    let pattern = try (hints.table.timeFormat ?? time.pattern).map { try StampPattern($0) }
    let form: StampReader.Form = pattern.map { .text($0) } ?? time.unit.map { .count($0) } ?? .usual
    let place = Problem.Place(file: table.text.location)
    var scanner = table.scanner()
    var isZoned = false
    var first = ""
    guard time.unit == nil || fields.clock == nil else {
      throw Problem(
        "a count since 1970 stands in one column, and '\(PrintableText.short(time.column))' names two", at: place,
        remedy: "leave 'unit' out, or name one column")
    }
    if scanner.advance(), scanner.has(fields) {
      let (bytes, range) = scanner.timeText(fields)
      first = scanner.timeShown(fields)
      isZoned =
        switch form {
        case .count: true
        case .text(let pattern): pattern.hasOffset
        case .usual: EpochUnit(of: bytes, range) != nil || ISOStamp.read(bytes, range)?.offset != nil
        }
    }
    let said = try hints.table.zone.map { try ClockZone($0) }
    guard said == nil || !isZoned else {
      throw Problem(
        "--zone says \(said?.name ?? ""), and times such as '\(PrintableText.short(first))' say themselves when they are",
        at: place, remedy: "leave --zone out; a profile's 'shift' moves times that are wrong")
    }
    guard said != nil || time.zone != "ask" || isZoned else {
      throw Problem(
        "times such as '\(PrintableText.short(first))' are off the clock of whoever exported the file, and nothing says "
          + "which that is",
        at: place,
        remedy: "say --zone +03:00 or --zone Europe/London; a join with a series that is known tells which fits")
    }
    let rounding: StampReader.Rounding? =
      time.round.flatMap { Interval($0) }.map { .nearest($0) } ?? time.floor.flatMap { Interval($0) }.map { .down($0) }
    let own = try said ?? time.zone.flatMap { $0 == "ask" ? nil : $0 }.map { try ClockZone($0) }
    let named = try NamedClock(table.timeNames(time.column), at: place)
    let zone =
      isZoned
      ? own
      : try named.zone(
        besides: own, by: said == nil ? "'\(profile.name)'" : "--zone", column: time.column, first: first, at: place)
    let reader = StampReader(
      form, zone: zone ?? .utc, repeated: hints.table.repeated ?? time.repeated, rounding: rounding,
      since: try time.since.map { try midnight($0, captures, place) } ?? 0)
    return (reader, isZoned || said != nil ? [] : Self.note(on: zone, named, time))
  }

  /// What is to be said of the clock that times are off by their own column or by nobody's word.
  private static func note(on zone: ClockZone?, _ named: NamedClock, _ time: ImportProfile.Stamp) -> [String] {
    guard let zone else { return ["times without a zone are read as UTC; say --zone where that is wrong"] }
    guard case .said = named.zone, !zone.shows(as: .utc) else { return [] }
    return ["times are off the clock of \(zone.name), as '\(PrintableText.short(time.column))' says"]
  }

  /// The midnight that counts are since, of a day that the path says.
  private static func midnight(_ text: String, _ captures: [String: String], _ place: Problem.Place) throws -> Int64 {
    let day = captures.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    guard let read = try StampPattern("yyyyMMdd").read(Array(day.utf8)[...], isWhole: true) else {
      throw Problem(
        "times are counted since the midnight of a day that the name does not say: '\(PrintableText.short(day))'",
        at: place, remedy: "give the file the name that it was published under")
    }
    return read.local
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

  /// Whether a row is the line of names once more, as where files were written one behind the other.
  private func repeatsHeader(_ row: borrowing CSVScanner) -> Bool {
    guard row.count == table.names.count else { return false }
    for (field, name) in table.names.enumerated() where row.text(field) != name { return false }
    return true
  }

  /// Which venue and symbol a row is of; nil where it is of no series.
  private func seriesName(_ row: borrowing CSVScanner) -> String? {
    for entry in entries {
      var allowsAll = true
      for filter in entry.filter where !filter.allows(row) { allowsAll = false }
      if allowsAll { return "\(VenueName.of(entry.venue.name(in: row))):\(entry.symbol.name(in: row))" }
    }
    return nil
  }

  /// Whether times of the rows so far say their own zone; nil before the first.
  private var areZoned: Bool?

  /// - Throws: `RowDefect` for a time that says its zone among such as do not, or the other way around: of the one kind each
  ///   is known, and the others would be taken for UTC.
  private mutating func checkZone(_ row: borrowing CSVScanner) throws(RowDefect) {
    let isZoned = stamps.isZoned(row, times)
    guard areZoned ?? isZoned == isZoned else {
      throw row.defect(
        times,
        isZoned ? "says its zone, and the times before it do not" : "has no zone, and the times before it say theirs")
    }
    areZoned = isZoned
  }

  /// Whether the row belongs to some series.
  private func isWanted(_ row: borrowing CSVScanner) -> Bool {
    for entry in entries where entry.filter.isEmpty { return true }
    for entry in entries {
      var allowsAll = true
      for filter in entry.filter where !filter.allows(row) { allowsAll = false }
      if allowsAll { return true }
    }
    return false
  }

  private func refusal(_ row: borrowing CSVScanner) -> String? {
    let filters = entries.flatMap(\.filter)
    var areKnown = !filters.isEmpty
    for filter in filters {
      var isKnown = false
      for other in filters where other.field == filter.field && other.allows(row) { isKnown = true }
      areKnown = areKnown && isKnown
    }
    // Each of its words is one that some series has, and no series has them all.
    if areKnown, entries.contains(where: { $0.filter.count > 1 }) {
      let words = Set(filters.map(\.field)).sorted().filter { $0 < row.count }.map {
        "\(table.names[$0]) is '\(PrintableText.short(row.text($0)))'"
      }
      return "\(words.joined(separator: " and ")) in the first row, which '\(profile.name)' does not know together"
    }
    for entry in entries {
      for filter in entry.filter where !filter.allows(row) && filter.field < row.count {
        let read = Set(
          entries.flatMap(\.filter).filter { $0.field == filter.field }.flatMap {
            $0.said.split(separator: ", ").map(String.init)
          }
        ).sorted()
        return "\(table.names[filter.field]) is '\(PrintableText.short(row.text(filter.field)))' in the first row, and "
          + "'\(profile.name)' reads \(read.joined(separator: ", "))"
      }
    }
    return nil
  }

  private func tooFew(_ row: borrowing CSVScanner) -> RowDefect {
    RowDefect("the row has \(row.count) fields and needs \(widest) of \(table.names.count)", column: nil)
  }

  private mutating func take(
    _ row: borrowing CSVScanner, _ stamp: Int64, _ index: Int, _ values: inout [Double]
  ) throws(RowDefect) {
    let entry = entries[index]
    for filter in entry.filter {
      guard filter.allows(row) else { return }
    }
    let stamp = stamp + entry.shift.milliseconds
    if let every = entry.every, stamp.flooredRemainder(by: every.milliseconds) != 0 { return }
    if let from = entry.from, stamp < from.milliseconds { return }
    if cameLate(row, stamp, entry), profile.late == .leaveOut { return }
    for (place, column) in entry.columns.enumerated() {
      values[place] = try value(column, row, isComputed: entry.kind == .external)
    }
    try checkSides(entry, row)
    guard let builder = try builder(of: index, row) else { return }
    guard try rules[index].allow(values, of: builder, in: row) else {
      if missesZeros { silent[builder, default: SilentRows()].leaveOut(stamp) }
      return
    }
    if missesZeros { silent[builder, default: SilentRows()].keep(values) }
    if entry.kind == .optionChain {
      try OptionRow(values, entry).check(row, against: entry.contract, of: builders[builder].instrument)
    }
    builders[builder].append(
      stamp, values, line: table.line(row.line), page: arePages ? table.text.page(row.line) : nil,
      answered: answered(row), id: try eventID(row, entry))
  }

  private func eventID(_ row: borrowing CSVScanner, _ entry: BoundEntry) throws(RowDefect) -> UInt64 {
    guard let field = entry.id else { return EventIDs.none }
    let (bytes, range) = row.located(field)
    guard !EventIDs.isShortened(bytes, range) else {
      throw row.defect(
        field,
        "has lost the last digits of an id, by which one event is told from another: take the file as it was before a "
          + "spreadsheet or a program rounded it, with ids as text or whole numbers")
    }
    return EventIDs.id(bytes, range)
  }

  /// Whether the row reached its publisher later than it is known by its series. What is known at its close is of bars that
  /// the venue has listed as well, and is not asked.
  private mutating func cameLate(_ row: borrowing CSVScanner, _ stamp: Int64, _ entry: BoundEntry) -> Bool {
    guard let arrivals, entry.known == .atStamp,
      let arrived = try? StampReader().stamp(row, arrivals, after: nil)
    else { return false }
    return late[entry.delay, default: LateRows()].check(
      stamp: stamp, arrived: arrived, delay: entry.delay, line: row.line)
  }

  /// When the row was answered; nil where nothing says it, and where the user says what became of the last bar.
  private func answered(_ row: borrowing CSVScanner) -> Int64? {
    guard let answers, !hints.isPiece, !hints.table.dropsLast else { return nil }
    switch answers {
    case .field(let field): return try? StampReader().stamp(row, TimeFields(field), after: nil)
    case .once(let stamp): return stamp
    }
  }

  /// Amounts that are told apart by a word, of which none holds: the word is one that nobody knows, and both would be 0.
  private func checkSides(_ entry: BoundEntry, _ row: borrowing CSVScanner) throws(RowDefect) {
    guard let last = entry.sides.last else { return }
    for side in entry.sides where side.allows(row) { return }
    throw row.defect(last.field, "is none of the sides that this format knows")
  }

  /// - Parameter isComputed: whether whoever computed the column may have written a condition.
  private func value(
    _ column: BoundEntry.Column, _ row: borrowing CSVScanner, isComputed: Bool
  ) throws(RowDefect) -> Double {
    for filter in column.filter where !filter.allows(row) {
      for other in column.zero where !other.allows(row) {
        throw row.defect(other.field, "is none of the words that this format has there")
      }
      return 0
    }
    switch column.content {
    case .missing: return .nan
    case .fixed(let number): return number
    case .time(let field): return Double(try StampReader().stamp(row, TimeFields(field), after: nil))
    case .field(let field, let power, let factor):
      if column.descriptor.unit == .hours { return try HoursText.hours(row, field, table.numbers) }
      if isComputed, let flag = row.flag(field) { return flag }
      let number = try row.number(field, table.numbers, scale: power)
      let product = factor == 1 ? number : number * factor
      guard let over = column.over else { return product }
      // Drift's older answers are whole numbers, the rate times 1e9 and the price times 1e6: a profile that reads those
      // says the scale that is between them.
      let (hasFraction, isScaled) = (row.hasFraction(field) || row.hasFraction(over), power != 0 || factor != 1)
      guard product == 0 || hasFraction != isScaled else {
        throw row.defect(
          field,
          isScaled
            ? "or the number it is divided by has decimals, where this form has whole numbers: another form, in other units"
            : "and the number it is divided by are whole: an older form, in other units")
      }
      let divisor = try row.number(over, table.numbers)
      return divisor == 0 ? .nan : product / divisor
    }
  }

  /// Nil where the entry is not of the row's instrument.
  private mutating func builder(of index: Int, _ row: borrowing CSVScanner) throws(RowDefect) -> Int? {
    let entry = entries[index]
    let fields = entry.venue.fields + entry.symbol.fields
    if let last = last[index], zip(fields, last.fields).allSatisfy({ row.field($0, is: $1) }) { return last.builder }
    let said = fields.map { $0 < row.count ? Array(row.content($0)) : [] }
    if let builder = met[index][said] {
      last[index] = (said, builder)
      return builder
    }
    let market = VenueName(entry.venue.name(in: row))
    guard !market.saysSpot || entry.type == .spot else {
      throw RowDefect(
        "'\(PrintableText.short(entry.venue.name(in: row)))' is a venue's spot market: say --kind spot", column: nil)
    }
    let text = entry.symbol.written(in: row)
    let qualified = try qualified(text, entry, on: market.name)
    let venue = qualified?.venue.flatMap { entry.isVenueUnstated ? $0 : nil } ?? market.name
    // What an index is of need not be a symbol: Deribit writes `btc_usd`.
    let written = qualified?.symbol ?? entry.symbol.name(in: row, on: venue)
    let symbol =
      entry.kind == .index || !PathClues.isWord(written) ? written : Venue.named(venue).spelling(of: written)
    for (what, name) in [("venue", venue), ("symbol", symbol)] where !PathClues.isWord(name) {
      throw RowDefect("'\(PrintableText.short(name))' cannot be a \(what)", column: fields.first.map { _ in 1 })
    }
    let ownType = entry.type == nil ? qualified?.type : nil
    let key =
      ownType.map { Instrument(venue: venue, symbol: symbol, type: $0).description } ?? "\(venue):\(symbol)"
    if !entry.symbol.fields.isEmpty { try writtenSymbols.take(text, as: key) }
    let builder: Int?
    if let found = known[index][key] {
      builder = found
    } else {
      let instrument = Instrument(venue: venue, symbol: symbol, type: entry.type ?? ownType)
      let isOwn = entry.only.map { $0.allows(instrument) } ?? true
      if isOwn { builders.append(SeriesBuilder(entry, of: instrument)) }
      builder = isOwn ? builders.count - 1 : nil
      known[index].updateValue(builder, forKey: key)
    }
    met[index].updateValue(builder, forKey: said)
    last[index] = (said, builder)
    return builder
  }

  /// What a row's symbol says besides the symbol; nil where it says no more.
  ///
  /// - Throws: `RowDefect` for a name that contradicts what is said of the file, and for one that may be either of two markets.
  private func qualified(_ text: String, _ entry: BoundEntry, on venue: String) throws(RowDefect) -> QualifiedSymbol? {
    guard !entry.symbol.fields.isEmpty, entry.kind != .index, entry.kind != .external, UnifiedSymbol(text) == nil else {
      return nil
    }
    let word = PrintableText.short(text)
    guard let found = QualifiedSymbol(text, on: venue) else {
      // Bitfinex's own perpetuals are written `tBTCF0:USTF0`.
      guard text.contains(":"), !text.hasSuffix("F0") else { return nil }
      throw RowDefect(
        "'\(word)' is a symbol with something before or behind it that is no venue and no market of a known form: "
          + "say --symbol and --venue", column: nil)
    }
    if let own = found.venue, own != venue, !entry.isVenueUnstated, DividedRows.venue(venue) != nil {
      throw RowDefect("'\(word)' is of \(own), and the rows are said to be of \(venue)", column: nil)
    }
    if let said = entry.type, let own = found.type, own != said {
      throw RowDefect("'\(word)' says \(own.rawValue), and the rows are said to be \(said.rawValue)", column: nil)
    }
    let isTraded = entry.kind == .klines || entry.kind == .trades
    guard !found.mayBeSpot || !isTraded || entry.type != nil || hints.kind != nil else {
      throw RowDefect(
        "'\(word)' is a pair of spot to TradingView and a perpetual to others: say --kind spot, or --kind "
          + "\(entry.kind.name) for the perpetual", column: nil)
    }
    return found
  }

  private func fail(_ what: String, line: Int, column: Int? = 1) throws {
    guard badRows == .refuse else { return }
    throw Problem(
      what, at: Problem.Place(file: table.text.location, line: line, column: column ?? 1),
      remedy: "nothing of this file was imported")
  }

  /// What is to be said of rows that a file leaves out whose path says how far apart its rows are.
  private static func missing(in series: Series) -> String? {
    let gaps = series.descriptor.kind.rows == .one ? series.gaps : []
    guard let first = gaps.first else { return nil }
    let count = gaps.reduce(0) { $0 + $1.missing }
    return
      "\(count) \(count == 1 ? "row is" : "rows are") missing between those of \(series.descriptor.title), the first at "
      + first.range.from.minuteText
  }

  /// - Throws: `Problem` where what nothing is read from says another instrument or unit of the rows. Columns that somebody computed
  /// may be named after other instruments.
  private func checkOthers(_ instrument: Instrument, _ own: SeriesDescriptor, of entry: BoundEntry) throws {
    guard profile.match != nil || entry.kind != .external else { return }
    try others.check(
      instrument, readsSymbol: !entry.symbol.fields.isEmpty, readsVenue: !entry.venue.fields.isEmpty,
      format: profile.name)
    try others.checkUnits(own, entry, format: profile.name)
  }

  /// - Throws: `Problem` where columns that nothing is read from say something else of the rows.
  private func checkSaid(_ series: Series, of entry: BoundEntry) throws {
    let own = series.descriptor
    let place = Problem.Place(file: table.text.location)
    let width = divided.resolution.map { ("the column '\(PrintableText.short($0.column))'", $0.said) }
    if let (name, said) = width ?? others.resolution(on: own.instrument.venue), own.known == .atClose,
      own.kind != .external, entry.every == nil, let cadence = own.cadence, !said.widths.contains(cadence),
      hints.table.interval == nil || said.widths.count == 1,
      let width = said.widths.first
    {
      let shown = said.widths.count == 1 ? "\(width)" : "'\(said.word)'"
      throw Problem(
        "\(name) says bars of \(shown), and the rows are \(cadence) apart",
        at: place,
        remedy: "import bars of one width; say --interval \(width) where most of them are missing")
    }
    if let (column, said) = divided.resolution, own.kind == .funding, hints.table.interval == nil,
      series.values("funding_interval")?.contains(where: { !$0.isNaN }) != true, let cadence = own.cadence,
      !said.widths.contains(cadence),
      let width = said.widths.filter({ $0 > cadence && $0 <= .day }).max()
        ?? said.widths.filter({ $0 >= .hour && $0 < cadence }).max()
    {
      let isCarried = width > cadence
      throw Problem(
        "the column '\(PrintableText.short(column))' says \(width) of each rate, and the rows are \(cadence) apart: "
          + (isCarried
            ? "a rate of \(width) that is listed every \(cadence) is paid every \(width)"
            : "of what is paid every \(width) most is missing, or each is paid every \(cadence)"),
        at: place,
        remedy: isCarried
          ? "say --interval \(width) to take the rows at its settlements, or --interval \(cadence) where each is paid"
          : "import every settlement, or say --interval \(cadence) where each row is what was paid over \(cadence)")
    }
    if let (column, kind) = divided.untraded, own.kind == .klines {
      throw Problem(
        "the column '\(PrintableText.short(column))' says \(kind), and klines are of what was traded", at: place,
        remedy: "say --kind \(kind), or take the column out where it says something else")
    }
    if let column = divided.shorts, own.kind == .funding || own.kind == .predictedFunding {
      throw Problem(
        "the column '\(PrintableText.short(column))' says short of every rate, and rates are what longs pay: of shorts they may "
          + "have the other sign", at: place,
        remedy: "write what longs pay, and take the column out")
    }
    try checkNamedHours(own, at: place)
    if profile.match != nil, own.kind == .klines, own.instrument.type == .perpetual, hints.kind == nil,
      clues.market == .spot, let name = clues.markets.name
    {
      throw Problem(
        "'\(PrintableText.short(name))' says spot, and '\(profile.name)' would file the rows as \(own.instrument), a perpetual",
        at: place, remedy: "say --kind spot, or --kind klines where it is the perpetual")
    }
    if profile.match != nil, own.kind == .funding, hints.kind == nil, clues.isNear(clues.foretellings.name),
      let word = clues.foretold
    {
      throw Problem(
        "the name says '\(word)', and '\(profile.name)' would file the rates as paid", at: place,
        remedy:
          "say --kind funding where they were paid; give the file another name where they were not, and describe it "
          + "with --kind predicted_funding and --columns")
    }
    if let column = divided.spot, own.instrument.type == .perpetual, own.kind == .klines, hints.kind == nil {
      throw Problem(
        "the column '\(PrintableText.short(column))' says spot, and nothing else says what is traded", at: place,
        remedy: "say --kind spot")
    }
  }

  /// - Throws: `Problem` for rates of a table that nobody described whose name says of how many hours they are, where their
  ///   rows are so far apart not: an hour's row of a rate of 8h would be charged eightfold.
  private func checkNamedHours(_ own: SeriesDescriptor, at place: Problem.Place) throws {
    guard profile.match == nil, own.kind == .funding || own.kind == .predictedFunding, hints.table.interval == nil,
      let source = profile.series.lazy.compactMap({ $0.columns[own.columns.first?.name ?? ""]?.from }).first,
      let said = NamedRate.hours(source), let cadence = own.cadence, said != cadence
    else { return }
    let name = PrintableText.short(source)
    let advice =
      said > cadence
      ? "say --interval \(said) where it is carried between settlements of \(said); divide it by the rows in \(said) first "
        + "where each row is paid its part"
      : "multiply it by the \(said)s of a row first"
    throw Problem(
      "'\(name)' says a rate of \(said), and the rows are \(cadence) apart", at: place,
      remedy: "\(advice); say --interval \(cadence) where each row is what was paid")
  }

  /// Of instruments that no entry is of: that their rows are not read.
  private var unfiled: [String] {
    let filed = known.reduce(into: Set<String>()) { filed, own in
      for (name, builder) in own where builder != nil { filed.insert(name) }
    }
    return Set(known.flatMap(\.keys)).subtracting(filed).sorted().map {
      "rows of \(PrintableText.short($0)) belong to no series of '\(profile.name)' and are not read"
    }
  }

  /// Whether values are dollars by the name of their column, of prices in something else: some vendors list all in dollars.
  private func countsDollars(_ entry: BoundEntry, of instrument: Instrument) -> Bool {
    entry.columns.contains { column in
      guard column.descriptor.name == "quote_volume", case .field(let field, _, _) = column.content else {
        return false
      }
      return ColumnRoles.plain(table.names[field]).contains("usd") && !instrument.contract.quote.contains("USD")
    }
  }

  private mutating func finished() throws -> [SeriesRows] {
    var all: [SeriesRows] = []
    let gathered = builders
    builders = []
    carried += SilentRows.notes(
      silent.sorted { $0.key < $1.key }.map { ($1, gathered[$0].entry, gathered[$0].instrument, gathered[$0].read) },
      by: profile.name)
    for var builder in gathered {
      if profile.match != nil, profile.match?.path == nil, hints.venue == nil, profile.said != nil,
        builder.instrument.symbol.contains(where: { "-/".contains($0) }),
        !Venue.named(builder.instrument.venue).knows(builder.instrument.symbol)
      {
        throw Problem(
          "'\(builder.instrument.symbol)' is no symbol of \(builder.instrument.venue), whose columns these are",
          at: Problem.Place(file: table.text.location), remedy: "say whose they are: --venue NAME")
      }
      let unsaid = builder.entry.unsaid
      try ContractAmounts.ask(
        unsaid.columns, of: builder.instrument, builder.entry.kind, isGeneral: unsaid.isGeneral,
        at: table.text.location,
        profile: [.trades, .liquidationEvents, .quotes].contains(builder.entry.kind) ? profile.name : nil)
      let rows = try builder.rows(
        duplicates: profile.duplicates,
        lastBar: hints.isPiece ? nil : hints.table.dropsLast ? .unfinished : profile.lastBar,
        order: profile.order, answers: hints.isPiece || hints.table.dropsLast ? [] : table.text.answered,
        pages: arePages ? table.text.pages.map { hints.isPiece || hints.table.dropsLast ? [] : $0.made } : nil,
        location: table.text.location
      ) { try fail($0.what, line: $0.line) }
      if let stamp = builder.leftOpen { leftOpen.append(stamp) }
      openBy = openBy ?? builder.openBy
      for note in [builder.carried, builder.opensNote].compactMap(\.self) where !carried.contains(note) {
        carried.append(note)
      }
      guard let rows else { continue }
      try checkOthers(builder.instrument, rows.series.descriptor, of: builder.entry)
      try checkSaid(rows.series, of: builder.entry)
      if builder.entry.isIntervalNamed { carried += [Self.missing(in: rows.series)].compactMap(\.self) }
      try FlowRatio.check(rows.series, at: table.text.location)
      if profile.match == nil {
        try BarAmounts.check(rows.series, at: table.text.location)
      } else if !countsDollars(builder.entry, of: builder.instrument) {
        try BarAmounts.checkWorth(rows.series, at: table.text.location)
      }
      if profile.tellsVolumeByInstrument { try BarAmounts.checkReading(rows.series, at: table.text.location) }
      guard builder.entry.leavesOutAmountsOfInverse, let own = rows.withoutAmounts else {
        all.append(rows)
        continue
      }
      all.append(own)
      carried.append(
        "\(builder.instrument) is an inverse contract, and nothing says whether its volume counts coins, contracts or dollars: "
          + "its prices are taken, and its volume is not known")
    }
    carried += unfiled + late.sorted { $0.key < $1.key }.compactMap { $1.note(profile, delay: $0) }
    guard !rejected.isEmpty, let first = all.first else { return all }
    all[0] = SeriesRows(
      series: first.series, read: first.read + rejected.count, repeated: first.repeated,
      rejected: (rejected + first.rejected).sorted { $0.line < $1.line }, ids: first.ids)
    return all
  }
}
