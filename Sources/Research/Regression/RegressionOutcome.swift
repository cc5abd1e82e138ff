import Market
import Signals
import Statistics

/// What a regression explains, on the bars that are judged.
public struct RegressionOutcome: Sendable {
  public enum Kind: Sendable, Hashable {
    /// The simple return from a bar's close to the close `bars` later.
    case forward(Interval, bars: Int)
    /// An expression whose neighbouring values share `overlap` bars of what they are made from.
    case expression(overlap: Int)
  }

  /// As written: `forward(1h)`.
  public let name: String
  public let kind: Kind
  /// Whether it is a fraction, so that coefficients are best read in basis points.
  public let isFraction: Bool
  /// One a bar, NaN where unknown.
  public let values: [Double]
  /// The return to the next close there is, NaN where unknown; empty for an expression.
  public let nextReturns: [Double]
  /// Whether the market printed the bar; empty for an expression.
  public let printed: [Bool]
  /// The column of the left side whose values stand longest, where one stands for more than a bar.
  public let standing: StandingColumn?

  /// Bars that neighbouring values share: h - 1 for a forward return.
  public var overlap: Int {
    switch kind {
    case .forward(_, let bars): bars - 1
    case .expression(let overlap): overlap
    }
  }

  /// h of a forward return; nil for an expression.
  public var horizon: Int? {
    if case .forward(_, let bars) = kind { bars } else { nil }
  }

  /// The returns over `forward` from the close of every bar that is judged.
  ///
  /// - Throws: a `Problem` for a horizon that is no whole number of bars or as long as the data.
  static func forward(_ forward: Interval, on frame: Frame) throws(Problem) -> RegressionOutcome {
    guard let bars = forward.count(of: frame.grid.interval), bars > 0 else {
      throw Problem(
        "the horizon \(forward) is not a whole number of \(frame.grid.interval) bars", at: .formula(0),
        remedy: "take a multiple")
    }
    guard bars < frame.evaluation.count else {
      throw Problem(
        "the horizon \(forward) is \(bars) bars and the window has \(frame.evaluation.count)", at: .formula(0),
        remedy: "shorten it or widen --from and --to")
    }
    let closes = frame.values("close")
    let nextReturns = Array(HorizonSample.nextReturns(closes)[frame.evaluation])
    let printed = closes[frame.evaluation].map { !$0.isNaN }
    return RegressionOutcome(
      name: "forward(\(forward))", kind: .forward(forward, bars: bars), isFraction: true,
      values: Array(HorizonSample.returns(closes, bars: bars)[frame.evaluation]),
      nextReturns: nextReturns, printed: printed, standing: nil)
  }

  /// The same on some of its bars.
  func rows(_ range: Range<Int>) -> RegressionOutcome {
    RegressionOutcome(
      name: name, kind: kind, isFraction: isFraction, values: Array(values[range]),
      nextReturns: nextReturns.isEmpty ? [] : Array(nextReturns[range]),
      printed: printed.isEmpty ? [] : Array(printed[range]), standing: standing)
  }
}

/// A column whose values stand for more than a bar: a rate that is settled every eight hours, read every five minutes.
///
/// Neighbouring bars then hold one and the same observation, and a covariance that takes them for independent ones counts
/// it many times.
public struct StandingColumn: Sendable, Hashable {
  public let name: String
  /// For how many bars a value stands.
  public let bars: Int

  /// Nil for a column that changes from bar to bar.
  ///
  /// The middle length of the stretches on which it keeps its value: a rate that is settled twice at the same level makes one
  /// stretch longer, and not most of them. Stretches at zero do not count, since nothing may have happened in them, and the
  /// first and the last only when there are no others, since the window cuts them.
  init?(_ name: String, _ values: some Collection<Double>) {
    var lengths: [Int] = []
    var kept = Double.nan
    var length = 0
    for value in values {
      if value == kept {
        length += 1
        continue
      }
      if length > 0, kept != 0 { lengths.append(length) }
      (kept, length) = (value, value.isNaN ? 0 : 1)
    }
    if length > 0, kept != 0 { lengths.append(length) }
    let whole = lengths.count > 2 ? Array(lengths.dropFirst().dropLast()) : lengths
    guard !whole.isEmpty else { return nil }
    let middle = whole.sorted()[whole.count / 2]
    guard middle > 1 else { return nil }
    self.name = name
    bars = middle
  }
}

/// What a regression's page draws of its fit.
public struct FitPicture: Sendable {
  /// By term, the standard deviation (ddof 1) of its column over the rows used: what "one more" amounts to in practice. NaN
  /// for the intercept.
  public let deviations: [Double]
  /// Mean of the fitted values and of the outcomes in each twentieth of the rows, lowest fitted values first.
  public let fitted: [Double]
  public let actual: [Double]
  /// One for each row used.
  public let residuals: [Double]

  init(_ fit: Fit, _ design: RegressionDesign) {
    let rows = fit.usedRows
    let columns = Dictionary(design.columns.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    deviations = fit.terms.map { term in
      columns[term].map { values in Moments(rows.map { values[$0] }).standardDeviation(ddof: 1) } ?? .nan
    }
    residuals = fit.residuals
    let outcomes = rows.map { design.outcome.values[$0] }
    let predictions = zip(outcomes, fit.residuals).map { $0 - $1 }
    let order = predictions.indices.sorted { (predictions[$0], $0) < (predictions[$1], $1) }
    var fitted: [Double] = []
    var actual: [Double] = []
    let pieces = min(20, order.count)
    for piece in 0..<pieces {
      let part = order[order.count * piece / pieces..<order.count * (piece + 1) / pieces]
      fitted.append(part.reduce(0) { $0 + predictions[$1] } / Double(part.count))
      actual.append(part.reduce(0) { $0 + outcomes[$1] } / Double(part.count))
    }
    (self.fitted, self.actual) = (fitted, actual)
  }
}
