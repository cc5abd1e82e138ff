import Market
import Research
import Views

extension LiquidationView: ViewDocument {
  public static let kind = "view-liquidations"

  public static let fields = Fields<LiquidationView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("longs_1d_usd", .dollars, "longs closed by force in the last day, of all that counts") { $0.longs1d }
    Field("shorts_1d_usd", .dollars) { $0.shorts1d }
    Field("venues", listOf: LiquidationVenue.fields, "one a feed") { $0.venues }
    Field("step", .words, "width of the bars") { $0.step.description }
    Field("bars", listOf: LiquidationBar.fields, "of the history, all feeds added up") { $0.bars }
    Field("burst_times", .number, "times the mean of the week before, beyond which a bar is a burst") {
      $0.options.burst
    }
    Field("bursts", listOf: LiquidationBar.fields, "the latest first") { $0.bursts }
    Field("min_size_usd", .dollars, "of --min-size") { $0.options.minimumSize }
    Field("largest", listOf: LiquidationEvent.fields, "single ones, or bars of feeds that have none; largest first") {
      $0.largest
    }
    Field("states", listOf: MarketState.fields, "of the reference instrument") { $0.states }
  }

  public var answer: [String] {
    guard !bars.isEmpty else { return ["No liquidations of \(head.coin) were known in the time."] }
    let (longs, shorts) = (longs1d, shorts1d)
    let share = longs + shorts > 0 ? ", \(Figure.percent(longs / (longs + shorts), decimals: 0).text) of it longs" : ""
    var lines = [
      "Liquidated of \(head.coin) in 24 h: \(Figure.quote(longs + shorts, decimals: 0).text) USD\(share)."
    ]
    if let burst = bursts.first, let times = burst.times {
      lines.append(
        "The last burst: \(Figure.quote(burst.total, decimals: 0).text) USD in the \(step) from \(burst.open.minuteText) UTC, \(Figure.ratio(times, decimals: 1).text) times the mean of the week before it."
      )
    }
    return lines + stateSentences.map { "\($0)." }
  }

  public var tables: [Table] {
    var tables = [LiquidationVenue.fields.table(venues, title: "Liquidations: \(title)", notes: head.notes)]
    tables.append(
      LiquidationBar.fields.table(
        bars.suffix(24).reversed(), title: "By \(step), the latest first",
        notes: bars.count > 24 ? ["The last 24 of \(bars.count) bars; --format json has all."] : []))
    if !bursts.isEmpty {
      tables.append(
        LiquidationBar.fields.table(
          bursts, title: "Bursts: bars beyond \(options.burst.plainText) times the mean of the week before"))
    }
    if !largest.isEmpty { tables.append(LiquidationEvent.fields.table(largest, title: "Largest of the history")) }
    return tables
  }

  public var csv: String {
    Fields<(head: ViewHead, bar: LiquidationBar)> {
      ViewHead.csv.of { $0.head }
      LiquidationBar.fields.of { $0.bar }
    }.csv(bars.map { (head, $0) })
  }
}

extension LiquidationVenue {
  static let fields = Fields<LiquidationVenue> {
    Field("instrument", .words, in: .all) { $0.instrument.description }
    Field("longs_1d_usd", "longs 24h", .dollars, in: .all) { $0.longs1d }
    Field("shorts_1d_usd", "shorts 24h", .dollars, in: .all) { $0.shorts1d }
    Field("longs_7d_usd", "longs 7d", .dollars, in: .all) { $0.longs7d }
    Field("shorts_7d_usd", "shorts 7d", .dollars, in: .all) { $0.shorts7d }
    Field("age", .span, in: .all, "of the last row") { $0.age }
    Field("past", .words, in: .table) { Sparkline.text($0.recent) }
  }
}

extension LiquidationBar {
  static let fields = Fields<LiquidationBar> {
    Field("open", .instant, in: .all, "of the bar, UTC") { $0.open }
    Field("longs_usd", "longs", .dollars, in: .all) { $0.longs }
    Field("shorts_usd", "shorts", .dollars, in: .all) { $0.shorts }
    Field("total_usd", "both", .dollars, in: .all) { $0.total }
    Field("times_week", "times week", .ratio(2), in: .all, "as a multiple of the mean bar of the week before it") {
      $0.times
    }
  }
}

extension LiquidationEvent {
  static let fields = Fields<LiquidationEvent> {
    Field("at", .instant, in: .all, "of the liquidation, or open of the bar") { $0.at }
    Field("instrument", .words, in: .all) { $0.instrument.description }
    Field("side", .words, in: .all, "long or short: which position was closed") { $0.isLong ? "long" : "short" }
    Field("size_usd", "size", .dollars, in: .all) { $0.dollars }
    Field("price", .price, in: .all, "null for a bar") { $0.price }
  }
}
