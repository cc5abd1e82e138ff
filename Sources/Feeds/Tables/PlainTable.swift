import Market

/// A table that no profile knows, described by its header, its rows and the user's flags.
///
/// What the file cannot say is asked for, or taken the careful way and said. The description is a profile like any other,
/// and reading it is reading that profile.
struct PlainTable {
  let profile: ImportProfile
  /// What was taken for granted.
  private(set) var notes: [String] = []

  /// What its description is called.
  static let name = "table"

  /// The venue of an instrument that nothing says the venue of.
  static let unstatedVenue = Venue.unstated

  /// - Returns: nil for a text that is no table of anything known.
  /// - Throws: `Problem` for a table of which something needed is not known.
  init?(_ text: FeedText, clues: PathClues, hints: ImportHints) throws {
    guard let shape = TableShape(text, hints.table) else { return nil }
    let description = ImportProfile(shape.empty, hints)
    let table = try TableText(text, as: description)
    var roles = try TableRoles(table, shape: shape, clues: clues, hints: hints)
    roles.findVolumes(table, symbol: hints.symbol ?? clues.symbol ?? clues.pair)
    try roles.tellAmounts(table, hints.table)
    guard roles.columns[ColumnRoles.time] != nil else {
      guard hints.table.describesTable || hints.kind != nil, shape.isTable else { return nil }
      guard shape.empty.hasHeader, text.numbered == nil else {
        throw Problem(
          "the table has no header, and its numbers do not say what each column is",
          at: Problem.Place(file: text.location, line: 1),
          remedy: "say it by their numbers: --columns time=1,open=2,high=3,low=4,close=5")
      }
      try roles.checkOnlyNextSettlement(table, hints.kind)
      throw Problem(
        "no column of \(table.names.map { "'\(PrintableText.short($0))'" }.prefix(12).joined(separator: ", ")) is a time by its name",
        at: Problem.Place(file: text.location, line: 1), remedy: "say --columns time=NAME")
    }
    guard let kind = try roles.kind(hints, table, clues) else { return nil }
    try roles.findSettlements(kind, table)
    var profile = description
    profile.time = ImportProfile.Stamp(column: roles.columns[ColumnRoles.time] ?? "")
    let times = try table.timeFields(profile.time.column, of: "table", as: hints.table.timeFormat)
    let place = Problem.Place(file: text.location, line: 1)
    if Self.isFromTerminal(table), hints.table.zone == nil {
      profile.time.zone = "ask"
    } else if case .said(let zone)? = try NamedClock(table.timeNames(profile.time.column), at: place).zone,
      hints.table.zone == nil
    {
      profile.time.zone = zone
    }
    if hints.table.timeFormat == nil { profile.time.pattern = try Self.pattern(table, times) }
    let clock =
      try kind == .external
      ? nil : ClockColumn(table, times, as: hints.table.timeFormat ?? profile.time.pattern, besides: roles.columns)
    if let clock, let zone = try clock.zone(besides: profile.time.zone, said: hints.table.zone) {
      profile.time.zone = zone
    }
    let areBars = roles.areBars(kind, table)
    if hints.table.label == nil, areBars || hints.known == .atClose, !roles.areCloses,
      try Self.endMinutes(table, times, as: hints.table.timeFormat ?? profile.time.pattern)
    {
      roles.takeAsCloses()
    }
    // Venues stamp a settlement some milliseconds after it, and a bar that ends at 59.999 ends with its minute.
    if kind == .funding || roles.areCloses { profile.time.round = "1s" }
    profile.series = [try roles.entry(kind, table, clues: clues, hints: hints)]
    if hints.table.decimal == nil, hints.table.thousands == nil {
      let used = Set(profile.series.flatMap(\.columns.values).compactMap { table.names.firstIndex(of: $0.from) })
      try DoubtfulPoints.check(table, used: used, times: Set(times.all))
    }
    let areDays = times.clock == nil && DateForms.part(table, times.day) == .day
    if areDays, kind == .external {
      var scanner = table.scanner()
      try DayStamps.ask(scanner.advance() ? scanner.timeShown(times) : "", hints, at: text.location)
    }
    self.profile = profile
    notes = roles.notes
    for entry in profile.series {
      notes += roles.assumptions(entry) + roles.rateNotes(entry, table, hints) + roles.mixedNotes(entry, table)
      notes += roles.scaleNotes(entry) + roles.shareNotes(entry, hints.table) + roles.ratioNotes(entry, table)
    }
    if kind != .external { notes += roles.multiplierNotes(table) }
    notes += [clock?.note].compactMap(\.self)
    if areBars, !roles.areCloses {
      try BarEnds(table, times, as: hints.table.timeFormat ?? profile.time.pattern)?.check(hints.table.interval)
    }
    if kind == .klines, hints.kind == nil {
      try Self.askExpiry(profile.series, clues, hints, at: text.location)
      if let market = profile.series.first.flatMap({ Self.market($0, table, clues, hints, roles.market) }) {
        notes.append(market)
      }
    }
    if kind == .klines, let said = hints.kind, said.type == nil, let named = roles.market, named.type == .spot {
      notes.append(
        "the column '\(PrintableText.short(named.column))' says spot, and --kind \(said.name) takes the rows as a perpetual's; "
          + "say --kind spot")
    }
    if let pattern = profile.time.pattern { notes.append("times are read as \(pattern)") }
    if kind == .klines || kind == .mark || kind == .index, !hints.table.dropsLast, Self.isFromTradingView(table) {
      notes.append(
        "the columns are those of TradingView's exports, whose last row is the bar that was open, and nothing in the "
          + "file says whether it had ended: --drop-last leaves it out")
    }
    let days = areDays && !areBars ? DayStamps.note(kind, hints) : nil
    let stamps = hints.table.label == nil ? roles.stampNote(kind, table, areDays: areDays) : nil
    notes += [Self.unknownContract(profile.series, hints), days, stamps].compactMap(\.self)
  }

  /// What is to be said of a contract whose symbol no venue's table reads; nil for others.
  private static func unknownContract(_ series: [ImportProfile.Entry], _ hints: ImportHints) -> String? {
    guard let entry = series.first, entry.type == nil, hints.kind?.type == nil,
      let symbol = hints.symbol ?? entry.symbol, !symbol.contains("{")
    else { return nil }
    return unknownContract(Instrument(venue: hints.venue ?? entry.venue ?? "", symbol: symbol))
  }

  /// The same of an instrument, whatever the file was read by.
  static func unknownContract(_ instrument: Instrument) -> String? {
    guard instrument.type != .spot, instrument.contract.quote.isEmpty else { return nil }
    return
      "nothing says what contract \(instrument) is: taken as linear, in coins; say it with 'hindcast data contract'"
  }

  /// - Throws: `Problem` for a future by the words of the name, whose symbol says no day on which it expires.
  private static func askExpiry(
    _ series: [ImportProfile.Entry], _ clues: PathClues, _ hints: ImportHints, at location: String
  ) throws {
    guard let entry = series.first, entry.type == nil, let word = clues.undatedFuture,
      let symbol = hints.symbol ?? entry.symbol, !symbol.contains("{"),
      Instrument(venue: hints.venue ?? entry.venue ?? "", symbol: symbol).contract.expiry == nil
    else { return }
    throw Problem(
      "the name says a future ('\(word)') and not the day on which it expires; as \(symbol) it would be another contract",
      at: Problem.Place(file: location),
      remedy:
        "say its symbol, as --symbol \(SaidExpiry.example(symbol, hints.venue ?? entry.venue ?? "")); a chain of futures "
        + "that were joined is none of them: "
        + "--kind klines takes it as the perpetual \(symbol)")
  }

  /// What is to be said of the market that bars are taken to be of; nil where the symbol or the path says which.
  private static func market(
    _ entry: ImportProfile.Entry, _ table: TableText, _ clues: PathClues, _ hints: ImportHints, _ named: NamedMarket?
  ) -> String? {
    guard entry.type == nil else {
      let who = named?.type == .spot ? named.map { "the column '\(PrintableText.short($0.column))'" } : nil
      let named = clues.markets.name.flatMap { clues.isNear($0) ? nil : "the folder '\(PrintableText.short($0))'" }
      return "taken as spot, as \(who ?? named ?? "the name") says; say --kind klines where it is a perpetual"
    }
    guard clues.market == nil, named?.type == nil, let symbol = hints.symbol ?? entry.symbol else { return nil }
    let symbols = hints.symbol.map { [$0] } ?? symbols(of: entry, table) ?? [symbol]
    let areSaid = words(of: entry.symbol, table)?.allSatisfy { QualifiedSymbol($0, on: "")?.type != nil } ?? false
    let saysItself =
      hints.symbol == nil && areSaid
      || symbols.allSatisfy { symbol in
        let capitals = symbol.uppercased()
        return ["PERP", "SWAP"].contains { capitals.contains($0) }
          || !symbol.contains("{")
            && Instrument(venue: venue(of: entry, table, hints), symbol: symbol).type != .perpetual
      }
    if symbols.count == 1, let pair = spotPair(symbols[0], on: venue(of: entry, table, hints)) {
      return
        "taken as spot, as '\(PrintableText.short(symbols[0]))' is on \(pair.venue); say --symbol \(pair.perpetual) where "
        + "it is the perpetual"
    }
    return saysItself ? nil : "taken as a perpetual, which settles funding; say --kind spot where it is spot"
  }

  /// A symbol that is a pair of spot by its venue's own way of writing, and what the venue calls the pair's perpetual; nil for any
  /// other.
  private static func spotPair(_ symbol: String, on venue: String) -> (venue: String, perpetual: String)? {
    let (own, instrument) = (Venue.named(venue), Instrument(venue: venue, symbol: symbol))
    let (base, quote) = (instrument.contract.base, instrument.contract.quote)
    guard own.knows(symbol), instrument.type == .spot,
      let perpetual = UnifiedSymbol("\(base)/\(quote):\(quote)")?.symbol(on: venue),
      Instrument(venue: venue, symbol: perpetual).type == .perpetual, own.knows(perpetual)
    else { return nil }
    return (venue, perpetual)
  }

  /// The symbols of the first rows, where a column has them.
  private static func symbols(of entry: ImportProfile.Entry, _ table: TableText) -> [String]? {
    words(of: entry.symbol, table)?.map { word in
      QualifiedSymbol(word, on: "")?.symbol ?? word.filter { !(entry.strip ?? "").contains($0) }
    }
  }

  private static func venue(of entry: ImportProfile.Entry, _ table: TableText, _ hints: ImportHints) -> String {
    hints.venue ?? words(of: entry.venue, table)?.first.map(VenueName.of) ?? entry.venue ?? ""
  }

  /// What the first rows have in the column that a name is taken from; nil where it is taken from none.
  private static func words(of template: String?, _ table: TableText) -> [String]? {
    guard let template, template.hasPrefix("{"), template.hasSuffix("}"),
      let field = table.names.firstIndex(of: String(template.dropFirst().dropLast()))
    else { return nil }
    let words = table.texts(of: [field], most: 8).flatMap(\.text)
    return words.isEmpty ? nil : words
  }

  /// Whether names stand in angle brackets, as trading terminals write them: their times are those of a broker's server.
  private static func isFromTerminal(_ table: TableText) -> Bool {
    table.names.contains { $0.hasPrefix("<") && $0.hasSuffix(">") && ["date", "time"].contains(ColumnRoles.plain($0)) }
  }

  /// Whether columns have the names and the order of TradingView's exports, whatever the file was called since.
  private static func isFromTradingView(_ table: TableText) -> Bool {
    table.names.prefix(5) == ["time", "open", "high", "low", "close"]
      && (table.names.count == 5 || table.names.dropFirst(5).contains { ["Volume", "Volume MA", "Plot"].contains($0) })
  }

  /// Whether every row is stamped with the last second, or millisecond, of a minute: no bar opens there.
  private static func endMinutes(_ table: TableText, _ fields: TimeFields, as pattern: String?) throws -> Bool {
    let reader = StampReader(try pattern.map { .text(try StampPattern($0)) } ?? .usual)
    var scanner = table.scanner()
    var rows = 0
    while rows < 10_000, scanner.advance() {
      guard let stamp = try? reader.stamp(scanner, fields, after: nil), VenueStamp.shortOfMinute(stamp) != nil else {
        return false
      }
      rows += 1
    }
    return rows > 1
  }

  /// The first time, where all are written as `1.70925E+12`.
  private static func shortened(_ table: TableText, _ fields: TimeFields) -> String? {
    var scanner = table.scanner()
    var (first, rows) = (String?.none, 0)
    while rows < 200, scanner.advance(), scanner.has(fields) {
      let text = scanner.timeShown(fields)
      guard let place = text.firstRange(of: "E+"), text[..<place.lowerBound].filter(\.isNumber).count <= 6 else {
        return nil
      }
      first = first ?? text
      rows += 1
    }
    return first
  }

  /// The short name of a clock that a time ends with: `CET` of `2025-01-01 00:00:00 CET`.
  private static func shortName(behind text: String) -> String? {
    guard let space = text.lastIndex(of: " ") else { return nil }
    let word = text[text.index(after: space)...]
    let isName = (2...5).contains(word.count) && word.allSatisfy { $0.isUppercase && $0.isASCII }
    let isTime = text[..<space].suffix(2).allSatisfy(\.isNumber) && text[..<space].contains(":")
    return isName && isTime && !["AM", "PM"].contains(word) ? String(word) : nil
  }

  /// - Throws: `Problem` for times that can be read in two ways, with both, or in none.
  private static func pattern(_ table: TableText, _ fields: TimeFields) throws -> String? {
    let place = Problem.Place(file: table.text.location, line: 2)
    if let short = Self.shortened(table, fields) {
      throw Problem(
        "'\(PrintableText.short(short))' has lost the last digits of a time, as spreadsheets write large numbers",
        at: place, remedy: "take the file as it was before a spreadsheet saved it")
    }
    switch DateForms.form(of: table, fields) {
    case .usual:
      if let calendar = CalendarDigits(table, fields) { throw calendar.problem(at: place) }
      return nil
    case .pattern(let pattern): return pattern.text
    case .ambiguous(let patterns, let first):
      let readings = patterns.prefix(3).compactMap { pattern in
        pattern.read(Array(first.utf8)[...]).map { "\(Instant(milliseconds: $0.local).dateText) (\(pattern.text))" }
      }
      throw Problem(
        "'\(PrintableText.short(first))' may be \(readings.joined(separator: " or ")), and no row decides it",
        at: place,
        remedy: "say --time-format '\(patterns[0].text)' or '\(patterns[1].text)'")
    case .unknown(let first):
      if first.isEmpty {
        throw Problem(
          "the table has no row below its header, or none with a time", at: place, remedy: "check where it comes from")
      }
      // Days since 1970 of our times are days of the fifties as spreadsheets count them.
      if let serial = Double(first.replacing(",", with: ".")), (39_000..<80_000).contains(serial) {
        throw Problem(
          "'\(PrintableText.short(first))' is a day as spreadsheets count them, since 1899-12-30", at: place,
          remedy: "give the column a date format there (yyyy-mm-dd hh:mm:ss) and save the table again")
      }
      let column = fields.all.map { PrintableText.short(table.names[$0]) }.joined(separator: "+")
      if let clock = Self.shortName(behind: first) {
        throw Problem(
          "\(column) '\(PrintableText.short(first))' says its clock by a short name, and several clocks may go by "
            + "'\(clock)'", at: place,
          remedy:
            "write the offset in its place (+01:00); or take the name out, and say --zone with an offset or a place "
            + "such as Europe/Berlin")
      }
      throw Problem(
        "\(column) '\(PrintableText.short(first))' is not a time in a form that is known\(LikelyUnit.words(first))",
        at: place,
        remedy: LikelyUnit.words(first).isEmpty
          ? "say --time-format, such as 'dd-MM-yyyy HH:mm'"
          : "write times in seconds, milliseconds, microseconds or nanoseconds since 1970, or as text")
    }
  }
}

extension ImportProfile {
  /// A description with nothing in it but how fields are written.
  fileprivate init(_ shape: TableShape.Marks, _ hints: ImportHints) {
    name = PlainTable.name
    about = "a table described by flags"
    delimiter = shape.delimiter
    header = shape.hasHeader
    decimal = hints.table.decimal
    thousands = hints.table.thousands
    time = Stamp(column: "")
    series = []
  }
}
