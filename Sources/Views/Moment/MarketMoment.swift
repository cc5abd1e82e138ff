import Frames
import Market
import Numerics
import Research
import Store

/// What a dataset knew of one asset at an instant: nothing in it was known later, so the same question asked a year later
/// has the same answer.
public struct MarketMoment: Sendable {
  /// As it was known then.
  public let dataset: Dataset
  public let asset: AssetName
  public let asOf: Instant
  /// The asset's series that had a row by then, up to their last one by then, in order of instrument and kind.
  public let series: [SeriesSummary]
  /// What the user says to make of doubtful rows of funding.
  public let assumptions: FundingAssumptions
  /// What is looked at; empty for all there is.
  private let kinds: [SeriesKind]
  private let contracts: [Instrument: Contract]
  /// Whose bars the user wants for the asset's; nil where that is left to `reference`.
  private let chosen: Instrument?
  /// Of the coin's spot and index, where the asset is derivatives by its type.
  private let beside: [SeriesSummary]

  /// - Parameters:
  ///   - asOf: nil for the last instant at which one of `kinds` became known.
  ///   - kinds: what the view is about; it is refused without any of them.
  ///   - bars: the instrument whose bars stand for the asset, as a user names it; nil for `reference` to choose.
  ///   - assumptions: of rows of funding that leave open what was paid.
  /// - Throws: a `Problem` for an asset that the dataset does not have, an instant before its data, and none of `kinds`.
  public init(
    _ dataset: Dataset, _ name: String, asOf: Instant?, kinds: [SeriesKind], bars: String? = nil,
    assuming assumptions: FundingAssumptions = .none
  ) throws {
    // What is sealed is not stale.
    if let asOf { try dataset.refuseSealed(TimeRange(from: TimeRange.always.from, to: asOf)) }
    guard let asset = AssetName(name) else {
      throw Problem("'\(name)' names no asset", remedy: "write BTC, BTCUSDT or BTC/USDT:USDT")
    }
    var contracts: [Instrument: Contract] = [:]
    var all: [StoredSeries] = []
    var beside: [StoredSeries] = []
    var coins: Set<String> = []
    for stored in try dataset.allSeries() {
      let instrument = stored.descriptor.instrument
      let contract = try contracts[instrument] ?? dataset.contract(of: instrument)
      contracts[instrument] = contract
      coins.insert(contract.base)
      if asset.means(instrument, contract) {
        all.append(stored)
      } else if asset.isHeldAgainst(instrument, contract) {
        beside.append(stored)
      }
    }
    let whole = try all.compactMap(dataset.summary)
    guard !whole.isEmpty else {
      let near = suggestion(for: name.uppercased(), in: coins.filter { !$0.isEmpty }.sorted(), called: "coins")
      throw Problem("dataset '\(dataset.name)' has nothing of '\(name)'", remedy: near)
    }
    let about = whole.filter { kinds.isEmpty || kinds.contains($0.descriptor.kind) }
    guard !about.isEmpty else {
      let there = Set(whole.map(\.descriptor.kind.name)).sorted().joined(separator: ", ")
      throw Problem(
        "dataset '\(dataset.name)' has no \(kinds.map(\.name).joined(separator: " or ")) of '\(name)'",
        remedy: "of it there is \(there)")
    }
    let first = about.map(\.firstKnown).min() ?? .distantPast
    let moment = asOf ?? about.map(\.lastKnown).max() ?? first
    guard moment >= first else {
      throw Problem(
        "nothing was known of '\(name)' in dataset '\(dataset.name)' at \(moment)",
        remedy: "its data begin at \(first)")
    }
    // Whatever is read from here on is of then: which series there are, how wide and how old, and what names mean.
    let dataset = dataset.known(by: moment)
    let series = try all.compactMap(dataset.summary)
    self.dataset = dataset
    self.asset = asset
    self.asOf = moment
    self.kinds = kinds
    self.contracts = contracts
    self.assumptions = assumptions
    let traded = Set(series.filter { $0.descriptor.kind == .klines }.map(\.descriptor.instrument))
    chosen = try bars.map { text in
      let meant = traded.first { "\($0)" == text || $0.symbol == text || Instrument.words(text, mean: $0) }
      guard let one = meant else {
        throw Problem(
          "'\(text)' is no instrument of '\(name)' with klines in dataset '\(dataset.name)'",
          remedy: traded.suggestion(for: text, called: "instruments with klines"))
      }
      return one
    }
    self.series = series.sorted { ($0.descriptor.instrument, $0.id) < ($1.descriptor.instrument, $1.id) }
    self.beside = try beside.compactMap(dataset.summary)
  }

  private init(_ other: MarketMoment, series: [SeriesSummary]) {
    (dataset, asset, asOf, assumptions) = (other.dataset, other.asset, other.asOf, other.assumptions)
    (kinds, contracts, chosen, beside) = (other.kinds, other.contracts, other.chosen, [])
    self.series = series.sorted { ($0.descriptor.instrument, $0.id) < ($1.descriptor.instrument, $1.id) }
  }

  /// The same with what its derivatives are held against, where the asset was written with their type.
  func withSpot() -> MarketMoment { beside.isEmpty ? self : MarketMoment(self, series: series + beside) }

  public func contract(of instrument: Instrument) -> Contract { contracts[instrument] ?? instrument.contract }

  /// The asset's coin, as its instruments have it.
  public var coin: String { series.first.map { contract(of: $0.descriptor.instrument).base } ?? asset.text }

  /// Which of the series that are looked at, and of the bars beside them, come of plain tables; nil for none.
  func plainTables() throws -> String? {
    let said = try dataset.seriesOfPlainTables()
    let looked = series.filter { one in
      said.contains(one.stored.id)
        && (kinds.isEmpty || one.descriptor.kind == .klines || kinds.contains(one.descriptor.kind))
    }
    return PlainTables.sentence(looked.map(\.descriptor.title))
  }

  /// Instruments that had a series of `kind` by then, in order.
  public func instruments(with kind: SeriesKind, types: Set<InstrumentType>? = nil) -> [Instrument] {
    let some = series.filter { $0.descriptor.kind == kind }.map(\.descriptor.instrument)
    return Set(some.filter { types?.contains($0.type) ?? true }).sorted()
  }

  /// Of an instrument's series that have this column and still say something, the narrowest.
  public func series(_ kind: SeriesKind, of instrument: Instrument, column: String) throws -> SeriesSummary? {
    let some = series.filter {
      $0.descriptor.instrument == instrument && $0.descriptor.kind == kind
        && $0.descriptor.columns.contains { $0.name == column }
    }
    return try dataset.current(some, \.stored)
      .min { ($0.descriptor.cadence ?? .week, $0.id) < ($1.descriptor.cadence ?? .week, $1.id) }
  }

  /// The width of bars on which an instrument is looked at: hours, or wider where it has none so narrow. Nil without bars.
  func width(of instrument: Instrument) throws -> Interval? {
    let bars = series.filter { $0.descriptor.instrument == instrument && $0.descriptor.kind == .klines }
    let cadences = try dataset.current(bars, \.stored).compactMap(\.descriptor.cadence)
    return cadences.contains { Interval.hour.count(of: $0) != nil } ? .hour : cadences.min()
  }

  /// What is said where other bars of an instrument begin before a window and had fallen silent by then: two series are not
  /// joined to one. Nil for none.
  func leftOutBars(of instrument: Instrument, before window: TimeRange) throws -> String? {
    let bars = series.filter { $0.descriptor.instrument == instrument && $0.descriptor.kind == .klines }
    let current = Set(try dataset.current(bars, \.stored).map(\.id))
    let earlier = bars.filter { !current.contains($0.id) && $0.first < window.from }
    guard !earlier.isEmpty else { return nil }
    let words = earlier.map {
      "\($0.descriptor.cadence?.description ?? "") from \($0.range.from.dateText) to \($0.range.to.minuteText)"
    }
    return "Bars of \(instrument) of \(words.joined(separator: ", ")) had ended by then and are left out."
  }

  /// Its rows that were known by then, and of the last `length` before it where that is given.
  public func rows(_ summary: SeriesSummary, columns: [String]? = nil, over length: Interval? = nil) throws -> Series {
    let from = length.map { asOf - $0 - summary.descriptor.knownAfter } ?? TimeRange.always.from
    return try dataset.series(
      summary.descriptor, range: TimeRange(from: from, to: TimeRange.always.to), columns: columns)
  }

  /// One column of an instrument; nil where it has none, or nothing was known in the time.
  public func column(
    _ name: String, _ kind: SeriesKind, of instrument: Instrument, over length: Interval? = nil, scale: Double = 1
  ) throws -> KnownColumn? {
    guard let summary = try series(kind, of: instrument, column: name) else { return nil }
    let column = KnownColumn(try rows(summary, columns: [name], over: length), column: 0, scale: scale)
    return column.isEmpty ? nil : column
  }

  /// What one coin of an instrument traded at, by each width of bars that it has; its marks where it has no bars.
  func closes(_ instrument: Instrument, over length: Interval) throws -> [KnownColumn] {
    let bars = try prices("close", .klines, of: instrument, over: length)
    return bars.isEmpty ? try prices("mark", .mark, of: instrument, over: length) : bars
  }

  /// A price of one coin, by each width of bars that an instrument has it in.
  func prices(_ name: String, _ kind: SeriesKind, of instrument: Instrument, over length: Interval?) throws
    -> [KnownColumn]
  {
    try series.filter {
      $0.descriptor.instrument == instrument && $0.descriptor.kind == kind
        && $0.descriptor.columns.contains { $0.name == name }
    }.map { summary in
      KnownColumn(
        try rows(summary, columns: [name], over: length), column: 0,
        scale: 1 / contract(of: instrument).coinsPerUnit)
    }.filter { !$0.isEmpty }
  }

  /// What a perpetual settled; nil where it has no funding, and why where its rows leave open what was paid.
  func settled(_ instrument: Instrument, over length: Interval?) throws -> Result<SettledRates, Unavailable>? {
    guard let summary = try series(.funding, of: instrument, column: "funding_rate") else { return nil }
    return try SettledRates.read(self, summary, over: length)
  }

  /// What the user said to make of doubtful funding, as a sentence; nil for nothing.
  var assumed: String? {
    assumptions == .none ? nil : "Of funding is assumed: \(assumptions)."
  }

  /// The instrument whose bars stand for the asset: the one that was chosen; else a perpetual before a future before spot,
  /// one that has series of `kind` before one that has none, one of more kinds of series before one of fewer, and of several
  /// the one whose bars were known first. Nil without bars.
  public func reference(having kind: SeriesKind? = nil) -> Instrument? {
    if let chosen { return chosen }
    let bars = series.filter { $0.descriptor.kind == .klines && $0.descriptor.cadence != nil }
    let kinds = Dictionary(grouping: series, by: \.descriptor.instrument).mapValues { some in
      Set(some.map(\.descriptor.kind))
    }
    func rank(_ one: SeriesSummary) -> (Int, Int, Instant, Instrument) {
      let own = kinds[one.descriptor.instrument] ?? []
      return (kind.map(own.contains) == true ? 0 : 1, -own.count, one.first, one.descriptor.instrument)
    }
    for type in [InstrumentType.perpetual, .future, .spot] {
      let some = bars.filter { $0.descriptor.instrument.type == type }
      if let best = some.min(by: { rank($0) < rank($1) }) { return best.descriptor.instrument }
    }
    return nil
  }
}

extension Instant {
  fileprivate static let distantPast = TimeRange.always.from
}
