import Market
import Numerics

/// A stretch below the highest equity before it, by bar closes.
public struct DrawdownPeriod: Hashable, Sendable {
  /// The close at which equity was highest; the run's first open where that was the initial equity.
  public let peak: Instant
  /// The close at which it was lowest.
  public let valley: Instant
  /// The close at which it was back; nil while it is not.
  public let recovered: Instant?
  /// Lowest over highest, less one: negative.
  public let depth: Double
  /// Bars from the peak to the recovery, or to the end of the run.
  public let bars: Int
}

extension Run {
  /// The deepest drawdowns, the deepest first, that which is still open among them.
  public func drawdowns(most count: Int = .max) -> [DrawdownPeriod] {
    var found: [DrawdownPeriod] = []
    var high = figures.initialEquity * Money.scale
    // Closes seen when equity was highest: 0 is the beginning.
    var (highAt, low, lowAt) = (0, high, 0)
    func end(_ recovered: Int?) {
      guard low < high else { return }
      func instant(_ closes: Int) -> Instant { closes == 0 ? grid.start : grid.close(closes - 1) }
      found.append(
        DrawdownPeriod(
          peak: instant(highAt), valley: instant(lowAt), recovered: recovered.map(instant), depth: low / high - 1,
          bars: (recovered ?? equity.count) - highAt))
    }
    for (row, value) in equity.enumerated() {
      if value >= high {
        end(row + 1)
        (high, highAt, low, lowAt) = (value, row + 1, value, row + 1)
      } else if value < low {
        (low, lowAt) = (value, row + 1)
      }
    }
    end(nil)
    return Array(found.sorted { ($0.depth, $0.peak) < ($1.depth, $1.peak) }.prefix(count))
  }

  /// The annual Sharpe ratio of the last `days` daily returns, at the end of each day that has so many behind it; nil where
  /// they do not vary.
  public func rollingSharpe(days: Int) -> [(day: Instant, sharpe: Double?)] {
    let marks = daily
    guard days > 1, marks.count >= days else { return [] }
    return (days...marks.count).map { end in
      let window = marks[(end - days)..<end].map(\.dailyReturn)
      let moments = ReturnMoments(
        count: days, sum: window.reduce(0, +), squares: window.reduce(0) { $0 + $1 * $1 })
      return (marks[end - 1].day, moments.map { $0.sharpe * Annual.root })
    }
  }
}
