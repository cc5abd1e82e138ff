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
  }

  @Test("never negative, never as many as there are rows")
  func clamped() {
    #expect(LagRule.fixed(-3).lags(observations: 10) == 0)
    #expect(LagRule.twiceHorizon(12).lags(observations: 10) == 9)
    #expect(LagRule.twiceHorizon(.max).lags(observations: 10) >= 0)
    #expect(LagRule.fixed(5).lags(observations: 0) == 0)
  }
}
