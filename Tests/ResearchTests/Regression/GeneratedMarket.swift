import Market
import Research
import Signals
import TestSupport

/// A market that Python makes the same, so that outside tools can be asked about it:
///
///     def u():
///         global s
///         s = (6364136223846793005*s + 1442695040888963407) % 2**64
///         return (s >> 40)/2**24
///     s, p, c, close, carry = 3, 100.0, 0.0, [], []
///     for t in range(3000):
///         p *= 1 + (u() - 0.5)*0.004; c = 0.95*c + (u() - 0.5); close.append(p); carry.append(c)
///     d = pd.DataFrame(dict(close=close, carry=carry, weekday=pd.date_range('2025-01-01', periods=3000, freq='5min').weekday))
///     d['y'] = d.close.shift(-12)/d.close - 1
///     d['hot'] = (d.carry > 0.5)*1.0
///     d['lagged'] = (d.close/d.close.shift(12) - 1).shift(12)
///     d['kind'] = d.index % 3
///     d = d.dropna()
///
/// `rate` is `carry` as it was at the first of every eight bars, `carry[(t // 8)*8]`.
enum GeneratedMarket {
  /// - Parameter unprinted: bars on which nothing was traded.
  static func evaluator(
    carry change: (Int, Double) -> Double = { $1 }, unprinted: Set<Int> = []
  ) -> Evaluator {
    let count = 3000
    var random = KnuthRandom(seed: 3)
    var price = 100.0
    var level = 0.0
    var closes: [Double] = []
    var carry: [Double] = []
    for _ in 0..<count {
      price *= 1 + (random.unit() - 0.5) * 0.004
      level = 0.95 * level + (random.unit() - 0.5)
      closes.append(price)
      carry.append(level)
    }
    for bar in unprinted { closes[bar] = .nan }
    let rate = carry.indices.map { carry[$0 / 8 * 8] }
    let changed = carry.enumerated().map { change($0.offset, $0.element) }
    return Evaluator(
      Frame.flat(
        closes, every: .minutes(5), market: "generated",
        columns: [
          Column("carry", .score, changed), Column("rate", .score, rate),
          Column("hot", .flag, changed.map { $0 > 0.5 ? 1 : 0 }),
          Column("kind", .count, (0..<count).map { Double($0 % 3) }),
          Column("unknown", .score, [Double](repeating: .nan, count: count)),
        ]))
  }

  /// The design of the only regression of a formula.
  static func design(_ formula: String, _ evaluator: Evaluator = evaluator()) throws -> RegressionDesign {
    let plan = try RegressionPlan(RegressionFormula(parsing: formula), in: SignalBook().bound())
    return try plan.designs(evaluator)[0]
  }

  static func regression(
    _ formula: String, _ request: CovarianceRequest = CovarianceRequest(), _ evaluator: Evaluator = evaluator()
  ) throws -> Regression {
    try Regression(design(formula, evaluator), covariance: request)
  }
}
