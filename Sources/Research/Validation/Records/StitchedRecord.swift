import Market
import Replay

/// What a strategy earned on days that had no say in its parameters: one replay through all test windows, in which only
/// the parameters change from window to window.
public struct StitchedRecord: Sendable {
  /// Midnights of the days that were tested, in order; days between windows are not among them.
  public let days: [Instant]
  /// UTC-daily, one for each day.
  public let returns: [Double]
  /// Of the replay from the first test row to the last: costs, trades, what came from price and from funding.
  public let figures: Figures
  /// The rows of that replay, and what was decided on them.
  public let rows: Range<Int>
  public let decisions: DecisionList
  public let sums: DailySums

  /// - Parameters:
  ///   - windows: rows of the test windows, in order.
  ///   - decisions: of all windows, each ending flat.
  ///   - costs: the set whose costs apply; costs are the same in every set unless a set changes them.
  init(
    _ replays: TrialReplays, windows: [Range<Int>], decisions: DecisionList, costsOf point: Int
  ) throws(Problem) {
    let rows = (windows.first?.lowerBound ?? 0)..<(windows.last?.upperBound ?? 0)
    let replay = try replays.replay(decisions, on: rows, costsOf: point)
    let grid = replays.tape.grid
    let all = windows.isEmpty ? nil : ReturnDays(rows, of: grid)
    var days: [Instant] = []
    var returns: [Double] = []
    for window in windows {
      let own = ReturnDays(window, of: grid)
      for day in own.first...own.last {
        days.append(Instant(milliseconds: Int64(day) * Interval.day.milliseconds))
        returns.append(replay.returns[day - (all?.first ?? day)])
      }
    }
    self.days = days
    self.returns = returns
    figures = replay.figures
    self.rows = rows
    self.decisions = decisions
    sums = DailySums(returns)
  }

  /// Equity after each day, the start being 1.
  public var equity: [Double] { compounded(returns) }

  /// What price and funding earned before fees and slippage, as a share of the initial equity.
  public var grossReturn: Double { (figures.pricePnl + figures.fundingPnl) / figures.initialEquity }

  /// Positions that were left in the bar of their entry, which null strategies have none of.
  public var leftInEntryBar: Int { decisions.leftInEntryBar }

  /// Days on which a position was decided on: trades of one day are rarely independent.
  public func entryDays(_ grid: Grid) -> Int { Set(decisions.entries.map { grid.open($0).utcDay }).count }
}

/// The product of 1 + r so far, after each return.
package func compounded(_ returns: [Double]) -> [Double] {
  var value = 1.0
  return returns.map { change in
    value *= 1 + change
    return value
  }
}
