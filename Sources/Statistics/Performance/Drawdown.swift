/// The deepest fall of an equity curve from a peak before it.
public struct Drawdown: Hashable, Sendable {
  /// min over t of E_t / max(E_0 … E_t) - 1: zero or negative. The starting equity counts as a peak, so a curve that only
  /// ever falls has a drawdown.
  public let depth: Double
  /// Index of the peak and of the trough in the curve; both 0 when there is no drawdown.
  public let peak: Int
  public let trough: Int
  /// Most points of the curve in a row strictly below an earlier peak.
  public let longestUnderWater: Int

  /// `equity` includes the starting point. The first of equally deep falls is taken.
  public init(equity: [Double]) {
    var depth = 0.0
    var span = (peak: 0, trough: 0)
    var peak = 0
    var under = 0
    var longest = 0
    for (index, value) in equity.enumerated() {
      if value >= equity[peak] {
        peak = index
        under = 0
      } else {
        under += 1
        longest = max(longest, under)
      }
      let fall = value / equity[peak] - 1
      if fall < depth {
        depth = fall
        span = (peak, index)
      }
    }
    self.depth = depth
    self.peak = span.peak
    trough = span.trough
    longestUnderWater = longest
  }
}
