import Market
import Store

extension Dataset {
  /// The market as it was known at the close of each bar.
  ///
  /// Open, high, low, close and every other column of the traded klines are placed on the bar they belong to and never
  /// carried. All else is joined as of each bar's close, and no older than its series allows; what happened in a bar, such
  /// as trades, is added up.
  ///
  /// - Throws: `Problem` for an instrument, interval, column or range that the dataset does not have.
  /// - Complexity: reads only the columns asked for, and of them only the chunks that the range touches.
  public func assemble(_ request: FrameRequest) throws -> AssembledFrame {
    try refuseSealed(request.range)
    if !request.legs.isEmpty { try request.funding?.refuseOther("legs have that of each of their perpetuals") }
    let books = try LegBooks(self, request.legs, instrument: request.instrument, interval: request.interval)
    let book = books.first
    guard let traded = try summary(of: book.bars) else {
      throw Problem(
        "every bar of \(book.instrument) in dataset '\(name)' is sealed", remedy: "see 'hindcast data list'")
    }
    let expiry = request.legs.isEmpty ? try self.expiry(of: book.bars) : nil
    let plan = try FrameGrid(
      traded: traded, expiry: expiry, interval: book.interval, request: request, dataset: name)
    let names = request.columns.union(Self.bars).sorted()
    var wanted = try WantedColumns(names, curve: books.curve, options: books.options) {
      books.chain(of: $0) == nil ? try books.meaning(of: $0) : nil
    }
    // Who holds a position that pays in a third currency is told what that was worth.
    if request.funding != nil, request.legs.isEmpty, let coin = try book.settlementCoin() {
      wanted.plain.append((name: ColumnBook.settlementPrice, meaning: coin))
    }

    var findings = FrameFindings(plan.grid, evaluation: plan.evaluation)
    if let note = FrameGrid.expired(at: expiry, traded, book.interval, in: request.range) { findings.note(note) }
    try noteLongerLegs(books, request.range, plan, &findings)
    var (columns, sources) = try self.columns(
      wanted, of: book, on: plan.grid, bars: books.bars, expiring: expiry,
      assuming: request.funding?.assumptions.contradictory, &findings)
    var rolling: (members: [FrameMember], series: [StoredSeries]) = ([], [])
    for chain in books.chains {
      let made = try assemble(chain, columns: names, beside: request, on: plan.grid, &findings)
      columns += made.columns
      sources += made.sources
      rolling.members += made.members
      rolling.series += made.series
    }
    columns.sort { $0.name < $1.name }
    let bars = Bars(of: columns)
    for column in columns where !column.values[plan.evaluation].contains(where: { !$0.isNaN }) {
      let hours = "write its hours instead, as in funding_rate * 365 * 24 / 8"
      let remedy = column.name.hasSuffix("funding_interval") ? " The rows say none: \(hours)." : ""
      findings.note("\(column.name) is not known at any bar of the window.\(remedy)")
    }
    guard bars.close[plan.evaluation].contains(where: { !$0.isNaN }) else {
      let rows = try self.rows(of: book.bars, columns: [0], range: plan.grid.range)
      throw FrameGrid.nothing(
        in: request.range, traded: traded, expiry: expiry, book.interval, dataset: name,
        isPartly: !rows.stamps.isEmpty)
    }
    if let parts = book.joined { findings.note(Self.joined(bars, plan.grid, of: book.bars, parts)) }

    let (funding, fundingSeries): (FundingHistory?, [StoredSeries]) =
      try request.funding.map { try history($0, book, plan.grid, &findings) } ?? (nil, [])
    let path = try request.path.map { try finer($0, inside: plan.grid, of: book, &findings) }
    var members = [
      FrameMember(
        name: request.legs.first?.name ?? "", instrument: book.instrument, contract: book.contract, bars: bars,
        funding: funding, path: path?.bars)
    ]
    var used = Set(sources.map(\.series) + fundingSeries + [path?.series].compactMap(\.self))
    for leg in books.beside {
      let (member, series) = try self.member(leg.name, leg.book, beside: request, on: plan.grid, &findings)
      members.append(member)
      used.formUnion(series)
    }
    // Futures come after the legs that are one contract, in order of time: later ones change nobody's place.
    members += rolling.members
    used.formUnion(rolling.series)
    var unfunded = request
    unfunded.funding = nil
    for conversion in books.priced {
      var (member, series) = try self.member(
        conversion.name, conversion.book, beside: unfunded, on: plan.grid, &findings)
      member.isConversion = true
      members.append(member)
      used.formUnion(series)
    }
    return try assembled(
      Frame(
        market: name, members: members, grid: plan.grid, evaluation: plan.evaluation, columns: columns,
        fingerprint: Frame.fingerprint(
          members: members, grid: plan.grid, evaluation: plan.evaluation, columns: columns)),
      request, sources, of: used, findings)
  }

  /// The bars of the first leg are those of a run: that others go on before or behind it is no reason for it to be short
  /// which anybody can see.
  ///
  /// - Throws: `Problem` for a leg without a bar in them.
  private func noteLongerLegs(
    _ books: LegBooks, _ range: TimeRange, _ plan: FrameGrid, _ findings: inout FrameFindings
  ) throws {
    guard let head = books.legs.first else { return }
    let bar = plan.grid.interval
    let (from, to) = (plan.grid.open(plan.evaluation.lowerBound), plan.grid.range.to)
    for leg in books.legs.dropFirst() where !books.chains.contains(where: { $0.name == leg.name }) {
      guard let summary = try summary(of: leg.book.bars) else { continue }
      let span = FrameGrid.span(of: summary, bar)
      guard span.from < to, span.to > from else {
        let ends = span.to <= from && leg.book.instrument.type == .future ? ", and is over by then" : ""
        throw Problem(
          "the leg '\(leg.name)' (\(leg.book.instrument)) has no bars in the window, \(from.minuteText) to \(to.minuteText) UTC\(ends): its bars go from \(span.from.minuteText) to \(span.to.minuteText)",
          remedy: "take a part that both have with --from and --to, or import the rest")
      }
      let others = span.intersection(range)
      guard others.from <= from - bar || others.to >= to + bar else { continue }
      findings.note(
        "The window is that of the first leg, '\(head.name)' (\(head.book.instrument)), which has bars from \(from.minuteText) to \(to.minuteText) UTC; '\(leg.name)' (\(leg.book.instrument)) has them from \(others.from.minuteText) to \(others.to.minuteText)."
      )
    }
  }

  /// `assemble` without the account of its sources.
  public func frame(
    of instrument: String? = nil, interval: Interval? = nil, range: TimeRange = .always, columns: Set<String> = [],
    warmUp: Int = 0, funding: FundingRequest? = .own
  ) throws -> Frame {
    try assemble(
      FrameRequest(
        instrument: instrument, interval: interval, range: range, columns: columns, warmUp: warmUp, funding: funding)
    ).frame
  }

  /// SHA-256 over the series behind a frame from their first rows to the end of its window: the same for frames of one
  /// window that begin at different places, and so for sweeps that look back differently far.
  ///
  /// - Complexity: reads headings of chunks, and the rows of those that the window's end falls into.
  public func origin(of assembled: AssembledFrame) throws -> String {
    try digest(of: assembled.series, before: assembled.frame.grid.range.to)
  }

  /// When its instrument settles; nothing of it is known of any later bar.
  func expiry(of series: StoredSeries) throws -> Instant? {
    let instrument = series.descriptor.instrument
    return instrument.type == .future || instrument.type == .option ? try contract(of: instrument).expiry : nil
  }

  /// The narrower klines of the traded instrument, as parts of the bars of `grid`.
  private func finer(
    _ interval: Interval, inside grid: Grid, of book: ColumnBook, _ findings: inout FrameFindings
  ) throws -> (bars: FinerBars, series: StoredSeries) {
    guard interval < grid.interval, let parts = grid.interval.count(of: interval) else {
      throw Problem(
        "bars of \(interval) are no parts of bars of \(grid.interval)",
        remedy: "write a path narrower than the bars that divides them, or leave it out")
    }
    let klines = try series(of: book.instrument).filter { $0.descriptor.kind == .klines }
    guard let series = klines.first(where: { $0.descriptor.cadence == interval }) else {
      let known = Set(klines.compactMap(\.descriptor.cadence)).filter { $0 < grid.interval }.sorted()
      throw Problem(
        "dataset '\(name)' has no klines of \(interval) of \(book.instrument) to follow the price through its bars",
        remedy: known.isEmpty
          ? "import them, or leave 'path' out"
          : "import them, or write path: \(known.map(\.description).joined(separator: " or "))")
    }
    let positions = Self.bars.compactMap { column in series.descriptor.columns.firstIndex { $0.name == column } }
    guard positions.count == Self.bars.count else {
      throw Problem("\(series.descriptor.title) lacks one of its prices", remedy: "leave 'path' out")
    }
    let fine = Grid(start: grid.start, interval: interval, count: grid.count * parts)
    let rows = try rows(of: series, columns: positions, range: needed(of: series, on: grid))
    findings.look(at: rows)
    findings.take(StandingRows(rows, areBars: true), [], of: series.descriptor)
    let values = positions.indices.map { rows.onGrid(fine, column: $0) }
    return (
      FinerBars(
        interval: interval, parts: parts,
        bars: Bars(open: values[0], high: values[1], low: values[2], close: values[3]),
        source: series.descriptor.title), series
    )
  }

  /// What is said of bars that no venue printed.
  static func joined(_ bars: Bars, _ grid: Grid, of series: StoredSeries, _ parts: Interval) -> String {
    let missing = bars.close.count(where: \.isNaN)
    let rest = missing == 0 ? "" : "; \(missing) of \(grid.count) lack a part and are left out"
    return "Bars of \(grid.interval) are made of \(series.descriptor.title)\(counted(grid.interval))\(rest)."
  }

  /// Since when bars of the clock are counted, of a width at which they open at another time from one day to the next, or on
  /// other days: charts begin such anew each day, or where their data does.
  private static func counted(_ width: Interval) -> String {
    guard Interval.day.count(of: width) == nil, width != .week else { return "" }
    return ", counted from \(Instant(milliseconds: width.clockPhase).dateText) UTC, as \(width) divides no day"
  }

  static let bars = ["open", "high", "low", "close"]

  typealias Wanted = (name: String, meaning: ColumnBook.Meaning)

  /// Columns on a grid, in order of name, and where each comes from.
  ///
  /// - Parameters:
  ///   - bars: identifiers of the series that are bars of what is traded.
  ///   - expiry: of what is traded alone, or is a member of a universe; a wider bar that it falls into has not all of its parts.
  ///   - choice: what is assumed of rows of funding that contradict each other.
  func columns(
    _ wanted: [Wanted], on grid: Grid, bars: Set<Int64>, expiring expiry: Instant? = nil,
    assuming choice: FundingAssumptions.Contradictory? = nil,
    _ findings: inout FrameFindings
  ) throws -> (columns: [Column], sources: [ColumnSource]) {
    var columns: [Column] = []
    var sources: [ColumnSource] = []
    for (series, wanted) in grouped(wanted) {
      var rows = try rows(of: series, columns: wanted.map(\.meaning.position), range: needed(of: series, on: grid))
      if let expiry, bars.contains(series.id) {
        rows = rows.trimmed(to: TimeRange(from: TimeRange.always.from, to: expiry))
      }
      findings.look(at: rows)
      let isBar = bars.contains(series.id)
      findings.take(
        StandingRows(rows, areBars: isBar),
        isBar ? [] : wanted.map(\.name).filter(Self.isWritten), of: series.descriptor)
      let settled = try settled(series, wanted, on: grid, assuming: choice, &findings)
      let instrument = series.descriptor.instrument
      let owner =
        series.descriptor.kind == .external ? nil : Column.Owner(instrument, try contract(of: instrument))
      for (index, (name, meaning)) in wanted.enumerated() {
        let isOwn = meaning.clock == nil
        if isOwn, !isBar, name != ColumnBook.settlementPrice,
          let wider = WiderColumn(name, rows, column: index, on: grid)
        {
          findings.note(wider)
        }
        let (values, counts) = try place(meaning, rows, column: index, settled, isBar: isBar, on: grid)
        columns.append(
          Column(
            name, meaning.unit, meaning.scale == 1 ? values : values.map { $0 * meaning.scale },
            source: series.descriptor.title, note: meaning.note, owner: meaning.scale == 1 ? owner : nil))
        sources.append(ColumnSource(name: name, series: series, counts: counts))
      }
    }
    columns.sort { $0.name < $1.name }
    return (columns, sources)
  }

  private func place(
    _ meaning: ColumnBook.Meaning, _ rows: Series, column: Int, _ settled: SettledColumns?, isBar: Bool, on grid: Grid
  ) throws -> (values: [Double], counts: JoinCounts) {
    let expiry = try self.expiry(of: meaning.series)
    switch meaning.clock {
    case nil: return rows.placed(on: grid, column: column, isBar: isBar, until: expiry)
    case .time: return rows.stamped.placed(on: grid, column: 0, isBar: false, until: expiry)
    case .per8h: return (settled?.per8h ?? rows).placed(on: grid, column: 0, isBar: false, until: expiry)
    case .complete: return settled?.complete(on: grid) ?? ([Double](repeating: .nan, count: grid.count), JoinCounts())
    case .paid: return settled?.paid(on: grid) ?? ([Double](repeating: .nan, count: grid.count), JoinCounts())
    }
  }

  /// Whether a user could have written the name: those of one venue among all, and of a coin that settles, have others.
  private static func isWritten(_ name: String) -> Bool { name != ColumnBook.settlementPrice && !name.contains(" ") }

  /// The columns wanted of each series, so that stamps are read once.
  private func grouped(_ wanted: [Wanted]) -> [(StoredSeries, [Wanted])] {
    Dictionary(grouping: wanted) { $0.meaning.series.id }.values
      .compactMap { wanted in wanted.first.map { ($0.meaning.series, wanted) } }
      .sorted { $0.0.id < $1.0.id }
  }

  /// The stamps that can matter to a grid: from the last row known when its first bar opens to the end of its last.
  func needed(of series: StoredSeries, on grid: Grid) -> TimeRange {
    TimeRange(from: grid.start - series.descriptor.knownAfter, to: grid.range.to + Interval(milliseconds: 1))
  }

  /// Columns of the curve of dated futures, and the futures behind them.
  func curves(
    _ names: [CurveName], _ book: ColumnBook, on grid: Grid, _ findings: inout FrameFindings
  ) throws -> (columns: [Column], sources: [ColumnSource]) {
    var placed: PlacedCloses = [:]
    var (columns, sources) = ([Column](), [ColumnSource]())
    for name in names {
      let (column, behind) = try curve(name, book, on: grid, &placed, &findings)
      columns.append(column)
      sources += behind
    }
    return (columns, sources)
  }

  /// Closes of futures on the grid by series, so that each is read once for all names.
  private typealias PlacedClose = (values: [Double], counts: JoinCounts, wider: WiderColumn?, listed: Instant?)
  private typealias PlacedCloses = [Int64: PlacedClose]

  private func curve(
    _ name: CurveName, _ book: ColumnBook, on grid: Grid, _ placed: inout PlacedCloses, _ findings: inout FrameFindings
  ) throws -> (Column, [ColumnSource]) {
    let curve = try DatedCurve(book, name)
    var closes: [[Double]] = []
    var listed: [Instant?] = []
    var sources: [ColumnSource] = []
    for future in curve.futures {
      let close: PlacedClose
      if let kept = placed[future.series.id] {
        close = kept
      } else {
        let rows = try rows(of: future.series, columns: [future.position], range: needed(of: future.series, on: grid))
        findings.look(at: rows)
        let (values, counts) = rows.placed(on: grid, column: 0, isBar: false, until: future.expiry)
        // Of all its rows, since those about the grid may have a hole.
        let first = try summary(of: future.series)?.first
        close = (
          values, counts, WiderColumn(name.text, rows, column: 0, on: grid),
          first.map { $0 + future.series.descriptor.knownAfter }
        )
        placed[future.series.id] = close
      }
      if name.value == .close, let price = close.wider { findings.note(price.named(name.text)) }
      closes.append(close.values)
      listed.append(close.listed)
      sources.append(ColumnSource(name: name.text, series: future.series, counts: close.counts))
    }
    if let rolls = curve.rolls(name, on: grid, listed: listed) {
      findings.note(
        "\(name.text) becomes that of another contract \(rolls.count == 1 ? "once" : "\(rolls.count) times"), the first at \(rolls.first.minuteText) UTC: a change over such a bar has the distance between the two in it, and a constant maturity (maturity_30d.close) does not."
      )
    }
    let column = Column(
      name.text, name.value.unit, curve.values(name, on: grid, closes: closes, listed: listed),
      source: "curve of dated futures",
      note: "\(name.text) is \(curve.note)")
    return (column, sources)
  }

  /// Another instrument on the same grid. What is assumed of missing funding is assumed of its own as well.
  func member(
    _ name: String, _ book: ColumnBook, beside request: FrameRequest, on grid: Grid, _ findings: inout FrameFindings
  ) throws -> (FrameMember, series: [StoredSeries]) {
    let positions = try Self.bars.map { try book.meaning(of: $0).position }
    let rows = try rows(of: book.bars, columns: positions, range: needed(of: book.bars, on: grid))
    findings.look(at: rows)
    findings.take(StandingRows(rows, areBars: true), [], of: book.bars.descriptor)
    let values = positions.indices.map { rows.bars(on: grid, column: $0) }
    let bars = Bars(open: values[0], high: values[1], low: values[2], close: values[3])
    if let parts = book.joined { findings.note(Self.joined(bars, grid, of: book.bars, parts)) }
    let (funding, series): (FundingHistory?, [StoredSeries]) =
      try request.funding.map {
        try history(FundingRequest(assumptions: $0.assumptions), book, grid, &findings)
      } ?? (nil, [])
    return (
      FrameMember(
        name: name, instrument: book.instrument, contract: book.contract, bars: bars, funding: funding),
      [book.bars] + series
    )
  }
}
