import Statistics
import Testing

@Suite("Coefficients through time")
struct CoefficientSeriesTests {
  let generated = Generated()

  private func eighths() throws -> CoefficientSeries {
    try CoefficientSeries.coefficients(
      signal: generated.x1.values, y: ForwardReturns.sums(of: generated.nextReturns, horizon: 6),
      periods: stride(from: 0, to: 2000, by: 250).map { $0..<$0 + 250 }, horizon: 6)
  }

  @Test("one a period, their mean, deviation and ratio")
  func periods() throws {
    // v = [stats.spearmanr(x[i:i+250][ok[i:i+250]], yh[i:i+250][ok[i:i+250]])[0] for i in range(0, 2000, 250)]
    let series = try eighths()
    #expect(
      agree(
        series.values,
        [
          -0.03547640762252195, -0.2946045216723467, 0.07383170930734892, -0.09319099505592089, -0.05814659434550953,
          -0.1508902222435559, -0.11079921278740458, -0.1544403553771235,
        ], to: 1e-11))
    // v.mean(), v.std(ddof=1)
    #expect(agree(series.mean, -0.10296457497462927, to: 1e-11))
    #expect(agree(series.standardDeviation, 0.10667013738939869, to: 1e-11))
    #expect(agree(series.ratio, -0.10296457497462927 / 0.10667013738939869, to: 1e-11))
    #expect(series.positiveShare == 1.0 / 8)
  }

  @Test("the error of the mean: sd/√n where periods hardly touch, Newey and West with lags")
  func error() throws {
    // sm.OLS(v, np.ones(8)).fit(use_t=True)
    let series = try eighths()
    #expect(series.lags == 0)
    #expect(agree(series.standardError ?? .nan, 0.03771358874907225, to: 1e-11))
    #expect(agree(series.p ?? .nan, 0.029331411163464608, to: 1e-9))
    // .fit(cov_type='HAC', cov_kwds={'maxlags': 2, 'use_correction': True}, use_t=True)
    let lagged = try CoefficientSeries(series.values, lags: 2)
    #expect(agree(lagged.standardError ?? .nan, 0.02367148994228746, to: 1e-11))
    #expect(agree(lagged.p ?? .nan, 0.003355962085291568, to: 1e-9))
  }

  @Test("periods that reach into one another get the lags of that")
  func overlap() throws {
    let y = ForwardReturns.sums(of: generated.nextReturns, horizon: 60)
    let periods = stride(from: 0, to: 2000, by: 50).map { $0..<$0 + 50 }
    let series = try CoefficientSeries.coefficients(
      signal: generated.x1.values, y: y, periods: periods, horizon: 60)
    #expect(series.lags == 2)
  }

  @Test("fewer than eight periods have a mean and no error")
  func few() throws {
    let series = try CoefficientSeries([0.1, .nan, 0.2, 0.1], lags: 1)
    #expect(series.known == 3)
    #expect(series.p == nil)
    #expect(agree(series.mean, 0.4 / 3, to: 1e-14))
  }

  @Test("a period that is nearly empty has no coefficient, and none at all is an error")
  func empty() throws {
    var signal = generated.x1.values
    for row in 10..<250 { signal[row] = .nan }
    let y = ForwardReturns.sums(of: generated.nextReturns, horizon: 6)
    let series = try CoefficientSeries.coefficients(
      signal: signal, y: y, periods: [0..<250, 250..<500], horizon: 6)
    #expect(series.values[0].isNaN && !series.values[1].isNaN)
    #expect(throws: StatisticsError.tooFewObservations(have: 0, need: 1)) {
      try CoefficientSeries.coefficients(signal: signal, y: y, periods: [0..<250], horizon: 6)
    }
  }
}
