import Market

/// The annual Sharpe ratio of the last days at the end of each day: whether a result was earned all along or once.
package struct RollingSharpe: Sendable {
  /// Days behind each.
  package static let days = 30

  package let points: [(day: Instant, sharpe: Double?)]

  /// Nil for a run without two windows' worth of days.
  package init?(_ run: Run) {
    guard run.figures.days >= 2 * Self.days else { return nil }
    points = run.rollingSharpe(days: Self.days)
    guard points.contains(where: { $0.sharpe != nil }) else { return nil }
  }

  private var known: [Double] { points.compactMap(\.sharpe) }

  package var latest: Double? { points.last?.sharpe }
  package var least: Double? { known.min() }
  package var greatest: Double? { known.max() }
  /// The share of days at which it was.
  package var belowZero: Double { Double(known.count { $0 < 0 }) / Double(max(1, known.count)) }
}
