import Market
import Numerics
import Replay
import Signals
import Statistics

/// Which parameters each part of the window would have chosen.
public struct ParameterStability: Sendable, Hashable {
  public struct Fold: Sendable, Hashable {
    /// UTC days, counted from the first of the window.
    public let days: Range<Int>
    /// The trial of the sample with the best UTC-daily Sharpe ratio there, by its number in the space.
    public let point: Int
    /// × √365.
    public let sharpeAnnual: Double
    /// The same where a run of as many days would say one (`LeastLength`).
    public var statedSharpe: Double? { LeastLength.why(.sharpeAnnual, days: days.count) == nil ? sharpeAnnual : nil }
    /// Rank correlation of the trials' Sharpe ratios in this fold with those over the other folds; nil when undefined.
    public let rankCorrelation: Double?
    /// Of that trial, on the swept axes.
    public let parameters: [String: ParameterValue]
  }

  /// How far the folds agree on one parameter.
  public struct Axis: Sendable, Hashable {
    public let name: String
    /// The value that most folds choose; the first to be chosen, of several.
    public let value: ParameterValue
    public let folds: Int
  }

  public let folds: [Fold]
  public let axes: [Axis]
  /// Mean rank correlation of the trials' Sharpe ratios between two folds; nil when undefined.
  public let meanRankCorrelation: Double?

  /// What is taken when nothing else is asked for: fifths of a year are seasons and a half.
  public static let folds = 5

  init(
    _ returns: TrialReturns, points: [Int], axes: [String], parameters: (Int) -> [String: ParameterValue]
  ) throws {
    let stability = try FoldStability(returns, folds: Self.folds)
    let folds = stability.folds.map { fold in
      let point = points[returns.kept[fold.best]]
      let values = parameters(point)
      return Fold(
        days: fold.rows, point: point, sharpeAnnual: fold.bestSharpe * Annual.root,
        rankCorrelation: fold.rankCorrelation.isNaN ? nil : fold.rankCorrelation,
        parameters: values.filter { axes.contains($0.key) })
    }
    self.folds = folds
    self.axes = axes.compactMap { name in
      let chosen = folds.compactMap { $0.parameters[name] }
      let counts = chosen.map { value in chosen.count { $0 == value } }
      guard let most = counts.max(), let place = counts.firstIndex(of: most) else { return nil }
      return Axis(name: name, value: chosen[place], folds: most)
    }
    meanRankCorrelation = stability.meanRankCorrelation.isNaN ? nil : stability.meanRankCorrelation
  }
}
