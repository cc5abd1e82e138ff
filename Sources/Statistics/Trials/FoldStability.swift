import Numerics

/// Whether the same trials do well at different times: the sample is cut into consecutive folds and every trial judged on
/// each of them alone.
public struct FoldStability: Sendable, Hashable {
  public struct Fold: Sendable, Hashable {
    /// Rows of the returns.
    public let rows: Range<Int>
    /// The trial with the largest Sharpe ratio in the fold, counted among those kept; the first of several.
    public let best: Int
    /// Per period.
    public let bestSharpe: Double
    /// Rank correlation of the trials' Sharpe ratios in this fold with their mean over the other folds; NaN when either
    /// does not vary.
    public let rankCorrelation: Double
  }

  public let folds: [Fold]
  /// Mean of the rank correlations of all pairs of folds, pairs without one left out; NaN when there is none. Near zero,
  /// what was good in one part of the sample says nothing about another.
  public let meanRankCorrelation: Double

  /// - Parameter count: folds, as equal as the rows allow: the first of them are a row longer.
  /// - Throws: `outOfRange` under two folds; `tooFewObservations` under two trials that traded or four rows a fold.
  public init(_ returns: TrialReturns, folds count: Int = 5) throws {
    guard count > 1 else {
      throw StatisticsError.outOfRange(quantity: "folds", value: Double(count), allowed: "at least 2")
    }
    guard returns.count > 1 else { throw StatisticsError.tooFewObservations(have: returns.count, need: 2) }
    guard returns.rows >= 4 * count else {
      throw StatisticsError.tooFewObservations(have: returns.rows, need: 4 * count)
    }
    let ranges = (0..<count).map { fold in
      let (length, longer) = returns.rows.quotientAndRemainder(dividingBy: count)
      let start = fold * length + min(fold, longer)
      return start..<start + length + (fold < longer ? 1 : 0)
    }
    let ratios = ranges.map { range in returns.columns.map { Self.sharpe($0[range]) } }
    let totals = returns.columns.indices.map { trial in ratios.reduce(0) { $0 + $1[trial] } }
    folds = ranges.indices.map { fold in
      let own = ratios[fold]
      let best = own.indices.reduce(0) { own[$1] > own[$0] ? $1 : $0 }
      let others = zip(totals, own).map { $0 - $1 }
      return Fold(
        rows: ranges[fold], best: best, bestSharpe: own[best],
        rankCorrelation: Correlation.spearman(own, others).coefficient)
    }
    let pairs = (0..<count).flatMap { a in (0..<a).map { b in (a, b) } }
    let known = pairs.map { Correlation.spearman(ratios[$0.0], ratios[$0.1]).coefficient }.filter { !$0.isNaN }
    meanRankCorrelation = known.isEmpty ? .nan : Sums.sum(known) / Double(known.count)
  }

  /// Zero for a trial that stands still, which is what it earns.
  private static func sharpe(_ values: ArraySlice<Double>) -> Double {
    guard values.contains(where: { $0 != values.first }) else { return 0 }
    let (mean, squares) = values.spread
    return mean / (squares / Double(values.count - 1)).squareRoot()
  }
}
