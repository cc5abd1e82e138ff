// Which side takes liquidity, and how one-sided it is.
extension Formulas {
  static let flow: [Formula] = [
    Formula(
      "net_delta", .flow, [.window], "sum(2 * taker_buy_volume - volume, window)",
      about: "Taker buying less taker selling over the window, in coins.", unit: .fixed(.base),
      example: "net_delta(1h)"),
    Formula(
      "net_delta_value", .flow, [.window], "sum(2 * taker_buy_quote_volume - quote_volume, window)",
      about: "Taker buying less taker selling over the window, in quote currency.", unit: .fixed(.quote),
      example: "net_delta_value(1h)"),
    Formula(
      "cumulative_delta", .flow, [.window], "sum(2 * taker_buy_volume - volume, window) / sum(volume, window)",
      about: "Taker buying less taker selling as a share of all volume, -1 to 1.", unit: .fixed(.fraction),
      example: "cumulative_delta(4h)"),
    Formula(
      "running_delta", .flow, [.word("anchor", Anchor.allCases.map(\.rawValue), standard: "day")],
      "cumsum(2 * taker_buy_volume - volume, anchor)",
      about: "Taker buying less taker selling since the start of the day, the week, a session or the data, in coins.",
      unit: .fixed(.base), example: "running_delta(day)", lookBack: "to the anchor"),
    Formula(
      "taker_buy_sell_ratio", .flow, [.window],
      "sum(taker_buy_volume, window) / sum(volume - taker_buy_volume, window)",
      about: "Taker buying over taker selling by volume.", unit: .fixed(.score), example: "taker_buy_sell_ratio(1h)"),
    Formula(
      "taker_count_ratio", .flow, [.window], "sum(buy_trades, window) / sum(sell_trades, window)",
      about: "Taker buying over taker selling by the number of trades.", unit: .fixed(.score),
      example: "taker_count_ratio(1h)"),
    Formula(
      "mean_trade_size", .flow, [.window], "sum(volume, window) / sum(trades, window)",
      about: "Coins in a trade, on average over the window.", unit: .fixed(.base), example: "mean_trade_size(1h)"),
    Formula(
      "large_trade_share", .flow, [.window],
      "sum(large_bought_value + large_sold_value, window) / sum(bought_value + sold_value, window)",
      about: "How much of what was traded in the window was traded in large trades.", unit: .fixed(.fraction),
      example: "large_trade_share(1d)"),
    Formula(
      "order_imbalance", .flow, [.window], "sum(abs(2 * taker_buy_volume - volume), window) / sum(volume, window)",
      about: "How one-sided bars were, 0 to 1: VPIN with true taker sides, over bars of time and not of volume.",
      unit: .fixed(.fraction), example: "order_imbalance(1d)",
      source: "Easley, López de Prado and O'Hara (2012), RFS 25; disputed by Andersen and Bondarenko (2014)"),
    Formula(
      "flow_toxicity", .flow, [.window(least: 2)],
      """
      zscore(2 * taker_buy_quote_volume - quote_volume, window)
        * zscore(log(close / lag(close, 1)) ^ 2, window)
      """,
      about: "The z-score of net taker buying times that of the bar's squared return.", unit: .fixed(.score),
      example: "flow_toxicity(1d)", source: "flow_toxicity_score of Aperiodic's flow metrics"),
    Formula(
      "delta_shock", .flow, [.window(least: 2)], "zscore(abs(2 * taker_buy_volume - volume), window)",
      about: "How unusual the size of this bar's net taker flow is.", unit: .fixed(.score), example: "delta_shock(1d)"),
    Formula(
      "delta_price_divergence", .flow, [.window(least: 2)],
      "zscore(change(close, window), window) - zscore(sum(2 * taker_buy_volume - volume, window), window)",
      about: "Price change less net taker buying, both as z-scores: high when price runs without buyers.",
      unit: .fixed(.score), example: "delta_price_divergence(12h)"),
    Formula(
      "delta_over_oi", .flow, [.window], "sum(2 * taker_buy_volume - volume, window) / open_interest",
      about: "Net taker buying over the window for each coin of open interest.", unit: .fixed(.score),
      example: "delta_over_oi(4h)"),
  ]
}
