import Market
import Store

extension Dataset {
  /// The settlements of the traded instrument, or of the one that the user named, and the marks to value them with.
  ///
  /// The whole schedule is read and not only the window's: what an interval is, and what is missing, shows in the rows
  /// around.
  ///
  /// - Returns: an empty schedule where the instrument has no funding; and the series that were read.
  func history(
    _ request: FundingRequest, _ book: ColumnBook, _ grid: Grid, _ findings: inout FrameFindings
  ) throws -> (FundingHistory, series: [StoredSeries]) {
    guard let funding = try settled(request, book) else {
      let nothing = FundingHistory(
        instrument: book.instrument, schedule: FundingSchedule([]), assumptions: request.assumptions,
        closes: request.assumptions.missing == nil ? nil : try narrowerCloses(book, grid))
      return (nothing, [])
    }
    findings.leaveOut(funding.descriptor)
    let positions = ["funding_rate", "funding_interval"].compactMap { name in
      funding.descriptor.columns.firstIndex { $0.name == name }
    }
    // What accrues on the last bars is listed behind them.
    let accrues = Venue.named(funding.descriptor.instrument.venue).accruesFunding
    let end = TimeRange(
      from: TimeRange.always.from, to: grid.range.to + (accrues ? .day : FundingSchedule.defaultTolerance))
    // Whether a rate is listed again and again is a fact of all rows, and of a short window not to be seen in its own.
    let all = try rows(of: funding, columns: positions, range: .always)
    let rows = all.trimmed(to: end)
    findings.charge(rows)
    let marks = try book.ownSeries(.mark, column: "mark")
    var known: KnownPrices?
    if let marks, let position = marks.descriptor.columns.firstIndex(where: { $0.name == "mark" }) {
      let rows = try self.rows(of: marks, columns: [position], range: needed(of: marks, on: grid))
      findings.look(at: rows)
      findings.take(StandingRows(rows, areBars: false), ["mark"], of: marks.descriptor)
      known = KnownPrices(rows, column: 0)
    }
    let history = FundingHistory(
      instrument: funding.descriptor.instrument, schedule: FundingSchedule(rows, among: all) ?? FundingSchedule([]),
      assumptions: request.assumptions, marks: known, closes: try narrowerCloses(book, grid), isListed: true)
    return (history, [funding] + [marks].compactMap(\.self))
  }

  /// Closes of the bars that those of the grid are made of; nil where they are the grid's own.
  private func narrowerCloses(_ book: ColumnBook, _ grid: Grid) throws -> KnownPrices? {
    guard book.joined != nil, let position = book.bars.descriptor.columns.firstIndex(where: { $0.name == "close" })
    else { return nil }
    let rows = try rows(of: book.bars, columns: [position], range: needed(of: book.bars, on: grid))
    let after = book.bars.descriptor.knownAfter.milliseconds
    let count = rows.stamps.leadingCount { $0 + after <= grid.range.to.milliseconds }
    return KnownPrices(
      knownAt: rows.stamps.prefix(count).map { $0 + after }, prices: Array(rows.columns[0].prefix(count)),
      maximumAge: nil)
  }

  private func settled(_ request: FundingRequest, _ book: ColumnBook) throws -> StoredSeries? {
    guard let asked = request.other else { return try book.ownSeries(.funding, column: "funding_rate") }
    let all = try instruments(with: .funding)
    let matching = all.filter { instrument in
      Instrument(asked) == instrument || asked == instrument.symbol
        || asked.lowercased() == instrument.venue && instrument.contract.base == book.contract.base
    }
    guard let instrument = matching.first, matching.count == 1 else {
      throw Problem(
        matching.isEmpty
          ? "dataset '\(name)' has no funding of '\(asked)' for \(book.instrument)"
          : "'\(asked)' has funding of \(matching.count) instruments for \(book.instrument)",
        remedy: all.suggestion(for: asked, called: "instruments with funding"))
    }
    return try series(of: instrument).first { $0.descriptor.kind == .funding }
  }
}
