import Market
import Replay
import Research
import Signals
import Statistics
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

  /// Expected: statsmodels 0.15.0, `OLS(y, add_constant(stress))` over the 104,631 bars on which it is known whether stress
  /// holds (one condition that fails is enough to know that it does not) and the next hour is: `fit().bse`,
  /// `fit(cov_type='HC0').bse`.
  @Test("errors agree with statsmodels on the same rows to 1e-9")
  func statsmodels() throws {
    let horizon = try study(window: 288)
    #expect(horizon.observations == 104_631)
    try close(horizon, "OLS iid", error: 0.0002899969853560835)
    try close(horizon, "HC0", error: 0.00022698728663863565)
    // Lags are elapsed bars: 190 bars are not known, and `maxlags=11` over the rows alone (0.0004870426501863411) joins
    // bars that do not follow each other. Expected: numpy, the same Bartlett sum over the whole grid with zero scores on
    // the rows that do not count.
    try close(horizon, "Newey-West h-1", error: 0.00048704321491089593)
    try close(horizon, "Newey-West 2h", error: 0.00048827737958057353)
  }

  /// Expected: statsmodels 0.15.0 on the same rows, `fit(cov_type='HAC', cov_kwds={'maxlags': 11}).bse` and 24.
  @Test("without the gaps told, Newey-West is that of statsmodels to 1e-9")
  func neweyWestByRows() throws {
    let subject = try subject(window: 288)
    guard case .regime(let holds) = subject.values else {
      Issue.record("stress is a condition")
      return
    }
    let closes = subject.frame.values("close")
    let rows = closes.indices.filter { subject.known[$0] && $0 + 12 < closes.count }
    let fit = try OLS.fit(
      NamedColumn("y", rows.map { closes[$0 + 12] / closes[$0] - 1 }),
      x: [NamedColumn("stress", rows.map { holds[$0] ? 1 : 0 })])
    for (lags, error) in [(11, 0.0004870426501863411), (24, 0.00048827557892149417)] {
      let term = try #require(try fit.inference(.neweyWest(lags: lags))["stress"])
      #expect(abs(term.coefficient / 5.6245845405939116e-05 - 1) < 1e-9)
      #expect(abs(term.standardError / error - 1) < 1e-9)
    }
  }

  @Test("whether it rises or falls after stress depends on the window, and the study says so")
  func sensitivity() throws {
    var plan = StudyPlan(horizons: [.hour], calibration: 0)
    plan.variants = try [144, 576].map {
      SubjectVariant(parameter: "lookback", value: "\($0)", subject: .success(try subject(window: $0)))
    }
    let horizon = try Study(try subject(window: 288), plan).horizons[0]
    #expect(horizon.verdict.finding == .noEvidence)
    #expect(horizon.cautions.contains { $0.hasPrefix("The sign depends on the window") })
    let power = try horizon.power.get()
    #expect(power.episodes == 23)
    #expect(power.minimumDetectable > 0.002, "23 episodes see nothing under 20 bps")
    #expect(try #require(horizon.depth).placebo.get().pOfT > 0.5)
  }

  private func subject(window: Int) throws -> StudySubject {
    let strategy = try RealBitcoin.strategy()
    let book = try strategy.signals.bound(to: ["lookback": .number(Double(window))])
    return try StudySubject(
      name: "stress", node: try book.signal("stress"), evaluator: Evaluator(try RealBitcoin.frame()))
  }

  private func study(window: Int) throws -> HorizonStudy {
    try Study(try subject(window: window), StudyPlan(horizons: [.hour], calibration: 0, depth: .judgement)).horizons[0]
  }

  private func close(_ horizon: HorizonStudy, _ name: String, error: Double) throws {
    let result = try #require(horizon.estimates.first { $0.name == name })
    #expect(abs(result.estimate / 5.6245845405939116e-05 - 1) < 1e-9, "\(name)")
    #expect(abs(try #require(result.standardError) / error - 1) < 1e-9, "\(name)")
  }
}
