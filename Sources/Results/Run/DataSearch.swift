/// How often a market's data had been asked before, which no single result counts.
public struct DataSearch: Hashable, Sendable {
  /// Of sweeps.
  public let trials: Int
  /// Of signals.
  public let tests: Int

  public init(trials: Int, tests: Int) {
    self.trials = trials
    self.tests = tests
  }

  /// Nil for data that nobody has searched.
  var sentence: String? {
    guard trials + tests > 0 else { return nil }
    return
      "\(Double.counted(trials, "trial")) of sweeps and \(Double.counted(tests, "test")) of signals have been run on these data, which it does not count."
  }
}
