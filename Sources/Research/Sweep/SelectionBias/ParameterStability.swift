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

/// How a trial's neighbours in the space do: those one step away on one axis. A peak whose neighbours are poor owes its height
/// to the days it was measured on.
public struct Plateau: Sendable, Hashable {
  public let point: Int
  /// The ranked figure of the trial itself.
  public let value: Double
  /// Neighbours that have the figure.
  public let neighbours: Int
  /// Neighbours without it: failed, or never traded.
  public let without: Int
  /// Over the neighbours that have it; nil when none does.
  public let median: Double?
  public let worst: Double?

  /// Nil when the trial itself does not have the figure.
  ///
  /// - Parameter value: the figure of a trial by its number; nil or NaN where it has none.
  public init?(_ point: Int, figure: FigureKey, neighbours: [Int], value: (Int) -> Double?) {
    func known(_ point: Int) -> Double? { value(point).flatMap { $0.isNaN ? nil : $0 } }
    guard let own = known(point) else { return nil }
    let values = neighbours.compactMap(known).sorted()
    self.point = point
    self.value = own
    self.neighbours = values.count
    without = neighbours.count - values.count
    let middle = values.count / 2
    median =
      values.isEmpty ? nil : values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    worst = figure.ranksSmallestFirst ? values.last : values.first
  }
}

/// What the deflated Sharpe ratio needs to know of all trials of a sweep, gathered as they pass: a million trials take no
/// more room than one.
public struct SharpeField: Sendable, Hashable {
  /// Trials that were run, those that failed among them: what was tried counts as tried.
  public private(set) var trials = 0
  public private(set) var failed = 0
  /// Trials with a UTC-daily Sharpe ratio. Those that never traded have none.
  public private(set) var rated = 0
  /// Of the daily Sharpe ratios, not annualised; zero before the first.
  public private(set) var mean = 0.0
  private var squares = 0.0

  public init() {}

  /// A trial that ran through. NaN where it has no Sharpe ratio.
  ///
  /// Welford's (1962) update, in the order of the trials: sums of squares of numbers that all lie near their mean would
  /// lose digits, and shards are read in order.
  public mutating func add(sharpeDaily: Double) {
    trials += 1
    guard sharpeDaily.isFinite else { return }
    rated += 1
    let distance = sharpeDaily - mean
    mean += distance / Double(rated)
    squares += distance * (sharpeDaily - mean)
  }

  public mutating func addFailure() {
    trials += 1
    failed += 1
  }

  /// Trials that ran through without a Sharpe ratio, because they never traded.
  public var unrated: Int { trials - failed - rated }

  /// Of the daily Sharpe ratios over the trials (n - 1); nil with fewer than two.
  public var variance: Double? { rated > 1 ? squares / Double(rated - 1) : nil }
}
