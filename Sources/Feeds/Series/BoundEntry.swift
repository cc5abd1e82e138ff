import Market

/// An entry of a profile in a table: columns by their place, spans as lengths of time, and what the user's flags say over it.
struct BoundEntry {
  struct Column {
    enum Content {
      case missing
      case fixed(Double)
      case field(Int, power: Int, factor: Double)
      /// A field that is a time.
      case time(Int)
    }

    let descriptor: ColumnDescriptor
    let content: Content
    /// What must hold; else the number is 0.
    var filter: [RowFilter] = []
    /// What must hold where that does not.
    var zero: [RowFilter] = []
    /// The field that the number is divided by.
    var over: Int?

    /// Whether its numbers are those of a field.
    var isRead: Bool { if case .field = content { true } else { false } }
  }

  /// How far apart its rows are.
  enum Cadence: Equatable {
    case said(Interval)
    case irregular
    /// As far as most rows are.
    case measured
  }

  let kind: SeriesKind
  let type: InstrumentType?
  let venue: NameTemplate
  /// Whether nothing says which venue it is.
  let isVenueUnstated: Bool
  let symbol: NameTemplate
  /// The field of the names of a chain's contracts.
  let contract: Int?
  /// Of events, the field that tells one from another; nil where none does.
  let id: Int?
  let cadence: Cadence
  /// How wide the name of the file says that bars are.
  let saidInterval: Interval?
  /// Whether the user says how wide bars are.
  let isWidthSaid: Bool
  /// Whether the path says how far apart rows are.
  let isIntervalNamed: Bool
  /// Whether the user, or the piece before, says how far apart rows are.
  let isIntervalSaid: Bool
  /// Whether stamps are those of closes, and are moved to the open.
  let isStampedAtClose: Bool
  /// Whether stamps are where the periods begin that rates are of, which are paid when these end.
  let isStampedAtStart: Bool
  /// Whether those closes are days without a time of day, of which each ends when its day is over.
  let endsWithDay: Bool
  let known: KnownRule
  let delay: Interval
  let shift: Interval
  let filter: [RowFilter]
  /// Nil where it is of all instruments.
  let only: InstrumentFilter?
  let every: Interval?
  /// How often a snapshot is made of what is told contract by contract.
  let sample: Interval?
  let onChange: Bool
  /// Whether amounts of an inverse contract are contracts.
  let countsContractsOfInverse: Bool
  /// Whether nobody knows what amounts of an inverse contract count.
  let leavesOutAmountsOfInverse: Bool
  let from: Instant?
  let columns: [Column]
  /// What amounts are told apart by, each by a word of its own, where one of the words has to stand in every row.
  let sides: [RowFilter]
  /// Columns of amounts in coins that nobody said to be such, and whether the table may be of any venue.
  let unsaid: (columns: [String], isGeneral: Bool)
  /// Whether no flag said what stamps are of, nor anybody off which clock other than UTC, so that they have to be where bars open.
  let asksOpens: Bool
  /// Fields that anything is read from.
  let fields: Set<Int>

  init(
    _ entry: ImportProfile.Entry, in table: TableText, of profile: ImportProfile, captures: [String: String],
    clues: PathClues, hints: ImportHints, wide: String? = nil
  ) throws {
    let (entry, captures) = try TradingViewTicker.read(entry, captures, of: profile, hints, at: table.text.location)
    guard let kind = SeriesKind.named(entry.kind) else {
      throw Problem(
        "there is no kind '\(entry.kind)'", at: Problem.Place(file: table.text.location),
        remedy: suggestion(for: entry.kind, in: SeriesKind.all.map(\.name), called: "kinds"))
    }
    var used: Set<Int> = []
    func place(_ name: String) throws -> Int {
      let index = try table.column(name, of: profile.name)
      used.insert(index)
      return index
    }
    func filters(_ said: [String: String]?) throws -> [RowFilter] {
      try (said ?? [:]).sorted { $0.key < $1.key }.map { RowFilter(field: try place($0.key), $0.value) }
    }
    func template(
      _ text: String, strip: String? = nil, rename: [String: String]? = nil, isUpper: Bool = false
    ) throws -> NameTemplate {
      var known = isUpper ? captures.mapValues { $0.uppercased() } : captures
      known["column"] = wide
      return try NameTemplate(text, strip: strip, rename: rename, known: known, column: place)
    }
    self.kind = kind
    type = hints.kind?.type ?? entry.type.flatMap(InstrumentType.init(rawValue:))
    let filter = try filters(entry.filter)
    self.filter = filter

    // What the user says goes before what the profile says; but one symbol cannot stand for many.
    let location = table.text.location
    let saidVenue = entry.venue ?? captures["venue"] ?? clues.venue(among: Venue.known.map(\.name))
    venue = try template(hints.venue ?? saidVenue ?? PlainTable.unstatedVenue)
    if let said = hints.venue, let own = entry.venue {
      let fields = try template(own).fields
      let found = fields.isEmpty ? [] : table.texts(of: fields, most: 2)
      guard found.count < 2 else {
        throw Problem(
          "the file holds several venues, and --venue says \(said): '\(PrintableText.short(found[0].text.joined()))', and "
            + "'\(PrintableText.short(found[1].text.joined()))' in line \(found[1].line)",
          at: Problem.Place(file: location, line: found[1].line),
          remedy: "leave --venue out, or take the rows of the others out of the file")
      }
      let isSaid = try found.first.map { try Self.isVenue($0, said, at: location) } ?? true
      // What says no venue that is known is a column that nothing is read from.
      if !isSaid, profile.match == nil { used.subtract(fields) }
    }
    if let said = hints.venue { try Self.checkVenue(said, filters: filter, in: table) }
    isVenueUnstated = hints.venue ?? saidVenue ?? PlainTable.unstatedVenue == PlainTable.unstatedVenue
    // A header says a venue less surely than the name of the file does; a word in the rows says it more surely.
    if hints.venue == nil, entry.filter == nil, let own = entry.venue, !own.contains("{"), let match = profile.match,
      match.path == nil,
      Venue.isKnown(own), let named = clues.venueWord(among: Venue.known.map(\.name)),
      named != own, !profile.series.contains(where: { $0.venue == named })
    {
      throw Problem(
        "the columns are those of \(own) ('\(profile.name)'), and the path says \(named)",
        at: Problem.Place(file: location), remedy: "say --venue \(named), or --venue \(own)")
    }
    let key = table.names.contains(JSONPage.symbolKey) ? "{\(JSONPage.symbolKey)}" : nil
    let ownSymbol =
      entry.symbol ?? captures["symbol"] ?? key ?? clues.symbol ?? clues.pair
      ?? (profile.match == nil ? nil : UnreadColumns.symbol(in: table))
    let saidSymbol = entry.upper == true ? ownSymbol.map { $0.contains("{") ? $0 : $0.uppercased() } : ownSymbol
    let own = try saidSymbol.map {
      try template($0, strip: entry.strip, rename: entry.rename, isUpper: entry.upper ?? false)
    }
    if let symbol = hints.symbol {
      guard wide == nil else {
        throw Problem(
          "the file holds several symbols, and --symbol says one", at: Problem.Place(file: location),
          remedy: "leave --symbol out")
      }
      if let fields = own?.fields, !fields.isEmpty {
        try Self.check(symbol, hints.venue ?? saidVenue ?? "", against: fields, in: table)
      }
      self.symbol = try template(symbol)
    } else {
      guard let own else {
        throw Problem(
          "nothing says which symbol this is of", at: Problem.Place(file: location),
          remedy: "say --symbol \(Self.example(on: hints.venue ?? entry.venue ?? ""))")
      }
      symbol = own
    }

    contract = try entry.contract.map(place)
    let label = hints.table.label ?? entry.label ?? SaidLabel.ofBars(kind, entry.columns.keys)
    isStampedAtStart = kind == .funding && label == .open
    known =
      isStampedAtStart
      ? kind.knownRule
      : hints.known ?? label.map { $0 == .open || $0 == .close ? .atClose : .atStamp } ?? kind.knownRule
    // What is known at its stamp is known there, be it the end of a bar: moved to the open it would be known a bar early.
    isStampedAtClose = label == .close && known == .atClose
    delay = hints.delay != .zero ? hints.delay : entry.delay.flatMap(ProfileSpan.init)?.interval ?? .zero
    let isTable = profile.match == nil && profile.name == PlainTable.name
    let clock = profile.time.zone.flatMap { $0 == "ask" || !isTable && $0.uppercased() == "UTC" ? nil : $0 }
    asksOpens = hints.table.label == nil && hints.table.zone == nil && clock == nil
    let isDescribed = hints.table.label != nil || profile.match == nil && profile.name == PlainTable.name
    endsWithDay =
      try isStampedAtClose && isDescribed && entry.shift == nil && Self.areDays(profile, hints, in: table)
    shift = entry.shift.flatMap(ProfileSpan.init)?.interval ?? (endsWithDay ? .day : .zero)
    only = try entry.only.map { try InstrumentFilter($0, at: Problem.Place(file: location)) }
    every = entry.every.flatMap { Interval($0) }
    sample = entry.sample.flatMap { hints.table.interval ?? Interval($0) }
    onChange = entry.onChange ?? false
    countsContractsOfInverse = entry.inverse == .contracts
    leavesOutAmountsOfInverse = entry.inverse == .unknown
    from = entry.from.flatMap { Instant($0) }
    let interval = entry.interval.map { text in captures[text.filter { !"{}".contains($0) }] ?? text }
    saidInterval = entry.saidInterval
    isIntervalNamed = hints.table.interval == nil && entry.interval?.hasPrefix("{") == true
    isIntervalSaid = hints.table.interval != nil
    isWidthSaid = hints.table.interval != nil && !hints.isPiece
    cadence =
      hints.table.interval.map(Cadence.said)
      ?? (interval == "irregular" || kind.rows != .one
        ? .irregular : interval.flatMap { Interval($0) }.map(Cadence.said) ?? .measured)

    // A wide table's columns keep their names where an entry says so.
    let named = Dictionary(
      entry.columns.map { name, source in
        (
          captures.merging(["column": wide ?? ""]) { $1 }.reduce(name) { $0.replacing("{\($1.key)}", with: $1.value) },
          source
        )
      }, uniquingKeysWith: { first, _ in first })
    let sources =
      wide == nil && profile.name != PlainTable.name ? Self.withHours(named, of: kind, in: table) : named
    columns = try Self.columns(of: kind, sources).map { descriptor, source in
      guard let source else { return Column(descriptor: descriptor, content: .missing) }
      if let fixed = source.fixed {
        return Column(
          descriptor: descriptor, content: .fixed(fixed), filter: try filters(source.filter),
          zero: try filters(source.zero))
      }
      if source.isLeftOut(of: table) { return Column(descriptor: descriptor, content: .missing) }
      let name = source.from == "*" ? wide ?? "" : source.isOptional ? String(source.from.dropLast()) : source.from
      if descriptor.unit == .time { return Column(descriptor: descriptor, content: .time(try place(name))) }
      let (power, factor) = Self.scale(source)
      return Column(
        descriptor: descriptor, content: .field(try place(name), power: power, factor: factor),
        filter: try filters(source.filter), zero: try filters(source.zero), over: try source.over.map(place))
    }
    let number = columns.lazy.compactMap { column -> Int? in
      guard column.descriptor.name == TradeNumbers.column, case .field(let field, _, _) = column.content else {
        return nil
      }
      return field
    }.first
    id = kind.rows == .events ? try entry.id.map(place) ?? number : nil
    let isUnsaid = entry.inverse == nil && entry.areAmountsKnown != true
    unsaid = (
      !isUnsaid
        ? []
        : columns.compactMap { column in
          guard column.descriptor.unit == .base, let source = named[column.descriptor.name],
            source.unit == nil, source.contractSize == nil, source.fixed == nil, !ColumnRoles.countsCoins(source.from)
          else { return nil }
          return column.descriptor.name
        }, profile.match == nil || entry.venue == nil
    )
    if let said = hints.table.label {
      let there = columns.filter { column in if case .missing = column.content { false } else { true } }
      try SaidLabel.check(said, of: kind, there.map(\.descriptor.name), at: location)
    }
    sides = kind == .trades || kind == .liquidationEvents ? columns.compactMap(\.filter.first) : []
    fields = used
  }

  private static func areDays(_ profile: ImportProfile, _ hints: ImportHints, in table: TableText) throws -> Bool {
    let times = try table.timeFields(
      profile.time.column, of: profile.name, as: hints.table.timeFormat ?? profile.time.pattern)
    return times.clock == nil && DateForms.part(table, times.day) == .day
  }

  /// - Throws: `Problem` where the rows that a filter takes say another venue than the user: `exchange` with a vendor's names.
  private static func checkVenue(_ said: String, filters: [RowFilter], in table: TableText) throws {
    for filter in filters where ColumnRoles.role(of: ColumnRoles.lastPart(table.names[filter.field])) == "venue" {
      guard let word = table.texts(of: [filter.field], most: 64).first(where: { filter.allows($0.text[0]) }) else {
        continue
      }
      _ = try isVenue(word, said, at: table.text.location)
    }
  }

  /// Whether the rows say the venue that the user says; what is filed under a name of the user's own may be of any.
  ///
  /// - Throws: `Problem` where they say another one.
  private static func isVenue(_ found: (text: [String], line: Int), _ said: String, at location: String) throws -> Bool
  {
    let word = found.text.joined()
    guard let own = DividedRows.venue(word) else { return VenueName.of(word) == VenueName.of(said) }
    guard let flag = DividedRows.venue(said) else { return false }
    guard own != flag else { return true }
    throw Problem(
      "the rows say '\(PrintableText.short(word))', and --venue says \(said), which is another venue",
      at: Problem.Place(file: location, line: found.line),
      remedy: "leave --venue out, or take the column out where it says something else")
  }

  /// Whether the symbols of the first rows say the venue as well.
  func saysVenues(_ table: TableText) -> Bool {
    let found = symbol.fields.isEmpty ? [] : table.texts(of: symbol.fields, most: 8)
    return !found.isEmpty && found.allSatisfy { QualifiedSymbol($0.text.joined(), on: "")?.venue != nil }
  }

  /// A symbol as the venue writes them, for who has to say one.
  private static func example(on venue: String) -> String {
    UnifiedSymbol(venue == "deribit" ? "BTC/USD:BTC" : "BTC/USDT:USDT")?.symbol(on: venue) ?? "BTCUSDT"
  }

  /// - Throws: `Problem` where rows say another symbol than the user, or several.
  private static func check(_ symbol: String, _ venue: String, against fields: [Int], in table: TableText) throws {
    let found = table.texts(of: fields, most: 2)
    guard let first = found.first else { return }
    // A vendor's name of a contract is compared by the venue's name of it, where it says which contract that is.
    let text = first.text.joined()
    let own = CoinAPIName(text).map { $0.symbol ?? symbol } ?? QualifiedSymbol(text, on: venue)?.symbol ?? text
    if found.count > 1 {
      throw Problem(
        "the file holds several symbols, and --symbol says one: '\(PrintableText.short(own))', and "
          + "'\(PrintableText.short(found[1].text.joined()))' in line \(found[1].line)",
        at: Problem.Place(file: table.text.location, line: found[1].line),
        remedy: "leave --symbol out, or take the rows of the others out of the file")
    }
    guard !own.contains("{"), SymbolLikeness.areApart(own, symbol, on: venue) else { return }
    throw Problem(
      "the rows say '\(PrintableText.short(own))', and --symbol says \(symbol), which is another instrument",
      at: Problem.Place(file: table.text.location, line: first.line),
      remedy: "leave --symbol out, or take the column out where it says something else")
  }

  /// The same with what the table itself says of how long a rate is, where the profile says nothing of it: a rate of 8 hours
  /// that is listed at every hour would be paid eightfold without it.
  private static func withHours(
    _ said: [String: ImportProfile.Source], of kind: SeriesKind, in table: TableText
  ) -> [String: ImportProfile.Source] {
    let role = ColumnRoles.fundingHours
    guard kind == .funding, said[role].map({ $0.isLeftOut(of: table) }) ?? true else { return said }
    let names = table.names.filter { ColumnRoles.role(of: $0) == role }
    guard let name = names.min(by: { ColumnRoles.rank(of: $0) < ColumnRoles.rank(of: $1) }) else { return said }
    return said.merging([role: ImportProfile.Source(name)]) { $1 }
  }

  /// The columns that the series has, and where each stands. Klines and funding have all of theirs, so that what does not
  /// publish the taker's side is the same series as what does.
  private static func columns(
    of kind: SeriesKind, _ said: [String: ImportProfile.Source]
  ) -> [(ColumnDescriptor, ImportProfile.Source?)] {
    if kind == .external {
      return said.sorted { $0.key < $1.key }.map { (ColumnDescriptor($0.key, .score), $0.value) }
    }
    let countsContracts = kind == .klines && said["base_volume"] != nil
    var usual = kind.columns
    if countsContracts || (kind == .klines && said["volume"]?.countsContracts == true) {
      usual = SeriesKind.coinMarginedKlines
    }
    let isWhole = kind == .klines || kind == .funding
    return (usual + kind.otherColumns.filter { other in !usual.contains { $0.name == other.name } })
      .filter { said[$0.name] != nil || (isWhole && usual.contains($0)) }
      .map { column in
        let source = said[column.name]
        let counts = column.unit == .base && source?.countsContracts == true
        return (counts ? ColumnDescriptor(column.name, .contracts) : column, source)
      }
  }

  /// A power of ten is moved in the decimal text, where nothing is lost; what is left is multiplied.
  private static func scale(_ source: ImportProfile.Source) -> (power: Int, factor: Double) {
    var power = source.unit?.power ?? 0
    var factor = 1.0
    for number in [source.scale, source.contractSize].compactMap(\.self) {
      if let exponent = (-12...12).first(where: { Double("1e\($0)") == number }) {
        power += exponent
      } else {
        factor *= number
      }
    }
    return (power, factor)
  }
}

extension ImportProfile {
  /// Whether it is known by its columns alone, of which one or another is the volume by what the instrument is.
  var tellsVolumeByInstrument: Bool {
    guard let match, match.path == nil else { return false }
    return Set(series.filter { $0.only != nil }.compactMap { $0.columns["volume"]?.from }).count > 1
  }
}

extension ImportProfile.Source {
  /// Whether its numbers are contracts and stay such.
  var countsContracts: Bool { unit == .contracts && contractSize == nil }

  /// Whether its column need not be there.
  fileprivate var isOptional: Bool { from.hasSuffix("?") }

  /// Whether it need not be there, and is not.
  fileprivate func isLeftOut(of table: TableText) -> Bool {
    isOptional && !table.names.contains(String(from.dropLast()))
  }
}

extension TableText {
  /// The different texts that these fields have, and the line where each is first met.
  ///
  /// - Parameter most: as many are enough.
  func texts(of fields: [Int], most: Int) -> [(text: [String], line: Int)] {
    var scanner = scanner()
    var found: [(text: [String], line: Int)] = []
    var seen: Set<[[UInt8]]> = []
    var last: [[UInt8]] = []
    while found.count < most, scanner.advance() {
      if !found.isEmpty, zip(fields, last).allSatisfy({ scanner.field($0, is: $1) }) { continue }
      last = fields.map { $0 < scanner.count ? Array(scanner.content($0)) : [] }
      guard seen.insert(last).inserted else { continue }
      found.append((last.map { String(decoding: $0, as: UTF8.self) }, line(scanner.line)))
    }
    return found
  }
}
