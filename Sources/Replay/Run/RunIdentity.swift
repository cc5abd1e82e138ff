import Market

/// Everything a run's figures depend on, as text: two runs with one identity have the same bytes.
public struct RunIdentity: Sendable, Hashable {
  public let text: String

  /// - Parameters:
  ///   - strategy: the canonical text of a bound strategy.
  ///   - fingerprint: of the dataset's content.
  ///   - window: the replayed bars, first open to last close.
  public init(strategy: String, fingerprint: String, instrument: Instrument, interval: Interval, window: TimeRange) {
    text = """
      engine \(Engine.version)
      data \(fingerprint)
      instrument \(instrument)
      bars \(interval) from \(window.from) to \(window.to)
      strategy \(strategy)
      """
  }
}
