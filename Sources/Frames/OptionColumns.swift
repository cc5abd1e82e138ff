import Market
import Store

extension ColumnBook {
  /// The chain that a name means: of the traded coin where no symbol is said, on the traded instrument's venue where that
  /// has one and no other is said.
  ///
  /// - Parameter known: series to look among, where somebody has read them; those of the dataset when nil.
  /// - Throws: `Problem` without such a chain, for several, for one that lacks a column, and for prices in a currency that
  ///   cannot be put beside those of the traded instrument.
  func optionChain(
    _ name: OptionColumn, among known: [StoredSeries]? = nil
  ) throws -> (series: StoredSeries, scale: Double) {
    let chains = try (known ?? dataset.series(withColumn: RowRule.chainKey[1])).filter { $0.descriptor.rows == .chain }
    var found: [(series: StoredSeries, contract: Contract)] = []
    for reading in ColumnName.readings(of: (name.qualifier + [""]).joined(separator: ".")) where found.isEmpty {
      found = try chains.filter { reading.matches($0.descriptor.instrument) }
        .map { ($0, try dataset.contract(of: $0.descriptor.instrument)) }
        .filter { reading.symbol != nil || $0.contract.base == contract.base && !contract.base.isEmpty }
    }
    guard !found.isEmpty else {
      let coin = contract.base.isEmpty ? instrument.description : contract.base
      let whose = name.qualifier.isEmpty ? coin : name.qualifier.joined(separator: ".")
      let there = Set(chains.map(\.descriptor.instrument)).sorted().prefix(4)
      throw Problem(
        "'\(name.name)' asks for the options of \(whose), and dataset '\(dataset.name)' has none of \(name.qualifier.isEmpty ? "that coin" : "that name for \(coin)")",
        remedy: there.isEmpty
          ? "import a chain: all options of the coin at an instant"
          : "there are \(there.map { "\(OptionColumn.qualifier(of: $0))\(name.plain)" }.joined(separator: ", "))")
    }
    func narrow(_ fits: ((series: StoredSeries, contract: Contract)) -> Bool) {
      let some = found.filter(fits)
      if !some.isEmpty { found = some }
    }
    narrow { $0.series.descriptor.instrument.venue == instrument.venue }
    narrow { $0.contract.quote == contract.quote }
    let instruments = Set(found.map(\.series.descriptor.instrument)).sorted()
    guard instruments.count == 1, let theirs = found.first?.contract,
      let series = try dataset.current(found.map(\.series)).first
    else {
      throw Problem(
        "'\(name.name)' could mean the options of \(instruments.map(\.description).joined(separator: " or "))",
        remedy: "say \(instruments.map { "\(OptionColumn.qualifier(of: $0))\(name.plain)" }.joined(separator: " or "))")
    }
    let columns = Set(series.descriptor.columns.map(\.name))
    if let missing = name.reads.first(where: { !columns.contains($0) }) {
      throw Problem(
        "'\(name.name)' is made of '\(missing)', which \(series.descriptor.title) does not have",
        remedy: "import a chain that has it, or leave the name out")
    }
    guard name.unit == .price, theirs.base == contract.base else { return (series, 1) }
    guard theirs.quote.isEmpty || Dollar.comparable(theirs.quote, contract.quote) else {
      throw Problem(
        "'\(name.name)' is a price in \(theirs.quote), and those of \(instrument) are in \(contract.quote.isEmpty ? "an unknown currency" : contract.quote)",
        remedy:
          "take a chain in \(contract.quote), or a figure without a currency: max pain over the forward, volatility")
    }
    return (series, contract.coinsPerUnit / theirs.coinsPerUnit)
  }

  /// The usual names of what the coin's chain comes to, as far as it has the columns; none without a chain.
  func ofOptions(among all: [StoredSeries]) -> [AvailableColumn] {
    let chains = all.filter { series in
      series.descriptor.rows == .chain && series.descriptor.columns.contains { $0.name == RowRule.chainKey[1] }
    }
    guard !chains.isEmpty else { return [] }
    return OptionColumn.usual.compactMap { name in
      guard let (series, _) = try? optionChain(name, among: chains) else { return nil }
      return AvailableColumn(
        name: name.name, unit: name.unit, instrument: series.descriptor.instrument, source: series.descriptor.title,
        note: nil)
    }
  }
}

extension OptionColumn {
  /// What stands before a name that can only mean this chain: `deribit.BTC.`
  public static func qualifier(of chain: Instrument) -> String {
    [chain.venue, chain.symbol].map { ColumnName.quoted($0) + "." }.joined()
  }
}

extension Dataset {
  /// Columns of what chains come to: at each bar, of the last snapshot known at its close, without the expiries that are
  /// over by then; unknown once the snapshot is older than it may be.
  ///
  /// - Complexity: a snapshot is read into strikes once for all names, and one that stands at no bar's close never.
  func optionColumns(
    _ names: [OptionColumn], _ book: ColumnBook, on grid: Grid, _ findings: inout FrameFindings
  ) throws -> (columns: [Column], sources: [ColumnSource]) {
    var (columns, sources) = ([Column](), [ColumnSource]())
    let meant = try names.map { (name: $0, chain: try book.optionChain($0)) }
    for (series, wanted) in Dictionary(grouping: meant, by: \.chain.series).sorted(by: { $0.key.id < $1.key.id }) {
      let reads = Set(wanted.flatMap(\.name.reads))
      let positions = series.descriptor.columns.indices.filter { reads.contains(series.descriptor.columns[$0].name) }
      let standing = try StandingChain(self, series, columns: positions, on: grid)
      findings.look(at: standing.rows)
      findings.take(standing.snapshots, wanted.map(\.name.name), of: series.descriptor)
      let placed = standing.values(of: wanted.map(\.name), on: grid)
      for ((name, chain), (values, counts)) in zip(wanted, placed) {
        columns.append(
          Column(
            name.name, name.unit, chain.scale == 1 ? values : values.map { $0 * chain.scale },
            source: series.descriptor.title,
            note: series.descriptor.instrument.venue == book.instrument.venue && name.qualifier.isEmpty
              ? nil : "\(name.name) is of the options of \(series.descriptor.instrument)"))
        sources.append(ColumnSource(name: name.name, series: series, counts: counts))
      }
    }
    return (columns, sources)
  }
}

/// The snapshots of a chain that can matter to a grid, and how long each stands.
private struct StandingChain {
  let rows: Series
  private let chain: OptionChain
  /// When each is known, and when it stands for nothing any more.
  private let known: [Int64]
  private let ends: [Int64]

  init(_ dataset: Dataset, _ series: StoredSeries, columns: [Int], on grid: Grid) throws {
    let descriptor = series.descriptor
    let after = descriptor.knownAfter
    let end = grid.range.to - after + Interval(milliseconds: 1)
    let from = grid.start - after - (descriptor.maximumAge ?? SnapshotAge.limit)
    rows = try dataset.rows(of: series, columns: columns, range: TimeRange(from: from, to: end))
      .trimmed(to: TimeRange(from: from, to: end))
    chain = OptionChain(rows)
    let known = chain.stamps.map { $0 + after.milliseconds }
    self.known = known
    if let age = descriptor.maximumAge {
      ends = known.map { $0 + age.milliseconds }
    } else {
      // The usual time between snapshots is that of those before, which are read for it alone.
      let before = TimeRange(from: from - SnapshotAge.reach, to: from)
      let earlier = try dataset.rows(of: series, columns: [0], range: before).trimmed(to: before).stamps.uniqued
      let stamps = earlier + chain.stamps
      ends = known.indices.map { place in
        known[place] + SnapshotAge.limit(of: earlier.count + place, stamps).milliseconds
      }
    }
  }

  /// The snapshots as rows of which each stands for a while.
  var snapshots: StandingRows {
    StandingRows(stamps: chain.stamps, knownAfter: rows.descriptor.knownAfter.milliseconds) { ends[$0] - known[$0] }
  }

  /// Of each name its values by the bar.
  func values(of names: [OptionColumn], on grid: Grid) -> [(values: [Double], counts: JoinCounts)] {
    var values = names.map { _ in [Double](repeating: .nan, count: grid.count) }
    var counts = names.map { _ in JoinCounts() }
    var next = 0
    var place = -1
    /// What is left of the snapshot, and what each name is of that.
    var left: (snapshot: OptionSnapshot, values: [Double?])?
    for row in 0..<grid.count {
      let now = grid.close(row)
      while next < known.count, known[next] <= now.milliseconds { next += 1 }
      guard next > 0 else {
        for index in names.indices { counts[index].beforeFirst += 1 }
        continue
      }
      guard now.milliseconds < ends[next - 1] else {
        for index in names.indices { counts[index].stale += 1 }
        continue
      }
      if place != next - 1 { (place, left) = (next - 1, nil) }
      let standing = left?.snapshot ?? chain[place]
      if left == nil || standing.expiries.first.map({ $0.expiry <= now }) == true {
        let alive = standing.alive(at: now)
        left = (alive, names.map { $0.value(of: alive, at: now) })
      }
      for (index, name) in names.enumerated() {
        let value = name.runs ? left.flatMap { name.value(of: $0.snapshot, at: now) } : left?.values[index]
        guard let value, value.isFinite else {
          counts[index].missing += 1
          continue
        }
        values[index][row] = value
        counts[index].filled += 1
      }
    }
    return zip(values, counts).map { ($0, $1) }
  }
}
