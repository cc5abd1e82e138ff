import Market
import Store

/// What names mean to each instrument of a universe.
public struct UniverseBooks: Sendable {
  /// In order of instrument, whatever the order in which they were named or imported.
  public let books: [ColumnBook]
  public let interval: Interval
  /// Instruments of the dataset that cannot be members, and why.
  public let leftOut: [(instrument: Instrument, why: String)]

  /// - Parameters:
  ///   - named: the members as a user writes them; nil for every instrument that can be traded.
  ///   - interval: of the bars; nil for the narrowest of the first.
  ///   - columns: what is read of each, with the place where it is written. One without them cannot be a member; a named one
  ///     without them is refused.
  /// - Throws: `Problem` for an instrument that the dataset does not have, for one without bars of the interval, and where
  ///   nothing is left.
  public init(
    _ dataset: Dataset, named: [FrameLeg]?, interval: Interval? = nil, columns: [String: Problem.Place] = [:]
  ) throws {
    let wanted: [(instrument: Instrument, place: Problem.Place)]
    if let named {
      wanted = try named.map { leg in
        (try Self.at(leg.place) { try TradedInstrument.choose(in: dataset, asked: leg.instrument) }, leg.place)
      }
      for (index, member) in wanted.enumerated()
      where wanted[..<index].contains(where: { $0.instrument == member.instrument }) {
        throw Problem(
          "the universe names \(member.instrument) twice", at: member.place, remedy: "name each instrument once")
      }
    } else {
      let all = TradedInstrument.tradable(try dataset.instruments(with: .klines))
      guard !all.isEmpty else { _ = try TradedInstrument.choose(in: dataset, asked: nil); throw Self.empty(dataset) }
      wanted = all.map { ($0, .nowhere) }
    }
    var books: [ColumnBook] = []
    var leftOut: [(instrument: Instrument, why: String)] = []
    var first: Problem?
    var width = interval
    for (instrument, place) in wanted.sorted(by: { $0.instrument < $1.instrument }) {
      do {
        var book = try Self.at(place) {
          try ColumnBook(dataset, instrument: instrument.description, interval: width)
        }
        book.isMember = true
        for (name, place) in columns.sorted(by: { $0.key < $1.key }) { try Self.at(place) { try book.check(name) } }
        guard try dataset.summary(of: book.bars) != nil else {
          leftOut.append((instrument, "every bar of it is sealed"))
          continue
        }
        width = width ?? book.interval
        books.append(book)
      } catch let problem as Problem {
        guard named == nil else { throw problem }
        first = first ?? problem
        leftOut.append((instrument, problem.what))
      }
    }
    guard let width, !books.isEmpty else { throw first ?? Self.empty(dataset) }
    self.books = books
    self.interval = width
    self.leftOut = leftOut
  }

  /// What each is called: its symbol where no other has it.
  var names: [String] {
    let symbols = books.map(\.instrument.symbol)
    return books.map { book in
      symbols.count { $0 == book.instrument.symbol } == 1 ? book.instrument.symbol : book.instrument.description
    }
  }

  private static func empty(_ dataset: Dataset) -> Problem {
    Problem(
      "dataset '\(dataset.name)' has no instrument that a universe could hold",
      remedy: "import klines of perpetuals into it")
  }

  private static func at<T>(_ place: Problem.Place, _ body: () throws -> T) throws -> T {
    do { return try body() } catch var problem as Problem {
      if place != .nowhere { problem.place = place }
      throw problem
    }
  }
}

extension Dataset {
  /// A universe as it was known at the close of each bar: its members on one grid, which spans the bars of all of them. A
  /// member has no bars before it was listed and after it was delisted, and a dated contract none that opens at its expiry or
  /// later.
  ///
  /// - Parameter request: range, columns, warm-up and funding; what is assumed of missing funding is assumed of each.
  /// - Throws: as `assemble`, and for funding of another instrument.
  public func assemble(_ universe: UniverseBooks, _ request: FrameRequest) throws -> AssembledFrame {
    try refuseSealed(request.range)
    try request.funding?.refuseOther("a universe has that of each of its instruments")
    let expiries = try universe.books.map { try expiry(of: $0.bars) }
    let summaries = try universe.books.map { try summary(of: $0.bars) }
    let spans = zip(summaries, expiries).map { traded, expiry in
      traded.map { FrameGrid.span(of: $0, universe.interval).ending(at: expiry, universe.interval) }
    }
    let lived = spans.compactMap(\.self).filter { !$0.isEmpty }
    guard let from = lived.map(\.from).min(), let to = lived.map(\.to).max() else {
      throw Problem(
        "every \(universe.interval) bar of the \(universe.books.count) instruments of the universe opens after their expiry",
        remedy: "import their bars from before, or say when they expire: 'hindcast data contract'")
    }
    let span = TimeRange(from: from, to: to)
    let plan = try FrameGrid(span: span, universe.interval, request, dataset: name) {
      Problem(
        "dataset '\(name)' has no \(universe.interval) bars of any of the \(universe.books.count) instruments from \(request.range.text)",
        remedy: "their bars go from \(span.from.minuteText) to \(span.to.minuteText) UTC")
    }
    let names = request.columns.union(Self.bars).sorted()
    var findings = FrameFindings(plan.grid, evaluation: plan.evaluation)
    var members: [FrameMember] = []
    var sources: [ColumnSource] = []
    var used: Set<StoredSeries> = []
    for (place, (book, member)) in zip(universe.books, universe.names).enumerated() {
      let expiry = expiries[place]
      // What is listed later, or delisted or expired earlier, than the window has no rows to miss outside.
      findings.listed = spans[place].map { plan.grid.rows(in: $0).clamped(to: plan.evaluation) } ?? plan.evaluation
      if let traded = summaries[place],
        let note = FrameGrid.expired(at: expiry, traded, universe.interval, in: request.range)
      {
        findings.note(note)
      }
      // Each member has the dated futures of its own coin.
      let wanted = try WantedColumns(
        names, curve: { CurveName($0) }, options: OptionColumn.init(name:), meaning: book.meaning)
      var (columns, from) = try columns(
        wanted, of: book, on: plan.grid, bars: [book.bars.id], expiring: expiry,
        assuming: request.funding?.assumptions.contradictory, &findings)
      columns.sort { $0.name < $1.name }
      let bars = Bars(of: columns)
      // One that was not listed yet, or not any more, is no member of this window.
      guard bars.close[plan.evaluation].contains(where: { !$0.isNaN }) else { continue }
      for column in columns where !column.values[plan.evaluation].contains(where: { !$0.isNaN }) {
        findings.note("\(column.name) of \(member) is not known at any bar of the window.")
      }
      if let parts = book.joined { findings.note(Self.joined(bars, plan.grid, of: book.bars, parts)) }
      let (funding, series): (FundingHistory?, [StoredSeries]) =
        try request.funding.map {
          try history(FundingRequest(assumptions: $0.assumptions), book, plan.grid, &findings)
        } ?? (nil, [])
      members.append(
        FrameMember(
          name: member, instrument: book.instrument, contract: book.contract, bars: bars, funding: funding,
          columns: columns))
      sources += from.map { ColumnSource(name: "\(member).\($0.name)", series: $0.series, counts: $0.counts) }
      used.formUnion(from.map(\.series) + series)
    }
    guard let first = members.first else {
      throw Problem(
        "dataset '\(name)' has no bars of the universe from \(request.range.text)",
        remedy: "choose another --from and --to")
    }
    let all = members.flatMap { member in
      member.columns.map { Column("\(member.name).\($0.name)", $0.unit, $0.values, source: $0.source) }
    }
    return try assembled(
      Frame(
        market: name, members: members, isUniverse: true, grid: plan.grid, evaluation: plan.evaluation,
        columns: first.columns,
        fingerprint: Frame.fingerprint(members: members, grid: plan.grid, evaluation: plan.evaluation, columns: all)),
      request, sources, of: used, findings)
  }
}
