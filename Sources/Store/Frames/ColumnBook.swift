import Market

/// Which series each column name means, for frames of one dataset at one interval.
///
/// A plain name means the traded perpetual's own series if it has one, else the one other instrument's that has it. Others
/// are reached by venue (`bybit.open_interest`), by symbol (`ETHUSDT.close`) or by both (`binance.ETHUSDT.close`). A name
/// that could mean several series is refused rather than guessed.
public struct ColumnBook: Sendable {
  /// The klines that make the bars of the frame.
  public let traded: SeriesSummary
  private let dataset: String
  private let catalog: [SeriesSummary]

  /// One column of one series.
  struct Entry {
    let series: SeriesSummary
    /// Place of the column in the series' descriptor.
    let position: Int

    var column: ColumnDescriptor { series.descriptor.columns[position] }
  }

  /// - Parameter interval: of the klines to trade; nil for the smallest.
  /// - Throws: `Problem` when the dataset has no klines, or none of this interval.
  init(dataset: String, catalog: [SeriesSummary], interval: Interval?) throws {
    let klines = catalog.filter { $0.descriptor.kind == .klines }
    let intervals = Set(klines.map(\.descriptor.cadence)).sorted()
    guard let smallest = intervals.first else {
      throw Problem(
        "dataset '\(dataset)' has no klines, so there is nothing to trade",
        remedy: "import klines of a perpetual into it")
    }
    let wanted = interval ?? smallest
    guard let traded = klines.first(where: { $0.descriptor.cadence == wanted }) else {
      throw Problem(
        "dataset '\(dataset)' has no klines of \(wanted)",
        remedy: "its intervals are \(intervals.map(\.description).joined(separator: ", "))")
    }
    self.traded = traded
    self.dataset = dataset
    self.catalog = catalog
  }

  /// The instrument of the frame.
  var instrument: Instrument { traded.descriptor.instrument }

  /// What a name can mean.
  private enum Meaning {
    case nothing
    case one(Entry)
    case several([Instrument])
  }

  /// - Throws: `Problem` for a name that no series has, and for one that several have.
  func entry(_ name: String) throws -> Entry {
    switch meaning(name) {
    case .one(let entry):
      return entry
    case .nothing:
      throw Problem(
        "there is no column '\(name)' in dataset '\(dataset)'",
        remedy: suggestion(for: name, in: available.map(\.name), called: "columns"))
    case .several(let instruments):
      let word = name.split(separator: ".").last ?? ""
      let qualified = instruments.map { "\($0.venue).\($0.symbol).\(word)" }.sorted()
      throw Problem(
        "column '\(name)' could mean \(instruments.count) series of dataset '\(dataset)'",
        remedy: "say \(qualified.joined(separator: " or "))")
    }
  }

  private func meaning(_ name: String) -> Meaning {
    let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let named = entries.filter { entry in
      entry.column.name == words.last && Self.matches(entry.series.descriptor.instrument, words.dropLast())
    }
    let own = named.filter { $0.series.descriptor.instrument == instrument }
    let candidates = own.isEmpty ? named : own
    guard let entry = bestCadence(candidates) else { return .nothing }
    let instruments = Set(candidates.map(\.series.descriptor.instrument))
    return instruments.count == 1 ? .one(entry) : .several(Array(instruments))
  }

  private static func matches(_ instrument: Instrument, _ qualifiers: ArraySlice<String>) -> Bool {
    switch qualifiers.count {
    case 0: true
    case 1: qualifiers.first == instrument.venue || qualifiers.first == instrument.symbol
    case 2: qualifiers.first == instrument.venue && qualifiers.last == instrument.symbol
    default: false
    }
  }

  /// Of one column at several cadences: the largest that is not wider than a bar, which is the frame's own for klines;
  /// else the smallest there is.
  private func bestCadence(_ entries: [Entry]) -> Entry? {
    let interval = traded.descriptor.cadence
    let fitting = entries.filter { $0.series.descriptor.cadence <= interval }
    return fitting.max { $0.series.descriptor.cadence < $1.series.descriptor.cadence }
      ?? entries.min { $0.series.descriptor.cadence < $1.series.descriptor.cadence }
  }

  private var entries: [Entry] {
    catalog.flatMap { series in series.descriptor.columns.indices.map { Entry(series: series, position: $0) } }
  }

  /// The series of `kind` that belongs to the traded instrument, at the cadence that fits the bars best.
  func ownSeries(_ kind: SeriesKind) -> SeriesSummary? {
    let own = catalog.filter { $0.descriptor.kind == kind && $0.descriptor.instrument == instrument }
    return bestCadence(own.map { Entry(series: $0, position: 0) })?.series
  }

  /// The traded instrument's own series of `kind`, or another's if it is the only one of that kind.
  func ownOrOnlySeries(_ kind: SeriesKind) -> SeriesSummary? {
    if let own = ownSeries(kind) { return own }
    let others = catalog.filter { $0.descriptor.kind == kind }
    return others.count == 1 ? others.first : nil
  }
}

/// A column that frames of a dataset can hold.
public struct AvailableColumn: Hashable, Sendable {
  /// The shortest name that means it.
  public let name: String
  public let unit: Unit
  /// Title of its series: `bybit:BTCUSDT open_interest 1h`.
  public let source: String
}

extension ColumnBook {
  /// Every column that a frame at this interval can hold, in order of series and column.
  ///
  /// Of a series kept at several cadences only the one that names reach is listed.
  public var available: [AvailableColumn] {
    entries.compactMap { entry in
      let instrument = entry.series.descriptor.instrument
      let word = entry.column.name
      let names = [
        word, "\(instrument.venue).\(word)", "\(instrument.symbol).\(word)",
        "\(instrument.venue).\(instrument.symbol).\(word)",
      ]
      let name = names.first { name in
        if case .one(let meant) = meaning(name) { meant.series.id == entry.series.id } else { false }
      }
      return name.map { AvailableColumn(name: $0, unit: entry.column.unit, source: entry.series.descriptor.title) }
    }
  }
}
