import Market
import Replay
import Statistics

/// A strategy over all markets: the mean of its returns, and what its runs came to on the same days.
///
/// Markets begin and end on different days, and a row speaks of those that all have. Whatever it says of single markets is of
/// these days too: a Sharpe ratio that owes itself to a year the others lack would stand beside a return that does not.
public struct PooledRuns: Sendable {
  package let name: String
  package let days: [DailyMark]
  package let runs: [Run]
  package let against: Result<BenchmarkComparison, Unavailable>?

  /// - Parameter runs: of the strategy, in order of the markets.
  package init(
    _ contender: Comparison.Contender, _ runs: [Run], against: Result<BenchmarkComparison, Unavailable>?
  ) {
    (name, days, self.runs, self.against) = (contender.name, contender.days, runs, against)
  }

  package var sums: DailySums { DailySums(days.map(\.dailyReturn)) }
  /// At the ends of UTC days, at most zero.
  package var maxDrawdown: Double { drawdowns(days.map(\.dailyReturn)).min() ?? 0 }

  /// From the beginning of the first day to the end of the last; nil without days.
  package var span: TimeRange? {
    guard let first = days.first?.day, let last = days.last?.day else { return nil }
    return TimeRange(from: first, to: last + .day)
  }

  /// What each run returned on these days, in order of the markets.
  package var sumsByMarket: [DailySums] {
    let common = Set(days.map(\.day))
    return runs.map { run in
      DailySums(run.daily.lazy.filter { common.contains($0.day) }.map(\.dailyReturn))
    }
  }

  /// The mean over the markets that have a ratio: where nothing was held there is none.
  package var meanSharpe: Double? {
    let known = sumsByMarket.compactMap(\.statedSharpe)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  /// Markets on which it made something.
  package var marketsWon: Int { sumsByMarket.count { $0.totalReturn > 0 } }

  /// Markets on which something was held, were it since before.
  package var marketsTraded: Int {
    guard let span else { return 0 }
    return runs.count { run in
      run.trades.contains { $0.entered < span.to && ($0.left > span.from || $0.entered >= span.from) }
    }
  }

  /// Round trips begun, as in the figures of a run: what was held when the days began is none of them.
  package var trades: Int {
    guard let span else { return 0 }
    return runs.reduce(0) { sum, run in sum + run.trades.count { span.contains($0.entered) } }
  }
}
