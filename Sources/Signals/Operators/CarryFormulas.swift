// Funding, and what a perpetual is worth beside its spot.
extension Formulas {
  private static let statistic = OperatorInput.word(
    "statistic", EventStatistic.allCases.map(\.rawValue), standard: EventStatistic.zscore.rawValue)
  private static func settlementCount(_ standard: Double) -> OperatorInput {
    OperatorInput("n", .times(least: 2), standard: standard)
  }
  private static let settled = "(n + 1) × 8h"

  static let funding: [Formula] = [
    Formula(
      "settlements", .funding, [.x, OperatorInput("n", .times(least: 1)), statistic],
      "over_settlements(x, funding_time, n, statistic)",
      about: "A statistic of x over the last funding settlements, each counted once however long it stands.",
      unit: .statistic(of: 0, word: 2), example: "settlements(funding_rate, 9, zscore)", lookBack: settled),
    Formula(
      "funding_zscore", .funding, [settlementCount(21)], "over_settlements(funding_8h, funding_time, n, zscore)",
      about: "The settled funding rate over 8 h as a z-score of the last settlements; 21 of them are a week of 8h.",
      unit: .fixed(.score), example: "funding_zscore(9)", lookBack: settled),
    Formula(
      "funding_percentile", .funding, [settlementCount(90)], "over_settlements(funding_8h, funding_time, n, rank)",
      about: "Where the settled funding rate over 8 h stands among the last settlements, 0 lowest to 1 highest.",
      unit: .fixed(.fraction), example: "funding_percentile(9)", lookBack: settled),
    Formula(
      "funding_annualised", .funding, [], "funding_8h * (365 * 24 / 8)",
      about: "The settled funding rate as if it were paid for a year of 365 days, without compounding.",
      unit: .fixed(.fraction), example: "funding_annualised()"),
    Formula(
      "funding_cumulative", .funding, [.window],
      "sum(funding_paid, window)",
      about: "What a long has paid in funding over the window, as a share of its notional: each settlement once.",
      unit: .fixed(.fraction), example: "funding_cumulative(1d)"),
    Formula(
      "funding_spend", .funding, [.window],
      "sum(if(funding_paid == 0, 0, funding_paid * open_interest * close), window)",
      about: "What all longs have paid all shorts in funding over the window: rate times open interest.",
      unit: .fixed(.quote), example: "funding_spend(1d)"),
    Formula(
      "funding_across_venues", .funding, [], "mean_across(venues, funding_8h, open_interest)",
      about: "The settled rate over 8 h of all venues that list the coin, each weighted by its open interest.",
      unit: .fixed(.fraction), example: "funding_across_venues()",
      source: "Coin Metrics, aggregated funding rates"),
    Formula(
      "funding_by_volume", .funding, [], "mean_across(venues, funding_8h, volume)",
      about: "The same, each weighted by what it traded in the bar.", unit: .fixed(.fraction),
      example: "funding_by_volume()"),
    Formula(
      "funding_dispersion", .funding, [], "std_across(venues, funding_8h)",
      about: "How far the settled rates over 8 h of the venues that list the coin lie apart.",
      unit: .fixed(.fraction), example: "funding_dispersion()"),
    Formula(
      "funding_over_median", .funding, [], "funding_8h - median_across(venues, funding_8h)",
      about: "How far the settled rate over 8 h lies above the middle one of all venues.", unit: .fixed(.fraction),
      example: "funding_over_median()"),
    Formula(
      "funding_surprise", .funding, [], "predicted_funding_rate - funding_rate",
      about: "How far the rate predicted for the next settlement lies above the last one settled.",
      unit: .fixed(.fraction), example: "funding_surprise()"),
  ]

  static let basis: [Formula] = [
    Formula(
      "basis", .basis, [], "close / spot - 1", about: "How far the perpetual trades above spot.",
      unit: .fixed(.fraction),
      example: "basis()"),
    Formula(
      "basis_bps", .basis, [], "10000 * (close / spot - 1)", about: "The basis to spot in basis points.",
      unit: .fixed(.score), example: "basis_bps()"),
    Formula(
      "dated_basis", .basis, [], "(front.close / spot - 1) * (365.25 * 24 / front.hours_to_expiry)",
      about: "Yield of the front dated future over spot, by simple multiplication to a year of 365 days and a quarter.",
      unit: .fixed(.fraction), example: "dated_basis()", source: "Coin Metrics, futures annualised basis"),
    Formula(
      "constant_maturity_basis", .basis, [], "(maturity_30d.close / spot - 1) * (365.25 / 30)",
      about: "The same of a constant maturity of 30 days, between the two futures that straddle it.",
      unit: .fixed(.fraction), example: "constant_maturity_basis()",
      source: "Coin Metrics, constant maturity futures basis"),
    Formula(
      "mark_premium", .basis, [], "mark / index - 1",
      about:
        "How far the mark price stands above the index: carry of a perpetual is its funding, so it is not annualised.",
      unit: .fixed(.fraction), example: "mark_premium()"),
    Formula(
      "carry_after_basis", .basis, [.window, OperatorInput("costs", .constant(0...1), standard: 0)],
      "sum(funding_paid, window) - (close / spot - 1) - costs",
      about:
        "Funding received by a short over the window less the basis still to be paid back to spot and the costs of both legs.",
      unit: .fixed(.fraction), example: "carry_after_basis(1d, 20bps)"),
  ]
}
