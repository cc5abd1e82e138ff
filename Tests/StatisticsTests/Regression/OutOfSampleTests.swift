import Statistics
import Testing

/// Expected: numpy on the sample of `Generated`, `X` its columns behind a column of ones:
///
///     def oos(h, first, window=None):
///         for t in range(n):
///             e = t - h
///             if e + 1 < first: continue
///             s = 0 if window is None else e + 1 - window
///             beta = np.linalg.lstsq(X[s:e+1], y[s:e+1])[0]
///             f[t] = X[t] @ beta; m[t] = y[s:e+1].mean()
///         k = ~np.isnan(f); r2 = 1 - ((y - f)[k]**2).sum()/((y - m)[k]**2).sum()
///         d = (y - m)[k]**2 - ((y - f)[k]**2 - (m - f)[k]**2)
///         o = sm.OLS(d, np.ones(len(d))).fit(cov_type='HAC', cov_kwds=dict(maxlags=2*h))   # o.tvalues, norm.sf(t)
@Suite("Forecasts against the historical mean")
struct OutOfSampleTests {
  let sample = Generated()

  @Test("expanding, twelve bars ahead: oos(12, 250)")
  func expanding() throws {
    let fits = try ExpandingOLS.fit(sample.y, x: sample.x, first: 250)
    let result = try OutOfSample(sample.y, x: sample.x, fits: fits, horizon: 12)
    #expect(agree(result.r2, 0.027727309636877973, to: 1e-9))
    #expect(result.forecasts == 1739)
    #expect(agree(result.clarkWest.meanDifference, 0.05458704439795228, to: 1e-9))
    #expect(agree(result.clarkWest.standardError, 0.015339291684969336, to: 1e-9))
    #expect(agree(result.clarkWest.t, 3.5586417886192896, to: 1e-9))
    #expect(agree(result.clarkWest.p, 0.00018638876657735582, to: 1e-9))
    #expect(result.clarkWest.lags == 24)
  }

  @Test("rolling, twelve bars ahead: oos(12, 250, 250)")
  func rolling() throws {
    let fits = try RollingOLS.fit(sample.y, x: sample.x, window: 250)
    let result = try OutOfSample(sample.y, x: sample.x, fits: fits, horizon: 12)
    #expect(agree(result.r2, 0.03570724392460911, to: 1e-9))
    #expect(agree(result.clarkWest.t, 4.03609669711779, to: 1e-9))
    // The last advantage is R² of the squared errors of the mean.
    let last = try #require(result.advantage.last)
    #expect(last > 0)
  }

  @Test("one bar ahead: oos(1, 500)")
  func oneBar() throws {
    let fits = try ExpandingOLS.fit(sample.y, x: sample.x, first: 500)
    let result = try OutOfSample(sample.y, x: sample.x, fits: fits, horizon: 1)
    #expect(agree(result.r2, 0.02892391586728016, to: 1e-9))
    #expect(agree(result.clarkWest.p, 1.3106319654364858e-05, to: 1e-9))
  }

  @Test("outcomes that are not known when a forecast is made do not touch it")
  func purge() throws {
    let horizon = 12
    let cut = 1000
    // The fits see another world in every outcome that becomes known after bar `cut`; what is judged stays the same.
    let poisoned = NamedColumn("y", sample.y.values.enumerated().map { $0.offset + horizon > cut ? 1e6 : $0.element })
    let clean = try OutOfSample(
      sample.y, x: sample.x, fits: ExpandingOLS.fit(sample.y, x: sample.x, first: 250), horizon: horizon)
    let fits = try ExpandingOLS.fit(poisoned, x: sample.x, first: 250)
    let other = try OutOfSample(sample.y, x: sample.x, fits: fits, horizon: horizon)
    #expect(clean.advantage[...cut].map(\.bitPattern) == other.advantage[...cut].map(\.bitPattern))
    #expect(clean.advantage[cut + 1] != other.advantage[cut + 1])
  }

  @Test("no forecast is judged without an intercept, a horizon or enough bars")
  func refusals() throws {
    let plain = try ExpandingOLS.fit(sample.y, x: sample.x, intercept: false, first: 250)
    #expect(throws: StatisticsError.self) {
      try OutOfSample(sample.y, x: sample.x, fits: plain, horizon: 12)
    }
    let late = try ExpandingOLS.fit(sample.y, x: sample.x, first: 1970)
    #expect(throws: StatisticsError.tooFewObservations(have: 19, need: 46)) {
      try OutOfSample(sample.y, x: sample.x, fits: late, horizon: 12)
    }
    #expect(throws: StatisticsError.self) {
      try OutOfSample(sample.y, x: sample.x, fits: late, horizon: 0)
    }
  }
}

/// Expected: numpy and statsmodels on the sample of `Generated`, r = `nextReturns`:
///
///     t = np.arange(1999); A = sm.add_constant(x1[t]); u = sm.OLS(r[t], A).fit(); v = sm.OLS(x1[t+1], A).fit()
///     phi = v.params[1]; share = (u.resid @ v.resid)/(v.resid @ v.resid)
///     bias = -share*(h*(1 + phi) + 2*phi*(1 - phi**h)/(1 - phi))/1999
///
/// and 20,000 simulated samples of 300 bars (φ 0.95, error correlation -0.8, no predictability) have mean slopes of
/// 0.01058 ± 0.00015 at h = 1 and 0.1093 ± 0.0015 at h = 12, where the formula has 0.01027 and 0.1090.
@Suite("The bias of a persistent regressor")
struct StambaughBiasTests {
  let sample = Generated()

  @Test("one bar and twelve bars ahead", arguments: [(1, -3.823741466362356e-06), (12, -3.743380457213895e-05)])
  func bias(horizon: Int, expected: Double) throws {
    let bias = try #require(
      StambaughBias(
        coefficient: 0.5, x: sample.x1.values, nextReturns: sample.nextReturns, horizon: horizon))
    #expect(agree(bias.autocorrelation, 0.9083458019092289, to: 1e-9))
    #expect(agree(bias.errorCorrelation, 0.11632963429822835, to: 1e-9))
    #expect(agree(bias.bias, expected, to: 1e-9))
    #expect(bias.corrected == 0.5 - bias.bias)
    #expect(bias.observations == 1999)
  }

  @Test("nothing is said of a constant, of an explosive regressor or of a few bars")
  func refusals() {
    let returns = sample.nextReturns
    let constant = [Double](repeating: 1, count: returns.count)
    let explosive = returns.indices.map { Double($0) * Double($0) }
    let short = returns.indices.map { $0 < 20 ? sample.x1.values[$0] : .nan }
    for x in [constant, explosive, short] {
      #expect(StambaughBias(coefficient: 1, x: x, nextReturns: returns, horizon: 1) == nil)
    }
  }
}
