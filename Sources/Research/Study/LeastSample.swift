/// How small a part of a sample may be before it gets no error and no p, only its counts.
public enum LeastSample {
  /// Episodes of a regime. With four, Hodrick's error is a sum of four squares and its t is anything.
  public static let episodes = 5
  /// Stretches of one horizon that a signal's bars must fill.
  public static let horizons = 30
}
