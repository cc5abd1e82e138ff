import Market
import Store

/// What a frame is to hold.
public struct FrameRequest: Hashable, Sendable {
  /// The instrument that is traded, as a user writes it; nil for the only one there is.
  public var instrument: String?
  /// What is held as one position, by name; none where one instrument is traded.
  public var legs: [FrameLeg]
  /// Width of the bars; nil for the smallest the traded instrument has.
  public var interval: Interval?
  /// Bars that open in here, and have closed by its end, are the evaluation.
  public var range: TimeRange
  /// Names of columns, plain (`open_interest`) or qualified (`bybit.open_interest`, `ETHUSDT.close`). `open`, `high`, `low`
  /// and `close` come without asking.
  public var columns: Set<String>
  /// Bars before the range that are wanted as well, as far as the dataset has them, so that windows are full when it begins.
  public var warmUp: Int
  /// What settles on positions; nil for those who hold none, whose frame then says nothing of it.
  public var funding: FundingRequest?
  /// Width of the bars inside the traded instrument's bars; nil where nobody asks what happened there.
  public var path: Interval?
  /// The currency of the account that holds several instruments, where a strategy says it.
  public var account: String?

  public init(
    instrument: String? = nil, legs: [FrameLeg] = [], interval: Interval? = nil, range: TimeRange = .always,
    columns: Set<String> = [], warmUp: Int = 0, funding: FundingRequest? = nil, path: Interval? = nil,
    account: String? = nil
  ) {
    self.instrument = instrument
    self.legs = legs
    self.interval = interval
    self.range = range
    self.columns = columns
    self.warmUp = warmUp
    self.funding = funding
    self.path = path
    self.account = account
  }
}

/// Whose funding settles, and what to make of what is doubtful in it.
public struct FundingRequest: Hashable, Sendable {
  /// Another than the position's own instrument, as a user names it: a venue that lists the coin, or an instrument.
  public var other: String?
  public var assumptions: FundingAssumptions

  public init(other: String? = nil, assumptions: FundingAssumptions = .none) {
    self.other = other
    self.assumptions = assumptions
  }

  /// - Parameter holding: what has the funding of each of its parts: `a universe has that of each of its instruments`.
  /// - Throws: a `Problem` where that of another is asked for.
  func refuseOther(_ holding: String) throws(Problem) {
    guard let other else { return }
    throw Problem("funding of '\(other)' is asked for, and \(holding)", remedy: "leave --funding out")
  }

  /// The position's own instrument's, and nothing assumed.
  public static let own = FundingRequest()
}

/// A frame, and where everything in it comes from.
public struct AssembledFrame: Sendable {
  public let frame: Frame
  /// One for each column, in order of name.
  public let sources: [ColumnSource]
  /// Every series that something in the frame comes from.
  public let series: [StoredSeries]

  /// The columns computed elsewhere: when they are known is their maker's word.
  public var computed: Set<String> { Set(sources.filter { $0.series.descriptor.kind == .external }.map(\.name)) }
}

/// Where one column of a frame comes from.
public struct ColumnSource: Sendable {
  /// As the request named it.
  public let name: String
  public let series: StoredSeries
  /// How many bars got a value, and why others did not.
  public let counts: JoinCounts
}
