import Market

/// One claim that data can refute: on this market, when this signal holds or is high, returns over the next so long are
/// higher, lower, or different.
public struct Hypothesis: Sendable, Hashable {
  public let market: String
  /// As its file names it.
  public let signal: String
  /// Canonical text of what is tested, parameters filled in.
  public let expression: String
  public let forward: Interval
  public let direction: Direction

  public init(market: String, signal: String, expression: String, forward: Interval, direction: Direction) {
    self.market = market
    self.signal = signal
    self.expression = expression
    self.forward = forward
    self.direction = direction
  }

  /// `stress, 1h, down`.
  public var title: String { "\(signal), \(forward), \(direction.rawValue)" }
}
