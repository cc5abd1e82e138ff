import Foundation
import TestSupport
import Testing

/// Bitcoin and Ether together, from the published files to the pooled answer, by the commands a user types.
@Suite(
  "BTCUSDT and ETHUSDT 2025 as a panel",
  .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct RealPanelTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    for (symbol, market) in [("BTCUSDT", "btc"), ("ETHUSDT", "eth")] {
      let imported = try tool.run(
        "data", "import", "\(RealData.folder)/binance/um_klines_1h/\(symbol)", "--into", market)
      #expect(imported.status == 0, "\(imported.errors)")
    }
    try tool.write(
      """
      name: momentum
      interval: 1h
      signals:
        past: change(close, 24)
      position: clip(past, -1, 1)
      """, to: "strategies/momentum.yaml")
  }

  /// Expected: pandas 3.1 and statsmodels 0.15.0, x = close/close.shift(24) - 1 and y = close.shift(-4)/close - 1 less each
  /// market's means, rows in order of time:
  /// `OLS(y, x).fit(cov_type='hac-groupsum', cov_kwds={'time': t, 'maxlags': L, 'use_correction': False})`,
  /// `stats.spearmanr(x, y)`.
  @Test("slope, errors and rank coefficients agree with statsmodels and scipy to 1e-9")
  func pooled() throws {
    let answer = try tool.run(
      "study", "momentum", "--signal", "past", "--forward", "4h", "--market", "btc,eth", "--from", "2025-01-01", "--to",
      "2026-01-01", "--format", "json", "--calibrate", "0", "--no-report")
    let document = try answer.document()
    #expect(document["market"] as? String == "btc,eth")
    #expect(document["bars"] as? Int == 8760)
    let horizon = try #require((document["horizons"] as? [[String: Any]])?.first)
    #expect(horizon["observations"] as? Int == 17_488)
    let estimators = try #require(horizon["estimators"] as? [[String: Any]])
    func figure(_ name: String, _ key: String) throws -> Double {
      let estimator = try #require(estimators.first { $0["name"] as? String == name })
      return try #require(estimator[key] as? Double)
    }
    func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * abs(b) }
    #expect(close(try figure("Driscoll-Kraay h-1", "estimate_bps"), -164.06603855431368))
    #expect(close(try figure("Driscoll-Kraay h-1", "se_bps"), 87.47009311555804))
    #expect(close(try figure("Driscoll-Kraay 2h", "se_bps"), 98.0152484355071))
    let markets = try #require(horizon["markets"] as? [[String: Any]])
    #expect(markets.compactMap { $0["market"] as? String } == ["btc", "eth"])
    for (market, rank) in zip(markets, [-0.06514411259815926, -0.06873459206930899]) {
      #expect(close(try #require(market["spearman"] as? Double), rank))
    }
    #expect((horizon["cross_section"] as? [String: Any])?["cannot_say"] != nil, "two markets have no cross-section")
  }
}
