import Market
import Numerics

/// Which column is for what.
struct TableRoles {
  /// By role: the name of the column.
  var columns: [String: String] = [:]
  var notes: [String] = []
  /// Whether the times are those of the ends of bars, by the name of their column.
  private(set) var areCloses = false
  /// Whether they are where the periods begin that rates are of.
  var areStarts = false
  /// Which market a column says that all rows are of.
  private(set) var market: NamedMarket?
  let said: Set<String>
  /// Whether the user says what times are of.
  let isLabelSaid: Bool

  init(_ table: TableText, shape: TableShape, clues: PathClues, hints: ImportHints) throws {
    for (role, name) in hints.table.columns.sorted(by: { $0.key < $1.key }) {
      let names = role == ColumnRoles.time ? table.timeNames(name) : [name]
      columns[role] = try names.map { table.names[try table.column($0, of: "table")] }.joined(separator: "+")
    }
    said = Set(columns.keys)
    isLabelSaid = hints.table.label != nil
    let areNumbered = table.text.numbered != nil
    if !shape.empty.hasHeader || areNumbered, columns.isEmpty {
      let positions = TablePositions(of: table, as: hints.kind?.series)
      columns = positions?.columns ?? Self.pair(table, hints.kind?.series) ?? [:]
      notes += [positions?.note].compactMap(\.self)
    }
    guard shape.empty.hasHeader, !areNumbered || columns[ColumnRoles.time] != nil else { return }
    let ranked = table.names.sorted { ColumnRoles.rank(of: $0) < ColumnRoles.rank(of: $1) }
    var taken = Set(columns.filter { $0.key != ColumnRoles.time }.values)
    if let time = columns[ColumnRoles.time] {
      taken.formUnion(table.timeNames(time))
      if NamedEnds.contains(time) { takeAsEnds(time) }
    } else {
      let isForetold = ranked.contains { ColumnRoles.role(of: $0) == ColumnRoles.nextSettlement }
      let candidates = ranked.filter { name in
        ColumnRoles.role(of: name) == ColumnRoles.time && !taken.contains(name)
          && !(isForetold && ColumnRoles.settlementTimes.contains(ColumnRoles.plain(name)))
      }
      if let counts = CountedTimes(table, besides: candidates) {
        columns[ColumnRoles.time] = counts.name
        notes.append(counts.note)
        taken.insert(counts.name)
      } else if let times = TimeColumns(
        table, among: CountedTimes.moving(candidates, in: table),
        areSaid: hints.table.timeFormat != nil || hints.table.zone != nil || hints.table.label != nil
          || hints.kind == .external)
      {
        columns[ColumnRoles.time] = times.name
        notes += [times.note].compactMap(\.self)
        taken.formUnion(table.timeNames(times.name))
      }
    }
    for name in ranked {
      guard let role = ColumnRoles.role(of: name), !taken.contains(name), columns[role] == nil else { continue }
      if role != "symbol" { columns[role] = name }
    }
    if columns["venue"] == nil { columns["venue"] = Self.surroundingVenue(table) }
    if columns["symbol"] == nil {
      let venue = hints.venue ?? (columns["venue"] == nil ? clues.venue(among: Venue.known.map(\.name)) : nil)
      try findSymbol(table, among: ranked.filter { !taken.contains($0) }, on: venue)
    }
    market = table.names.lazy.filter { !taken.contains($0) }.compactMap { NamedMarket($0, in: table) }.first
    if columns[ColumnRoles.time] == nil { findTime(table) }
  }

  /// What an answer says once of all its rows, where it is a venue that is known: `query.exchange`.
  private static func surroundingVenue(_ table: TableText) -> String? {
    table.names.enumerated().first { field, name in
      guard name.contains("."), ColumnRoles.role(of: ColumnRoles.lastPart(name)) == "venue" else { return false }
      let words = table.texts(of: [field], most: 8).flatMap(\.text)
      return !words.isEmpty && words.allSatisfy { DividedRows.venue($0) != nil }
    }?.element
  }

  private mutating func findSymbol(_ table: TableText, among names: [String], on venue: String?) throws {
    let named = names.filter { name in
      ColumnRoles.role(of: name) == "symbol" && Self.hasWords(table, name) && NamedMarket(name, in: table) == nil
    }
    guard
      let found = try SymbolColumn(table, among: named, venue: venue, venueColumn: columns["venue"])
    else { return }
    columns["symbol"] = found.name
    notes += [found.note].compactMap(\.self)
  }

  /// Times under a name that says something else: the ends of bars, when a row was made, as Binance stamps its metrics and
  /// others what they only keep, Deribit's `ticks`, or none, as data frames write the column they count by.
  private mutating func findTime(_ table: TableText) {
    let ends = table.names.first { name in
      NamedEnds.contains(name) && !columns.values.contains(name)
        && (NamedEnds.saysTime(name) || DateForms.beginsUsual(table, name))
    }
    if let name = ends {
      columns[ColumnRoles.time] = name
      takeAsEnds(name)
      return
    }
    // `periodStart`, `barBegin`: of the many ways to write it the usual ones are known as times.
    if let name = table.names.first(where: { NamedStart($0) != nil && !columns.values.contains($0) }),
      DateForms.beginsUsual(table, name)
    {
      columns[ColumnRoles.time] = name
      return
    }
    var scanner = table.scanner()
    if let name = table.names.first(where: { ["create_time", "createtime", "ticks"].contains(ColumnRoles.plain($0)) }),
      let field = table.names.firstIndex(of: name), scanner.advance(), field < scanner.count,
      DateForms.isUsual(scanner, TimeFields(field))
    {
      columns[ColumnRoles.time] = name
      return
    }
    scanner = table.scanner()
    guard let first = table.names.first, ColumnRoles.nameless.contains(first.lowercased()) else { return }
    if scanner.advance(), DateForms.isUsual(scanner, TimeFields(0)) { columns[ColumnRoles.time] = first }
  }

  private mutating func takeAsEnds(_ name: String) {
    guard !isLabelSaid else { return }
    areCloses = true
    notes.append("times are those of '\(PrintableText.short(name))', the ends of bars; say --label where they are not")
  }

  /// `Volume BTC` and `Volume USDT` of BTC/USDT: volumes under the names of what they count.
  ///
  /// - Parameter symbol: what the flags or the file's name say; a column of symbols goes before it.
  mutating func findVolumes(_ table: TableText, symbol: String?) {
    guard columns["volume"] == nil else { return }
    var text = symbol
    var scanner = table.scanner()
    if let field = columns["symbol"].flatMap({ table.names.firstIndex(of: $0) }), scanner.advance(),
      field < scanner.count
    {
      text = scanner.text(field)
    }
    let letters = (text ?? "").lowercased().filter { $0.isLetter || $0.isNumber }
    let counted = table.names.compactMap { name -> (coin: String, name: String)? in
      let plain = ColumnRoles.plain(name)
      guard let word = ["volume_", "vol_"].first(where: plain.hasPrefix) else { return nil }
      return (String(plain.dropFirst(word.count)), name)
    }
    for base in counted where !base.coin.isEmpty {
      guard let quote = counted.first(where: { letters.hasPrefix(base.coin + $0.coin) && $0.name != base.name }) else {
        continue
      }
      columns["volume"] = base.name
      if !said.contains("quote_volume") { columns["quote_volume"] = quote.name }
      return
    }
    if columns["quote_volume"] == nil, counted.count == 1, let only = counted.first, only.coin.count > 2,
      letters.hasPrefix(only.coin)
    {
      columns["volume"] = only.name
      return
    }
    // Bitcoincharts and Kaggle: `Volume_(BTC)`, `Volume_(Currency)`.
    if counted.count == 2, let value = counted.first(where: { $0.coin == "currency" }),
      let base = counted.first(where: { $0.coin != "currency" && !$0.coin.isEmpty })
    {
      columns["volume"] = base.name
      if !said.contains("quote_volume") { columns["quote_volume"] = value.name }
    }
  }

  /// Times that end minutes, whatever their column is called.
  mutating func takeAsCloses() {
    areCloses = true
    notes.append(
      "every time is the last second of a minute: times are taken as the closes of bars, which end with the minute; "
        + "say --label open where they are not")
  }

  /// Whether a column holds words, as symbols are, by its first row that has anything.
  private static func hasWords(_ table: TableText, _ name: String) -> Bool {
    guard let place = table.names.firstIndex(of: name) else { return false }
    var scanner = table.scanner()
    while scanner.advance() {
      guard place < scanner.count, !scanner.content(place).isEmpty else { continue }
      return scanner.text(place).contains(where: \.isLetter)
    }
    return false
  }

  /// A time and a value, where it is said what the value is.
  private static func pair(_ table: TableText, _ kind: SeriesKind?) -> [String: String]? {
    guard table.text.numbered ?? table.names.count == 2, let value = kind?.columns.first?.name else { return nil }
    return [ColumnRoles.time: table.names[0], value: table.names[1]]
  }

  /// What a table may have besides the columns of a kind.
  private static let besides = [
    ColumnRoles.time, "symbol", "venue", ColumnRoles.finished, ColumnRoles.filled, ColumnRoles.nextSettlement,
  ]

  /// What it is a table of; nil where nothing says it.
  mutating func kind(_ hints: ImportHints, _ table: TableText, _ clues: PathClues) throws -> SeriesKind? {
    let bars = ["open", "high", "low", "close"]
    guard let kind = hints.kind?.series else {
      if bars.allSatisfy({ columns[$0] != nil }) {
        if columns["volume"] != nil || columns["quote_volume"] != nil { return try untraded(table, clues) ?? .klines }
        try checkUntraded(table, clues)
        guard unknownAmount(table) == nil, let named = clues.untraded else { throw unsaidBars(table) }
        return taken(as: named)
      }
      for kind in [SeriesKind.funding, .openInterest, .liquidations, .takerFlow, .longShort]
      where said.contains(kind.columns[0].name) {
        return kind
      }
      guard columns["mark"] == nil, columns["open_interest"] == nil else { return nil }
      guard columns["funding_rate"] != nil || columns[ColumnRoles.settledRate] != nil else {
        return columns["predicted_funding_rate"] != nil ? .predictedFunding : nil
      }
      return foretold(clues) ?? .funding
    }
    guard kind.rows == .one else {
      throw Problem(
        "rows of \(kind.name) are of one side or the other, which no flag says",
        at: Problem.Place(file: table.text.location),
        remedy: "write a profile of that kind ('hindcast data formats bybit-trades' prints one to start from)")
    }
    if kind == .funding, let word = clues.foretold {
      notes.append("the name says '\(word)', and --kind says that the rates were paid")
    }
    return kind
  }

  private static let amountWords = ["vol", "lot", "qty", "quantity", "amount", "size", "turnover", "notional"]

  /// A column that is an amount of something by its name, and no volume that is known by it.
  private func unknownAmount(_ table: TableText) -> String? {
    table.names.first { name in
      let plain = ColumnRoles.plain(name)
      return ColumnRoles.role(of: name) == nil && Self.amountWords.contains(where: plain.contains)
    }
  }

  /// That nothing tells what open, high, low and close are of.
  private func unsaidBars(_ table: TableText) -> Problem {
    let place = Problem.Place(file: table.text.location)
    if let amount = unknownAmount(table) {
      return Problem(
        "open, high, low and close stand beside '\(PrintableText.short(amount))', which is no volume that is known by its name",
        at: place,
        remedy:
          "say \(ColumnFlag.text(("volume", amount))) with --unit volume=coin, quote or contracts, or --kind klines where it is "
          + "none")
    }
    func named(_ role: String) -> String { columns[role] ?? role }
    let levels = ColumnFlag.text(
      ("open_interest_open", named("open")), ("open_interest_high", named("high")),
      ("open_interest_low", named("low")), ("open_interest", named("close")))
    return Problem(
      "open, high, low and close without a volume may be prices, marks, open interest or funding", at: place,
      remedy:
        "say --kind klines, mark, index, premium or funding_index; or --kind open_interest \(levels) (open_interest_value_open "
        + "and so on, and open_interest_value, where it is counted in dollars)")
  }

  /// Marks, indices and premiums that are written as klines are, with a volume of zero: told by the name of the file.
  ///
  /// - Throws: `Problem` for bars whose name and volumes contradict each other, and for prices that move without a volume
  ///   and without such a name.
  private mutating func untraded(_ table: TableText, _ clues: PathClues) throws -> SeriesKind? {
    let places = ["volume", "quote_volume", "open", "close"].map { role in
      columns[role].flatMap { name in table.names.firstIndex(of: name) }
    }
    var scanner = table.scanner()
    var (rows, traded, moves) = (0, 0, 0)
    var last = Double.nan
    while rows < 10_000, scanner.advance() {
      // What is no number is refused where it is read, with its place, and is no volume of zero.
      guard
        let numbers = try? places.map({ place in
          guard let place, place < scanner.count else { return Double.nan }
          return try scanner.number(place, table.numbers)
        })
      else { continue }
      rows += 1
      if numbers[0] > 0 || numbers[1] > 0 { traded += 1 }
      let (open, close) = (numbers[2], numbers[3])
      if !close.isNaN, !last.isNaN && close != last || !open.isNaN && close != open { moves += 1 }
      last = close
    }
    let place = Problem.Place(file: table.text.location)
    if traded == 0 { try checkUntraded(table, clues) }
    guard let named = clues.untraded else {
      guard traded == 0, moves > 0 else { return nil }
      throw Problem(
        "the volume is zero in every row, and the prices move: these may be marks, an index or a premium", at: place,
        remedy: "say --kind klines, mark, index or premium")
    }
    guard traded == 0 else {
      // A folder further up may be called after somebody; what has a volume is none of these.
      guard clues.isNear(clues.untradedPrices.name) else { return nil }
      throw Problem(
        "the name says \(named), and the rows have a volume, as only what is traded has", at: place,
        remedy: "say --kind klines, or --kind \(named)")
    }
    return taken(as: named)
  }

  /// - Throws: `Problem` where two names of the path say different prices that nobody trades at.
  private func checkUntraded(_ table: TableText, _ clues: PathClues) throws {
    try clues.untradedPrices.check(at: table.text.location, remedy: "say --kind klines, mark, index or premium") {
      $0.name
    }
  }

  private mutating func taken(as named: SeriesKind) -> SeriesKind {
    notes.append("taken as \(named), as the name says; say --kind klines where it was traded")
    return named
  }

  /// Rates that the name of the file says were not paid; nil where it says no such thing.
  private mutating func foretold(_ clues: PathClues) -> SeriesKind? {
    guard let word = clues.foretold, columns[ColumnRoles.settledRate] == nil else { return nil }
    notes.append(
      "taken as predicted funding, as \(clues.foretoldBy) says ('\(word)'); say --kind funding where it was paid")
    return .predictedFunding
  }

  mutating func entry(
    _ kind: SeriesKind, _ table: TableText, clues: PathClues, hints: ImportHints
  ) throws -> ImportProfile.Entry {
    var entry = ImportProfile.Entry(kind: kind.name, columns: try sources(kind, table, hints))
    let areBars = areBars(kind, table)
    if areBars, areCloses || kind.knownRule == .atStamp { entry.label = areCloses ? .close : .open }
    // Computed values that are known when their bar is over, whose stamps are that instant already.
    if kind == .external, areCloses, hints.known == .atClose { entry.label = .close }
    if areStarts { entry.label = .open }
    if kind != .external, let column = columns[ColumnRoles.filled],
      let filter = try FlaggedRows(column, .madeUp, in: table)?.filter
    {
      entry.filter = filter
    }
    if kind != .external, kind != .predictedFunding {
      let rows = FlaggedRows.Rows([kind], areBars: areBars)
      var flags = try FlaggedRows.all(
        table, rows, besides: Set(columns.filter { $0.key != ColumnRoles.finished }.map(\.value)))
      // By its place or by what a caller says: no name tells what it is.
      if let column = columns[ColumnRoles.finished], !flags.contains(where: { $0.column == column }),
        said.contains(ColumnRoles.finished) || FlaggedRows.Flag.named(column, rows) == nil
      {
        let flag = FlaggedRows.Flag(sense: .final, rows: rows, isSure: true)
        flags += [try FlaggedRows(column, flag, in: table)].compactMap(\.self)
      }
      for flags in flags { entry.filter = (entry.filter ?? [:]).merging(flags.filter) { $1 } }
    }
    let size = kind == .klines ? try checkVolume(entry.columns, table) : nil
    if kind == .klines { try checkTakersValue(entry.columns, table) }
    if kind == .openInterest { try checkInterestValue(entry.columns, table) }
    if size == nil {
      try checkSaidUnits(
        entry.columns, kind, table, symbol: hints.symbol ?? clues.symbol ?? clues.pair, said: hints.table.units)
    }
    if kind == .klines, hints.kind == nil {
      if market?.type == nil { try clues.markets.check(at: table.text.location) }
      try market?.check(against: clues.market, at: table.text.location)
      if (market?.type ?? clues.market) == .spot { entry.type = InstrumentType.spot.rawValue }
    }
    try name(&entry, table, clues: clues, hints: hints, knowsVolume: size != nil)
    if let expiry = SaidExpiry(table, besides: columns, kind) {
      notes += [try expiry.apply(to: &entry, hints)].compactMap(\.self)
    }
    if kind == .funding || kind == .predictedFunding {
      try checkAbsolute(entry, table, symbol: hints.symbol ?? entry.symbol, venue: hints.venue ?? entry.venue)
    }
    // A name such as BTCUSDT-4h.csv says how wide its bars are.
    if hints.table.interval == nil, areBars || kind == .external && hints.known == .atClose,
      let said = clues.resolution, said.isSure
    {
      entry.saidInterval = said.widths.first
    }
    return entry
  }

  /// What a unit of the volume is worth, over the close, where the table has its value as well: 1 where it counts coins.
  /// Nil where nothing tells.
  ///
  /// - Throws: `Problem` for a volume that the value beside it says is of something else.
  private func checkVolume(_ sources: [String: ImportProfile.Source], _ table: TableText) throws -> Double? {
    guard let volume = sources["volume"], volume.unit == nil, let value = sources["quote_volume"], value.unit == nil,
      let close = sources["close"]
    else { return nil }
    guard let middle = AmountWorth.middle(of: value, over: volume, at: close, in: table) else { return nil }
    guard !AmountWorth.isPlausible(middle) else { return middle }
    throw Problem(
      "'\(PrintableText.short(value.from))' is \(Float(middle)) of '\(PrintableText.short(volume.from))' times the close: "
        + "the one is not in coins, or the other not in the currency of the price",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say what it counts: --unit volume=contracts, or quote, thousands, millions; or name the right columns "
        + "with --columns")
  }

  /// - Throws: `Problem` for what takers bought and its value, of which one counts something else.
  private func checkTakersValue(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
    guard let taken = sources["taker_buy_volume"], taken.unit == nil, let value = sources["taker_buy_quote_volume"],
      value.unit == nil, let close = sources["close"],
      let middle = AmountWorth.middle(of: value, over: taken, at: close, in: table), !AmountWorth.isPlausible(middle)
    else { return }
    throw Problem(
      "'\(PrintableText.short(value.from))' is \(Float(middle)) of '\(PrintableText.short(taken.from))' times the close: what "
        + "takers bought is in coins in the one, and in the currency of the price in the other",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy:
        "name the right columns with --columns, say --unit taker_buy_volume=contracts where it counts such, or take out "
        + "the one that counts something else")
  }

  /// - Throws: `Problem` for open interest whose value, at a price that stands beside both, is of something else.
  private func checkInterestValue(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
    // A close between an open, a high and a low is that of a bar of something, which may be the interest itself.
    guard ["open", "high", "low"].allSatisfy({ columns[$0] == nil }), let interest = sources["open_interest"],
      interest.unit == nil, let value = sources["open_interest_value"], value.unit == nil,
      let price = columns["mark"] ?? columns["index"] ?? columns["close"], price != interest.from, price != value.from,
      let middle = AmountWorth.middle(of: value, over: interest, at: ImportProfile.Source(price), in: table),
      !AmountWorth.isPlausible(middle)
    else { return }
    let (own, other) = (PrintableText.short(interest.from), PrintableText.short(value.from))
    throw Problem(
      "'\(other)' is \(Float(middle)) of '\(own)' times '\(PrintableText.short(price))': the one is not in coins, or the other "
        + "not in the currency of the price",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say --unit open_interest=contracts where it counts such, or name the right columns: "
        + ColumnFlag.text(("open_interest", value.from), ("open_interest_value", interest.from)))
  }

  private func sources(
    _ kind: SeriesKind, _ table: TableText, _ hints: ImportHints
  ) throws -> [String: ImportProfile.Source] {
    var sources: [String: ImportProfile.Source] = [:]
    let known = (kind.columns + kind.otherColumns).map(\.name)
    if kind == .external {
      let named = said.subtracting([ColumnRoles.time])
      let times = columns[ColumnRoles.time].map(table.timeNames) ?? []
      for name in table.names where !times.contains(name) {
        let role = named.first { columns[$0] == name }
        guard role != nil || named.isEmpty else { continue }
        let plain = role ?? ColumnRoles.plain(name)
        guard ComputedColumns.canName(plain), sources[plain] == nil else {
          throw Problem(
            "'\(PrintableText.short(name))' cannot name a column",
            at: Problem.Place(file: table.text.location, line: 1),
            remedy: "say which to read and what to call them: \(ColumnFlag.text(("basis", table.names.last ?? "NAME")))"
          )
        }
        sources[plain] = ImportProfile.Source(name)
      }
    } else {
      for role in known {
        // A column that is read as something else already, as `base_volume` is the volume where there is no other, is not read
        // twice.
        if let name = paid(role, of: kind) ?? columns[role] ?? barColumn(role, of: kind)
          ?? table.names.first(where: { $0 == role && !columns.values.contains($0) })
        {
          sources[role] = ImportProfile.Source(name)
        }
      }
    }
    for role in said.sorted() where sources[role] == nil && !Self.besides.contains(role) {
      throw Problem(
        "\(kind.name) has no column '\(role)'",
        remedy: suggestion(for: role, in: known + Self.besides, called: "columns"))
    }
    try apply(hints.table.units, to: &sources, of: kind)
    if kind == .liquidations, sources.isEmpty { try askSide(table) }
    guard kind == .external || kind.columns.contains(where: { sources[$0.name] != nil }) || !sources.isEmpty else {
      throw Problem(
        "no column is one of \(kind.name): \(known.joined(separator: ", "))",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy: "say which is which: --columns \(known.first ?? "value")=NAME")
    }
    if kind == .klines {
      for name in ["open", "high", "low", "close"] where sources[name] == nil {
        throw Problem(
          "klines need open, high, low and close, and nothing is \(name)",
          at: Problem.Place(file: table.text.location, line: 1), remedy: "say --columns \(name)=NAME")
      }
    }
    try nameUnits(&sources, table)
    if kind == .longShort {
      Self.nameShares(&sources)
      try Self.checkShares(sources, table, hints.table.units)
      try checkRatio(sources["long_short_ratio"], table)
    }
    Self.nameScales(&sources, of: kind)
    try checkSigns(sources, kind, table)
    try checkMixed(sources, table, hints.table.units)
    try checkRate(sources, table)
    try checkSmall(sources, table, hints.table.units)
    try checkPremium(sources, table)
    if kind == .liquidations { try checkLiquidations(sources, table) }
    if kind == .funding {
      try checkForetold(sources["funding_rate"], table)
      try checkBars(sources["funding_rate"], table, hints.table)
      try checkNextSettlement(table)
      try checkComingSettlement(table, hints.table)
    }
    if kind == .funding || kind == .predictedFunding { try checkPollTime(table, hints.table) }
    return sources
  }

  /// What is taken for granted of units that no row tells.
  func assumptions(_ entry: ImportProfile.Entry) -> [String] {
    if entry.kind == SeriesKind.klines.name, let volume = entry.columns["volume"], volume.unit == nil,
      entry.columns["quote_volume"] == nil
    {
      return ["volume is taken as coins; say --unit volume=quote or contracts where it is not"]
    }
    guard entry.kind == SeriesKind.openInterest.name, entry.columns["open_interest"]?.unit == nil,
      entry.columns["open_interest"] != nil, entry.columns["open_interest_value"] == nil
    else { return [] }
    return ["open interest is taken as coins; say --unit open_interest=quote or contracts where it is not"]
  }

  /// The plain names of prices in a table of marks, indices or premiums.
  private func barColumn(_ role: String, of kind: SeriesKind) -> String? {
    if kind == .predictedFunding, role == kind.columns.first?.name { return columns["funding_rate"] }
    guard [.mark, .index, .premium, .fundingIndex].contains(kind),
      let place = kind.columns.firstIndex(where: { $0.name == role })
    else { return nil }
    return columns[["open", "high", "low", "close"][place]]
  }

  private func apply(
    _ units: [String: ImportProfile.ColumnUnit], to sources: inout [String: ImportProfile.Source], of kind: SeriesKind
  ) throws {
    for (role, unit) in units.sorted(by: { $0.key < $1.key }) {
      guard sources[role] != nil else {
        throw Problem(
          "--unit says '\(role)', and no column is read as that",
          remedy: suggestion(for: role, in: sources.keys, called: "columns that are read"))
      }
      sources[role]?.unit = unit
    }
    // What stands beside an amount that counts the currency of the price is the amount in coins.
    for (role, value) in [("volume", "quote_volume"), ("taker_buy_volume", "taker_buy_quote_volume")]
    where sources[role]?.unit == .quote {
      let beside = sources[value]
      sources[value] = sources.removeValue(forKey: role)
      sources[value]?.unit = nil
      sources[role] = beside
    }
    let values = [
      "open_interest": "open_interest_value", "open_interest_open": "open_interest_value_open",
      "open_interest_high": "open_interest_value_high", "open_interest_low": "open_interest_value_low",
      "long_liquidations": "long_liquidations_value", "short_liquidations": "short_liquidations_value",
      "bought_volume": "bought_value", "sold_volume": "sold_value",
    ]
    for (role, value) in values where sources[role]?.unit == .quote {
      sources[value] = sources.removeValue(forKey: role)
    }
    if sources["open_interest"]?.unit == .contracts {
      sources["open_interest_contracts"] = sources.removeValue(forKey: "open_interest")
    }
  }

  /// Venue and symbol: from columns, the name of the file, or not at all.
  private func name(
    _ entry: inout ImportProfile.Entry, _ table: TableText, clues: PathClues, hints: ImportHints, knowsVolume: Bool
  ) throws {
    entry.venue = columns["venue"].map { "{\($0)}" } ?? clues.venue(among: Venue.known.map(\.name))
    entry.symbol = columns["symbol"].map { "{\($0)}" } ?? clues.symbol ?? clues.pair
    entry.strip = columns["symbol"] == nil ? nil : "/:"
    try nameListings(&entry, table, hints)
    if entry.venue == nil { entry.venue = PlainTable.unstatedVenue }
    guard entry.symbol != nil || hints.symbol != nil else {
      throw Problem(
        "nothing says which symbol this is of", at: Problem.Place(file: table.text.location),
        remedy: "say --symbol BTCUSDT")
    }
    entry.areAmountsKnown = knowsVolume
    if !knowsVolume, entry.type == nil, hints.kind?.type == nil {
      try checkOtherVolume(entry.columns["volume"], table)
    }
  }

  /// The venue, the type and the symbol of rows whose symbols are CoinAPI's.
  ///
  /// - Throws: `Problem` for several of them, and for one of what has no bars of its own.
  private func nameListings(_ entry: inout ImportProfile.Entry, _ table: TableText, _ hints: ImportHints) throws {
    guard hints.symbol == nil, let field = columns["symbol"].flatMap({ table.names.firstIndex(of: $0) }) else { return }
    let found = table.texts(of: [field], most: 2)
    guard let listing = found.lazy.compactMap({ CoinAPIName($0.text[0]) }).first else { return }
    let text = PrintableText.short(found[0].text[0])
    guard found.count == 1, let symbol = listing.symbol else {
      throw Problem(
        found.count > 1
          ? "'\(text)' and '\(PrintableText.short(found[1].text[0]))' say a venue, a kind and a pair each, as CoinAPI writes them"
          : "'\(text)' does not say which contract of \(listing.venue) it is",
        at: Problem.Place(file: table.text.location, line: found[found.count - 1].line),
        remedy: found.count > 1 ? "import a file for each" : "say its own --symbol, and --venue \(listing.venue)")
    }
    entry.symbol = symbol
    entry.strip = nil
    if columns["venue"] == nil { entry.venue = listing.venue }
    if entry.kind == SeriesKind.klines.name, hints.kind == nil, listing.type == .spot {
      entry.type = InstrumentType.spot.rawValue
    }
  }
}
