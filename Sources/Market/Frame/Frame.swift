/// What a market looked like to somebody standing at each bar's close: columns on one grid, and the settlements in it.
///
/// Frames are the only thing signals and replays ever see. A value is in row t if and only if it was known when bar t
/// closed, so code that reads rows up to t cannot look ahead however it is written.
public struct Frame: Sendable {
  /// Name of the dataset it came from, as the user types it.
  public let market: String
  /// The perpetual that is traded.
  public let instrument: Instrument
  public let grid: Grid
  /// The rows on which results are counted. Rows before it are there so that windows are full when it begins.
  public let evaluation: Range<Int>
  /// By the names used in expressions. `open`, `high`, `low` and `close` are always there.
  public let columns: [String: Column]
  /// In order of time.
  public let settlements: [Settlement]
  /// SHA-256 of everything above, in hexadecimal: two frames with one fingerprint hold the same bytes.
  public let fingerprint: String

  public init(
    market: String, instrument: Instrument, grid: Grid, evaluation: Range<Int>? = nil, columns: [Column],
    settlements: [Settlement] = [], fingerprint: String = ""
  ) {
    let evaluation = evaluation ?? 0..<grid.count
    precondition(columns.allSatisfy { $0.values.count == grid.count }, "columns as long as the grid")
    precondition(evaluation.lowerBound >= 0 && evaluation.upperBound <= grid.count, "evaluation lies on the grid")
    self.market = market
    self.instrument = instrument
    self.grid = grid
    self.evaluation = evaluation
    self.columns = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.settlements = settlements
    self.fingerprint = fingerprint
  }

  /// The stretch of time that results are counted on: the bars of the evaluation, first open to last close.
  public var window: TimeRange { grid.slice(evaluation).range }

  /// The values of a column that every frame has, or of one that the caller knows is there; empty when it is not.
  public func values(_ name: String) -> [Double] { columns[name]?.values ?? [] }
}
