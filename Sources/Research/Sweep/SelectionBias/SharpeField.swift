/// What the deflated Sharpe ratio needs to know of all trials of a sweep, gathered as they pass: a million trials take no
/// more room than one.
public struct SharpeField: Sendable, Hashable {
  /// Trials that were run, those that failed among them: what was tried counts as tried.
  public private(set) var trials = 0
  public private(set) var failed = 0
  /// Trials with a UTC-daily Sharpe ratio. Those that never traded have none.
  public private(set) var rated = 0
  /// Of the daily Sharpe ratios, not annualised; zero before the first.
  public private(set) var mean = 0.0
  private var squares = 0.0

  public init() {}

  /// A trial that ran through. NaN where it has no Sharpe ratio.
  ///
  /// Welford's (1962) update, in the order of the trials: sums of squares of numbers that all lie near their mean would
  /// lose digits, and shards are read in order.
  public mutating func add(sharpeDaily: Double) {
    trials += 1
    guard sharpeDaily.isFinite else { return }
    rated += 1
    let distance = sharpeDaily - mean
    mean += distance / Double(rated)
    squares += distance * (sharpeDaily - mean)
  }

  public mutating func addFailure() {
    trials += 1
    failed += 1
  }

  /// Trials that ran through without a Sharpe ratio, because they never traded.
  public var unrated: Int { trials - failed - rated }

  /// Of the daily Sharpe ratios over the trials (n - 1); nil with fewer than two.
  public var variance: Double? { rated > 1 ? squares / Double(rated - 1) : nil }
}
