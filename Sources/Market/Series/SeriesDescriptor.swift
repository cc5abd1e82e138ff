/// The identity of a series in a dataset, and everything needed to read its rows rightly.
public struct SeriesDescriptor: Hashable, Sendable {
  public let instrument: Instrument
  public let kind: SeriesKind
  /// The width of a bar; for snapshots and settlements the usual time between two. Nil where rows come when they come.
  public let cadence: Interval?
  public let columns: [ColumnDescriptor]
  public let known: KnownRule
  /// Added to the instant that `known` gives: publication lag.
  public let delay: Interval
  public let rows: RowRule

  public init(
    instrument: Instrument, kind: SeriesKind, cadence: Interval?, columns: [ColumnDescriptor]? = nil,
    known: KnownRule? = nil, delay: Interval = .zero, rows: RowRule? = nil
  ) {
    self.instrument = instrument
    self.kind = kind
    self.cadence = cadence
    self.columns = columns ?? kind.columns
    self.known = known ?? kind.knownRule
    self.delay = delay
    self.rows = rows ?? kind.rows
  }

  /// How long after its stamp a row is known.
  public var knownAfter: Interval { (known == .atClose ? cadence ?? .zero : .zero) + delay }

  /// How long a value may stand in for a missing newer one: twice its cadence, counted from when it became known.
  /// One late print is bridged; a second one missing is a gap. Nil where nothing is ever missing, because rows come when
  /// they come: such a value holds until the next.
  public var maximumAge: Interval? { cadence.map { $0 * 2 } }

  /// `binance:BTCUSDT klines 5m`.
  public var title: String { "\(instrument) \(kind.name) \(cadence?.description ?? "irregular")" }

  /// The same series with only the columns at `positions`.
  public func keeping(_ positions: [Int]) -> SeriesDescriptor {
    SeriesDescriptor(
      instrument: instrument, kind: kind, cadence: cadence, columns: positions.map { columns[$0] }, known: known,
      delay: delay, rows: rows)
  }
}
