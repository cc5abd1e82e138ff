import Market

/// The parameter sets of one strategy on one stretch of one market, and how their results are kept.
public struct SweepRecord: Hashable, Sendable {
  /// SHA-256 of everything the blocks depend on, 64 hexadecimal digits.
  public var hash: String
  /// SHA-256 of what makes trials comparable (strategy, data, engine), whatever their parameters: 64 hexadecimal digits.
  public var setting: String
  /// Name of the strategy.
  public var strategy: String
  public var market: String
  public var interval: Interval
  public var range: TimeRange
  /// JSON text: the parameter sets, in their order.
  public var space: String
  /// Parameter sets, whether or not they have been run yet.
  public var trials: Int
  /// Trials of a block; the last block has what remains.
  public var blockSize: Int
  /// Names of a trial's figures, in the order that blocks hold them.
  public var figures: [String]
  /// Version of the engine that runs it.
  public var engine: String
  /// Key of the sample of the data; nil in a sweep that an earlier version recorded.
  public var sample: String?

  public init(
    hash: String, setting: String, strategy: String, market: String, interval: Interval, range: TimeRange,
    space: String, trials: Int, blockSize: Int, figures: [String], engine: String,
    sample: String? = nil
  ) {
    precondition(trials > 0 && blockSize > 0 && !figures.isEmpty, "a sweep has trials, blocks and figures")
    self.hash = hash
    self.setting = setting
    self.strategy = strategy
    self.market = market
    self.interval = interval
    self.range = range
    self.space = space
    self.trials = trials
    self.blockSize = blockSize
    self.figures = figures
    self.engine = engine
    self.sample = sample
  }

  /// Whether it has the same trials in the same blocks. The dataset may have another name elsewhere, and may hold other
  /// series besides.
  func hasTrials(of other: SweepRecord) -> Bool {
    var renamed = other
    (renamed.market, renamed.strategy, renamed.setting, renamed.sample) = (market, strategy, setting, sample)
    return renamed == self
  }

  /// Blocks that the trials make.
  public var blocks: Int { 1 + (trials - 1) / blockSize }

  /// Trials of block `number`; zero or less beyond the last.
  func trials(inBlock number: Int) -> Int { min(blockSize, trials - number * blockSize) }
}

/// A sweep and how much of it the archive holds.
public struct SweepTally: Hashable, Sendable {
  public var sweep: SweepRecord
  public var finishedBlocks: Int
  /// Trials of the finished blocks, failed ones among them: all of them were tried.
  public var finishedTrials: Int
  public var failedTrials: Int
  /// Of the finished ones, those that were taken from other sweeps.
  public var reusedTrials: Int
}
