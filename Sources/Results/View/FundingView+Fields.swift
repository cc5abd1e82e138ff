import Market
import Research
import Views

extension FundingView: ViewDocument {
  public static let kind = "view-funding"

  public static let fields = Fields<FundingView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("thresholds", .words, "of the words for rates") { _ in FundingSentiment.thresholds }
    Field(
      "aggregate", object: FundingAggregate.fields, "all venues together, weighted by open interest",
      answer: { $0.aggregate })
    Field("venues", listOf: FundingVenue.fields, "one a perpetual: fresh ones first, the highest rate first") {
      $0.venues
    }
    Field("carry", object: FundingCarry.fields, "the best pair of venues to carry between", answer: { $0.carry })
    Field("alert_threshold", .rate, "of --alert-threshold, per 8 h") { $0.alertThreshold }
    Field("alerts", json: .array, "instruments whose rate is beyond it") {
      .strings($0.alerts.map(\.instrument.description))
    }
    Field("reference", .words, "whose states they are; null without bars") { $0.reference?.description }
    Field("states", listOf: MarketState.fields, "of the reference instrument") { $0.states }
  }

  @Listed<String> public var answer: [String] {
    switch aggregate {
    case .success(let all):
      let how =
        all.isWeighted
        ? "weighted by open interest\(all.isInCoins ? " in coins" : "") over \(all.venues.count) of \(all.fresh) venues"
        : "the mean of \(all.fresh) venue\(all.fresh == 1 ? "" : "s"), none with open interest"
      let rate = Figure.signedPercent(all.per8h, decimals: 4).text
      "Funding of \(head.coin) is \(rate) per 8 h, \(all.sentiment.rawValue): \(how)."
    case .failure(let why): "Funding of \(head.coin) cannot be said: \(why.why)."
    }
    if let alertThreshold {
      let threshold = Figure.percent(alertThreshold, decimals: 4).text
      let names = alerts.map(\.instrument.description).joined(separator: ", ")
      alerts.isEmpty
        ? "No venue is beyond the alert threshold of \(threshold) per 8 h."
        : "Beyond the alert threshold of \(threshold) per 8 h: \(names)."
    }
    // One venue's state stands beside the rate of all of them.
    let whose = venues.count > 1 ? reference.map { " (of \($0))" } ?? "" : ""
    stateSentences.map { "\($0)\(whose)." }
  }

  @Listed<Table> public var tables: [Table] {
    FundingVenue.fields.table(
      venues, title: "Funding: \(title)",
      notes: ["Words: \(FundingSentiment.thresholds). Annualised: rate x intervals in 365 days."] + head.notes
        + (carry.why.map { ["No pair to carry: \($0)."] } ?? []))
    FundingVenue.fields.table(
      venues, columns: FundingVenue.further, title: "Extremes of the last \(head.history), and what longs pay",
      notes: ["Spend: rate x open interest; negative where shorts pay."])
    aggregate.answer.map { Table(FundingAggregate.fields.keyFigures($0), title: "All venues") }
    carry.answer.map { Table(FundingCarry.fields.keyFigures($0), title: "Best pair to carry") }
  }

  public var csv: String { head.csv(FundingVenue.fields, venues) }
}

extension FundingVenue {
  /// In a table of their own.
  fileprivate static let further = [
    "instrument", "highest_per_8h", "highest_at", "lowest_per_8h", "lowest_at", "paid_1d", "paid_7d", "paid_30d",
    "spend_usd", "spend_per_day_usd",
  ]

  static let fields = Fields<FundingVenue>(in: .documents) {
    Field("instrument", .words, in: .all) { $0.instrument.description }
    Field("rate", .rate, in: .all, "settled last, per its own interval") { $0.rate }
    Field("interval", "every", .words, in: .all, "between settlements") { $0.interval.description }
    Field("per_8h", "per 8h", .rate, in: .all, "rate over eight hours") { $0.per8h }
    Field("sentiment", .words, in: .all, "by the rate over eight hours") { $0.sentiment.rawValue }
    Field(
      "mean_1d_per_8h", "24h mean", .rate, in: .detailed, unit: "per 8h",
      "of settlements of the last 24 h, each by the time it pays for"
    ) { $0.mean1d }
    Field("mean_7d_per_8h", "7d mean", .rate, in: .all, unit: "per 8h", "of the last seven days") { $0.mean7d }
    Field("annualised", .yearly, in: .all, "rate x intervals in 365 days, never compounded") { $0.annualised }
    Field("predicted", .rate, in: .detailed, "of the next settlement, as the venue foretells it") { $0.predicted }
    Field("next_in", "next in", .span, in: .all, "until the next settlement; null for a stale venue") { $0.nextIn }
    Field("settled_at", .instant, "the last settlement") { $0.settled }
    Field("age", .span, in: .detailed, "since it was known") { $0.age }
    Field("fresh", .flag, "younger than twice its cadence; others count in no mean") { $0.isFresh }
    Field("paid_1d", "paid 1d", .rate, "sum of what was settled in the last day: what a long paid") { $0.paid1d }
    Field("paid_7d", "paid 7d", .rate, "in seven days") { $0.paid7d }
    Field("paid_30d", "paid 30d", .rate, in: .detailed, "in thirty days") { $0.paid30d }
    Field("open_interest_usd", "open interest", .dollars, in: .detailed) { $0.openInterest }
    Field("spend_usd", "spend", .signedDollars, "what longs pay shorts a settlement: rate x open interest") { $0.spend }
    Field(
      "spend_per_day_usd", "a day", .signedDollars,
      "what longs pay shorts a day: rate x settlements a day x open interest"
    ) { $0.spendPerDay }
    Field("highest_per_8h", "highest", .rate, unit: "per 8h", "settled in the history") { $0.highest?.rate }
    Field("highest_at", "at", .instant) { $0.highest?.at }
    Field("lowest_per_8h", "lowest", .rate, unit: "per 8h") { $0.lowest?.rate }
    Field("lowest_at", "at", .instant) { $0.lowest?.at }
    Field("past", .words, in: .table) { Sparkline.text($0.recent) }
  }
}

extension FundingAggregate {
  static let fields = Fields<FundingAggregate>(in: .tiles) {
    Field("per_8h", "per 8h", .rate, "weighted by open interest, where a venue has any; else the plain mean") {
      $0.per8h
    }
    Field("sentiment", .words) { $0.sentiment.rawValue }
    Field("per_1d", "per day", .rate, "x 3") { $0.per1d }
    Field("per_30d", "per 30 days", .rate, "x 90") { $0.per30d }
    Field("per_1y", "per year", .yearly, "x 1,095; never compounded") { $0.per1y }
    Field("weighted", .flag, in: .json, "by open interest; false where no venue has any, and all count alike") {
      $0.isWeighted
    }
    Field("venues_counted", .count, in: .json, "of the fresh ones") { $0.venues.count }
    Field("venues", json: .array, "those that count now") { .strings($0.venues.map(\.description)) }
    Field("venues_fresh", .count, in: .json) { $0.fresh }
    Field("mean_per_8h", "unweighted mean", .rate, "over fresh venues, per 8 h") { $0.mean }
    Field("deviation_per_8h", "dispersion", .rate, "standard deviation between fresh venues, per 8 h") { $0.deviation }
    Field("range", .rate, "highest less lowest, per 8 h") { $0.range }
    Field("cumulative_1d", "cumulative 1d", .rate, "product over 24 hours of 1 + rate per 8 h / 8, less 1") {
      $0.cumulative1d
    }
    Field("cumulative_7d", "cumulative 7d", .rate, "over 168 hours") { $0.cumulative7d }
    Field("cumulative_30d", "cumulative 30d", .rate, "over 720 hours") { $0.cumulative30d }
    Field(
      "same_venues", .flag, in: .json, "whether hours that rest on other venues than now are not known: --same-venues"
    ) {
      $0.isOfSameVenues
    }
    Field(
      "stretches", listOf: Stretch.fields,
      "hours in a row that rest on the same venues, thirty days and the history, up to now"
    ) { $0.stretches }
    Field("hours", listOf: Hour.fields, "of the thirty days and the history") { all in
      zip(all.hours, all.hourly).map { Hour(at: $0, rate: $1) }
    }
  }

  private struct Hour {
    let at: Instant
    let rate: Double

    static let fields = Fields<Hour> {
      Field("at", .instant) { $0.at }
      Field("per_8h", .rate, "all venues at that hour, by the same rule as now") { $0.rate.isNaN ? nil : $0.rate }
    }
  }
}

extension FundingAggregate.Stretch {
  fileprivate static let fields = Fields<FundingAggregate.Stretch> {
    Field("from", .instant, "its first hour") { $0.from }
    Field("to", .instant, "its last") { $0.to }
    Field("hours", .count) { $0.hours }
    Field("venues", json: .array, "that count; none where none was known") { .strings($0.venues.map(\.description)) }
    Field("weighted", .flag, "by open interest") { $0.isWeighted }
  }
}

extension FundingCarry {
  static let fields = Fields<FundingCarry>(in: .tiles) {
    Field("long", .words, "where longs have paid least over seven days") { $0.long.description }
    Field("short", .words, "where they have paid most") { $0.short.description }
    Field(
      "long_per_day_bps", .bps, in: .json,
      "a day, of what was settled in seven days or as many as settlements pay for; each leg on its own cycle"
    ) { $0.longPerDay }
    Field("short_per_day_bps", .bps, in: .json) { $0.shortPerDay }
    Field("per_day_bps", "received a day", .bps, "short less long, of the last seven days or as many as there are") {
      $0.perDay
    }
    Field("long_covered", "long of", .span, "of those seven days, the time that its settlements pay for") {
      $0.longCovered
    }
    Field(
      "short_covered", "short of", .span,
      "of those seven days, the time that the short leg's settlements pay for"
    ) { $0.shortCovered }
    Field("costs_bps", "costs", .unsignedBps, "takers' fees of entering and leaving both legs") { $0.costs }
    Field("days", .count, "over which costs are borne") { $0.days }
    Field("net_bps", "net", .bps, "over those days, after costs, if the last seven days went on") { $0.net }
    Field("net_annualised", .yearly, "net over days, x 365 / days, never compounded") { $0.netAnnualised }
    Field("break_even_days", .ratio(1), "until costs are earned") { $0.breakEvenDays }
  }
}
