import Market
import Research
import Views

extension InterestView: ViewDocument {
  public static let kind = "view-oi"

  public static let fields = Fields<InterestView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field("total", object: InterestTotal.fields, "venues added up, stale ones left out", answer: { $0.total })
    Field("venues", listOf: InterestVenue.fields, "one an instrument: fresh ones first, the largest first") {
      $0.venues
    }
    Field(
      "candles", listOf: InterestCandles.fields, "all venues in dollars where there are several, then each as published"
    ) { $0.candles }
    Field("quadrants", listOf: InterestQuadrant.fields, "price against open interest") { $0.quadrants }
    Field("long_short", listOf: LongShortRatio.fields, "ratios of longs to shorts, where there are any") { $0.ratios }
    Field(
      "leverage", object: LeverageEstimate.fields, "a model: nobody publishes entries or leverage",
      answer: { $0.leverage })
    Field("states", listOf: MarketState.fields, "the quadrants over a day") { $0.states }
  }

  @Listed<String> public var answer: [String] {
    switch total {
    case .success(let total):
      let change = total.dollarsChange1d.map { ", \(Figure.signedPercent($0).text) in 24 h" } ?? ""
      "Open interest of \(head.coin) is \(Figure.quote(total.dollars, decimals: 0).text) USD \(total.place(among: venues))\(change)."
    case .failure(let why): "Open interest of \(head.coin) cannot be said: \(why.why)."
    }
    for quadrant in quadrants where quadrant.kind != nil {
      let (price, interest) = (quadrant.priceChange, quadrant.interestChange)
      "Over \(quadrant.length)\(quadrant.to < head.asOf ? " to \(quadrant.to.minuteText) UTC" : ""): price \(Figure.signedPercent(price).text), open interest \(Figure.signedPercent(interest).text) in \(quadrant.unit.words): \(quadrant.kind?.rawValue ?? "")."
    }
    stateSentences.map { "\($0)." }
  }

  @Listed<Table> public var tables: [Table] {
    InterestVenue.fields.table(
      venues, title: "Open interest: \(title)",
      notes: head.notes + [NativeUnit(venues.map(\.interest)).note]
        + (leverage.why.map { ["A model of leverage cannot be said: \($0)."] } ?? []))
    if let total = total.answer { Table(InterestTotal.fields.keyFigures(total), title: "All venues") }
    if !quadrants.isEmpty { InterestQuadrant.fields.table(quadrants, title: "Price against open interest") }
    candles.first?.table
    if let leverage = leverage.answer {
      let whose =
        leverage.holder == leverage.instrument
        ? "" : ": prices of \(leverage.instrument), open interest of \(leverage.holder)"
      Table(LeverageEstimate.fields.keyFigures(leverage), title: "Leverage implied by a model\(whose)")
    }
    if !ratios.isEmpty { LongShortRatio.fields.table(ratios, title: "Longs to shorts") }
  }

  public var csv: String { head.csv(InterestVenue.fields, venues) }
}

extension InterestVenue {
  static let fields = Fields<InterestVenue>(in: .all) {
    Field("instrument", .words) { $0.instrument.description }
    Field("margin", .words, in: .detailed, "stable or coin: what positions are margined in; all: a sum over venues") {
      $0.margin
    }
    Field("open_interest_usd", "open interest", .dollars) { $0.dollars }
    Field("open_interest_coins", "coins", .coins) { $0.coins }
    Field("share", .percent(1), "of all that counts, by dollars; null for what does not") { $0.share }
    Field("change_1d_usd", "24h", .change, unit: "USD") { $0.dollarsChange1d }
    Field("change_1d_native", "24h", .change, unit: "native", "in the native unit: of positions alone") {
      $0.nativeChange1d
    }
    Field("change_7d_usd", "7d", .change, in: .detailed, unit: "USD") { $0.dollarsChange7d }
    Field("change_7d_native", "7d", .change, unit: "native", "in the native unit: of positions alone") {
      $0.nativeChange7d
    }
    Field("native_unit", .words, in: .json, "coins, or USD where contracts are of a number of dollars") {
      NativeUnit([$0.interest]).name
    }
    Field("age", .span, "since it was known") { $0.age }
    Field("fresh", .flag, in: .detailed, "younger than twice its cadence") { $0.isFresh }
    Field("aggregate", .flag, in: .documents, "already a sum over venues, and in no total beside them") {
      $0.isAggregate
    }
    Field("past", .words, in: .table) { Sparkline.text($0.interest.published.values) }
  }
}

extension InterestTotal {
  static let fields = Fields<InterestTotal>(in: .tiles) {
    Field("open_interest_usd", "open interest", .dollars, "fresh venues added up") { $0.dollars }
    Field("open_interest_coins", "in coins", .coins, "at the price known then") { $0.coins }
    Field("change_1d_usd", "24h, dollars", .change, "of venues known at both instants") { $0.dollarsChange1d }
    Field(
      "change_1d_native", "24h, native", .change,
      "of positions alone: added up in one unit, else each venue's own change by its dollars before"
    ) { $0.nativeChange1d }
    Field("change_7d_usd", "7d, dollars", .change) { $0.dollarsChange7d }
    Field("change_7d_native", "7d, native", .change) { $0.nativeChange7d }
    Field("native_unit", .words, "coins of linear contracts, USD of coin-margined ones") { $0.nativeUnit.name }
    Field(
      "stable_margined_usd", "stable-margined", .dollars, "not known of a series that is a sum over venues"
    ) { $0.stableMargined }
    Field("coin_margined_usd", "coin-margined", .dollars) { $0.coinMargined }
    Field("venues", .count, "added up; not known of such a series") { $0.venues }
    Field("venues_known", .count, in: .json, "stale ones and those without dollars included") { $0.known }
  }

  /// Where it lies, to follow an amount.
  fileprivate func place(among all: [InterestVenue]) -> String {
    guard let venues else {
      return "by \(all.first(where: \.isAggregate)?.instrument.description ?? "a series"), a sum over venues"
    }
    return venues == known ? "on \(venues) venue\(venues == 1 ? "" : "s")" : "on \(venues) of \(known) venues"
  }
}

extension NativeUnit {
  package var name: String {
    switch self {
    case .coins: "coins"
    case .dollars: "USD"
    case .mixed: "each venue's own"
    }
  }

  /// To follow `in`.
  package var words: String { self == .mixed ? "the unit of each venue's contracts" : name }

  fileprivate var note: String {
    switch self {
    case .coins: "Native: coins, which contracts are of."
    case .dollars: "Native: USD, which coin-margined contracts are of; their coins move with the price by themselves."
    case .mixed:
      "Native: coins of linear contracts, USD of coin-margined ones; together each venue's own change counts by its dollars before."
    }
  }
}

extension InterestCandles {
  static let fields = Fields<InterestCandles> {
    Field("instrument", .words, "null for all venues added up") { $0.instrument?.description }
    Field("unit", .words, "USD, or coins") { $0.unit }
    Field("step", .words, "width of a candle") { $0.step.description }
    Field("source", .words, "what they are made of") { $0.from }
    Field("candles", listOf: Candle.fields, "in order; an interval of which nothing is known has none") { $0.candles }
  }

  package var unit: String { isInDollars ? "USD" : "coins" }

  package var name: String { instrument?.description ?? "all venues" }

  /// What they are made of, in a few words.
  package var from: String {
    switch source {
    case .snapshots(let cadence?): "snapshots every \(cadence)"
    case .snapshots(nil): "snapshots"
    case .bars(let width): "bars of \(width)"
    case .sums(let venues): "\(venues) venues added up whenever one became known and all were"
    }
  }

  private static let shown = 12

  /// The last of them.
  var table: Table {
    Candle.fields.table(
      candles.suffix(Self.shown).reversed(),
      title: "Candles of open interest: \(name), \(step), \(unit), the latest first",
      notes: ["From \(from)."]
        + (candles.count > Self.shown
          ? ["The last \(Self.shown) of \(candles.count); --format json has all, and those of each venue."] : [])
        + (candles.last?.isWhole == false ? ["The latest has not ended."] : []))
  }
}

extension InterestCandles.Candle {
  static let fields = Fields<InterestCandles.Candle>(in: .all) {
    Field("at", "begins", .instant, "UTC") { $0.at }
    Field("open", .coins, "the first that was known in it") { $0.open }
    Field("high", .coins) { $0.high }
    Field("low", .coins) { $0.low }
    Field("close", .coins, "the last") { $0.close }
    Field("change", .change, "close over open, less one") { $0.change }
    Field("rows", .count, in: .json, "snapshots or bars in it") { $0.rows }
    Field("whole", .flag, in: .json, "whether it had ended") { $0.isWhole }
  }
}

extension InterestQuadrant {
  static let fields = Fields<InterestQuadrant>(in: .all) {
    Field("over", .words) { $0.length.description }
    Field("to", .instant, in: .json, "the last instant at which both were known: the end of the length") { $0.to }
    Field("price_change", "price", .change) { $0.priceChange }
    Field(
      "open_interest_change", "open interest", .change, "in native units, of venues known at both instants"
    ) { $0.interestChange }
    Field("native_unit", "counted in", .words, "coins, USD, or each venue's own where they differ") { $0.unit.name }
    Field("quadrant", .words, "new longs, short covering, new shorts or long flush") { $0.kind?.rawValue }
    Field("words", .words, in: .table) { $0.kind?.words ?? "" }
  }
}

extension LongShortRatio {
  static let fields = Fields<LongShortRatio>(in: .all) {
    Field("instrument", .words) { $0.instrument.description }
    Field("long_short_ratio", "longs / shorts", .ratio(3), "as published") { $0.ratio }
    Field("long_share", "long", .percent(1)) { $0.longShare }
    Field("top_account_ratio", "top accounts", .ratio(3)) { $0.topAccounts }
    Field("top_position_ratio", "top positions", .ratio(3)) { $0.topPositions }
    Field("age", .span) { $0.age }
  }
}

extension LeverageEstimate {
  static let fields = Fields<LeverageEstimate>(in: .tiles) {
    Field("instrument", .words, in: .json, "whose bars and liquidations") { $0.instrument.description }
    Field("open_interest", .words, in: .json, "which, in the language of signals") { $0.interest }
    Field("open_interest_of", .words, in: .json, "whose it is") { $0.holder.description }
    Field("mean_entry", "mean entry", .price, "what is added enters at the hour's close, what leaves at the mean") {
      $0.entry
    }
    Field("distance", "price from it", .change, "below zero the mean long loses") { $0.distance }
    Field(
      "leverage_longs", "liquidated longs", .written("x") { .ratio($0, decimals: 1) },
      "1 / mean initial margin, all assumed entered at the mean entry; n/a where none lost at it"
    ) { $0.longs }
    Field(
      "leverage_shorts", "liquidated shorts", .written("x") { .ratio($0, decimals: 1) },
      "1 / mean initial margin, all assumed entered at the mean entry; n/a where none lost at it"
    ) {
      $0.shorts
    }
    Field(
      "turnover_1d", "turnover, 24h", .ratio(2),
      "traded over open interest; n/a where they are of different instruments"
    ) {
      $0.turnover1d
    }
    Field(
      "liquidated_7d", "liquidated, 7d", .percent(2),
      "over open interest of the same instrument; a lower bound, as feeds are throttled"
    ) {
      $0.liquidated7d
    }
    Field("maintenance", .percent(2), "margin rate that is assumed") { $0.maintenance }
    Field("maintenance_source", .words, in: .json, "of that rate") { $0.maintenanceSource }
    Field("hours", .count, "the model begins with") { $0.hours }
  }
}
