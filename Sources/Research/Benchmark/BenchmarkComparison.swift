import Market
import Numerics
import Replay
import Statistics

/// A strategy's UTC-daily returns against a benchmark's on the same days: what is left when the benchmark is taken out.
public struct BenchmarkComparison: Sendable {
  /// What the strategy is held against, as it was asked for.
  public let name: String
  /// Of a strategy, the instrument and the bars that it is replayed on; nil of what is held.
  public let replayedOn: String?
  /// What it rests on itself that is another's or that nobody has verified.
  public let reservations: [String]
  /// UTC days that both have a return of.
  public let days: Int
  /// Midnights of the first and the last of them.
  public let first: Instant
  public let last: Instant
  /// Whether the strategy has days that the benchmark lacks, of which nothing here speaks.
  public let isPart: Bool
  /// What returns are of, where the strategy's account is in a coin and they are not; nil where they are of what it is in.
  public let currency: String?
  /// Compounded over those days.
  public let strategyReturn: Double
  public let benchmarkReturn: Double
  /// Intercept and slope of the strategy's returns on the benchmark's; alpha a year, simple.
  public let alphaAnnual: Estimate
  public let beta: Estimate
  /// What alpha and beta, and what the difference is judged by: Newey-West, of as many lags as each has memory (Newey & West
  /// 1994). Nil where nothing is left to err by.
  public let errors: CovarianceDescription?
  public let differenceErrors: CovarianceDescription?
  public var lags: Int? { errors?.lags }
  public let correlation: Double?
  /// Standard deviation of the difference of returns, annualised; nil where they are one.
  public let trackingErrorAnnual: Double?
  /// Mean of the difference over its deviation, annualised.
  public let informationRatio: Double?
  /// Mean return on days the benchmark rose (fell) over the benchmark's; nil where there is none.
  public let upCapture: Double?
  public let downCapture: Double?
  /// The mean difference a year, with an error of the same kind as alpha's.
  public let differenceAnnual: Estimate
  /// Whether the Sharpe ratios differ.
  public let sharpe: PairedTest

  /// A number with its overlap-robust error and its p against zero (a beta's too).
  public struct Estimate: Sendable, Hashable {
    public let value: Double
    public let error: Double
    /// Two-sided, normal; nil where nothing varies.
    public let p: Double?

    /// - Parameter isExact: whether nothing is left to err by; what rounding leaves has no error worth the name.
    init(_ value: Double, _ term: Inference.Term?, isExact: Bool, times factor: Double = 1) {
      self.value = value * factor
      error = isExact ? 0 : (term?.standardError ?? .nan) * factor
      p = isExact ? nil : term.flatMap { $0.p.isNaN ? nil : $0.p }
    }
  }

  /// - Parameters:
  ///   - benchmark: on the strategy's days.
  ///   - returns: of the strategy, one for each of its days.
  public init(_ benchmark: BenchmarkDays, returns: [Double], seed: UInt64 = 1, replicates: Int = 2000) throws {
    let (own, its) = (benchmark.own(returns), benchmark.returns)
    name = benchmark.name
    currency = benchmark.benchmark.coin?.currency
    replayedOn = benchmark.benchmark.replayedOn
    reservations = benchmark.benchmark.reservations
    days = own.count
    (first, last, isPart) = (benchmark.first, benchmark.last, own.count < returns.count)
    strategyReturn = own.reduce(1) { $0 * (1 + $1) } - 1
    benchmarkReturn = its.reduce(1) { $0 * (1 + $1) } - 1
    let line = BenchmarkFit(own, its)
    let fit = try OLS.fit(NamedColumn("strategy", own), x: [NamedColumn("benchmark", its)])
    let inference = try fit.inference(.neweyWestAutomatic)
    alphaAnnual = Estimate(line.alpha, inference[OLS.interceptName], isExact: line.isExact, times: Annual.days)
    beta = Estimate(line.beta, inference["benchmark"], isExact: line.isExact)
    errors = line.isExact ? nil : inference.used
    let coefficient = Correlation.pearson(own, its).coefficient
    correlation = coefficient.isNaN ? nil : coefficient
    trackingErrorAnnual = line.trackingErrorAnnual
    informationRatio = line.informationRatio
    let constant = try OLS.fit(NamedColumn("difference", zip(own, its).map { $0 - $1 }), x: [])
    let apart = try constant.inference(.neweyWestAutomatic)
    differenceErrors = line.tracking == 0 ? nil : apart.used
    differenceAnnual = Estimate(
      line.meanDifference, apart[OLS.interceptName], isExact: line.tracking == 0, times: Annual.days)

    func capture(_ belongs: (Double) -> Bool) -> Double? {
      let chosen = zip(own, its).filter { belongs($0.1) }
      let theirs = chosen.reduce(0) { $0 + $1.1 }
      return chosen.isEmpty || theirs == 0 ? nil : chosen.reduce(0) { $0 + $1.0 } / theirs
    }
    upCapture = capture { $0 > 0 }
    downCapture = capture { $0 < 0 }
    sharpe = try PairedTest(("strategy", own), (name, its), seed: seed, replicates: replicates)
  }

  /// - Parameters:
  ///   - strategy, benchmark: marks a UTC day, each in order.
  /// - Throws: a `Problem` without `Benchmark.leastDays` in common, and for a benchmark that never moves.
  public init(
    _ benchmark: Benchmark, strategy: [DailyMark], seed: UInt64 = 1, replicates: Int = 2000
  ) throws {
    try self.init(
      try BenchmarkDays(benchmark, on: strategy.map(\.day)), returns: strategy.map(\.dailyReturn), seed: seed,
      replicates: replicates)
  }
}

extension Frame {
  /// The coin that the traded instrument is settled in, in its quote currency, a mark a UTC day; nil where it is settled in
  /// what it is quoted in.
  var coinMarks: [DailyMark]? {
    switch contract.form {
    case .linear, .unstated: return nil
    case .inverse: return holding
    case .quanto:
      let prices = columns[MarketColumns.settlementPrice]?.values ?? []
      guard prices.count == grid.count, let first = prices[evaluation].first(where: { $0 > 0 && $0.isFinite }) else {
        return nil
      }
      var last = first
      let values = evaluation.map { row in
        if !prices[row].isNaN { last = prices[row] }
        return last
      }
      return DailyMark.all(of: values, on: grid.slice(evaluation), from: first)
    }
  }

  /// What holding the traded instrument from the first open of the window came to, a mark a UTC day: no costs, no funding.
  /// A bar that was not printed is worth the close before it.
  public var holding: [DailyMark] {
    let bars = members[0].bars
    guard let first = bars.open[evaluation].first(where: { !$0.isNaN }), first > 0 else { return [] }
    var last = first
    let values = evaluation.map { row in
      if !bars.close[row].isNaN { last = bars.close[row] }
      return last
    }
    return DailyMark.all(of: values, on: grid.slice(evaluation), from: first)
  }
}
