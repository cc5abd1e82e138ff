import Market
import Store

/// Which series each column name means, for frames of one dataset in which one instrument is traded.
///
/// A plain name means the traded instrument's own series. Where it has none, another's stands in (`lend`). `spot` is the
/// close of its spot pair, in its own unit. Others are reached by venue (`bybit.open_interest`), by symbol
/// (`ETHUSDT.close`) or by both (`binance.ETHUSDT.close`). A name that could mean several is refused rather than guessed,
/// and so is one that could only mean another coin.
public struct ColumnBook: Sendable {
  /// What plain names mean.
  public let instrument: Instrument
  public let contract: Contract
  /// The klines that make the bars of the frame: bars of its interval, or narrower ones that are joined.
  public let bars: StoredSeries
  /// Width of a bar.
  public let interval: Interval
  let dataset: Dataset
  /// Whether it is held beside others, as one of a universe: they are compared by what each has of its own.
  var isMember = false
  /// The instrument's own series.
  private let own: [StoredSeries]

  /// What a name means: a column of a series, how it reads on this frame, and what has to be said about it.
  struct Meaning: Sendable {
    let series: StoredSeries
    /// Place of the column in the series' descriptor.
    let position: Int
    /// What values are multiplied by, so that they are in the traded instrument's unit; 1 but for spot and other venues.
    var scale = 1.0
    /// What is meant of a settled rate beside the rate itself; nil for the value of the column.
    var clock: FundingClock?
    var note: String?
    /// What it counts after `scale`, where that is not what the series has; nil for that.
    var counted: Unit?

    var column: ColumnDescriptor { series.descriptor.columns[position] }
    var unit: Unit { clock?.descriptor.unit ?? counted ?? column.unit }
    var instrument: Instrument { series.descriptor.instrument }
  }

  /// - Parameters:
  ///   - asked: the instrument to trade; nil for the only one there is.
  ///   - interval: of the bars to trade; nil for that of the narrowest klines. Where there are none of it, bars are made of the
  ///     widest klines that divide it. Klines that fell silent before the instant up to which the dataset is read stand
  ///     behind others (`Dataset.current`).
  /// - Throws: `Problem` when the dataset has no klines, none of this interval, or several instruments and none was chosen.
  public init(_ dataset: Dataset, instrument asked: String? = nil, interval: Interval? = nil) throws {
    let instrument = try TradedInstrument.choose(in: dataset, asked: asked)
    let own = try dataset.series(of: instrument)
    let klines = own.filter { $0.descriptor.kind == .klines && $0.descriptor.cadence != nil }
    let intervals = Set(klines.compactMap(\.descriptor.cadence)).sorted()
    let current = Set(try dataset.current(klines).compactMap(\.descriptor.cadence)).sorted()
    guard let smallest = current.first ?? intervals.first else {
      throw Problem("dataset '\(dataset.name)' has no bars of \(instrument)", remedy: "import its klines")
    }
    let wanted = interval ?? smallest
    func parts(of some: [Interval]) -> Interval? {
      some.contains(wanted) ? wanted : some.last { $0 < wanted && wanted.count(of: $0) != nil }
    }
    let parts = parts(of: current) ?? parts(of: intervals)
    guard let bars = klines.first(where: { $0.descriptor.cadence == parts }) else {
      throw Problem(
        "dataset '\(dataset.name)' has no klines of \(wanted) of \(instrument)",
        remedy: "its intervals are \(intervals.map(\.description).joined(separator: ", ")), and multiples of them")
    }
    self.instrument = instrument
    contract = try dataset.contract(of: instrument)
    self.bars = bars
    self.interval = wanted
    self.dataset = dataset
    // Of the narrower klines only those that make the bars are in reach, so that close and volume are of one series.
    self.own = parts == wanted ? own : own.filter { $0.descriptor.kind != .klines || $0.id == bars.id }
  }

  /// The klines whose bars are joined to those of the frame; nil where they are the frame's.
  var joined: Interval? { bars.descriptor.cadence == interval ? nil : bars.descriptor.cadence }

  /// - Throws: `Problem` for a name that no series has, and for one that several have.
  public func check(_ name: String) throws {
    if let venues = VenueColumn(name: name) {
      for column in [venues.column, venues.weight].compactMap(\.self) { _ = try self.venues(of: column) }
    } else if let curve = CurveName(name) {
      _ = try DatedCurve(self, curve)
    } else if let options = OptionColumn(name: name) {
      _ = try optionChain(options)
    } else {
      _ = try meaning(of: name)
    }
  }

  /// The series of `kind` that belongs to the traded instrument, at the cadence that fits the bars best.
  func ownSeries(_ kind: SeriesKind, column: String) throws -> StoredSeries? {
    try best(own.filter { $0.descriptor.kind == kind }.compactMap { meaning($0, column) })?.series
  }
}

// MARK: - What a name means

extension ColumnBook {
  /// - Throws: `Problem` for a name that no series has, for one that several have, and for one whose values cannot be put
  ///   on bars or beside those of the traded instrument.
  func meaning(of name: String) throws -> Meaning {
    guard let meaning = try lookUp(name) else {
      throw Problem(
        "there is no column '\(name)' in dataset '\(dataset.name)'",
        remedy: try nearest(to: name))
    }
    return meaning
  }

  /// The nearest name there is, of any instrument; else those that need no qualifier.
  private func nearest(to name: String) throws -> String {
    let names = try available.map(\.name)
    if let near = nearestWord(to: name, in: names) { return "did you mean '\(near)'?" }
    return suggestion(for: name, in: names.filter { !$0.contains(".") }, called: "columns")
  }

  /// Nil for a name that no series has.
  func lookUp(_ name: String) throws -> Meaning? {
    if let stored = try lookUpStored(name) { return stored }
    if let qualifier = NativeInterest.qualifier(of: name) { return try nativeInterest(qualifier) }
    guard let (clock, rate) = FundingClock.read(name), var meaning = try lookUpStored(rate),
      meaning.series.descriptor.kind == .funding
    else { return nil }
    meaning.clock = clock
    return meaning
  }

  /// The column of open interest that the contract of its instrument is counted in.
  ///
  /// - Throws: `Problem` where there is only one that moves with the price by itself.
  private func nativeInterest(_ qualifier: Substring) throws -> Meaning? {
    var (native, others) = ([Meaning](), [Meaning]())
    var refused: (any Error)?
    for column in NativeInterest.columns {
      do {
        guard let found = try lookUpStored(qualifier + column) else { continue }
        let isNative = NativeInterest.holds(column, of: try dataset.contract(of: found.instrument))
        if isNative { native.append(found) } else { others.append(found) }
      } catch { refused = refused ?? error }
    }
    // Another instrument's is no answer where the traded one has its own, nor where the name could mean several.
    if let mine = native.first(where: { $0.instrument == instrument }) { return mine }
    if let other = others.first(where: { qualifier.isEmpty && $0.instrument == instrument }) ?? others.first,
      native.isEmpty || other.instrument == instrument
    {
      let isCoins = other.column.unit == .base
      throw Problem(
        "open interest of \(other.instrument) is there in \(isCoins ? "coins" : "quote currency") alone ('\(other.column.name)'), and its contracts are of a number of \(isCoins ? other.instrument.contract.quote : "coins")",
        remedy:
          "write \(qualifier)\(other.column.name) \(isCoins ? "*" : "/") close for '\(qualifier)\(NativeInterest.name)'"
      )
    }
    if let refused { throw refused }
    return native.first
  }

  private func lookUpStored(_ name: String) throws -> Meaning? {
    let readings = ColumnName.readings(of: name)
    guard let column = readings.first?.column else { return nil }
    if readings.contains(where: \.isPlain) {
      if let mine = try best(own.compactMap { meaning($0, column) }) { return try placeable(mine, name) }
      if let column = SpotColumns.column(for: name) { return try spot(column, as: name) }
    }
    if let spotName = readings.first(where: { $0.type == .spot && $0.venue == nil && $0.symbol == nil }),
      SeriesKind.klines.columns.contains(where: { $0.name == column })
    {
      return try spot(spotName.column, as: name)
    }
    let there = try dataset.series(withColumn: column)
    for reading in readings {
      let matching = there.filter { reading.matches($0.descriptor.instrument) }
      guard !matching.isEmpty else { continue }
      return try placeable(try choose(reading, among: matching), name)
    }
    return nil
  }

  /// The one series that a name means among those that have its column.
  private func choose(_ name: ColumnName, among series: [StoredSeries]) throws -> Meaning {
    var candidates = series
    func narrow(_ fits: (Instrument) -> Bool) {
      let some = candidates.filter { fits($0.descriptor.instrument) }
      if !some.isEmpty { candidates = some }
    }
    if name.symbol == nil {
      let coin = candidates.filter { isOfTradedCoin($0) }
      guard !coin.isEmpty else { throw otherCoin(name, candidates.map(\.descriptor.instrument)) }
      candidates = coin
    }
    if name.type == nil { narrow { $0.type == instrument.type } }
    if !name.isPlain {
      if name.venue == nil { narrow { $0.venue == instrument.venue } }
      if name.symbol == nil { narrow { $0.contract.quote == contract.quote } }
    }
    let instruments = Set(candidates.map(\.descriptor.instrument))
    guard instruments.count == 1, var found = try best(candidates.compactMap({ meaning($0, name.column) })) else {
      throw Problem(
        "column '\(name.text)' could mean \(instruments.count) series of dataset '\(dataset.name)'",
        remedy: "say \(instruments.map { ColumnName.full(name.column, of: $0) }.sorted().joined(separator: " or "))")
    }
    if name.isPlain, found.instrument != instrument { try lend(&found, as: name.text) }
    return found
  }

  /// Values computed elsewhere belong to a coin only if their symbol is one that is traded here.
  private func isOfTradedCoin(_ series: StoredSeries) -> Bool {
    let other = series.descriptor.instrument
    let base = other.contract.base
    if base == contract.base { return true }
    guard series.descriptor.kind == .external else { return false }
    let coins = (try? dataset.instruments(with: .klines).map(\.contract.base)) ?? []
    return !coins.contains(base)
  }

  /// Of one column at several cadences, of those that still say something: the largest that is not wider than a bar, which
  /// is the frame's own for klines; else the smallest there is, else one without a cadence.
  func best(_ meanings: [Meaning]) throws -> Meaning? {
    let meanings = try dataset.current(meanings, \.series)
    let steady = meanings.filter { $0.series.descriptor.cadence != nil }
    func cadence(_ meaning: Meaning) -> Interval { meaning.series.descriptor.cadence ?? .zero }
    return steady.filter { cadence($0) <= interval }.max { cadence($0) < cadence($1) }
      ?? steady.min { cadence($0) < cadence($1) } ?? meanings.first
  }

  func meaning(_ series: StoredSeries, _ column: String) -> Meaning? {
    series.descriptor.columns.firstIndex { $0.name == column }.map { Meaning(series: series, position: $0) }
  }

  /// A chain has a row for each of its contracts, and no one value a bar.
  private func placeable(_ meaning: Meaning, _ name: String) throws -> Meaning {
    guard meaning.series.descriptor.rows != .chain else {
      throw Problem(
        "'\(name)' of \(meaning.series.descriptor.title) has a value for every contract of the chain, not one a bar",
        remedy:
          "say what the chain comes to: options.put_oi, options.iv_30d, next_expiry.max_pain, next_expiry.skew_25d")
    }
    return meaning
  }
}

// MARK: - Refusals

extension ColumnBook {
  private func otherCoin(_ name: ColumnName, _ instruments: [Instrument]) -> Problem {
    let names = Set(instruments).sorted().prefix(4).map { ColumnName.full(name.column, of: $0) }
    return Problem(
      "there is no column '\(name.text)' of \(contract.base.isEmpty ? instrument.description : contract.base) in dataset '\(dataset.name)', only of other coins",
      remedy: "say \(names.joined(separator: " or ")) if that is meant")
  }
}

// MARK: - Spot

extension ColumnBook {
  /// The spot pair that `spot` means.
  ///
  /// - Throws: `Problem` where the dataset has none of the coin in a comparable currency, and for several.
  func spotPair() throws -> Instrument {
    guard let pair = try spot("close", as: "spot") else {
      throw Problem(
        "dataset '\(dataset.name)' has no spot pair for \(instrument)",
        remedy: "import the spot klines of \(contract.base.isEmpty ? "its coin" : contract.base)")
    }
    return pair.instrument
  }

  /// A column of the klines of the traded instrument's spot pair, in the instrument's own unit: the price of a thousand
  /// coins where it trades a thousand.
  ///
  /// - Returns: nil where the dataset has no spot at all.
  /// - Throws: `Problem` without a pair of the same coin in a comparable currency, and for several.
  private func spot(_ column: String, as name: String) throws -> Meaning? {
    let all = try dataset.series(withColumn: column).filter {
      $0.descriptor.kind == .klines && $0.descriptor.instrument.type == .spot && $0.descriptor.instrument != instrument
    }
    let ofCoin = all.filter { !contract.base.isEmpty && $0.descriptor.instrument.contract.base == contract.base }
    guard !ofCoin.isEmpty else {
      guard !all.isEmpty else { return nil }
      let others = Set(all.map(\.descriptor.instrument)).sorted().prefix(6).map(\.description)
      throw Problem(
        "there is no spot pair of \(contract.base) for '\(name)' in dataset '\(dataset.name)', only \(others.joined(separator: ", "))",
        remedy: "import the spot klines of \(contract.base)")
    }
    var candidates = ofCoin.filter { Dollar.comparable($0.descriptor.instrument.contract.quote, contract.quote) }
    guard !candidates.isEmpty else {
      let others = Set(ofCoin.map(\.descriptor.instrument)).sorted().map { "\($0) in \($0.contract.quote)" }
      throw Problem(
        "'\(name)' cannot be compared with \(instrument), whose prices are in \(contract.quote.isEmpty ? "an unknown currency" : contract.quote): the spot pairs are \(others.joined(separator: ", "))",
        remedy: "import a spot pair in \(contract.quote), or say the pair's column by its full name")
    }
    for fits in [
      { $0.contract.quote == contract.quote }, { $0.venue == instrument.venue },
    ] as [(Instrument) -> Bool] {
      let some = candidates.filter { fits($0.descriptor.instrument) }
      if !some.isEmpty { candidates = some }
    }
    let pairs = Set(candidates.map(\.descriptor.instrument))
    guard let pair = pairs.first, pairs.count == 1, var found = try best(candidates.compactMap { meaning($0, column) })
    else {
      throw Problem(
        "'\(name)' could mean \(pairs.count) spot pairs of dataset '\(dataset.name)'",
        remedy: "say \(pairs.map { ColumnName.full(column, of: $0) }.sorted().joined(separator: " or "))")
    }
    let theirs = pair.contract
    let perUnit = contract.coinsPerUnit / theirs.coinsPerUnit
    switch found.column.unit {
    case .price: found.scale = perUnit
    case .base: found.scale = 1 / perUnit
    default: break
    }
    var notes: [String] = []
    if pair.venue != instrument.venue || pair.symbol != instrument.symbol { notes.append("\(name) is that of \(pair)") }
    if found.scale != 1 { notes.append("in \(instrument)'s unit of \(Int(contract.coinsPerUnit)) coins") }
    if theirs.quote != contract.quote { notes.append("\(theirs.quote) taken for \(contract.quote)") }
    found.note = notes.isEmpty ? nil : notes.joined(separator: ", ")
    return found
  }
}
