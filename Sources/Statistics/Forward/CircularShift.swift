/// The circular-shift test: if the regressor said nothing about what follows, moving it round the circle of rows by any
/// distance would do as well as leaving it where it is.
///
/// Both series keep their own memory, overlap and bursts, whatever they are; only their alignment is broken. The rows that
/// count, in order, make the circle: rows on which the regressor or the forward return is unknown are absent from both
/// series, and the circle closes over the hole they leave. Assumes that both are stationary over the sample, and breaks every
/// tie between them: a regime that foretells wilder returns and not higher ones is far out too often. `StudentisedShift`
/// asks about the mean alone. When assets are pooled, move all of them by the same distance.
public struct CircularShift: Sendable {
  /// b(0), the slope as it is, less its bias where one was given.
  public let observed: Double
  /// b(s) for every admissible s, in order of s.
  public let shifted: [Double]
  /// The first admissible shift; the last is as far from a full turn. Shorter ones move the regressor onto itself:
  /// under h bars the forward returns still overlap their own, and under the longest run (of the rarer state, as b only
  /// changes its sign when a regime and its opposite trade places) an episode still covers part of itself. A signal has
  /// no runs; for it the bound is the first lag at which its circular autocorrelation is at most 0.1, and not more than a
  /// quarter turn.
  public let minimumShift: Int
  /// (1 + #{|b(s)| ≥ |b(0)|})/(1 + S), two-sided.
  public let p: Double

  /// Shifts as far out as the observed slope to within this share of ‖x‖·‖y‖/Σ(x - x̄)² count as ties, and ties count
  /// against the signal. It is a thousand times the rounding error of the transform and far below any difference that
  /// means something, so p does not hang on last bits.
  static let tieTolerance = 1e-11

  /// - Parameter bias: what the slope is on average where nothing is predicted, which no shift has (`StudentisedShift`).
  /// - Throws: `noAdmissibleShift` when runs or horizon are about half the sample or more.
  /// - Complexity: O(n log n), or O(n × episodes) where that is less.
  public init(_ sample: ForwardSample, less bias: Double = 0) throws {
    self.init(try sample.circle(), less: bias)
  }

  init(_ circle: ShiftCircle, less bias: Double = 0) {
    let squares = circle.regressorSquares
    let tolerance = Self.tieTolerance * (squares * circle.outcomeSquares).squareRoot()
    let product = circle.products[0] - bias * squares
    let threshold = abs(product) - tolerance
    let admissible = circle.products[circle.admissible]
    let asFar = admissible.lazy.filter { abs($0) >= threshold }.count
    observed = product / squares
    shifted = admissible.map { $0 / squares }
    minimumShift = circle.minimumShift
    p = Double(1 + asFar) / Double(1 + admissible.count)
  }
}

extension CircularShift {
  /// Standard deviation of the shifted slopes about zero, the value under the null.
  public var nullDeviation: Double {
    (Sums.squares(shifted) / Double(shifted.count)).squareRoot()
  }

  /// Quantiles of the shifted slopes. Sorts them.
  public func nullQuantiles(_ shares: [Double] = [0.005, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.995]) -> [Double]
  {
    let quantiles = Quantiles(shifted)
    return shares.map { quantiles[$0] }
  }
}
