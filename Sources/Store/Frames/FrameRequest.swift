import Market

/// What a frame is to hold.
public struct FrameRequest: Hashable, Sendable {
  /// Width of the bars; nil for the smallest the dataset has.
  public var interval: Interval?
  /// Bars that open in here are the evaluation.
  public var range: TimeRange
  /// Names of columns, plain (`open_interest`) or qualified (`bybit.open_interest`, `ETHUSDT.close`). `open`, `high`, `low`
  /// and `close` come without asking.
  public var columns: Set<String>
  /// Bars before the range that are wanted as well, as far as the dataset has them, so that windows are full when it begins.
  public var warmUp: Int

  public init(
    interval: Interval? = nil, range: TimeRange = .always, columns: Set<String> = [], warmUp: Int = 0
  ) {
    self.interval = interval
    self.range = range
    self.columns = columns
    self.warmUp = warmUp
  }
}

/// A frame, and where everything in it comes from.
public struct AssembledFrame: Sendable {
  public let frame: Frame
  /// One for each column, in order of name.
  public let sources: [ColumnSource]
  /// The series whose settlements are in the frame; nil when the dataset has none that belongs to the traded perpetual.
  public let funding: SeriesSummary?
  /// The series that settlements are priced with; nil when they are priced with the last trade.
  public let mark: SeriesSummary?
}

/// Where one column of a frame comes from.
public struct ColumnSource: Sendable {
  /// As the request named it.
  public let name: String
  public let series: SeriesSummary
  /// How many bars got a value, and why others did not.
  public let counts: JoinCounts
}
