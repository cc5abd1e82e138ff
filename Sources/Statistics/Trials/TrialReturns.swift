/// What the trials of one sweep earned in each period, side by side, and which of them earned anything at all.
///
/// A trial that never traded has no Sharpe ratio, correlates with nothing and cannot be picked: it is left out of every
/// figure about trials, and counted.
public struct TrialReturns: Sendable {
  /// T, the periods of every trial.
  public let rows: Int
  /// Where each trial that is kept stood in the list that was given.
  public let kept: [Int]
  /// Trials whose returns never vary.
  public let neverTraded: Int
  /// By kept trial, T returns each.
  let columns: [[Double]]

  /// Trials that are kept.
  public var count: Int { columns.count }

  /// Whether every trial that is kept earned the same in every period.
  public var areAllEqual: Bool { columns.dropFirst().allSatisfy { $0 == columns[0] } }

  /// - Parameter trials: simple returns per period, periods without a position as zeros, all lists of one length.
  /// - Throws: `tooFewObservations` without a trial or under two periods, `differentLengths`, `missingValue`.
  public init(_ trials: [[Double]]) throws {
    guard let rows = trials.first?.count, rows > 1 else {
      throw StatisticsError.tooFewObservations(have: trials.first?.count ?? 0, need: 2)
    }
    var kept: [Int] = []
    for (index, returns) in trials.enumerated() {
      guard returns.count == rows else {
        throw StatisticsError.differentLengths(column: "trial \(index + 1)", have: returns.count, expected: rows)
      }
      if !Sums.sum(returns).isFinite, let row = returns.firstIndex(where: { !$0.isFinite }) {
        throw StatisticsError.missingValue(column: "trial \(index + 1)", row: row)
      }
      if returns.contains(where: { $0 != returns[0] }) { kept.append(index) }
    }
    self.rows = rows
    self.kept = kept
    neverTraded = trials.count - kept.count
    columns = kept.map { trials[$0] }
  }

  /// Deviations from the mean over the root of their sum of squares: the inner product of two is their correlation.
  func standardised() -> Matrix {
    let columns = self.columns
    let unit = concurrentMap(columns.count) { index in
      let mean = Sums.sum(columns[index]) / Double(columns[index].count)
      let deviations = columns[index].map { $0 - mean }
      let length = Sums.squares(deviations).squareRoot()
      return deviations.map { $0 / length }
    }
    return Matrix(rows: rows, columns: columns.count, elements: unit.flatMap { $0 })
  }
}
