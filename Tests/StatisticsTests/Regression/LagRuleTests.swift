import Statistics
import Testing

@Suite("Lag rules")
struct LagRuleTests {
  @Test("lags from the horizon")
  func fromHorizon() {
    #expect(LagRule.overlap(horizon: 12).lags(observations: 8640) == 11)
    #expect(LagRule.twiceHorizon(12).lags(observations: 8640) == 24)
    #expect(LagRule.overlap(horizon: 1).lags(observations: 8640) == 0)
  }

  @Test("lags from the sample")
  func fromSample() {
    // int(4*(T/100)**(2/9)), int(.75*T**(1/3))
    #expect([100, 1000, 8640, 105_120].map(LagRule.neweyWest.lags) == [4, 6, 10, 18])
    #expect([100, 1000, 8640, 105_120].map(LagRule.stockWatson.lags) == [3, 7, 15, 35])
    // int(np.ceil(1.3*np.sqrt(T)))
    #expect([100, 1000, 8640, 105_120].map(LagRule.lazarus.lags) == [13, 42, 121, 422])
  }

  @Test("lags from the memory of the scores, by the rule of 1994")
  func automatic() throws {
    let generated = Generated()
    // sc = (X*resid[:, None])[:, 1:].sum(1); s = [sc@sc] + [sc[j:]@sc[:-j] for j in 1..7]
    // 1.1447*((2*sum(j*s[j])/(s[0] + 2*sum(s[1:])))**2)**(1/3)*2000**(1/3) = 11.9067
    let fit = try OLS.fit(generated.y, x: generated.x)
    let used = try fit.inference(.neweyWestAutomatic)
    #expect(used.used.kind == "newey_west_1994")
    #expect(used.used.lags == 11)
    // sm.OLS(y, X).fit(cov_type='HAC', cov_kwds=dict(maxlags=11)).bse
    let errors = [0.03035218768096028, 0.05653314035877526, 0.05228554942054753, 5.074893080288376e-05]
    #expect(agree(used.terms.map(\.standardError), errors, to: 1e-10))
  }

  @Test("scores without memory ask for no lags, and constant ones for as many as there are")
  func automaticLimits() {
    #expect(AutomaticLags.neweyWest1994(scores: [1]) == 0)
    #expect(AutomaticLags.neweyWest1994(scores: [Double](repeating: 0, count: 50)) == 49)
    let impulse = (0..<200).map { $0 == 100 ? 1.0 : 0 }
    #expect(AutomaticLags.neweyWest1994(scores: impulse) == 0)
  }

  @Test("never negative, never as many as there are rows")
  func clamped() {
    #expect(LagRule.fixed(-3).lags(observations: 10) == 0)
    #expect(LagRule.twiceHorizon(12).lags(observations: 10) == 9)
    #expect(LagRule.twiceHorizon(.max).lags(observations: 10) >= 0)
    #expect(LagRule.fixed(5).lags(observations: 0) == 0)
  }
}
