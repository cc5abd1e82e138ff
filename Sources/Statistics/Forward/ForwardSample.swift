import Synchronization

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
  /// Bars from the first row that counts to the last that is known: T of a lag rule.
  public var span: Int { outcomes.span }
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
  ///   `constantRegressor` when the regime holds always or never, `stillWindows` when its period goes into the horizon.
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
  ///
  /// - Throws: as for a regime, and `beyondRange`.
  public init(signal: [Double], y: [Double]? = nil, nextReturns: [Double], horizon: Int) throws {
    if let size = ComputableSize.beyond(ComputableSize.ofFourthPowers, signal) {
      if let row = signal.firstIndex(where: \.isInfinite) {
        throw StatisticsError.infiniteValue(column: "signal", row: row)
      }
      throw StatisticsError.beyondRange(column: "the signal", size: size)
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
    if windowsStandStill { throw StatisticsError.stillWindows(horizon: horizon) }
  }

  /// Of the regressor with the forward return, Pearson's: the slope between both in standard deviations.
  public var correlation: Double {
    let explained = fit.slope * fit.slope * fit.regressorSumOfSquares
    return (explained / (explained + fit.residualSumOfSquares)).squareRoot() * (fit.slope < 0 ? -1 : 1)
  }

  /// Standard deviation of the regressor over the rows that count, divided by their number.
  public var regressorDeviation: Double { (fit.regressorSumOfSquares / Double(observations)).squareRoot() }

  /// On how many rows the slope rests: (Σ d²)²/Σ d⁴ of the regressor's deviations d. As many as an indicator marks, where
  /// those are few; one where a single row decides.
  public var rowsBehindSlope: Double {
    let mean = fit.regressorMean
    let fourth = Sums.over(outcomes.weights, x) { weight, x in
      let square = weight * (x - mean) * (x - mean)
      return square * square
    }
    return fit.regressorSumOfSquares * fit.regressorSumOfSquares / fourth
  }

  /// Whether the regressor has a period that goes into the horizon: then there is an estimate, made of the edges of the
  /// sample, and nothing to judge it by.
  private var windowsStandStill: Bool {
    guard horizon > 1 else { return false }
    let mean = fit.regressorMean
    var run = 0
    let isWhole = outcomes.presence.map { presence in
      run = presence > 0 ? run + 1 : 0
      return run >= horizon
    }
    let known = elementwise(count) { outcomes.presence[$0] > 0 ? x[$0] - mean : 0 }
    let windows = windowSums(known, width: horizon)
    var (squares, bars) = (0.0, 0)
    for row in 0..<count where isWhole[row] {
      squares += windows[row] * windows[row]
      bars += 1
    }
    // Nearly always this is all that is asked.
    guard bars > 0,
      squares * Double(observations) / Double(bars) < WholeWindows.least * fit.regressorSumOfSquares
    else { return false }
    let counted = elementwise(count) { outcomes.weights[$0] > 0 ? x[$0] - mean : 0 }
    return WholeWindows(
      known: known, counted: counted, isWhole: isWhole, observations: observations, horizon: horizon
    ).standStill
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

/// What several estimators of one sample ask for, made when the first of them does and given back when none is left.
///
/// Scores and their running sum are two columns as long as the sample, and the slopes at all shifts a third and the work of
/// two transforms: too much to make twice, and on long samples too much to keep beside each other.
final class ForwardScratch: Sendable {
  private let windows = Mutex<ScoreWindows?>(nil)
  private let circle = Mutex<ShiftCircle?>(nil)
  private let spare: MovedSpare?

  init(_ spare: MovedSpare? = nil) {
    self.spare = spare
  }

  func windows(_ fit: SlopeFit, _ x: [Double], _ outcomes: ForwardOutcomes) -> ScoreWindows {
    windows.withLock { kept in
      if let kept { return kept }
      let made = ScoreWindows(fit, x, outcomes, spare)
      kept = made
      return made
    }
  }

  func circle(_ make: () throws -> ShiftCircle) throws -> ShiftCircle {
    if let kept = circle.withLock({ $0 }) { return kept }
    let made = try make()
    circle.withLock { $0 = made }
    return made
  }

  func forgetScores() { windows.withLock { $0 = nil } }

  func forgetShifts() { circle.withLock { $0 = nil } }
}

/// Least squares with one regressor and an intercept, in closed form.
///
/// By Frisch, Waugh & Lovell every covariance of the slope is a scalar sum over g_t = (x_t - x̄)·e_t: whatever the generic
/// path does with score matrices, it does here with one array. The tests hold the two against each other.
public struct SlopeFit: Hashable, Sendable {
  public let observations: Int
  /// Mean of the regressor; the share of rows in the regime when it is one.
  public let regressorMean: Double
  /// Σ(x - x̄)².
  public let regressorSumOfSquares: Double
  public let slope: Double
  public let intercept: Double
  public let residualSumOfSquares: Double

  /// Each sum is one pass over memory and nothing is written down.
  static func fit(_ x: [Double], _ outcomes: ForwardOutcomes) throws -> SlopeFit {
    let n = Double(outcomes.observations)
    let mean = Sums.over(outcomes.weights, x) { weight, x in weight * x } / n
    let squares = Sums.over(outcomes.weights, x) { weight, x in
      let deviation = weight * (x - mean)
      return deviation * deviation
    }
    // A constant leaves rounding behind where zero should be: twelve digits below the regressor's own size.
    guard squares > 1e-24 * n * mean * mean, squares > 0 else {
      throw StatisticsError.constantRegressor(observations: outcomes.observations)
    }
    // Outcomes are zero on rows that do not count, so that their weights may be left out.
    let slope = Sums.over(outcomes.deviations, x) { y, x in y * (x - mean) } / squares
    let residualSquares = outcomes.weights.withUnsafeBufferPointer { weights in
      outcomes.deviations.withUnsafeBufferPointer { y in
        x.withUnsafeBufferPointer { x in
          Sums.lanes(x.count) { row in
            let residual = Sums.four(y, row) - slope * (Sums.four(weights, row) * (Sums.four(x, row) - mean))
            return residual * residual
          } last: { row in
            let residual = y[row] - slope * (Double(weights[row]) * (x[row] - mean))
            return residual * residual
          }
        }
      }
    }
    return SlopeFit(
      observations: outcomes.observations, regressorMean: mean, regressorSumOfSquares: squares, slope: slope,
      intercept: outcomes.mean - slope * mean, residualSumOfSquares: residualSquares)
  }

  /// The scores g, on the grid, zero on rows that do not count.
  func scores(_ x: [Double], _ outcomes: ForwardOutcomes) -> [Double] {
    [Double](unsafeUninitializedCapacity: x.count) { scores, initialized in
      eachScore(x, outcomes) { scores[$0] = $1 }
      initialized = x.count
    }
  }

  /// `body` of each row and its score.
  @inline(__always)
  func eachScore(_ x: [Double], _ outcomes: ForwardOutcomes, _ body: (Int, Double) -> Void) {
    let mean = regressorMean
    let slope = slope
    outcomes.weights.withUnsafeBufferPointer { weights in
      outcomes.deviations.withUnsafeBufferPointer { y in
        x.withUnsafeBufferPointer { x in
          for row in 0..<x.count {
            let deviation = Double(weights[row]) * (x[row] - mean)
            body(row, deviation * (y[row] - slope * deviation))
          }
        }
      }
    }
  }
}
