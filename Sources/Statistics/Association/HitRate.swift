/// How often a signal above its past median is followed by a gain and one below it by a loss.
public struct HitRate: Sendable, Hashable {
  /// Bars that count: neither the signal at its median nor the return at zero.
  public let bars: Int
  /// Share of them on which the two agree.
  public let share: Double
  /// What the share would be if the two had nothing to do with one another, given how often each is above
  /// (Pesaran & Timmermann 1992): in a rising market a signal that is mostly high hits without saying anything.
  public let expected: Double

  /// Nil when no bar counts.
  public init?(_ buckets: ExpandingBuckets, y: [Double]) {
    let rows = zip(buckets.shares, y).filter { !$0.isNaN && !$1.isNaN && $0 != 0.5 && $1 != 0 }
    guard !rows.isEmpty else { return nil }
    let n = Double(rows.count)
    let high = Double(rows.count { $0.0 > 0.5 }) / n
    let gains = Double(rows.count { $0.1 > 0 }) / n
    bars = rows.count
    share = Double(rows.count { ($0.0 > 0.5) == ($0.1 > 0) }) / n
    expected = high * gains + (1 - high) * (1 - gains)
  }
}
