// Prices and their volatility.
extension Formulas {
  static let price: [Formula] = [
    Formula(
      "returns", .price, [.window], "close / lag(close, window) - 1",
      about: "Simple return of the close over the window.",
      unit: .fixed(.fraction), example: "returns(1h)", synonyms: ["return"]),
    Formula(
      "volatility", .price, [.window(least: 2)], "std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())",
      about: "Realised volatility: the deviation of one-bar log returns, annualised over 365 days.",
      unit: .fixed(.fraction), example: "volatility(1d)"),
    Formula(
      "target_volatility", .price,
      // A target of ten is 1000% a year: whoever writes 20 means 20%.
      [
        OperatorInput("target", .numberWithin(0.0001...10)), .window(least: 2),
        OperatorInput("most", .constant(0...125), standard: 1),
      ],
      "least(target / (std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())), most)",
      about: "The weight at which realised volatility would have been the target, at most `most`.",
      unit: .fixed(.fraction), example: "target_volatility(20%, 1d)"),
    Formula(
      "range_volatility", .price, [.window],
      "sqrt(mean(log(high / low) ^ 2, window) / (4 * log(2))) * sqrt(bars_per_year())",
      about: "Volatility from the range of each bar, annualised over 365 days: less noisy than from closes.",
      unit: .fixed(.fraction), example: "range_volatility(1d)", source: "Parkinson (1980), Journal of Business 53"),
    Formula(
      "true_range", .price, [], "greatest(high, lag(close, 1)) - least(low, lag(close, 1))",
      about: "How far the price has moved since the last close, there and back.", unit: .fixed(.price),
      example: "true_range()", source: "Wilder (1978)"),
    Formula(
      "atr", .price, [.window], "wilder(greatest(high, lag(close, 1)) - least(low, lag(close, 1)), window)",
      about: "Average true range: Wilder's mean of the true range.", unit: .fixed(.price), example: "atr(2h)",
      source: "Wilder (1978)"),
    Formula(
      "rsi", .price, [.x, .window],
      "100 * wilder(greatest(difference(x, 1), 0), window) / wilder(abs(difference(x, 1)), window)",
      about: "Relative strength index: the share of the ups in all that x has moved, 0 to 100.", unit: .fixed(.score),
      example: "rsi(close, 2h)", source: "Wilder (1978)"),
    Formula(
      "vwap", .price, [.window], "sum(quote_volume, window) / sum(volume, window)",
      about: "Volume-weighted average price of what was traded in the window.", unit: .fixed(.price),
      example: "vwap(1d)"),
    Formula(
      "anchored_vwap", .price, [.word("anchor", Anchor.allCases.map(\.rawValue), standard: "day")],
      "cumsum(quote_volume, anchor) / cumsum(volume, anchor)",
      about: "Volume-weighted average price since the start of the day, the week, a session or the data.",
      unit: .fixed(.price),
      example: "anchored_vwap(day)", lookBack: "to the anchor"),
    Formula(
      "drawdown", .price, [.window], "close / max(close, window) - 1",
      about: "How far the close lies below its highest in the window.", unit: .fixed(.fraction), example: "drawdown(1d)"
    ),
    Formula(
      "beta", .price, [OperatorInput("y", .series), .x, .window(least: 2)],
      "slope(change(y, 1), change(x, 1), window)", about: "How much y moves for each percent that x moves, bar by bar.",
      unit: .fixed(.score), example: "beta(close, spot, 1d)"),
    Formula(
      "autocorrelation", .price,
      [.x, .window(least: 2), OperatorInput("step", .window(least: 1), standard: 1)],
      "correlation(x, lag(x, step), window)", about: "The correlation of x with its own value some bars before.",
      unit: .fixed(.score), example: "autocorrelation(change(close, 1), 1d)", lookBack: "window + step - 1"),
    Formula(
      "illiquidity", .price, [.window], "mean(abs(change(close, 1)) / quote_volume, window)",
      about: "How far the price moves for each unit of quote currency traded.",
      unit: .derived("per unit of quote currency"), example: "illiquidity(1d)",
      source: "Amihud (2002), Journal of Financial Markets 5"),
    Formula(
      "price_impact", .price, [.window(least: 2)],
      "slope(log(close / lag(close, 1)), 2 * taker_buy_volume - volume, window)",
      about: "Return for each coin of net taker buying: Kyle's lambda by regression.", unit: .derived("per coin"),
      example: "price_impact(1d)", source: "Kyle (1985), Hasbrouck (1991)"),
  ]
}
