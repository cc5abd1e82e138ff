/// A regime or a signal on a grid of bars, the returns that came after each bar, and the slope of the one on the other.
///
/// Row t holds what was known at the close of bar t. Rows are bars: none may be left out, those on which something is
/// unknown say so, and lags then count bars even across gaps.
public struct ForwardSample: Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// True or false: the slope is the mean in the regime less the mean outside it.
    case regime
    /// A number: the slope is return per unit of it.
    case signal
  }

  public let kind: Kind
  public let fit: SlopeFit
  /// h, in bars.
  public var horizon: Int { outcomes.horizon }
  /// Rows of the grid.
  public var count: Int { outcomes.count }
  /// Rows on which both the regressor and the forward return are known.
  public var observations: Int { outcomes.observations }
  /// Mean forward return over them.
  public var mean: Double { outcomes.mean }

  let outcomes: ForwardOutcomes
  /// The regressor, 0 where it is unknown; 1 and 0 for a regime.
  package let x: [Double]
  /// Forward return less its mean, 0 on rows that do not count.
  package var outcomeDeviations: [Double] { outcomes.deviations }
  /// (x_t - x̄)·e_t, 0 on rows that do not count.
  var scores: [Double] { windows.scores }
  var windows: ScoreWindows { scratch.windows(fit, x, outcomes) }
  let scratch: ForwardScratch

  /// A regime.
  ///
  /// - Parameters:
  ///   - present: rows on which the regime is known, all by default. A warm-up is not "false".
  ///   - y: forward returns over `horizon` bars, NaN where unknown; nil sums them from `nextReturns`.
  ///   - nextReturns: the first one-bar return that a decision on each row can earn, NaN where unknown.
  ///   - horizon: bars each forward return spans, at least 1.
  /// - Throws: `differentLengths`, `infiniteValue`, `outOfRange` for the horizon, `tooFewObservations` under three rows,
  ///   `constantRegressor` when the regime holds always or never.
  public init(
    regime: [Bool], present: [Bool]? = nil, y: [Double]? = nil, nextReturns: [Double], horizon: Int
  ) throws {
    let known = present ?? [Bool](repeating: true, count: regime.count)
    guard known.count == regime.count else {
      throw StatisticsError.differentLengths(column: "present", have: known.count, expected: regime.count)
    }
    try self.init(
      kind: .regime, x: zip(regime, known).map { $0 && $1 ? 1 : 0 }, present: known, y: y, nextReturns: nextReturns,
      horizon: horizon)
  }

  /// A signal, NaN where unknown.
  public init(signal: [Double], y: [Double]? = nil, nextReturns: [Double], horizon: Int) throws {
    if let row = signal.firstIndex(where: { $0.isInfinite }) {
      throw StatisticsError.infiniteValue(column: "signal", row: row)
    }
    try self.init(
      kind: .signal, x: signal.map { $0.isNaN ? 0 : $0 }, present: signal.map { !$0.isNaN }, y: y,
      nextReturns: nextReturns, horizon: horizon)
  }

  private init(
    kind: Kind, x: [Double], present: [Bool], y: [Double]?, nextReturns: [Double], horizon: Int
  ) throws {
    guard horizon >= 1, horizon <= max(1, x.count) else {
      throw StatisticsError.outOfRange(
        quantity: "horizon", value: Double(horizon), allowed: "from 1 bar to the \(x.count) bars of the sample")
    }
    let outcomes = try ForwardOutcomes(
      y: y ?? ForwardReturns.sums(of: nextReturns, horizon: horizon), present: present, nextReturns: nextReturns,
      horizon: horizon)
    try self.init(kind: kind, x: x, outcomes: outcomes)
  }

  init(kind: Kind, x: [Double], outcomes: ForwardOutcomes, scratch: ForwardScratch = ForwardScratch()) throws {
    self.scratch = scratch
    self.kind = kind
    self.x = x
    self.outcomes = outcomes
    fit = try SlopeFit.fit(x, outcomes)
  }

  /// The same outcomes with the regressor moved `shift` rows later round the circle of the rows on which it is known.
  package func shifted(by shift: Int) throws -> ForwardSample {
    let known = outcomes.known ?? KnownRows(count: count)
    var moved = x
    known.turn(x, from: known.count - shift % max(1, known.count), into: &moved)
    return try ForwardSample(kind: kind, x: moved, outcomes: outcomes)
  }

  /// The regressor on the rows on which it is known, in order.
  package var knownValues: [Double] { outcomes.known.map { $0.values(of: x) } ?? x }

  /// Gives back what estimators shared. Whoever asks again has it made again.
  package func forget() {
    scratch.forgetScores()
    scratch.forgetShifts()
  }
}
