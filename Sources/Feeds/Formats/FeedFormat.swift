import Market

/// One way venues write files, read by code of its own because it is large or decides by its rows what it is. All other
/// formats are profiles, which are data.
public protocol FeedFormat: Sendable {
  /// What reports call it: `binance-klines`.
  var name: String { get }
  /// One line on what it holds.
  var about: String { get }
  /// Whether its stamps and units are always the same, so that no flag can say others.
  var saysItself: Bool { get }

  /// Whether each row is read by itself and the one before it, so that a long text may be read from two places at once.
  var readsFromAnywhere: Bool { get }

  /// What a text holds, or nil when it is not of this format.
  ///
  /// - Throws: `Problem` when it is of this format and something needed is not known or contradicts itself.
  func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor?

  /// Reads every row of a text that `recognise` knew.
  func read(_ text: FeedText, into rows: inout RowCollector) throws
}

extension FeedFormat {
  public var saysItself: Bool { false }
  public var readsFromAnywhere: Bool { false }
}

/// The formats there are, in the order they are asked.
public let feedFormats: [any FeedFormat] = [
  ExportedSeries(),
  BinanceKlines(),
  BinanceFunding(),
  OpenInterestSnapshots(),
  ComputedColumns(),
]
