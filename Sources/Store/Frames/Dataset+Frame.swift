import Market

extension Dataset {
  /// Which series every column name means, for frames at `interval`.
  ///
  /// - Throws: `Problem` when the dataset has no klines of that interval, naming those it has.
  public func columns(interval: Interval? = nil) throws -> ColumnBook {
    try ColumnBook(dataset: name, catalog: try catalog(), interval: interval)
  }

  /// The market as it was known at the close of each bar.
  ///
  /// Open, high, low, close and every other column of the traded klines are placed on the bar they belong to and never
  /// carried. All else is joined as of each bar's close, and no older than its series allows.
  ///
  /// - Throws: `Problem` for an interval, column or range that the dataset does not have.
  /// - Complexity: reads only the columns asked for, and of them only the chunks that the range touches.
  public func assemble(_ request: FrameRequest) throws -> AssembledFrame {
    try refuseSealed(request.range)
    let book = try columns(interval: request.interval)
    let plan = try FrameGrid(traded: book.traded, request: request, dataset: name)
    let names = request.columns.union(["open", "high", "low", "close"]).sorted()
    let entries = try names.map { (name: $0, entry: try book.entry($0)) }

    var columns: [Column] = []
    var sources: [ColumnSource] = []
    var klines: Series?
    for (series, wanted) in grouped(entries) {
      let rows = try rows(of: series, columns: wanted.map(\.entry.position), range: needed(of: series, on: plan.grid))
      if series.id == book.traded.id { klines = rows }
      for (index, (name, entry)) in wanted.enumerated() {
        let (values, counts) =
          series.id == book.traded.id ? rows.placed(on: plan.grid, column: index) : rows.asOf(plan.grid, column: index)
        columns.append(Column(name, entry.column.unit, values))
        sources.append(ColumnSource(name: name, series: series, counts: counts))
      }
    }
    columns.sort { $0.name < $1.name }
    guard let klines,
      columns.first(where: { $0.name == "close" })?.values[plan.evaluation].contains(where: { !$0.isNaN }) == true
    else { throw FrameGrid.nothing(in: request.range, traded: book.traded, dataset: name) }

    let (settlements, funding, mark) = try settlements(book, plan.grid, klines)
    let instrument = book.traded.descriptor.instrument
    let frame = Frame(
      market: name, instrument: instrument, grid: plan.grid, evaluation: plan.evaluation, columns: columns,
      settlements: settlements,
      fingerprint: Frame.fingerprint(
        grid: plan.grid, instrument: instrument, evaluation: plan.evaluation, columns: columns,
        settlements: settlements))
    return AssembledFrame(frame: frame, sources: sources.sorted { $0.name < $1.name }, funding: funding, mark: mark)
  }

  /// `assemble` without the account of its sources.
  public func frame(
    interval: Interval? = nil, range: TimeRange = .always, columns: Set<String> = [], warmUp: Int = 0
  ) throws -> Frame {
    try assemble(FrameRequest(interval: interval, range: range, columns: columns, warmUp: warmUp)).frame
  }

  private typealias Wanted = (name: String, entry: ColumnBook.Entry)

  /// The columns wanted of each series, so that stamps are read once.
  private func grouped(_ entries: [Wanted]) -> [(SeriesSummary, [Wanted])] {
    Dictionary(grouping: entries) { $0.entry.series.id }.values
      .compactMap { wanted in wanted.first.map { ($0.entry.series, wanted) } }
      .sorted { $0.0.id < $1.0.id }
  }

  /// The stamps that can matter to a grid: from the last row known when its first bar opens to the end of its last.
  private func needed(of series: SeriesSummary, on grid: Grid) -> TimeRange {
    TimeRange(from: grid.start - series.descriptor.knownAfter, to: grid.range.to + Interval(milliseconds: 1))
  }

  private func settlements(
    _ book: ColumnBook, _ grid: Grid, _ klines: Series
  ) throws -> ([Settlement], funding: SeriesSummary?, mark: SeriesSummary?) {
    guard let funding = book.ownOrOnlySeries(.funding) else { return ([], nil, nil) }
    let due = TimeRange(from: grid.start, to: grid.range.to + Interval(milliseconds: 1))
    let rates = try rows(of: funding, columns: [0], range: due).trimmed(to: due)
    let mark = book.ownSeries(.mark)
    let marks = try mark.flatMap { series in
      try series.descriptor.columns.firstIndex { $0.name == "mark" }.map { position in
        try rows(of: series, columns: [position], range: needed(of: series, on: grid))
      }
    }
    let close = klines.descriptor.columns.firstIndex { $0.name == "close" } ?? 0
    let pricing = SettlementPricing(mark: marks, klines: klines, closeIndex: close)
    return (pricing.settlements(rates), funding, mark)
  }
}

extension Series {
  /// `onGrid`, with the count of bars that the series has no row or no value for.
  fileprivate func placed(on grid: Grid, column: Int) -> (values: [Double], counts: JoinCounts) {
    let values = onGrid(grid, column: column)
    var counts = JoinCounts()
    counts.missing = values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    counts.filled = values.count - counts.missing
    return (values, counts)
  }
}
