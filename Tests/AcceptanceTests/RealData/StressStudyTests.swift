import Market
import Replay
import Research
import Signals
import TestSupport
import Testing

/// What stress said about the next hour of Bitcoin in 2025: nothing, whatever the window.
@Suite("Stress on BTCUSDT 2025", .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct StressStudyTests {
  /// Expected: pandas 3.1.1, `rolling(w).std()` with ddof 1 over the columns joined as of each bar's close,
  /// `close.shift(-12) / close - 1` on the bars of the regime.
  @Test(
    "bars, episodes, mean and median of the next hour, to the printed digits",
    arguments: [
      (288, 266, 23, 0.58, -3.20), (2016, 201, 14, -11.19, -7.84), (8640, 585, 11, -1.52, -0.14),
    ])
  func table(window: Int, bars: Int, episodes: Int, mean: Double, median: Double) throws {
    let horizon = try study(window: window)
    let contrast = try #require(horizon.contrast)
    #expect(contrast.barsIn == bars)
    #expect(contrast.episodes == episodes)
    #expect((contrast.meanIn * 1e6).rounded() / 100 == mean)
    #expect((contrast.medianIn * 1e6).rounded() / 100 == median)
    #expect(horizon.verdict.finding != .predicts)
  }

  /// Expected: statsmodels 0.15.0, `OLS(y, add_constant(stress))` over the 97,806 bars on which the three z-scores and the
  /// next hour are known: `fit().bse`, `fit(cov_type='HC0').bse`.
  @Test("errors agree with statsmodels on the same rows to 1e-9")
  func statsmodels() throws {
    let horizon = try study(window: 288)
    #expect(horizon.observations == 97_806)
    try close(horizon, "OLS iid", estimate: 5.90298395253327e-05, error: 0.00028953487950396855)
    try close(horizon, "HC0", estimate: 5.90298395253327e-05, error: 0.00022701860523725306)
    // Bartlett over elapsed bars: rows that are not known lie between rows that are, so `maxlags=11` over the rows alone
    // (0.00048714613227967695) would join bars that are days apart. Expected: numpy, the same sum over the whole grid
    // with zero scores on rows that do not count.
    try close(horizon, "Newey-West h-1", estimate: 5.90298395253327e-05, error: 0.0004871460505296194)
    try close(horizon, "Newey-West 2h", estimate: 5.90298395253327e-05, error: 0.000488459106020218)
  }

  private func study(window: Int) throws -> HorizonStudy {
    let strategy = try RealBitcoin.strategy()
    let book = try strategy.signals.bound(to: ["lookback": .number(Double(window))])
    let subject = try StudySubject(
      name: "stress", node: try book.signal("stress"), evaluator: Evaluator(try RealBitcoin.frame()))
    return try Study(subject, horizons: [.hour], calibration: 0, seed: 1).horizons[0]
  }

  private func close(_ horizon: HorizonStudy, _ name: String, estimate: Double, error: Double) throws {
    let result = try #require(horizon.estimates.first { $0.name == name })
    #expect(abs(result.estimate / estimate - 1) < 1e-9, "\(name)")
    #expect(abs(try #require(result.standardError) / error - 1) < 1e-9, "\(name)")
  }
}
