import Statistics

/// How small a part of a sample may be before it gets no error and no p, only its counts.
public enum MinimumSample {
  /// Episodes of a regime. With four, Hodrick's error is a sum of four squares and its t is anything.
  public static let episodes = 5
  /// Segments of one horizon that a signal's bars must fill.
  public static let horizons = 30
}

extension MinimumSample {
  /// The estimates of a regime with so few episodes keep their slope and lose error, t and p, which would look like an
  /// answer. All of them when there are enough episodes, and for a signal, which has none.
  static func withoutErrors(_ estimates: [EstimatorResult], episodes: Int?) -> [EstimatorResult] {
    guard let episodes, episodes < Self.episodes else { return estimates }
    let why = "no error from \(episodes) episode\(episodes == 1 ? "" : "s"); \(Self.episodes) are asked for"
    return estimates.map { EstimatorResult(name: $0.name, estimate: $0.estimate, note: why) }
  }
}
