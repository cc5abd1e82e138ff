import Numerics

/// How long a snapshot of a chain stands for what is not known any better.
///
/// Twice the usual time between the snapshots up to it, so that one that fails is bridged and a second one is a gap; and
/// none after it, which nobody had seen by then.
public enum SnapshotAge {
  /// How far back the usual time is looked for, and among how many.
  public static let reach = Interval.days(30)
  static let most = 60
  /// Of a first snapshot, which nothing says more of.
  static let alone = Interval.days(2)

  /// The longest that any can stand.
  public static let limit = reach * 2

  /// - Parameter stamps: of the snapshots in order, from `reach` before the first that is asked about.
  public static func limit(of place: Int, _ stamps: [Int64]) -> Interval {
    let from = stamps[place] - reach.milliseconds
    var gaps: [Int64] = []
    var later = place
    while later > 0, gaps.count < most, stamps[later - 1] >= from {
      gaps.append(stamps[later] - stamps[later - 1])
      later -= 1
    }
    return gaps.middle.map { Interval(milliseconds: 2 * $0) } ?? alone
  }
}
