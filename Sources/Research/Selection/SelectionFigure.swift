import Numerics
import Replay
import Statistics

/// What parameter sets are ranked by within a train set.
///
/// Only figures of UTC-daily returns: a train set may be in several pieces, and the returns of its days are what the
/// pieces have in common. A drawdown or a win rate of rows with a hole in them means nothing.
public enum SelectionFigure: String, CaseIterable, Sendable, Hashable {
  case sharpeLower = "sharpe_lower"
  case sharpeAnnual = "sharpe_annual"
  case sortinoAnnual = "sortino_annual"
  case totalReturn = "total_return"

  /// The figure of a run that is the same on one piece.
  public var key: FigureKey {
    switch self {
    case .sharpeLower: .sharpeLower
    case .sharpeAnnual: .sharpeAnnual
    case .sortinoAnnual: .sortinoAnnual
    case .totalReturn: .totalReturn
    }
  }

  /// Nil for a set that never traded: nothing speaks for it, so it is not chosen.
  public func score(_ sums: DailySums) -> Double? {
    guard let estimate = sums.estimate else { return nil }
    switch self {
    case .sharpeLower: return estimate.lowerBound() * Annual.root
    case .sharpeAnnual: return sums.sharpeAnnual
    case .sortinoAnnual: return sums.sortinoAnnual
    case .totalReturn: return sums.totalReturn
    }
  }
}
