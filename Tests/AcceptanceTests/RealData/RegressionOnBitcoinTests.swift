import Frames
import Market
import Research
import Signals
import Statistics
import Store
import TestSupport
import Testing

/// Expected: pandas 3.1 and statsmodels 0.15.0 on the published files: klines of 5m, the premium joined as of each bar's
/// close, `m = smf.ols('y ~ ret*premium + C(weekday)', d.dropna())`.
@Suite(
  "A regression on BTCUSDT 2025", .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct RegressionOnBitcoinTests {
  private func regression(_ request: CovarianceRequest) throws -> Regression {
    let formula = try RegressionFormula(parsing: "forward(1h) ~ return(1h) * premium + C(weekday)")
    let plan = try RegressionPlan(formula, in: SignalBook().bound())
    return try Regression(plan.designs(Evaluator(RealBitcoin.frame()))[0], covariance: request)
  }

  private func close(_ own: Double?, _ other: Double) -> Bool {
    own.map { abs($0 - other) <= 1e-9 * abs(other) } ?? false
  }

  @Test("plain errors agree with statsmodels to 1e-9")
  func plain() throws {
    // f = m.fit(); f.params, f.bse, f.rsquared
    let regression = try regression(CovarianceRequest(kind: .classical))
    let terms = regression.inference
    #expect(regression.fit.observations == 105_096)
    #expect(close(regression.fit.r2, 0.0030615549665103936))
    #expect(close(terms["intercept"]?.coefficient, -0.00031862227404625684))
    #expect(close(terms["return(1h)"]?.coefficient, -0.08589429444824165))
    #expect(close(terms["premium"]?.coefficient, -0.7169971939439895))
    #expect(close(terms["return(1h):premium"]?.coefficient, -174.39575283498064))
    #expect(close(terms["C(weekday)[4]"]?.coefficient, -9.073656579216418e-05))
    #expect(close(terms["intercept"]?.standardError, 5.7393463127654964e-05))
    #expect(close(terms["return(1h)"]?.standardError, 0.006090546213426662))
    #expect(close(terms["return(1h):premium"]?.standardError, 12.488727220091254))
  }

  @Test("Newey-West errors of 24 lags agree with statsmodels to 1e-9")
  func neweyWest() throws {
    // m.fit(cov_type='HAC', cov_kwds=dict(maxlags=24)).bse
    let terms = try regression(CovarianceRequest(kind: .neweyWest)).inference
    #expect(terms.used.lags == 24)
    #expect(close(terms["intercept"]?.standardError, 0.00022016124063535978))
    #expect(close(terms["return(1h)"]?.standardError, 0.03511277195357984))
    #expect(close(terms["premium"]?.standardError, 0.3671754432186985))
    #expect(close(terms["return(1h):premium"]?.standardError, 69.01298141255451))
  }
}
