import Market
import Replay

/// A stretch of rows on which one parameter set holds its portfolio, from flat to flat.
struct PortfolioStretch: Hashable, Sendable {
  let rows: Range<Int>
  /// Of the set.
  let point: Int
  /// The row at whose close everything is left.
  let closing: Int
  /// Rows at whose opens a trade of an instrument began, in order, and how many bars each was held before it was decided
  /// anew: at a rebalance every instrument is.
  let entries: [Int]
  let lengths: [Int]
}

extension TrialReplays {
  /// What a portfolio does on a stretch of rows, beginning flat and left at the open of the last bar.
  func decisions(_ portfolio: PortfolioDecisions, of point: Int, on rows: Range<Int>) throws(Problem) -> DecisionList {
    guard let closing = DecisionList.lastDecision(in: rows, tape.presentAnywhere), closing > rows.lowerBound,
      let held = PortfolioDecisions([(portfolio, rows, closing)])
    else { return DecisionList([]) }
    let run = try Run(try tape.slice(rows), portfolio: held, initialEquity: strategy.initialEquity)
    let trades = run.trades
    let stretch = PortfolioStretch(
      rows: rows, point: point, closing: closing, entries: trades.map { tape.grid.row(containing: $0.entered) },
      lengths: trades.map { min($0.bars, portfolio.barsDecided(tape.grid.interval) ?? $0.bars) })
    guard !trades.isEmpty else { return DecisionList([], portfolios: [stretch]) }
    return DecisionList(
      [Decision(row: rows.lowerBound, weight: 1), Decision(row: closing, weight: 0)], portfolios: [stretch])
  }

  /// Replays stretches of portfolios one after the other; nothing is held between them.
  func replay(_ stretches: [PortfolioStretch], on rows: Range<Int>) throws(Problem) -> DailyReturns {
    guard let joined = try joined(stretches) else {
      throw Problem("there is no portfolio to replay on these rows", fault: .work)
    }
    return try DailyReturns(try tape.slice(rows), portfolio: joined, initialEquity: strategy.initialEquity)
  }

  /// What stretches want, one after the other; nil without any.
  func joined(_ stretches: [PortfolioStretch]) throws(Problem) -> PortfolioDecisions? {
    var parts: [(decisions: PortfolioDecisions, rows: Range<Int>, closing: Int)] = []
    for stretch in stretches {
      let portfolio = try portfolio(of: stretch.point)
      guard portfolio.isHeld(as: parts.first?.decisions ?? portfolio) else {
        throw Problem(
          "the limits or costs of '\(strategy.name)' differ from set to set, and a record that is stitched of several has one",
          remedy: "vary weights and universe here, and compare limits with a sweep")
      }
      parts.append((portfolio, stretch.rows, stretch.closing))
    }
    return PortfolioDecisions(parts)
  }
}
