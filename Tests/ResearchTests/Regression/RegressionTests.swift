import Foundation
import Market
import Numerics
import Research
import Signals
import Statistics
import Testing

/// Expected: statsmodels 0.15.0 with patsy 1.0 on the sample of `GeneratedMarket`,
/// `m = smf.ols('y ~ carry*hot + lagged + C(weekday)', d)`.
@Suite("A regression from a formula, against statsmodels")
struct RegressionTests {
  private static let formula = "forward(1h) ~ carry * I(carry > 0.5) + lag(return(1h), 1h) + C(weekday)"
  /// statsmodels' order, in this formula's names.
  private static let names =
    ["intercept"] + (1...6).map { "C(weekday)[\($0)]" }
    + ["carry", "I(carry > 0.5)", "carry:I(carry > 0.5)", "lag(return(1h), 1h)"]

  private func close(_ own: Double?, _ other: Double) -> Bool {
    guard let own else { return false }
    return abs(own - other) <= 1e-9 * abs(other)
  }

  private func errors(_ regression: Regression) -> [Double] {
    Self.names.map { regression.inference[$0]?.standardError ?? .nan }
  }

  @Test("a left side that never changes is refused: every slope would be zero and look certain")
  func constantLeftSide() throws {
    let error = #expect(throws: Problem.self) { try GeneratedMarket.regression("close * 0 + 2 ~ carry") }
    #expect(error?.what.contains("is 2.0 on all of the") == true)
  }

  @Test("a fit without a residual has coefficients, and neither t nor p")
  func exact() throws {
    let x = (0..<20).map { Double($0 % 2) }
    let fit = try OLS.fit(NamedColumn("y", x.map { 2 * $0 }), x: [NamedColumn("x", x)], intercept: false)
    let term = try #require(try fit.inference(.hc0)["x"])
    #expect(term.coefficient == 2 && term.standardError == 0)
    #expect(term.t.isNaN && term.p.isNaN)
  }

  @Test("what explains itself leaves rounding for a residual, which is no residual")
  func itself() throws {
    let regression = try GeneratedMarket.regression("close ~ I(close * 3)")
    #expect(regression.fit.isExact)
    #expect(regression.inference.terms.allSatisfy { $0.t.isNaN && $0.p.isNaN })
    #expect(regression.wald == nil)
  }

  @Test("a column that marks one bar has no error made of residuals, of which it leaves none there")
  func single() throws {
    let market = GeneratedMarket.evaluator(carry: { bar, _ in bar == 1000 ? 1 : 0 })
    for kind in [CovarianceRequest.Kind.neweyWest, .hc1, .hc3] {
      let regression = try GeneratedMarket.regression("return(5m) ~ carry", CovarianceRequest(kind: kind), market)
      let term = try #require(regression.inference["carry"])
      #expect(term.standardError.isNaN && term.t.isNaN && term.p.isNaN, "\(kind)")
      #expect(regression.inference.note?.contains("'carry' rests on one bar") == true)
      #expect(try #require(regression.inference["intercept"]).standardError > 0)
    }
    // One variance for all bars is an assumption that knows the noise of this one.
    let classical = try GeneratedMarket.regression("return(5m) ~ carry", CovarianceRequest(kind: .classical), market)
    #expect(try #require(classical.inference["carry"]).p > 0.01)
  }

  @Test("a running sum explained by another is said to be one, and its changes by changes are not")
  func walks() throws {
    var random = CounterRandom(seed: 5, stream: 0)
    let draws = (0..<10_000).map { _ in Double(random.below(2001)) / 1000 - 1 }
    let market = GeneratedMarket.evaluator(carry: { bar, _ in draws[bar % draws.count] })
    func memory(_ formula: String) throws -> ResidualMemory? {
      try GeneratedMarket.regression(formula, CovarianceRequest(), market).memory
    }
    let walk = try #require(try memory("cumsum(carry) ~ cumsum(return(5m))"))
    #expect(walk.autocorrelation > 0.9 && walk.bars > 10 * Double(walk.lags))
    #expect(try memory("carry ~ return(5m)") == nil)
    #expect(try memory("return(1h) ~ carry") == nil)
    #expect(try memory("forward(1h) ~ carry") == nil)
  }

  @Test("a column that marks few bars is said to be an anecdote, and one that marks many is not")
  func anecdotes() throws {
    func few(every step: Int) throws -> [Double] {
      let market = GeneratedMarket.evaluator(carry: { bar, _ in bar % step == 0 ? 1 : 0 })
      return try GeneratedMarket.regression("return(5m) ~ carry", CovarianceRequest(), market).anecdotes.map(\.bars)
    }
    // At bars 1,000 and 2,000; the first bar has no return.
    let two = try few(every: 1000)
    #expect(two.count == 1 && abs(two[0] - 2) < 0.1)
    #expect(try few(every: 100).isEmpty)
  }

  @Test("numbers whose squares no double holds are refused with the column and a way out")
  func sizes() throws {
    let market = GeneratedMarket.evaluator(carry: { $1 * 1e300 })
    let problem = #expect(throws: Problem.self) {
      try GeneratedMarket.regression("close ~ carry", CovarianceRequest(), market)
    }
    #expect(problem?.what.contains("'carry' is as large as") == true, "\(problem as Any)")
  }

  @Test("where Hodrick 1B has no error another stands in, unless it was asked for")
  func still() throws {
    // Three bars go into twelve.
    let regression = try GeneratedMarket.regression("forward(1h) ~ carry + C(kind)")
    #expect(regression.choice.kind == .neweyWest)
    #expect(regression.choice.reason.contains("period goes into the horizon"))
    #expect(regression.inference.terms.allSatisfy { $0.p.isFinite })
    let asked = try GeneratedMarket.regression("forward(1h) ~ carry + C(kind)", CovarianceRequest(kind: .hodrick1B))
    #expect(asked.inference.still == ["C(kind)[1]", "C(kind)[2]"])
    #expect(try #require(asked.inference["carry"]).p.isFinite)
  }

  @Test("one-bar returns do not overlap: their default lags are the rule's and not those of a horizon")
  func noOverlap() throws {
    let short = try GeneratedMarket.regression("return(5m) ~ carry")
    #expect(short.design.outcome.overlap == 0)
    #expect(short.choice.lags == LagRule.neweyWest.lags(observations: short.fit.observations))
    #expect(short.choice.reason.contains("no window that neighbours share"))
    #expect(try GeneratedMarket.regression("return(1h) ~ carry").design.outcome.overlap == 11)
  }

  @Test("coefficients, R2 and observations")
  func estimate() throws {
    // f = m.fit(); f.params, f.rsquared, f.rsquared_adj, f.nobs
    let regression = try GeneratedMarket.regression(Self.formula)
    let params = [
      0.00043667832956844287, -0.0008351112851651389, -0.0011669343361702213, -0.0006200981136973038,
      -5.1902610371095184e-05, -0.0010958179624665923, -0.0017980792866246099, 0.0006716313857260752,
      -0.0005689413242514789, 5.044277316537931e-05, 0.016391153081924594,
    ]
    for (name, value) in zip(Self.names, params) { #expect(close(regression.fit[name], value), "\(name)") }
    #expect(close(regression.fit.r2, 0.030222976363568077))
    #expect(close(regression.fit.adjustedR2, 0.026938936324162555))
    #expect(close(regression.fit.condition, 376.64251324761324))
    #expect(regression.fit.observations == 2964)
    #expect(regression.design.categories.first?.reference == "0")
  }

  /// f.bse, then m.fit(cov_type='HC0').bse and so on; cov_type='HAC', cov_kwds=dict(maxlags=24), and
  /// dict(maxlags=11, kernel='uniform') for Hansen-Hodrick.
  @Test(
    "errors under each covariance",
    arguments: [
      (.classical, 0.00023610292651507443, 0.00015419184793666143, 0.01820736353813111),
      (.hc0, 0.00021824278071890497, 0.00015443978222946447, 0.01871855315574197),
      (.hc1, 0.00021864888283580622, 0.00015472716091063116, 0.018753384292134363),
      (.hc2, 0.00021874585844081014, 0.00015477951157062556, 0.018760860953614327),
      (.hc3, 0.00021925022185745481, 0.00015512016331137193, 0.018803292398762484),
      (.neweyWest, 0.0005144442449697682, 0.00034111638103104036, 0.04582007629038742),
      (.hansenHodrick, 0.0006076962204057548, 0.00036809482598947226, 0.04768858892464723),
    ] as [(CovarianceRequest.Kind, Double, Double, Double)])
  func covariances(kind: CovarianceRequest.Kind, intercept: Double, carry: Double, lagged: Double) throws {
    let regression = try GeneratedMarket.regression(Self.formula, CovarianceRequest(kind: kind))
    let own = errors(regression)
    #expect(close(own[0], intercept))
    #expect(close(own[7], carry))
    #expect(close(own[10], lagged))
  }

  @Test("small-sample factor, Student's t, intervals and joint tests")
  func small() throws {
    // h = m.fit(cov_type='HAC', cov_kwds=dict(maxlags=24, use_correction=True), use_t=True); h.bse, h.pvalues,
    // h.conf_int(), h.wald_test(np.eye(11)[1:], use_f=True)
    let request = CovarianceRequest(
      kind: .neweyWest, lags: .bars(24), smallSample: true, distribution: .studentT)
    let regression = try GeneratedMarket.regression(Self.formula, request)
    let carry = try #require(regression.inference["carry"])
    #expect(close(carry.standardError, 0.000341751124063502))
    #expect(close(carry.p, 0.04947721600107761))
    let index = try #require(regression.fit.terms.firstIndex(of: "carry"))
    #expect(close(regression.intervals[index].lowerBound, 1.5368369377144519e-06))
    #expect(close(regression.intervals[index].upperBound, 0.001341725934514436))
    let joint = try #require(regression.wald)
    #expect(close(joint.statistic / 10, 1.3460871051544774))
    #expect(close(joint.p, 0.19966687709044778))
    // m.fit(cov_type='HAC', cov_kwds=dict(maxlags=24)).wald_test(np.eye(11)[1:], use_f=False)
    let normal = try GeneratedMarket.regression(Self.formula, CovarianceRequest(kind: .neweyWest)).wald
    #expect(close(normal?.statistic, 13.51101313808924))
    #expect(close(normal?.p, 0.19648630488317206))
  }

  @Test("forward returns are judged by Hodrick 1B and other left sides by Newey-West over twice their overlap")
  func defaults() throws {
    #expect(try GeneratedMarket.regression("forward(1h) ~ carry").inference.used.kind == "hodrick_1b")
    let past = try GeneratedMarket.regression("return(1h) ~ carry").inference.used
    #expect(past.kind == "newey_west")
    #expect(past.lags == 24)
    let lags = try GeneratedMarket.regression("forward(1h) ~ carry", CovarianceRequest(lags: .twiceHorizon))
    #expect(lags.inference.used.kind == "newey_west")
    #expect(lags.inference.used.lags == 24)
  }

  @Test("conditions become 0 and 1, and unknown where they are unknown")
  func conditions() throws {
    let evaluator = GeneratedMarket.evaluator { row, value in row < 100 ? .nan : value }
    let design = try GeneratedMarket.design("forward(1h) ~ I(carry > 0.5)", evaluator)
    #expect(design.columns[0].values[..<100].allSatisfy { $0.isNaN })
    #expect(Set(design.columns[0].values[100...]) == [0, 1])
    let regression = try Regression(design, covariance: CovarianceRequest())
    #expect(regression.fit.observations == 2888)
    #expect(regression.fit.dropped.causes.map(\.rows) == [12, 100])
  }

  @Test(
    "what cannot be estimated is said in plain words, and no number is given",
    arguments: [
      ("forward(1h) ~ unknown", "'unknown' is known on none of the 3000 bars"),
      ("forward(1h) ~ I(carry > 100)", "holds on none of the 2988 bars"),
      ("forward(1h) ~ I(close > 0)", "holds on all of the 2988 bars"),
      ("forward(1h) ~ C(if(carry > 100, 1, 2))", "has one level, 2, on the 2988 bars"),
      ("forward(1h) ~ C(carry)", "has 2988 levels"),
      ("forward(1h) ~ carry + I(2 * carry)", "'carry', 'I(2 * carry)' depend on one another: rank 2 of 3"),
      ("forward(1h) ~ I(2 > 1)", "is true on every bar"), ("forward(7m) ~ carry", "not a whole number of 5m bars"),
      ("forward(300h) ~ carry", "is 3600 bars and the window has 3000"), ("1d ~ carry", "same on every bar"),
      ("forward(1h) ~ 1d", "is a duration"), ("forward(1h) ~ zscore(carry, 20d)", "needs 5760 bars"),
    ])
  func degenerate(formula: String, says: String) {
    #expect {
      _ = try GeneratedMarket.regression(formula)
    } throws: { error in
      ("\(error)").contains(says)
    }
  }

  @Test("fewer bars than coefficients are refused")
  func fewRows() {
    let evaluator = GeneratedMarket.evaluator { row, value in row < 10 ? value : .nan }
    #expect {
      _ = try GeneratedMarket.regression("forward(5m) ~ carry * hot * C(kind)", CovarianceRequest(), evaluator)
    } throws: { error in
      ("\(error)").contains("coefficients") || ("\(error)").contains("holds") || ("\(error)").contains("is 0")
    }
  }

  @Test("flags that contradict each other are refused")
  func contradictions() {
    for request in [
      CovarianceRequest(kind: .hc0, lags: .bars(3)), CovarianceRequest(kind: .hodrick1B, lags: .bars(3)),
      CovarianceRequest(kind: .hodrick1B, smallSample: true), CovarianceRequest(kind: .classical, smallSample: true),
      CovarianceRequest(kind: .hc1, smallSample: true), CovarianceRequest(kind: .hc2, smallSample: true),
      CovarianceRequest(kind: .hc3, smallSample: true),
    ] {
      #expect(throws: Problem.self) { try GeneratedMarket.regression("forward(1h) ~ carry", request) }
    }
    #expect(throws: Problem.self) {
      try GeneratedMarket.regression("return(1h) ~ carry", CovarianceRequest(kind: .hodrick1B))
    }
    let lags = #expect(throws: Problem.self) {
      try GeneratedMarket.regression("forward(1h) ~ carry", CovarianceRequest(kind: .neweyWest, lags: .bars(90000)))
    }
    #expect(lags?.what.contains("--lags 90000 looks back further than the 2988 bars") == true)
    #expect(lags?.remedy?.contains("2h") == true)
  }

  @Test("a mean is judged by Hodrick 1B too, as a regression on a column of ones")
  func mean() throws {
    // T = np.arange(11, 2999); e = r[T] - r[T].mean(); np.sqrt(((12*e)**2).sum())/2988
    let mean = try GeneratedMarket.regression("forward(1h) ~ 1")
    #expect(mean.inference.used.kind == "hodrick_1b")
    #expect(close(mean.fit["intercept"], -0.00036289155936373443))
    #expect(close(mean.inference["intercept"]?.standardError, 0.00025299295364088615))
    #expect(mean.inference.note == nil)
    let same = try GeneratedMarket.regression("forward(1h) ~ carry - carry")
    #expect(same.inference["intercept"]?.standardError == mean.inference["intercept"]?.standardError)
  }

  @Test("Hodrick 1B counts no bar that the market did not print, as a study does not")
  func unprinted() throws {
    let evaluator = GeneratedMarket.evaluator(unprinted: [500, 1500])
    let regression = try GeneratedMarket.regression("forward(1h) ~ carry", CovarianceRequest(), evaluator)
    #expect(regression.fit.observations == 2984)
    #expect(regression.inference.note == nil)
    let node = try SignalBook().bound().resolve(Expression(parsing: "carry"))
    let subject = try StudySubject(name: "carry", node: node, evaluator: evaluator)
    let study = try Study(subject, StudyPlan(horizons: [.hour], calibration: 0, depth: .judgement))
    let hodrick = study.horizons[0].estimates.first { $0.name == "Hodrick 1B" }
    #expect(close(regression.inference["carry"]?.standardError, hodrick?.standardError ?? .nan))
  }

  @Test("lags of a left side whose values stand for many bars cover them twice, and the reason says so")
  func standing() throws {
    // sm.OLS(rate, sm.add_constant(carry)).fit(cov_type='HAC', cov_kwds=dict(maxlags=16)).bse
    let regression = try GeneratedMarket.regression("rate ~ carry")
    #expect(regression.choice.lags == 16)
    #expect(regression.choice.reason.contains("a value of 'rate' stands for 8 bars"))
    #expect(close(regression.inference["carry"]?.standardError, 0.019620129406275052))
    #expect(close(regression.inference["intercept"]?.standardError, 0.01882084994235068))
    #expect(try GeneratedMarket.design("rate + close ~ carry").outcome.overlap == 7)
    #expect(try GeneratedMarket.design("zscore(rate, 20) ~ carry").outcome.overlap == 7 + 19)
    #expect(try GeneratedMarket.design("carry ~ kind").outcome.overlap == 0)
  }

  @Test("windows that are too short are refused with the numbers and what to do")
  func tooShort() throws {
    func refusal(_ scheme: MovingScheme) throws -> Problem? {
      let design = try GeneratedMarket.design("forward(1h) ~ carry")
      return #expect(throws: Problem.self) {
        try Regression(design, covariance: CovarianceRequest(), moving: [scheme])
      }
    }
    let two = try refusal(MovingScheme(.rolling, .bars(2)))
    #expect(two?.what == "--rolling 2 has 2 bars for 2 coefficients")
    #expect(two?.remedy == "take at least 3 bars")
    #expect(try refusal(MovingScheme(.expanding, .bars(9000)))?.what.contains("the window has 3000") == true)
  }

  @Test("columns that nearly depend on one another are named with the inflation of their variance")
  func collinear() throws {
    let regression = try GeneratedMarket.regression("forward(1h) ~ carry + I(carry + close / 1000) + kind")
    #expect(regression.scaledCondition > Regression.worryingCondition)
    #expect(Set(regression.inflated.prefix(2).map(\.term)) == ["carry", "I(carry + close / 1000)"])
  }
}
