import Market

/// One piece of work that was done and can be done again: what it was, what came out, where its files are.
public struct RunRecord: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case replay, study, sweep, compare
  }

  /// SHA-256 of `identity`, 64 hexadecimal digits.
  public var hash: String
  public var kind: Kind
  /// Name of the strategy, or of several with commas.
  public var strategy: String
  public var market: String
  public var interval: Interval
  public var range: TimeRange
  /// JSON text: the values of the strategy's parameters.
  public var parameters: String
  /// JSON text: everything the result depends on.
  public var identity: String
  /// JSON text: what came out.
  public var figures: String
  /// Of its report and files, relative to the root.
  public var folder: String
  /// Version of the engine that did it.
  public var engine: String

  public init(
    hash: String, kind: Kind, strategy: String, market: String, interval: Interval, range: TimeRange,
    parameters: String, identity: String, figures: String, folder: String, engine: String
  ) {
    self.hash = hash
    self.kind = kind
    self.strategy = strategy
    self.market = market
    self.interval = interval
    self.range = range
    self.parameters = parameters
    self.identity = identity
    self.figures = figures
    self.folder = folder
    self.engine = engine
  }
}
