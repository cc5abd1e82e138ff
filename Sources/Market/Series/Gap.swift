/// A stretch of time in which a series should have had rows and has none.
public struct Gap: Hashable, Sendable {
  /// The first missing stamp and the first stamp after the gap.
  public let range: TimeRange
  public let missing: Int
}

extension Series {
  /// Where the next stamp comes more than one and a half cadences after the last. Series with their own irregular rhythm
  /// (settlements that move from 8h to 4h) show gaps only where they are slower than their cadence; those without a cadence
  /// have none.
  public var gaps: [Gap] {
    guard let cadence = descriptor.cadence?.milliseconds else { return [] }
    return zip(stamps, stamps.dropFirst()).compactMap { before, after in
      guard (after - before) * 2 > cadence * 3 else { return nil }
      let missing = Int((after - before + cadence / 2) / cadence) - 1
      guard missing > 0 else { return nil }
      return Gap(
        range: TimeRange(from: Instant(milliseconds: before + cadence), to: Instant(milliseconds: after)),
        missing: missing)
    }
  }
}
