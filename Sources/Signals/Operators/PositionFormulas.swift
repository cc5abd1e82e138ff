// Open interest, who holds it, and who is thrown out of it. What is asked of open interest through time is asked of what its
// contracts are of, coins or, where they are settled in the coin, quote currency: the other of the two moves with the price by
// arithmetic alone.
extension Formulas {
  private static let api = "0xArchive and Aperiodic metrics of that name"

  static let openInterest: [Formula] = [
    Formula(
      "open_interest_pct_change", .openInterest, [.window], "change(open_interest_native, window)",
      about: "How much open interest has changed over the window, as a fraction.", unit: .fixed(.fraction),
      example: "open_interest_pct_change(1d)", source: api),
    Formula(
      "open_interest_volatility", .openInterest, [.window(least: 2)], "std(change(open_interest_native, 1), window)",
      about: "The deviation of open interest's changes from bar to bar.", unit: .fixed(.fraction),
      example: "open_interest_volatility(1d)", source: api),
    Formula(
      "oi_price_change_ratio", .openInterest, [.window], "change(open_interest_native, window) / change(mark, window)",
      about: "Open interest's change for each percent of the mark price's.", unit: .fixed(.score),
      example: "oi_price_change_ratio(4h)", source: api),
    Formula(
      "oi_price_divergence", .openInterest, [.window(least: 2)],
      "zscore(change(close, window), window) - zscore(change(open_interest_native, window), window)",
      about: "Price change less open-interest change, both as z-scores: high when price runs without new money.",
      unit: .fixed(.score), example: "oi_price_divergence(12h)"),
    Formula(
      "oi_price_quadrant", .openInterest, [.window],
      """
      if(change(close, window) * change(open_interest_native, window) == 0, 0,
        if(change(close, window) > 0,
          if(change(open_interest_native, window) > 0, 1, 2), if(change(open_interest_native, window) > 0, 3, 4)))
      """,
      about: "What a move was made of: 1 new longs, 2 short covering, 3 new shorts, 4 longs leaving, 0 neither moved.",
      unit: .fixed(.count), example: "oi_price_quadrant(4h)"),
    Formula(
      "oi_turnover", .openInterest, [.window], "sum(volume, window) / open_interest",
      about: "How often open interest was traded in the window.", unit: .fixed(.score), example: "oi_turnover(1d)"),
  ]

  static let positioning: [Formula] = [
    Formula(
      "crowding_score", .positioning, [.window(least: 2)],
      "(zscore(funding_rate, window) + zscore(premium, window) + zscore(open_interest_native, window)) / 3",
      about: "The mean of the z-scores of funding, premium and open interest: high when leverage is crowded.",
      unit: .fixed(.score), example: "crowding_score(1d)", source: "Aperiodic, intro-derivatives notebook"),
    Formula(
      "stress_score", .positioning, [.window(least: 2)],
      "least(least(zscore(funding_rate, window), zscore(premium, window)), zscore(open_interest_native, window))",
      about: "The least of the same three z-scores: above a level where all of them are.", unit: .fixed(.score),
      example: "stress_score(1d)", source: "Aperiodic, intro-derivatives notebook"),
    Formula(
      "top_trader_gap", .positioning, [], "top_position_ratio / long_short_ratio - 1",
      about: "How much longer top traders are than all accounts.", unit: .fixed(.fraction), example: "top_trader_gap()"),
    Formula(
      "liquidation_imbalance", .positioning, [.window],
      """
      (sum(long_liquidations, window) - sum(short_liquidations, window))
        / (sum(long_liquidations, window) + sum(short_liquidations, window))
      """,
      about: "Longs less shorts among what was liquidated in the window, -1 to 1.", unit: .fixed(.fraction),
      example: "liquidation_imbalance(4h)"),
    Formula(
      "liquidation_burst", .positioning, [.window],
      """
      (long_liquidations + short_liquidations)
        / mean(lag(long_liquidations + short_liquidations, 1), window)
      """,
      about: "What this bar liquidated, as a multiple of the coin's own mean over the window before it.",
      unit: .fixed(.score), example: "liquidation_burst(7d)"),
  ]
}
