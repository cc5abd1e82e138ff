import Market
import Numerics
import Replay
import Statistics

/// Strategies side by side on the same days, and whether their differences are more than chance.
public struct Comparison: Sendable {
  public let contenders: [Contender]
  /// Every pair, in order of the contenders.
  public let pairs: [PairedTest]
  /// Pearson correlation of UTC-daily returns; nil where one of the two never moves.
  public let correlation: [[Double?]]
  /// The same of drawdowns at the ends of UTC days: whether they are under water together, and as deep.
  public let drawdownCorrelation: [[Double?]]
  /// All that traded, at equal risk; why not where fewer than two did.
  public let mix: Result<RiskMix, Unavailable>
  public let replicates: Int
  public let seed: UInt64

  /// A strategy with its parameters, and what it earned each day.
  public struct Contender: Sendable {
    public let name: String
    public let days: [DailyMark]

    public init(name: String, days: [DailyMark]) {
      self.name = name
      self.days = days
    }

    var returns: [Double] { days.map(\.dailyReturn) }
  }

  /// - Precondition: all have the same days.
  public init(_ contenders: [Contender], seed: UInt64, replicates: Int = 2000) throws {
    self.contenders = contenders
    self.seed = seed
    self.replicates = replicates
    let returns = contenders.map(\.returns)
    let places = contenders.indices.flatMap { a in contenders.indices.filter { $0 > a }.map { (a, $0) } }
    let tests = concurrentMap(places.count) { place in
      let (a, b) = places[place]
      return Result {
        try PairedTest(
          (contenders[a].name, returns[a]), (contenders[b].name, returns[b]), seed: seed, replicates: replicates)
      }
    }
    pairs = try tests.map { try $0.get() }
    correlation = Self.correlations(returns)
    drawdownCorrelation = Self.correlations(returns.map(drawdowns))
    mix = Result { () throws(Unavailable) in try RiskMix(contenders) }
  }

  private static func correlations(_ series: [[Double]]) -> [[Double?]] {
    series.map { a in
      series.map { b in
        let coefficient = Correlation.pearson(a, b).coefficient
        return coefficient.isNaN ? nil : coefficient
      }
    }
  }

  /// Each strategy over several markets, every market with an equal part of the purse and made equal again each day: the mean
  /// of its returns over the markets, on the days that all of them have.
  ///
  /// - Parameter markets: the same contenders in the same order on each.
  public static func pooled(_ markets: [[Contender]]) -> [Contender] {
    guard let first = markets.first, markets.count > 1 else { return markets.first ?? [] }
    return first.indices.map { place in
      Contender(name: first[place].name, days: Self.pooled(markets.map { $0[place].days }))
    }
  }

  /// The same of one thing that has returns on each market: a strategy, or what strategies are held against.
  public static func pooled(_ markets: [[DailyMark]]) -> [DailyMark] {
    guard let first = markets.first else { return [] }
    var common = Set(first.map(\.day))
    for market in markets.dropFirst() { common.formIntersection(market.map(\.day)) }
    var sums: [Instant: Double] = [:]
    for market in markets {
      for mark in market where common.contains(mark.day) { sums[mark.day, default: 0] += mark.dailyReturn }
    }
    var equity = 1.0
    return common.sorted().map { day in
      let value = (sums[day] ?? 0) / Double(markets.count)
      equity *= 1 + value
      return DailyMark(day: day, equity: equity, dailyReturn: value)
    }
  }
}

/// How far below its highest so far what has grown by these returns is, after each: 0 at a high, -0.1 a tenth below it.
package func drawdowns(_ returns: [Double]) -> [Double] {
  var (value, peak) = (1.0, 1.0)
  return returns.map { change in
    value *= 1 + change
    peak = max(peak, value)
    return value / peak - 1
  }
}

/// Strategies held together with the same risk in each: weights by the inverse of their volatility, made good every day at no
/// further cost.
///
/// The weights are chosen on the days that they are judged on.
public struct RiskMix: Sendable {
  /// In order of the contenders; they add up to 1, and one that never moved has none.
  public let weights: [(name: String, weight: Double)]
  public let returns: [Double]
  /// Equity after each day, the start being 1.
  public let equity: [Double]
  public let totalReturn: Double
  /// UTC-daily, n - 1, × √365; nil of too few days.
  public let sharpeAnnual: Double?
  public let volatilityAnnual: Double?
  /// At the ends of UTC days, at most zero.
  public let maxDrawdown: Double
  /// The mean volatility of its parts, by weight, over its own: 1 where they move as one.
  public let diversification: Double?

  init(_ contenders: [Comparison.Contender]) throws(Unavailable) {
    let series = contenders.map(\.returns)
    let deviations = series.map { values in values.count > 1 ? Moments(values).standardDeviation(ddof: 1) : 0 }
    let moving = deviations.indices.filter { deviations[$0] > 0 }
    guard moving.count > 1 else {
      throw Unavailable("\(moving.isEmpty ? "no strategy" : "only one strategy") ever traded")
    }
    let sum = moving.reduce(0) { $0 + 1 / deviations[$1] }
    let weights = deviations.map { $0 > 0 ? 1 / $0 / sum : 0 }
    self.weights = zip(contenders, weights).map { ($0.name, $1) }
    returns = series[0].indices.map { day in
      series.indices.reduce(0) { $0 + weights[$1] * series[$1][day] }
    }
    equity = compounded(returns)
    let sums = DailySums(returns)
    totalReturn = sums.totalReturn
    sharpeAnnual = sums.statedSharpe
    let own = Moments(returns).standardDeviation(ddof: 1)
    volatilityAnnual = LeastLength.why(.volatilityAnnual, days: returns.count) == nil ? own * Annual.root : nil
    maxDrawdown = drawdowns(returns).min() ?? 0
    diversification = own > 0 ? moving.reduce(0) { $0 + weights[$1] * deviations[$1] } / own : nil
  }
}
