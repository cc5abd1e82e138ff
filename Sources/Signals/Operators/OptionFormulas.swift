// What a chain of options says: fear, expected moves, and where its holders would be paid least.
extension Formulas {
  static let options: [Formula] = [
    Formula(
      "put_call_oi", .options, [], "options.put_call_oi",
      about: "Open interest of puts over that of calls, in contracts, of all expiries.", unit: .fixed(.score),
      example: "put_call_oi()"),
    Formula(
      "put_call_volume", .options, [], "options.put_call_volume",
      about: "Contracts of puts over contracts of calls traded in the 24 h before the snapshot, of all expiries.",
      unit: .fixed(.score), example: "put_call_volume()"),
    Formula(
      "max_pain", .options, [], "next_expiry.max_pain",
      about: "The listed strike at which holders of the next expiry, a day or more ahead, would be paid least.",
      unit: .fixed(.price), example: "max_pain()"),
    Formula(
      "max_pain_distance", .options, [], "next_expiry.max_pain / next_expiry.forward - 1",
      about: "How far max pain of the next expiry lies above its forward.", unit: .fixed(.fraction),
      example: "max_pain_distance()"),
    Formula(
      "implied_volatility", .options, [], "options.iv_30d",
      about: "Implied volatility at the money in 30 days, between the expiries around them.",
      unit: .fixed(.fraction), example: "implied_volatility()"),
    Formula(
      "iv_rank", .options, [.window(least: 2)],
      """
      (options.iv_30d - min(options.iv_30d, window))
        / (max(options.iv_30d, window) - min(options.iv_30d, window))
      """,
      about: "Where implied volatility lies between the lowest, 0, and the highest, 1, of the window.",
      unit: .fixed(.fraction), example: "iv_rank(1d)"),
    Formula(
      "iv_percentile", .options, [.window(least: 2)], "rank(options.iv_30d, window)",
      about: "The share of the window's bars with a lower implied volatility, those with the same by half.",
      unit: .fixed(.fraction), example: "iv_percentile(1d)"),
    Formula(
      "skew_25d", .options, [], "next_expiry.skew_25d",
      about: "Implied volatility of the 25-delta put less that of the 25-delta call, of the next expiry.",
      unit: .fixed(.fraction), example: "skew_25d()"),
    Formula(
      "term_slope", .options, [], "options.iv_90d - options.iv_30d",
      about: "Implied volatility in 90 days less that in 30: below zero where the near term is dear.",
      unit: .fixed(.fraction), example: "term_slope()"),
    Formula(
      "implied_over_realised", .options, [.window(least: 2)],
      "options.iv_30d - std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())",
      about: "Implied volatility in 30 days less what was realised over the window, both a year.",
      unit: .fixed(.fraction), example: "implied_over_realised(1d)"),
  ]
}
