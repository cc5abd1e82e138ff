import Market
import Signals

/// Formulas about one thing, each of which a scan tries at several windows and smoothings.
public struct ScanFamily: Sendable {
  public let name: String
  public let about: String
  /// In the signal language; `$w` is the window.
  public let formulas: [String]
  /// Shorter windows see one value: what changes every eight hours says nothing about an hour.
  public let shortest: Interval

  private init(_ name: String, _ about: String, shortest: Interval = .zero, _ formulas: [String]) {
    (self.name, self.about, self.formulas, self.shortest) = (name, about, formulas, shortest)
  }

  public static let windows = ["1h", "4h", "12h", "1d", "3d", "7d"]
  public static let smoothings = ["none", "1h", "4h", "12h"]

  public static let all: [ScanFamily] = [
    ScanFamily(
      "momentum", "where price stands against its past",
      [
        "change(close, $w)", "close / mean(close, $w) - 1", "zscore(close, $w)", "rank(close, $w)", "drawdown($w)",
        "change(close, $w) / std(change(close, 1), $w)", "close / vwap($w) - 1",
        "autocorrelation(change(close, 1), $w)",
      ]),
    ScanFamily(
      "volatility", "how wild returns have been",
      [
        "std(change(close, 1), $w)", "range_volatility($w)", "skew(change(close, 1), $w)",
        "zscore(abs(change(close, 1)), $w)", "illiquidity($w)",
      ]),
    ScanFamily(
      "volume", "how much was traded", ["zscore(volume, $w)", "rank(volume, $w)", "zscore(volume / trades, $w)"]),
    ScanFamily(
      "flow", "what takers bought and sold",
      [
        "cumulative_delta($w)", "order_imbalance($w)", "delta_shock($w)", "flow_toxicity($w)",
        "delta_price_divergence($w)", "zscore(2 * taker_buy_volume - volume, $w)", "delta_over_oi($w)",
        "price_impact($w)",
      ]),
    ScanFamily(
      "funding", "what longs pay shorts", shortest: .day,
      [
        "mean(funding_rate, $w)", "zscore(funding_rate, $w)", "rank(funding_rate, $w)",
        "difference(funding_rate, $w)", "funding_cumulative($w)",
      ]),
    ScanFamily(
      "premium", "the perpetual against its index",
      [
        "mean(premium, $w)", "zscore(premium, $w)", "rank(premium, $w)", "difference(premium, $w)", "std(premium, $w)",
      ]),
    ScanFamily(
      "basis", "the perpetual against spot",
      [
        "mean(close / spot - 1, $w)", "zscore(close / spot - 1, $w)", "difference(close / spot - 1, $w)",
      ]),
    ScanFamily(
      "oi", "open interest",
      [
        "change(open_interest_native, $w)", "zscore(open_interest_native, $w)", "rank(open_interest_native, $w)",
        "change(open_interest_native, $w) - change(close, $w)", "open_interest_volatility($w)",
        "oi_price_divergence($w)",
        "oi_turnover($w)",
      ]),
    ScanFamily(
      "liquidations", "who was thrown out", ["liquidation_imbalance($w)", "liquidation_burst($w)"]),
    ScanFamily(
      "positioning", "accounts long to accounts short",
      ["zscore(long_short_ratio, $w)", "mean(long_short_ratio, $w)", "difference(long_short_ratio, $w)"]),
    ScanFamily(
      "options", "fear and expected moves, by the chain", shortest: .day,
      [
        "iv_rank($w)", "iv_percentile($w)", "zscore(put_call_oi, $w)", "zscore(put_call_volume, $w)",
        "zscore(skew_25d, $w)", "zscore(term_slope, $w)", "implied_over_realised($w)", "mean(max_pain / close - 1, $w)",
      ]),
    ScanFamily(
      "crowding", "funding, premium and open interest together", shortest: .day,
      ["crowding_score($w)", "stress_score($w)"]),
  ]

  /// Formulas × windows × smoothings, the smoothing fastest, since neighbours share what they compute.
  ///
  /// - Throws: a `Problem` where a text is not in the language, which a test excludes.
  public func signals(windows: [Interval], smoothings: [Interval?]) throws(Problem) -> [ScanPlan.Signal] {
    var signals: [ScanPlan.Signal] = []
    for formula in formulas {
      for window in windows where window >= shortest {
        let core = formula.replacing("$w", with: "\(window)")
        for smoothing in smoothings {
          let text = smoothing.map { "mean(\(core), \($0))" } ?? core
          signals.append(.init(name: text, expression: try Expression(parsing: text), family: name))
        }
      }
    }
    return signals
  }
}
