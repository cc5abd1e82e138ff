import Frames
import Market
import Replay
import Signals
import Store

/// Brings strategies and their market together: which dataset, which bars, which columns.
struct FrameLoader {
  let workspace: Workspace
  let choice: MarketChoice

  /// The datasets, as of the instant that is asked for.
  var datasets: DatasetFolder { workspace.datasets.known(asOf: choice.knownAsOf) }

  /// The frame on which strategies are judged, the same bars for all.
  ///
  /// - Parameters:
  ///   - columns: what their expressions read, and where each is written, for messages.
  ///   - holds: whether positions are held, so that funding settles.
  ///   - wholeUniverse: whether the instruments of a universe are asked for side by side, as they are to be held.
  ///   - typed: expressions beside the strategies' own, whose parameters are used.
  ///   - lookBack: bars of warm-up, asked for once the interval is known.
  func assemble(
    _ strategies: [Strategy], columns: [String: Problem.Place], holds: Bool = false, wholeUniverse: Bool? = nil,
    typed: [Expression] = [], lookBack: (Interval) throws -> Int
  ) throws -> AssembledFrame {
    let dataset = try datasets.open(try market(of: strategies))
    if wholeUniverse ?? holds, let universe = try universe(of: strategies) {
      return try assemble(
        universe, of: dataset, strategies, columns: columns, funding: holds ? choice.funding : nil, typed: typed,
        lookBack: lookBack)
    }
    let books = try self.books(of: dataset, for: strategies)
    let book = books.first
    // A column that the dataset lacks is a mistake in somebody's file, and is reported there.
    for (name, place) in columns.sorted(by: { $0.key < $1.key }) {
      do { try books.check(name) } catch var problem as Problem {
        problem.place = place
        throw problem
      }
    }
    noteUnused(strategies, typed)
    try noteHidden(strategies, in: dataset) { (try? books.check($0)) != nil }
    try Terminal.noteSeal(of: dataset)
    let assembled = try dataset.assemble(
      FrameRequest(
        instrument: books.legs.isEmpty ? book.instrument.description : choice.instrument,
        legs: books.asked, interval: book.interval, range: try choice.range(),
        columns: Set(columns.keys), warmUp: try lookBack(book.interval), funding: holds ? choice.funding : nil,
        path: holds ? try path(of: strategies) : nil, account: strategies.first?.account))
    for column in assembled.frame.borrowed { choice.note(column.note ?? column.name) }
    noteCut(assembled.frame)
    return assembled
  }

  private func noteUnused(_ strategies: [Strategy], _ typed: [Expression]) {
    for strategy in strategies {
      let used = strategy.signals.parameters(behind: typed)
      for name in strategy.unusedParameters where !used.contains(name) {
        Terminal.noteOnce("hindcast: \(strategy.name): nothing uses the parameter '\(name)'")
      }
    }
  }

  /// A column that a parameter or signal is called like is not what the name means.
  ///
  /// - Parameter isColumn: whether a name would mean a column if nothing else had it; asked of few.
  private func noteHidden(_ strategies: [Strategy], in dataset: Dataset, isColumn: (String) -> Bool) throws {
    let named = strategies.flatMap { strategy in
      strategy.signals.parameterNames.map { (strategy.name, "parameter", $0) }
        + strategy.signals.signalNames.map { (strategy.name, "signal", $0) }
    }
    guard !named.isEmpty else { return }
    let stored = Set(try dataset.allSeries().flatMap { $0.descriptor.columns.map(\.name) })
    for (strategy, kind, name) in named where stored.contains(name) && isColumn(name) {
      Terminal.noteOnce(
        "hindcast: \(strategy): '\(name)' is the \(kind) of that name, which hides the column of '\(dataset.name)'")
    }
  }

  /// A window that is asked for beyond the bars there are is cut, and its reader told so.
  private func noteCut(_ frame: Frame) {
    for text in choice.cuts(of: frame) { Terminal.noteOnce("hindcast: \(text)") }
  }

  /// The universe that the strategies hold; nil where they hold none.
  private func universe(of strategies: [Strategy]) throws -> UniverseRules? {
    guard let holder = strategies.first(where: { $0.universe != nil }) else { return nil }
    for other in strategies where other.universe?.choice != holder.universe?.choice || other.account != holder.account {
      throw Problem(
        "'\(strategies[0].name)' and '\(other.name)' hold different universes", remedy: "ask for one after the other")
    }
    return holder.universe
  }

  /// The frame of a universe. An instrument of the dataset that cannot be a member is left out, and said so.
  private func assemble(
    _ universe: UniverseRules, of dataset: Dataset, _ strategies: [Strategy], columns: [String: Problem.Place],
    funding: FundingRequest?, typed: [Expression], lookBack: (Interval) throws -> Int
  ) throws -> AssembledFrame {
    let named: [FrameLeg]? =
      switch universe.choice {
      case .all: nil
      case .list(let names): names.map { FrameLeg(name: $0.text, instrument: $0.text, place: $0.place) }
      }
    let books = try UniverseBooks(
      dataset, named: named, interval: try interval(of: strategies), columns: columns)
    // A kept run is done again with the instrument that it is known by: its first.
    if let flag = choice.instrument, !books.books.contains(where: { Instrument(flag) == $0.instrument }) {
      throw Problem(
        "'\(strategies[0].name)' holds a universe, and --instrument says \(flag)",
        remedy: "leave --instrument out, and list the instruments in the file: universe: [BTCUSDT, ETHUSDT]")
    }
    for (instrument, why) in books.leftOut { Terminal.noteOnce("hindcast: \(instrument) is left out: \(why)") }
    noteUnused(strategies, typed)
    try noteHidden(strategies, in: dataset) { _ in true }
    try Terminal.noteSeal(of: dataset)
    let assembled = try dataset.assemble(
      books,
      FrameRequest(
        interval: books.interval, range: try choice.range(), columns: Set(columns.keys),
        warmUp: try lookBack(books.interval), funding: funding, account: strategies.first?.account))
    for column in assembled.frame.borrowed { choice.note(column.note ?? column.name) }
    noteCut(assembled.frame)
    return assembled
  }

  /// Whether a word is a column, of whichever instrument; no where there is no dataset to ask.
  func hasColumn(_ name: String, for strategies: [Strategy]) -> Bool {
    let column = name.split(separator: ".").last.map(String.init) ?? name
    if SignalBook.isDescribedColumn(column) { return true }
    guard let market = try? market(of: strategies), let dataset = try? datasets.open(market) else { return false }
    return (try? dataset.series(withColumn: column))?.isEmpty == false
  }

  /// What names mean in a dataset, for the instrument that the flag or the files choose.
  func columns(of dataset: Dataset, for strategies: [Strategy]) throws -> ColumnBook {
    try books(of: dataset, for: strategies).first
  }

  /// The same with the legs that the strategies hold, which must be the same in all of them.
  func books(of dataset: Dataset, for strategies: [Strategy]) throws -> LegBooks {
    if let holder = strategies.first(where: { $0.universe != nil }), choice.instrument == nil {
      throw Problem(
        "'\(holder.name)' holds a universe, and this looks at one instrument",
        remedy:
          "choose one with --instrument; 'replay', 'sweep', 'validate' and 'compare' hold universes, and 'study' tests a signal across one"
      )
    }
    let legs = strategies.first?.legs?.legs ?? []
    for other in strategies.dropFirst()
    where (other.legs?.legs ?? []).map(\.instrument) != legs.map(\.instrument)
      || (other.legs?.legs ?? []).map(\.roll) != legs.map(\.roll) || other.account != strategies.first?.account
    {
      throw Problem(
        "'\(strategies[0].name)' and '\(other.name)' hold different legs", remedy: "ask for one after the other")
    }
    let books = try LegBooks(
      dataset,
      legs.map {
        FrameLeg(
          name: $0.name, instrument: $0.instrument, roll: $0.roll, isConversion: $0.isConversion, place: $0.place)
      },
      instrument: try instrument(of: strategies),
      interval: try interval(of: strategies))
    // A kept run is done again with the instrument that it is known by: its first leg's.
    if let named = legs.first, named.instrument != FrameLeg.traded, let flag = choice.instrument,
      Instrument(flag) != books.first.instrument
    {
      throw Problem(
        "'\(strategies[0].name)' names the instruments of its legs (\(named.name): \(named.instrument)), and --instrument says \(flag)",
        remedy: "leave --instrument out, or write '\(named.name): perpetual' in the file")
    }
    return books
  }

  /// The one instrument that all are to trade; nil where neither the flag nor a file says one.
  private func instrument(of strategies: [Strategy]) throws -> String? {
    if let instrument = choice.instrument { return instrument }
    let named = Set(strategies.compactMap(\.instrument))
    guard named.count < 2 else {
      throw Problem(
        "the strategies name different instruments: \(named.sorted().joined(separator: ", "))",
        remedy: "choose one with --instrument")
    }
    return named.first
  }

  /// The width of the bars that all are to be judged on; nil where neither the flag nor a file says one.
  ///
  /// - Throws: a `Problem` where they do not say the same: on the bars of another, a strategy is another strategy.
  func interval(of strategies: [Strategy]) throws -> Interval? {
    if let interval = choice.interval { return interval }
    guard let first = strategies.first(where: { $0.interval != nil }), let interval = first.interval else { return nil }
    guard let other = strategies.first(where: { $0.interval != interval }) else { return interval }
    throw Problem(
      other.interval.map { "'\(first.name)' is on bars of \(interval), and '\(other.name)' on bars of \($0)" }
        ?? "'\(first.name)' is on bars of \(interval), and '\(other.name)' on whatever bars the dataset has",
      remedy: "choose the bars of all with --interval \(interval)")
  }

  /// The bars inside the bars that strategies follow: those without look no further than their own.
  private func path(of strategies: [Strategy]) throws -> Interval? {
    let named = Set(strategies.compactMap { $0.execution?.path })
    guard named.count < 2 else {
      throw Problem(
        "the strategies follow different paths: \(named.sorted().map(\.description).joined(separator: ", "))",
        remedy: "ask for one after the other, or write the same path: in both")
    }
    return named.first
  }

  /// The one dataset that all are to run on: the flag's, the files', or the only one there is.
  func market(of strategies: [Strategy]) throws -> String {
    if let market = choice.market { return market }
    let named = Set(strategies.compactMap(\.market))
    if let market = named.first, named.count == 1 { return market }
    let known = workspace.datasets.names().map(\.text)
    if named.isEmpty, known.count == 1 { return known[0] }
    if named.count > 1 {
      throw Problem(
        "the strategies name different markets: \(named.sorted().joined(separator: ", "))",
        remedy: "choose one with --market")
    }
    if known.isEmpty { throw Problem("there is no dataset yet", remedy: "make one with 'hindcast data demo'") }
    throw Problem(
      "no market is named, and there are \(known.count): \(known.joined(separator: ", "))",
      remedy: "choose one with --market")
  }
}

/// Which stretch of which instrument is asked for, and what settles on positions in it; nil leaves it to the strategy and
/// the data.
struct MarketChoice {
  /// Name of a dataset.
  var market: String?
  /// As a user writes it.
  var instrument: String?
  var interval: Interval?
  var from: Instant?
  var to: Instant?
  /// The instant as of which the dataset is read; nil for as it is.
  var knownAsOf: Instant?
  /// Whose bars they are, where it is not what was asked for: `the benchmark 'x'`.
  var holder: String?
  /// Whose funding settles, where positions are held, and what to make of what is doubtful in it.
  var funding = FundingRequest.own

  /// Says something of what is chosen on stderr, once, and whose it is where that is not what was asked for.
  func note(_ text: String) { Terminal.noteOnce("hindcast: \(holder.map { "\($0): " } ?? "")\(text)") }

  /// What is said where the bars of a frame are not from the one instant to the other that were asked for: there are
  /// none, or an end lies inside a bar.
  func cuts(of frame: Frame) -> [String] {
    let (window, bar) = (frame.window, frame.grid.interval)
    let stretch = holder.map { "the window of \($0)" } ?? "the window"
    var texts: [String] = []
    if let from, window.from > from {
      texts.append(
        window.from.since(from) < bar
          ? "\(stretch) begins at \(window.from.minuteText) UTC, with the first bar of \(bar) that opens at \(from.timeText) or later"
          : "\(stretch) begins at \(window.from.minuteText) UTC, with the bars of '\(frame.market)', and not at \(from.minuteText) as asked for"
      )
    }
    if let to, window.to < to {
      texts.append(
        to.since(window.to) < bar
          ? "\(stretch) ends at \(window.to.minuteText) UTC, with the last bar of \(bar) that has closed by \(to.timeText)"
          : "\(stretch) ends at \(window.to.minuteText) UTC, with the bars of '\(frame.market)', and not at \(to.minuteText) as asked for"
      )
    }
    return texts
  }

  func range() throws -> TimeRange {
    if let from, let to, to <= from {
      throw Problem("--to \(to) is not after --from \(from)", remedy: "--from is inclusive and --to exclusive")
    }
    return TimeRange(from: from ?? TimeRange.always.from, to: to ?? TimeRange.always.to)
  }
}
