import Market
import Numerics
import Replay
import Statistics

/// A strategy's UTC-daily returns against a benchmark's on the same days: what is left when the benchmark is taken out.
public struct BenchmarkComparison: Sendable {
  /// What the strategy is held against, as it was asked for.
  public let name: String
  /// UTC days that both have a return of.
  public let days: Int
  /// Compounded over those days.
  public let strategyReturn: Double
  public let benchmarkReturn: Double
  /// Intercept and slope of the strategy's returns on the benchmark's; alpha a year, simple.
  public let alphaAnnual: Estimate
  public let beta: Estimate
  /// Lags of the errors, found in the sample (Newey & West 1994).
  public let lags: Int?
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

    init(_ term: Inference.Term?, times factor: Double = 1) {
      value = (term?.coefficient ?? .nan) * factor
      error = (term?.standardError ?? .nan) * factor
      p = term.flatMap { $0.p.isNaN ? nil : $0.p }
    }
  }

  /// Least days that a slope and its error are taken from.
  public static let leastDays = 30

  /// - Parameters:
  ///   - strategy, benchmark: marks a UTC day, each in order.
  /// - Throws: `Problem` without `leastDays` in common, and for a benchmark that never moves.
  public init(
    _ name: String, strategy: [DailyMark], benchmark: [DailyMark], seed: UInt64 = 1, replicates: Int = 2000
  ) throws {
    let theirs = Dictionary(benchmark.map { ($0.day, $0.dailyReturn) }, uniquingKeysWith: { first, _ in first })
    let pairs = strategy.compactMap { mark in theirs[mark.day].map { (own: mark.dailyReturn, its: $0) } }
    guard pairs.count >= Self.leastDays else {
      throw Problem(
        "the benchmark '\(name)' has \(pairs.count) days in common with the run, and \(Self.leastDays) are the least",
        remedy: "take a longer window, or a benchmark that has bars in it")
    }
    let (own, its) = (pairs.map(\.own), pairs.map(\.its))
    guard its.contains(where: { $0 != its[0] }) else {
      throw Problem("the benchmark '\(name)' never moves", remedy: "take one that trades in the window")
    }
    self.name = name
    days = pairs.count
    strategyReturn = own.reduce(1) { $0 * (1 + $1) } - 1
    benchmarkReturn = its.reduce(1) { $0 * (1 + $1) } - 1
    let fit = try OLS.fit(NamedColumn("strategy", own), x: [NamedColumn("benchmark", its)])
    let inference = try fit.inference(.neweyWestAutomatic)
    alphaAnnual = Estimate(inference[OLS.interceptName], times: Annual.days)
    beta = Estimate(inference["benchmark"])
    lags = inference.used.lags
    let coefficient = Correlation.pearson(own, its).coefficient
    correlation = coefficient.isNaN ? nil : coefficient

    let differences = zip(own, its).map { $0 - $1 }
    let moments = Moments(differences)
    let deviation = moments.standardDeviation(ddof: 1)
    trackingErrorAnnual = deviation > 0 ? deviation * Annual.root : nil
    informationRatio = deviation > 0 ? moments.mean / deviation * Annual.root : nil
    let constant = try OLS.fit(NamedColumn("difference", differences), x: [])
    differenceAnnual = Estimate(
      try constant.inference(.neweyWestAutomatic)[OLS.interceptName], times: Annual.days)

    func capture(_ belongs: (Double) -> Bool) -> Double? {
      let chosen = pairs.filter { belongs($0.its) }
      let theirs = chosen.reduce(0) { $0 + $1.its }
      return chosen.isEmpty || theirs == 0 ? nil : chosen.reduce(0) { $0 + $1.own } / theirs
    }
    upCapture = capture { $0 > 0 }
    downCapture = capture { $0 < 0 }
    sharpe = try PairedTest(("strategy", own), (name, its), seed: seed, replicates: replicates)
  }
}

extension Frame {
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
