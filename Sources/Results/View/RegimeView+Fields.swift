import Market
import Research
import Views

extension RegimeView: ViewDocument {
  public static let kind = "view-regime"

  public static let fields = Fields<RegimeView>(in: .tiles) {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("instrument", .words, in: .json, "whose bars they are") { $0.instrument.description }
    Field("interval", .words, in: .json, "width of a bar") { $0.interval.description }
    Field("window", .words, in: .json, "of the z-scores") { $0.options.window.description }
    Field("entry", .number, in: .json, "above which z-scores of funding and basis are stress") { $0.options.entry }
    Field("oi_entry", .number, in: .json, "above which the z-score of open interest is stress") {
      $0.options.interestEntry
    }
    scores
    Field("stress_share", "stress, history", .percent(2), "of bars on which it is known") { $0.stressShare }
    Field("stress_share_ever", "stress, ever", .percent(2), "share in stress of all bars known by then") {
      $0.stressShareEver
    }
    Field(
      "stress_share_of_all", "stress, of all bars", .percent(2), "bars that are not known count as calm"
    ) {
      $0.stressShareOfAll
    }
    Field("bars", .count, "of the history") { $0.closes.count }
    Field("mean_funding_bps", "mean funding, 8h", .bps, "of bars, as the settled rate stood, over 8 h") {
      $0.meanFunding
    }
    Field("mean_basis_bps", "mean basis", .bps, "of bars") { $0.meanBasis }
    Field("median_open_interest", "median OI", .coins, "of bars, in the unit of contracts") { $0.medianInterest }
    Field("open_interest_unit", "OI in", .words, "coins, or USD where contracts are of a number of dollars") {
      $0.interestUnit == .dollars ? "USD" : "coins"
    }
    Field("funding", object: FundingDistribution.fields, "of settled rates, all that was known", answer: { $0.funding })
    Field(
      "calendar", json: .array,
      "mean funding rate per 8 h by weekday, Monday first, and UTC hour of the bar's open, of the history"
    ) { view in
      .array(view.calendar.map { row in .array(row.map { .real($0) }) })
    }
    Field("states", listOf: MarketState.fields, "on hourly bars") { $0.states }
  }

  private static let scores = Fields<RegimeView>(in: .tiles) {
    Field(
      "funding_z", "funding z", .signedRatio, "at the last bar; n/a, like the others, where it is stale"
    ) { view in view.now.map { view.fundingZ[$0] } }
    Field("basis_z", "basis z", .signedRatio) { view in view.now.map { view.basisZ[$0] } }
    Field("oi_z", "open interest z", .signedRatio) { view in view.now.map { view.interestZ[$0] } }
    Field("crowding", .signedRatio, "mean of the three") { view in view.now.map { view.crowding[$0] } }
    Field("crowding_past", "crowding", .words, in: .tile, "through the history") { Sparkline.text($0.crowding) }
    Field("stress", .flag, "all three above their thresholds; n/a where not known") { view in
      view.now.flatMap { view.stress[$0] }
    }
  }

  public var answer: [String] {
    guard let now else {
      let why = age.map { head.last("score", old: $0) } ?? "no bar of the history has one"
      return ["Crowding of \(instrument) cannot be said: \(why)."] + stateSentences.map { "\($0)." }
    }
    let score = Figure.signedRatio(crowding[now]).text
    let state = stress[now].map { $0 ? "in stress now" : "not in stress now" } ?? "whether it is in stress is unknown"
    let share =
      stressShare.map {
        ", and in stress on \(Figure.percent($0, decimals: 1).text) of bars in the last \(head.history)"
      } ?? ""
    return ["The crowding score of \(instrument) is \(score): \(state)\(share)."] + stateSentences.map { "\($0)." }
  }

  @Listed<Table> public var tables: [Table] {
    Table(Self.fields.keyFigures(self), title: "Regime: \(title)", notes: head.notes)
    funding.answer.map {
      Table(FundingDistribution.fields.keyFigures($0), title: "Settled funding per 8 h, all that was known")
    }
  }

  public var csv: String {
    let bar = Fields<Int>(in: .csv) {
      Field("close_time", .instant) { closes[$0] }
      Field("price", .number) { price[$0] }
      Field("funding_rate", .number) { fundingRate[$0] }
      Field("basis", .number) { basis[$0] }
      Field("open_interest", .number) { interest[$0] }
      Field("funding_z", .number) { fundingZ[$0] }
      Field("basis_z", .number) { basisZ[$0] }
      Field("oi_z", .number) { interestZ[$0] }
      Field("crowding", .number) { crowding[$0] }
      Field("stress", .flag) { stress[$0] }
    }
    return head.csv(bar, Array(closes.indices))
  }
}

extension FundingDistribution {
  static let fields = Fields<FundingDistribution>(in: .tiles) {
    Field("settlements", .count) { $0.rates.count }
    Field("mean", .rate) { $0.mean }
    Field("deviation", .rate, "of the sample") { $0.deviation }
    Field("q05", "5%", .rate, "quantiles between order statistics, as pandas") { $0.quantiles[0] }
    Field("q25", "25%", .rate) { $0.quantiles[1] }
    Field("median", .rate) { $0.quantiles[2] }
    Field("q75", "75%", .rate) { $0.quantiles[3] }
    Field("q95", "95%", .rate) { $0.quantiles[4] }
    Field("positive_share", "positive", .percent(1), "of settlements") { $0.positiveShare }
  }
}
