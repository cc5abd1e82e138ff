/// The rows of a series of chains, a snapshot a stamp.
public struct OptionChain: Sendable {
  /// Of each snapshot, in milliseconds since 1970.
  public let stamps: [Int64]
  /// The first row of each, and the end of the last.
  private let starts: [Int]

  let expiries: [Double]
  let strikes: [Double]
  /// 1 for a call, 0 for a put.
  let rights: [Double]
  /// Nil where the series has no such column.
  private(set) var interest: [Double]?
  private(set) var volume: [Double]?
  private(set) var volatility: [Double]?
  private(set) var delta: [Double]?
  private(set) var underlying: [Double]?

  /// Without rows where the series is no chain.
  public init(_ series: Series) {
    expiries = series.values("expiry") ?? []
    strikes = series.values("strike") ?? []
    rights = series.values("right") ?? []
    interest = series.values(Self.interest)
    volume = series.values(Self.volume)
    volatility = series.values(Self.volatility)
    delta = series.values(Self.delta)
    underlying = series.values(Self.underlying)
    let count = [expiries.count, strikes.count, rights.count].min() == series.count ? series.count : 0
    let starts = (0..<count).filter { $0 == 0 || series.stamps[$0] != series.stamps[$0 - 1] }
    stamps = starts.map { series.stamps[$0] }
    self.starts = starts + [count]
  }

  static let (interest, volume) = ("option_open_interest", "option_volume")
  static let (volatility, delta, underlying) = ("mark_iv", "delta", "underlying_price")

  func value(_ column: KeyPath<OptionChain, [Double]?>, _ row: Int) -> Double { self[keyPath: column]?[row] ?? .nan }

  public var count: Int { stamps.count }

  /// - Complexity: linear in its rows.
  public subscript(place: Int) -> OptionSnapshot {
    OptionSnapshot(self, starts[place]..<starts[place + 1], at: Instant(milliseconds: stamps[place]))
  }

  public var snapshots: [OptionSnapshot] { (0..<count).map { self[$0] } }
}
