import Market

/// The entry of a profile that reads a table, of the roles that its columns have.
extension TableRoles {
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
  func checkVolume(_ sources: [String: ImportProfile.Source], _ table: TableText) throws -> Double? {
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
  func checkTakersValue(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
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
  func checkInterestValue(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
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

  func sources(
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
  func barColumn(_ role: String, of kind: SeriesKind) -> String? {
    if kind == .predictedFunding, role == kind.columns.first?.name { return columns["funding_rate"] }
    guard [.mark, .index, .premium, .fundingIndex].contains(kind),
      let place = kind.columns.firstIndex(where: { $0.name == role })
    else { return nil }
    return columns[["open", "high", "low", "close"][place]]
  }

  func apply(
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
    for (role, value) in AmountWorth.pairs where sources[role]?.unit == .quote {
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
  func name(
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
  func nameListings(_ entry: inout ImportProfile.Entry, _ table: TableText, _ hints: ImportHints) throws {
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
