import Market
import Store

/// What a frame is put together of, whether it is of one instrument, of legs or of a universe.
extension Dataset {
  /// The names that a request has of one instrument, by what they are columns of.
  struct WantedColumns {
    var plain: [Wanted]
    let curves: [CurveName]
    let acrossVenues: [VenueColumn]
    let ofOptions: [OptionColumn]

    /// - Parameters:
    ///   - curve: the name as one on the curve of dated futures; nil for any other.
    ///   - options: the same of option chains.
    ///   - meaning: of a plain name; nil for one that is not asked of this instrument.
    init(
      _ names: [String], curve: (String) -> CurveName?, options: (String) -> OptionColumn?,
      meaning: (String) throws -> ColumnBook.Meaning?
    ) rethrows {
      curves = names.compactMap(curve)
      acrossVenues = names.compactMap(VenueColumn.init(name:))
      ofOptions = names.compactMap(options)
      plain = try names.filter { curve($0) == nil && VenueColumn(name: $0) == nil && options($0) == nil }
        .compactMap { name in try meaning(name).map { (name: name, meaning: $0) } }
    }
  }

  /// The columns of `book`, and where each comes from.
  ///
  /// - Parameters: as of plain ones.
  func columns(
    _ wanted: WantedColumns, of book: ColumnBook, on grid: Grid, bars: Set<Int64>, expiring expiry: Instant?,
    assuming choice: FundingAssumptions.Contradictory?, _ findings: inout FrameFindings
  ) throws -> (columns: [Column], sources: [ColumnSource]) {
    let parts = [
      try columns(wanted.plain, on: grid, bars: bars, expiring: expiry, assuming: choice, &findings),
      try curves(wanted.curves, book, on: grid, &findings),
      try venueColumns(wanted.acrossVenues, book, on: grid, bars: bars, assuming: choice, &findings),
      try optionColumns(wanted.ofOptions, book, on: grid, &findings),
    ]
    return (parts.flatMap(\.columns), parts.flatMap(\.sources))
  }

  /// A frame that says what it rests on.
  ///
  /// - Parameter used: every series that something in it comes from.
  func assembled(
    _ frame: Frame, _ request: FrameRequest, _ sources: [ColumnSource], of used: Set<StoredSeries>,
    _ findings: FrameFindings
  ) throws -> AssembledFrame {
    var (frame, findings) = (frame, findings)
    let said = try seriesOfPlainTables()
    findings.take(used.filter { said.contains($0.id) }.map(\.descriptor.title).sorted())
    if let knownAsOf, let later = try laterChanges(of: used) {
      let sentence = Self.sentence(of: later, asOf: knownAsOf)
      findings.note(sentence.prefix(1).uppercased() + sentence.dropFirst() + ".")
      frame.knownAsOf = knownAsOf
    }
    frame.findings = findings.sentences
    frame.accountSaid = request.account
    return AssembledFrame(
      frame: frame, sources: sources.sorted { $0.name < $1.name }, series: used.sorted { $0.id < $1.id })
  }
}

extension Bars {
  init(of columns: [Column]) {
    func values(_ name: String) -> [Double] { columns.first { $0.name == name }?.values ?? [] }
    self.init(open: values("open"), high: values("high"), low: values("low"), close: values("close"))
  }
}
