import Market

/// What is asked of the rows together, once all have been read.
extension ProfileReader {
  func fail(_ what: String, line: Int, column: Int? = 1) throws {
    guard badRows == .refuse else { return }
    throw Problem(
      what, at: Problem.Place(file: table.text.location, line: line, column: column ?? 1),
      remedy: "nothing of this file was imported")
  }

  /// What is to be said of rows that a file leaves out whose path says how far apart its rows are.
  static func missing(in series: Series) -> String? {
    let gaps = series.descriptor.kind.rows == .one ? series.gaps : []
    guard let first = gaps.first else { return nil }
    let count = gaps.reduce(0) { $0 + $1.missing }
    return
      "\(count) \(count == 1 ? "row is" : "rows are") missing between those of \(series.descriptor.title), the first at "
      + first.range.from.minuteText
  }

  /// - Throws: `Problem` where what nothing is read from says another instrument or unit of the rows. Columns that somebody computed
  /// may be named after other instruments.
  func checkOthers(_ instrument: Instrument, _ own: SeriesDescriptor, of entry: BoundEntry) throws {
    guard profile.match != nil || entry.kind != .external else { return }
    try others.check(
      instrument, readsSymbol: !entry.symbol.fields.isEmpty, readsVenue: !entry.venue.fields.isEmpty,
      format: profile.name)
    try others.checkUnits(own, entry, format: profile.name)
  }

  /// - Throws: `Problem` where columns that nothing is read from say something else of the rows.
  func checkSaid(_ series: Series, of entry: BoundEntry) throws {
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
  func checkNamedHours(_ own: SeriesDescriptor, at place: Problem.Place) throws {
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
  var unfiled: [String] {
    let filed = known.reduce(into: Set<String>()) { filed, own in
      for (name, builder) in own where builder != nil { filed.insert(name) }
    }
    return Set(known.flatMap(\.keys)).subtracting(filed).sorted().map {
      "rows of \(PrintableText.short($0)) belong to no series of '\(profile.name)' and are not read"
    }
  }

  /// Whether values are dollars by the name of their column, of prices in something else: some vendors list all in dollars.
  func countsDollars(_ entry: BoundEntry, of instrument: Instrument) -> Bool {
    entry.columns.contains { column in
      guard column.descriptor.name == "quote_volume", case .field(let field, _, _) = column.content else {
        return false
      }
      return ColumnRoles.plain(table.names[field]).contains("usd") && !instrument.contract.quote.contains("USD")
    }
  }

  mutating func finished() throws -> [SeriesRows] {
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
