import Statistics
import Testing

/// 2,000 generated rows, three regressors; see `Generated` for the sample in Python. statsmodels 0.15.0, `m = sm.OLS(y, X)`.
@Suite("Regression against statsmodels")
struct AgainstStatsmodelsTests {
  let sample = Generated()

  private func errors(_ covariance: Covariance, smallSample: Bool = false) throws -> [Double] {
    try OLS.fit(sample.y, x: sample.x).inference(covariance, smallSample: smallSample).terms.map(\.standardError)
  }

  @Test("coefficients, R² and condition number, by either solver", arguments: LeastSquares.Solver.allCases)
  func estimate(solver: LeastSquares.Solver) throws {
    let fit = try OLS.fit(sample.y, x: sample.x, solver: solver)
    // o = m.fit(); o.params, o.rsquared, o.condition_number
    let params = [0.04978806266437069, 0.21817272271406402, 0.009845526647401685, 0.0003436975486551829]
    #expect(agree(fit.coefficients, params, to: 1e-11))
    #expect(agree(fit.r2, 0.07443100312637552, to: 1e-11))
    #expect(agree(fit.condition, 1010.1627040370304, to: 1e-9))
    #expect(fit.solver == solver)
  }

  @Test("without an intercept R² is about zero")
  func throughTheOrigin() throws {
    // sm.OLS(y, np.column_stack([x1, x2])).fit()
    let fit = try OLS.fit(sample.y, x: [sample.x1, sample.x2], intercept: false)
    #expect(agree(fit.coefficients, [0.22378815029856985, 0.00808821020416394], to: 1e-11))
    #expect(agree(fit.r2, 0.054017679835417276, to: 1e-11))
  }

  @Test("classical and heteroskedasticity-robust errors")
  func heteroskedastic() throws {
    // o.bse, then m.fit(cov_type='HC0').bse and so on
    let classical = [0.01447150495412604, 0.020683603397580224, 0.050083229830038094, 4.963220167594466e-05]
    let hc0 = [0.014448556537827333, 0.026997365279884087, 0.051204623079907474, 5.049038941430083e-05]
    let hc1 = [0.014463026803384682, 0.02702440320882362, 0.05125590463815799, 5.054095566574652e-05]
    let hc2 = [0.014465923518682604, 0.02704305901499521, 0.05127718501205728, 5.056121835092663e-05]
    let hc3 = [0.01448332070262619, 0.02708885214096883, 0.05134988438397809, 5.063217935502434e-05]
    #expect(agree(try errors(.classical), classical, to: 1e-11))
    #expect(agree(try errors(.hc0), hc0, to: 1e-11))
    #expect(agree(try errors(.hc1), hc1, to: 1e-11))
    #expect(agree(try errors(.hc2), hc2, to: 1e-11))
    #expect(agree(try errors(.hc3), hc3, to: 1e-11))
  }

  @Test("autocorrelation-robust errors, twelve lags")
  func autocorrelated() throws {
    // m.fit(cov_type='HAC', cov_kwds=dict(maxlags=12)).bse; use_correction=True; kernel='uniform'
    let bartlett = [0.03063760849513544, 0.05715626871977855, 0.05211424374452913, 5.077842359201617e-05]
    let corrected = [0.030668292136771618, 0.057213510866042594, 0.052166436290153294, 5.082927831041219e-05]
    let uniform = [0.03387559802679057, 0.064163511403898, 0.050012829107463, 5.1131010167434944e-05]
    #expect(agree(try errors(.neweyWest(lags: 12)), bartlett, to: 1e-11))
    #expect(agree(try errors(.neweyWest(lags: 12), smallSample: true), corrected, to: 1e-11))
    #expect(agree(try errors(.hansenHodrick(lags: 12)), uniform, to: 1e-11))
  }

  @Test("p-values, normal and t")
  func pValues() throws {
    // f = m.fit(cov_type='HAC', cov_kwds=dict(maxlags=12)); f.pvalues, and with use_t=True
    let normal = [0.10414900572202954, 0.00013501481385747025, 0.8501539582153758, 1.3005731594362045e-11]
    let student = [0.1043068819750369, 0.00013912923254295073, 0.8501731649808424, 1.7039976275263454e-11]
    let fit = try OLS.fit(sample.y, x: sample.x)
    #expect(agree(try fit.inference(.neweyWest(lags: 12)).terms.map(\.p), normal, to: 1e-9))
    #expect(
      agree(try fit.inference(.neweyWest(lags: 12), distribution: .studentT).terms.map(\.p), student, to: 1e-9))
  }

  @Test("p-values of every covariance, normal and t", arguments: [false, true])
  func allPValues(usesT: Bool) throws {
    // o.pvalues; m.fit(cov_type='HC0').pvalues and so on; HAC maxlags=12, use_correction=True; use_t=True for the second
    let expected: [(Covariance, Bool, [Double])] =
      usesT
      ? [
        (.classical, false, [0.0005927587709494874, 2.3752309967715876e-25, 0.844173652509921, 5.861751404570394e-12]),
        (.hc0, false, [0.0005809714644619077, 1.0986625906015434e-15, 0.847543946723285, 1.311871002206037e-11]),
        (.hc1, false, [0.0005883826798605, 1.1714872425656602e-15, 0.8476946104549234, 1.3739379026806658e-11]),
        (.hc2, false, [0.0005898750314324702, 1.224397624295914e-15, 0.847757044736088, 1.3995726130726315e-11]),
        (.hc3, false, [0.0005988995309792865, 1.3641167746544302e-15, 0.8479699535364582, 1.492922523436733e-11]),
        (
          .neweyWest(lags: 12), true,
          [0.10465376985608249, 0.00014128183986717637, 0.8503212936480496, 1.7837228690207105e-11]
        ),
      ]
      : [
        (.hc0, false, [0.0005691927588550054, 6.410108473649937e-16, 0.8475243871309107, 9.9525172665712e-12]),
        (.hc1, false, [0.0005764975293163442, 6.849361161315002e-16, 0.8476750711027983, 1.0434578165125627e-11]),
        (.hc2, false, [0.000577968503275368, 7.169044460785023e-16, 0.8477375137706313, 1.063382020905519e-11]),
        (.hc3, false, [0.0005868641280279097, 8.015280143913905e-16, 0.8479504511671355, 1.1360042328023422e-11]),
        (
          .neweyWest(lags: 12), true,
          [0.10449586401530266, 0.00013711921141490213, 0.8503021067365618, 1.3628526716784836e-11]
        ),
      ]
    let fit = try OLS.fit(sample.y, x: sample.x)
    for (covariance, corrected, ps) in expected {
      let got = try fit.inference(covariance, smallSample: corrected, distribution: usesT ? .studentT : .normal)
      #expect(agree(got.terms.map(\.p), ps, to: 1e-9), "\(covariance)")
    }
  }

  @Test("fixed-b belongs to Bartlett weights and is more careful than the normal")
  func fixedB() throws {
    let fit = try OLS.fit(sample.y, x: sample.x)
    let lags = LagRule.lazarus.lags(observations: fit.observations)
    let normal = try fit.inference(.neweyWest(lags: lags))
    let fixed = try fit.inference(.neweyWest(lags: lags), distribution: .fixedB)
    #expect(zip(normal.terms, fixed.terms).allSatisfy { $0.standardError == $1.standardError && $0.p < $1.p })
    #expect(throws: StatisticsError.noFixedB(covariance: "hc0")) {
      try fit.inference(.hc0, distribution: .fixedB)
    }
  }
}
