import Market

/// One hypothesis that was held against one stretch of data, however often.
public struct TestRecord: Hashable, Sendable {
  /// SHA-256 of what it is, 64 hexadecimal digits.
  public var key: String
  public var market: String
  public var instrument: String
  public var interval: Interval
  /// The bars it was judged on, first open to last close.
  public var range: TimeRange
  /// As it was called the first time.
  public var signal: String
  /// Canonical text, with what was done to its values before they were tested.
  public var expression: String
  public var forward: Interval
  /// SHA-256 of the values it was judged on.
  public var data: String
  /// Two-sided; nil where nothing could be said.
  public var hodrickP: Double?
  public var circularP: Double?
  /// How often; 1 in a look that is to be kept.
  public var runs: Int
  /// Key of the sample of the data; nil in a look that an earlier version counted.
  public var sample: String?

  public init(
    key: String, market: String, instrument: String, interval: Interval, range: TimeRange, signal: String,
    expression: String, forward: Interval, data: String, hodrickP: Double?, circularP: Double?, runs: Int = 1,
    sample: String? = nil
  ) {
    self.key = key
    self.market = market
    self.instrument = instrument
    self.interval = interval
    self.range = range
    self.signal = signal
    self.expression = expression
    self.forward = forward
    self.data = data
    self.hodrickP = hodrickP
    self.circularP = circularP
    self.runs = runs
    self.sample = sample
  }

  /// The larger of the two p-values, which is the one a finding must beat; Hodrick's where whoever tested counted no shifts,
  /// as a scan does; nil where nothing could be said.
  public var p: Double? { hodrickP.map { max($0, circularP ?? 0) } }
}
