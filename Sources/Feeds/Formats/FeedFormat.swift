import Market

/// One way venues write files. A new format is one type in one file, and one line in `feedFormats`.
public protocol FeedFormat: Sendable {
  /// What reports call it: `binance-klines`.
  var name: String { get }
  /// One line on what it holds.
  var about: String { get }

  /// What a text holds, or nil when it is not of this format.
  ///
  /// - Throws: `Problem` when it is of this format and something needed is not known or contradicts itself.
  func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor?

  /// Reads every row of a text that `recognise` knew.
  func read(_ text: FeedText, into rows: inout RowCollector) throws
}

/// The formats there are, in the order they are asked.
public let feedFormats: [any FeedFormat] = [
  BinanceKlines(),
  BinanceFunding(),
  OpenInterestSnapshots(),
  ComputedColumns(),
]
