import Market
import Research
import Views

extension FlowView: ViewDocument {
  public static let kind = "view-flow"

  public static let fields = Fields<FlowView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("venues", listOf: FlowVenue.fields, "one an instrument, the most traded first") { $0.venues }
    Field("reference", object: FlowReference.fields, "of one instrument, by the hour", answer: { $0.reference })
    Field("states", listOf: MarketState.fields, "of the same instrument") { $0.states }
  }

  @Listed<String> public var answer: [String] {
    if let first = venues.first {
      if let net = first.net1d {
        let side = net < 0 ? "sold" : "bought"
        let ratio = first.ratio1d.map { ", \(Figure.ratio($0, decimals: 3).text) bought for each sold" } ?? ""
        let quote = first.instrument.contract.quote
        let unit = quote.isEmpty ? "" : " \(quote)"
        "Takers of \(first.instrument) have \(side) \(Figure.quote(abs(net), decimals: 0).text)\(unit) net in 24 h\(ratio)."
      } else {
        let why =
          first.isFresh && !first.coverage1d.isWhole
          ? "\(first.coverage1d.rows) of \(first.coverage1d.expected) bars say the taker's side"
          : head.last("row", old: first.age)
        "What takers of \(first.instrument) did in 24 h cannot be said: \(why)."
      }
    }
    stateSentences.map { "\($0)." }
  }

  @Listed<Table> public var tables: [Table] {
    FlowVenue.fields.table(venues, title: "Taker flow: \(title)", notes: ["In quote currency."] + head.notes)
    reference.answer.map { Table(FlowReference.fields.keyFigures($0), title: hours($0)) }
  }

  private func hours(_ flow: FlowReference) -> String {
    let end = flow.isFresh ? "" : ": \((head.asOf - flow.age).minuteText) UTC, \(flow.age.inTwoUnits) old"
    return "\(flow.instrument), to the last whole hour\(end)"
  }

  public var csv: String { head.csv(FlowVenue.fields, venues) }
}

extension FlowVenue {
  static let fields = Fields<FlowVenue>(in: .all) {
    Field("instrument", .words) { $0.instrument.description }
    Field(
      "bought_1d_quote", "bought 24h", .written { .quote($0, decimals: 0) },
      "by takers; null, like the others, for a stale one and with a bar missing"
    ) { $0.bought1d }
    Field("sold_1d_quote", "sold 24h", .written { .quote($0, decimals: 0) }) { $0.sold1d }
    Field("net_1d_quote", "net 24h", .written { .signedQuote($0, decimals: 0) }) { $0.net1d }
    Field("ratio_1d", "ratio", .ratio(3), "bought / sold") { $0.ratio1d }
    Field("net_7d_quote", "net 7d", .written { .signedQuote($0, decimals: 0) }) { $0.net7d }
    Field("age", .span) { $0.age }
    Field("fresh", .flag, in: .documents, "younger than twice its cadence") { $0.isFresh }
  }
}

extension FlowReference {
  static let fields = Fields<FlowReference>(in: .tiles) {
    Field("instrument", .words, in: .json) { $0.instrument.description }
    Field("net_share_1d", "net share", .change, "net taker buying over a day as a share of volume") { $0.share1d }
    Field("ratio_1d", "bought / sold", .ratio(3), "over a day, in coins") { $0.ratio1d }
    Field(
      "order_imbalance_1d", "imbalance", .ratio(3),
      "mean |delta| of hours over volume: VPIN with true sides"
    ) {
      $0.imbalance1d
    }
    Field("flow_toxicity_1d", "toxicity", .signedRatio, "z-score of net buying times the squared return") {
      $0.toxicity
    }
    Field("delta_shock_7d", "delta shock", .signedRatio, "z-score of the last hour's |delta| in its week") { $0.shock }
    Field(
      "delta_over_oi_1d", "delta over OI", .change,
      "net buying for each coin of its own open interest; n/a where it has none"
    ) {
      $0.overInterest
    }
    Field("cumulative_delta", "CVD", .signedCoins, "over the history, in coins") { $0.cumulativeDelta }
    Field("hours_known", "hours", .count, "of the history") { $0.hoursKnown }
    Field("mean_ratio", "mean ratio", .ratio(4), "bought / sold, mean of hours of the history") { $0.meanRatio }
    Field("mean_delta", "mean delta", .signedCoins, "of an hour of the history, coins") { $0.meanDelta }
    Field(
      "median_toxicity", "median toxicity", .signedRatio,
      "of the hours of the history: z-score of net buying times the squared return, over a day"
    ) { $0.medianToxicity }
    Field(
      "large_share_1d", "large trades, 24h", .percent(1),
      "share of what was traded in 24 hours; n/a where no series has sizes"
    ) {
      $0.largeShare1d
    }
    Field("mean_large_share", "large trades", .percent(1), "mean of the shares of hours of the history") {
      $0.meanLargeShare
    }
    Field("calendar", json: .array, "mean ratio by weekday, Monday first, and UTC hour of the bar's open") { flow in
      .array(flow.calendar.map { row in .array(row.map { .real($0) }) })
    }
    Field("cvd", "past", .words, in: .tile, "the same through time") { Sparkline.text($0.cumulative) }
    Field("hours", json: .array, "close of each hour, with price, delta and cumulative delta in coins") { flow in
      .array(
        flow.closes.indices.map { row in
          [
            "close": .string(flow.closes[row].description), "price": .real(flow.price[row]),
            "delta": .real(flow.delta[row]), "cumulative": .real(flow.cumulative[row]), "ratio": .real(flow.ratio[row]),
            "mean_ratio_1d": .real(flow.meanRatio1d[row]), "delta_shock_1d": .real(flow.shockSeries[row]),
            "large_share": row < flow.largeShare.count ? .real(flow.largeShare[row]) : .null,
          ]
        })
    }
  }
}
