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
      "funding_zscore", .funding, [settlementCount(21)], "over_settlements(funding_rate, funding_time, n, zscore)",
      about: "The settled funding rate as a z-score of the last settlements; 21 of them are a week of 8h.",
      unit: .fixed(.score), example: "funding_zscore(9)", lookBack: settled),
    Formula(
      "funding_percentile", .funding, [settlementCount(90)], "over_settlements(funding_rate, funding_time, n, rank)",
      about: "Where the settled funding rate stands among the last settlements, 0 lowest to 1 highest.",
      unit: .fixed(.fraction), example: "funding_percentile(9)", lookBack: settled),
    Formula(
      "funding_annualised", .funding, [], "funding_rate * (365 * 24 / funding_interval)",
      about: "The settled funding rate as if it were paid for a year of 365 days, without compounding.",
      unit: .fixed(.fraction), example: "funding_annualised()"),
    Formula(
      "funding_cumulative", .funding, [.window], "sum(if(difference(funding_time, 1) > 0, funding_rate, 0), window)",
      about: "What a long has paid in funding over the window, as a share of its notional: each settlement once.",
      unit: .fixed(.fraction), example: "funding_cumulative(1d)"),
    Formula(
      "funding_spend", .funding, [.window],
      "sum(if(difference(funding_time, 1) > 0, funding_rate * open_interest * close, 0), window)",
      about: "What all longs have paid all shorts in funding over the window: rate times open interest.",
      unit: .fixed(.quote), example: "funding_spend(1d)"),
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
      "mark_premium", .basis, [], "mark / index - 1",
      about:
        "How far the mark price stands above the index: carry of a perpetual is its funding, so it is not annualised.",
      unit: .fixed(.fraction), example: "mark_premium()"),
    Formula(
      "carry_after_basis", .basis, [.window],
      "sum(if(difference(funding_time, 1) > 0, funding_rate, 0), window) - (close / spot - 1)",
      about: "Funding received by a short over the window less the basis still to be paid back to spot, before costs.",
      unit: .fixed(.fraction), example: "carry_after_basis(1d)"),
  ]
}
