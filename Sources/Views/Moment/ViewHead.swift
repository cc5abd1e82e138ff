import Market
import Store

/// What every view says of itself first.
public struct ViewHead: Sendable {
  public let dataset: String
  /// As it was asked for.
  public let asset: String
  public let coin: String
  public let asOf: Instant
  /// Up to which imports the dataset was read; nil for the dataset as it is.
  public let knownAsOf: Instant?
  /// How far back charts and sparklines go.
  public let history: Interval
  /// What a reader must know: what was left out and why, what stands for what.
  public var notes: [String]

  /// - Parameter isOfFrame: whether all that is shown is of a frame, which says what it found in its rows.
  public init(_ moment: MarketMoment, history: Interval, notes: [String] = [], isOfFrame: Bool = false) throws {
    dataset = moment.dataset.name
    asset = moment.asset.text
    coin = moment.coin
    asOf = moment.asOf
    self.history = history
    knownAsOf = moment.dataset.knownAsOf
    self.notes =
      notes + [isOfFrame ? nil : try moment.plainTables()].compactMap(\.self)
      + (knownAsOf.map { ["The dataset is read as it stood after the imports up to \($0.description)."] } ?? [])
  }
}
