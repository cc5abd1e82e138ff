import Statistics
import Testing

/// Twelve rows that can be checked by hand; golden numbers by statsmodels 0.15.0:
///
///     m = sm.OLS(y, sm.add_constant(x)); o = m.fit()
///     m.fit(cov_type='HC0'), m.fit(cov_type='HC1')
///     m.fit(cov_type='HAC', cov_kwds=dict(maxlags=2)), dict(maxlags=2, use_correction=True),
///     dict(maxlags=2, kernel='uniform'), and use_t=True
@Suite("Regression, twelve rows")
struct RegressionTests {
  let y = NamedColumn("y", [1, 2, 0.5, -1, 0.3, 1.7, -0.6, 0.9, 2.2, -0.4, 0.1, 1.1])
  let x = NamedColumn("x", [0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1])

  private func errors(_ covariance: Covariance, smallSample: Bool = false) throws -> [Double] {
    try OLS.fit(y, x: [x]).inference(covariance, smallSample: smallSample).terms.map(\.standardError)
  }

  private func expect(_ errors: [Double], print digits: [String]) {
    #expect(zip(errors, digits).allSatisfy { prints($0, as: $1) }, "\(errors)")
  }

  @Test("coefficients, in order intercept then x")
  func coefficients() throws {
    let fit = try OLS.fit(y, x: [x])
    #expect(fit.terms == ["intercept", "x"])
    #expect(abs(fit.coefficients[0] + 0.1) < 1e-15)
    #expect(abs(fit.coefficients[1] - 1.5) < 1e-15)
    #expect(fit.observations == 12)
    #expect(fit.dropped.total == 0)
    #expect(fit.rank == 2)
  }

  @Test("standard errors under each covariance, to the printed digits")
  func standardErrors() throws {
    expect(try errors(.classical), print: [".282842712", ".400000000"])
    expect(try errors(.hc0), print: [".266666667", ".365148372"])
    expect(try errors(.hc1), print: [".292118697", ".400000000"])
    expect(try errors(.neweyWest(lags: 2)), print: [".227710017", ".254950976"])
    expect(try errors(.neweyWest(lags: 2), smallSample: true), print: [".249443826", ".279284801"])
    expect(try errors(.hansenHodrick(lags: 2)), print: [".191485422", ".284800125"])
  }

  @Test("p of x under Newey-West: normal unless t is asked for")
  func pValues() throws {
    let fit = try OLS.fit(y, x: [x])
    let normal = try fit.inference(.neweyWest(lags: 2))
    let student = try fit.inference(.neweyWest(lags: 2), distribution: .studentT)
    #expect(prints(normal["x"]?.p ?? .nan, as: "4.0172e-9"))
    #expect(prints(student["x"]?.p ?? .nan, as: "1.54458e-4"))
  }

  @Test("no lags is HC0")
  func noLags() throws {
    #expect(try errors(.neweyWest(lags: 0)) == errors(.hc0))
    #expect(try errors(.hansenHodrick(lags: 0)) == errors(.hc0))
  }

  @Test("an inference says what it used")
  func description() throws {
    let fit = try OLS.fit(y, x: [x])
    let used = try fit.inference(.neweyWest(lags: 2), smallSample: true).used
    #expect(used.kind == "newey_west")
    #expect(used.lags == 2)
    #expect(used.kernel == "bartlett")
    #expect(used.smallSample)
    #expect(try fit.inference(.hc1).used.smallSample)
    #expect(try fit.inference(.hc3).used.kernel == nil)
  }

  @Test("Hansen-Hodrick without a square root falls back to Newey-West and says so")
  func fallback() throws {
    // Residuals that alternate have a first autocovariance near minus the variance: 1 - 2 is negative.
    let alternating = NamedColumn("y", (0..<40).map { $0 % 2 == 0 ? 1 : -1 })
    let fit = try OLS.fit(alternating, x: [NamedColumn("x", (0..<40).map { Double($0 / 10 % 2) })])
    let inference = try fit.inference(.hansenHodrick(lags: 1))
    #expect(inference.used.kind == "newey_west")
    #expect(inference.note?.contains("Newey-West with 1 lags") == true)
    #expect(inference.terms == (try fit.inference(.neweyWest(lags: 1)).terms))
  }

  @Test("lags that the sample does not have are refused")
  func tooManyLags() throws {
    let fit = try OLS.fit(y, x: [x])
    #expect(throws: StatisticsError.self) { try fit.inference(.neweyWest(lags: 12)) }
    #expect(throws: StatisticsError.self) { try fit.inference(.hansenHodrick(lags: -1)) }
  }

  @Test("a fit through every point has no errors to estimate")
  func saturated() throws {
    let fit = try OLS.fit(NamedColumn("y", [1, 2]), x: [NamedColumn("x", [0, 1])])
    #expect(throws: StatisticsError.tooFewObservations(have: 2, need: 3)) { try fit.inference(.classical) }
  }
}
