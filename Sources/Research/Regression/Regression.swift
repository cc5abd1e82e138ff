import Market
import Statistics

/// A regression on a market: the estimate, how sure one can be of it, and what stands in the way of being surer.
public struct Regression: Sendable {
  public let design: RegressionDesign
  public let fit: Fit
  public let choice: CovarianceChoice
  public let inference: Inference
  /// 95% intervals, in order of the terms.
  public let intervals: [ClosedRange<Double>]
  /// Whether all slopes are zero; nil when there is none or their covariance has no inverse.
  public let wald: WaldTest?
  /// Condition number of the design with its columns scaled to length one.
  public let scaledCondition: Double
  /// The terms whose variance is more than ten times what it would be alone, worst first, with the factor.
  public let inflated: [(term: String, factor: Double)]
  /// The terms that rest on fewer bars than `leastBars`, with how many.
  public let anecdotes: [(term: String, bars: Double)]

  /// Bars behind a coefficient, fewer of which are an anecdote: what a study asks of episodes.
  public static let leastBars = 8.0

  /// What is left over keeps of itself from bar to bar, where that outlasts the lags; nil elsewhere and of forward returns,
  /// whose overlap the lags know.
  public let memory: ResidualMemory?

  public let picture: FitPicture
  /// In the order asked for.
  public let moving: [MovingRegression]
  /// What a persistent regressor does to its own coefficient; nil unless a forward return is explained by one number and an
  /// intercept.
  public let bias: StambaughBias?

  /// Scaled condition numbers from here on mean that columns nearly depend on one another (Belsley, Kuh & Welsch 1980).
  public static let worryingCondition = 30.0

  /// - Throws: a `Problem` that names the columns of a singular design, and for flags that cannot be used together.
  public init(
    _ design: RegressionDesign, covariance request: CovarianceRequest, moving schemes: [MovingScheme] = []
  ) throws {
    self.design = design
    let y = NamedColumn(design.outcome.name, design.outcome.values)
    do {
      fit = try OLS.fit(y, x: design.columns, intercept: design.hasIntercept)
    } catch StatisticsError.rankDeficient(let columns, let rank, let count, let condition) {
      let names = columns.map { "'\($0)'" }.joined(separator: ", ")
      throw Problem(
        "the columns \(names) depend on one another: rank \(rank) of \(count), condition number \(condition)",
        at: design.formula.factors.first { factor in columns.contains { $0.contains(factor.name) } }?.place ?? .nowhere,
        remedy: "leave one of them out of the formula")
    }
    var choice = try CovarianceChoice(request, outcome: design.outcome, observations: fit.observations)
    do {
      var inference = try Self.inference(of: fit, design, choice)
      if request.kind == nil, !inference.still.isEmpty {
        choice = try CovarianceChoice(
          request, outcome: design.outcome, observations: fit.observations, still: inference.still)
        inference = try Self.inference(of: fit, design, choice)
      }
      self.inference = inference
      self.choice = choice
    } catch StatisticsError.tooFewWindows(let have, let need, let horizon) {
      throw Problem(
        "Hodrick's error wants one-bar returns within \(horizon) bars after a bar on which the right side is known, and there \(have == 1 ? "is 1" : "are \(have)") for at least \(need)",
        at: .formula(0),
        remedy: "take --covariance newey-west, or explain by what is known on every bar")
    } catch StatisticsError.outOfRange(quantity: "lags", _, _) {
      let rows = fit.usedRows
      let bars = (rows.last ?? 0) - (rows.first ?? -1) + 1
      throw Problem(
        "--lags \(choice.lags ?? 0) looks back further than the \(bars) bars of the sample",
        remedy: "take fewer, or a rule: h-1, 2h, 1987, 1994, textbook, 1.3sqrt")
    }
    intervals = fit.intervals(inference)
    wald = WaldTest(slopesOf: inference, of: fit)
    scaledCondition = try fit.scaledCondition()
    picture = FitPicture(fit, design)
    let made = self.choice
    moving = try schemes.map { try MovingRegression($0, design, made) }
    bias = design.hasIntercept && design.columns.count == 1 ? Self.bias(of: fit.coefficients[1], design) : nil
    anecdotes = zip(fit.terms, fit.rowsBehindCoefficients()).filter { $0.1 < Self.leastBars }
      .map { (term: $0.0, bars: $0.1) }
    memory = design.outcome.horizon == nil ? ResidualMemory(fit, lags: choice.lags ?? 0) : nil
    inflated = fit.varianceInflation().filter { $0.factor > 10 }.sorted { $0.factor > $1.factor }
  }

  /// The errors of `fit` as the choice has them.
  static func inference(of fit: Fit, _ design: RegressionDesign, _ choice: CovarianceChoice) throws -> Inference {
    let covariance: Covariance
    switch choice.kind {
    case .classical: covariance = .classical
    case .hc0: covariance = .hc0
    case .hc1: covariance = .hc1
    case .hc2: covariance = .hc2
    case .hc3: covariance = .hc3
    case .neweyWest: covariance = choice.lags.map { .neweyWest(lags: $0) } ?? .neweyWestAutomatic
    case .hansenHodrick: covariance = .hansenHodrick(lags: choice.lags ?? 0)
    case .hodrick1B:
      return try Hodrick1B.inference(
        for: fit, x: design.columns, present: design.outcome.printed.isEmpty ? nil : design.outcome.printed,
        nextReturns: design.outcome.nextReturns,
        horizon: design.outcome.horizon ?? 1, distribution: choice.distribution)
    }
    let inference = try fit.inference(
      covariance, smallSample: choice.smallSample, distribution: choice.distribution)
    return choice.kind == .classical ? inference : withoutSingleBars(inference, of: fit)
  }

  /// A regressor that marks one bar fits that bar without a residual, so that errors made of residuals leave its noise
  /// out and call one bar a certainty.
  private static func withoutSingleBars(_ inference: Inference, of fit: Fit) -> Inference {
    let single = zip(fit.terms, fit.rowsBehindCoefficients()).filter { $0.1 < 1.5 }.map(\.0)
    guard !single.isEmpty else { return inference }
    return inference.withoutErrors(
      of: Set(single),
      "\(single.map { "'\($0)'" }.listed(most: 3)) \(single.count == 1 ? "rests" : "rest") on one bar each, whose noise no residual shows: no error"
    )
  }

  private static func bias(of coefficient: Double, _ design: RegressionDesign) -> StambaughBias? {
    design.outcome.horizon.flatMap { horizon in
      StambaughBias(
        coefficient: coefficient, x: design.columns[0].values, nextReturns: design.outcome.nextReturns,
        horizon: horizon)
    }
  }
}
