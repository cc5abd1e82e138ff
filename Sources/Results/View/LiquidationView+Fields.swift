import Market
import Research
import Views

extension LiquidationView: ViewDocument {
  public static let kind = "view-liquidations"

  public static let fields = Fields<LiquidationView> {
    ViewHead.fields.of { $0.head }
    Field("answer", json: .array, "what it comes to, a sentence each") { .strings($0.answer) }
    Field(
      "longs_1d_usd", .dollars,
      "longs closed by force in the last day, of all that counts; n/a where all is stale, or a bar is missing"
    ) { $0.longs1d }
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
    Field("latest", listOf: LiquidationEvent.fields, "single ones, or bars of feeds that have none; latest first") {
      $0.latest
    }
    Field(
      "levels", object: LiquidationLevels.fields, "a model: nobody publishes entries or leverage", answer: { $0.levels }
    )
    Field("states", listOf: MarketState.fields, "of the reference instrument") { $0.states }
  }

  public var answer: [String] {
    guard !bars.isEmpty else { return ["No liquidations of \(head.coin) were known in the time."] }
    var lines: [String] = []
    if let longs = longs1d, let shorts = shorts1d {
      let both = longs + shorts
      let share = both > 0 ? ", \(Figure.percent(longs / both, decimals: 0).text) of it longs" : ""
      lines.append("\(head.coin) liquidated in the last 24 h: \(Figure.quote(both, decimals: 0).text) USD\(share).")
    } else if let gaps1d {
      lines.append(
        "How much \(head.coin) was liquidated in the last 24 h cannot be said: there are bars for \(gaps1d).")
    } else if let age {
      lines.append(
        "How much \(head.coin) was liquidated in the last 24 h cannot be said: \(head.last("row", old: age)).")
    }
    if let burst = bursts.first, let times = burst.times {
      lines.append(
        "The last burst: \(Figure.quote(burst.total, decimals: 0).text) USD in the \(step) from \(burst.open.minuteText) UTC, \(Figure.ratio(times, decimals: 1).text) times the mean of the week before it."
      )
    }
    if let levels = levels.answer { lines.append(levels.sentence) }
    return lines + stateSentences.map { "\($0)." }
  }

  @Listed<Table> public var tables: [Table] {
    LiquidationVenue.fields.table(
      venues, title: "Liquidations: \(title)",
      notes: head.notes + (levels.why.map { ["No levels of a model: \($0)."] } ?? []))
    LiquidationBar.fields.table(
      bars.suffix(24).reversed(), title: "By \(step), the latest first",
      notes: bars.count > 24 ? ["The last 24 of \(bars.count) bars; --format json has all."] : [])
    if !bursts.isEmpty {
      LiquidationBar.fields.table(
        bursts, title: "Bursts: bars beyond \(options.burst.plainText) times the mean of the week before")
    }
    if !largest.isEmpty { LiquidationEvent.fields.table(largest, title: "Largest of the history") }
    if !latest.isEmpty { LiquidationEvent.fields.table(latest, title: "Latest of the history") }
    levels.answer?.table
    levels.answer?.positionTable
  }

  public var csv: String { head.csv(LiquidationBar.fields, bars) }
}

extension LiquidationVenue {
  static let fields = Fields<LiquidationVenue>(in: .all) {
    Field("instrument", .words) { $0.instrument.description }
    Field("longs_1d_usd", "longs 24h", .dollars) { $0.longs1d }
    Field("shorts_1d_usd", "shorts 24h", .dollars) { $0.shorts1d }
    Field("longs_7d_usd", "longs 7d", .dollars) { $0.longs7d }
    Field("shorts_7d_usd", "shorts 7d", .dollars) { $0.shorts7d }
    Field("age", .span, "of the last row") { $0.age }
    Field("fresh", .flag, in: .documents, "younger than twice its cadence, or its longest silence as a feed of events")
    { $0.isFresh }
    Field("past", .words, in: .table) { Sparkline.text($0.recent) }
  }
}

extension LiquidationBar {
  static let fields = Fields<LiquidationBar>(in: .all) {
    Field("open", .instant, "of the bar, UTC") { $0.open }
    Field("longs_usd", "longs", .dollars) { $0.longs }
    Field("shorts_usd", "shorts", .dollars) { $0.shorts }
    Field("total_usd", "both", .dollars) { $0.total }
    Field("times_week", "times week", .ratio(2), "as a multiple of the mean bar of the week before it") { $0.times }
  }
}

extension LiquidationEvent {
  static let fields = Fields<LiquidationEvent>(in: .all) {
    Field("at", .instant, "of the liquidation, or open of the bar") { $0.at }
    Field("instrument", .words) { $0.instrument.description }
    Field("side", .words, "long or short: which position was closed") { $0.isLong ? "long" : "short" }
    Field("size_usd", "size", .dollars) { $0.dollars }
    Field("price", .price, "null for a bar") { $0.price }
  }
}

extension LiquidationLevels {
  static let fields = Fields<LiquidationLevels> {
    Field("instrument", .words, "whose bars") { $0.instrument.description }
    Field("open_interest", .words, "which, in the language of signals") { $0.interest }
    Field("from", .instant, "entries before it are not known and left out") { $0.from }
    Field("price", .price, "last close of an hour") { $0.price }
    Field("leverage_mix", json: .array, "leverage and the share of new positions that is assumed to have it") {
      levels in
      .array(levels.assumptions.mix.map { ["leverage": .real($0.leverage), "share": .real($0.share)] })
    }
    Field("maintenance", .percent(2), "margin rate of the first tier") { $0.tiers.tiers.tiers[0].maintenance }
    Field("maintenance_source", .words, "of the tiers") { $0.tiers.source }
    Field("tiers_table", .words, "what a strategy's 'margin: tiers' calls them; null where no table was printed") {
      $0.tiers.name
    }
    Field("tiers_from", .instant, "from when that table is known to have held; null where its source has no date") {
      $0.tiers.dated?.from
    }
    Field("tiers_until", .instant, "until when; null where nobody knows") { $0.tiers.dated?.until }
    Field("contract_form", .words, "linear or inverse: a position settled in its coin is closed by other prices") {
      $0.form.rawValue
    }
    Field(
      "tiers", json: .array,
      "floors, in dollars or of an inverse contract in coins, and the maintenance rates above them"
    ) { levels in
      let key = levels.form == .inverse ? "from_coins" : "from_usd"
      return .array(
        levels.tiers.tiers.tiers.map { [key: .real($0.from), "maintenance": .real($0.maintenance)] })
    }
    Field("tiers_caution", .words, "where they held at another time") { $0.caution }
    Field("sizes", json: .array, "sizes of positions and the share assumed of each; empty where tiers have no steps") {
      levels in
      .array(
        levels.tiers.hasSteps
          ? levels.assumptions.sizes.map { ["size_usd": .real($0.dollars), "share": .real($0.share)] } : [])
    }
    Field("positions", listOf: AssumedPosition.fields, "what the model takes for those that are opened") {
      $0.positions
    }
    Field("amended", .words, "assumptions that come to nothing, or are read otherwise than written; null for none") {
      $0.amended
    }
    Field("levels", listOf: Level.fields, "the heaviest of each side, within 0.2 of price in logs") { $0.levels }
    Field(
      "test", object: LevelTest.fields, "did past levels say where liquidations came; null with --no-test",
      answer: { $0.test })
  }

  package var mix: String {
    assumptions.mix.map { "\($0.leverage.plainText)x \(Figure.percent($0.share, decimals: 0).text)" }.joined(
      separator: ", ")
  }

  var table: Table {
    Level.fields.table(
      levels, title: "Levels of a model, the heaviest from -18% to +22%",
      notes: [
        "Assumed: what adds to \(interest) in an hour enters at its close, half long and half short, at \(mix)\(sizes); what leaves, leaves alike. Closed at entry less 1/leverage, isolated margin\(form == .inverse ? " in coin" : ""), \(maintenance). From \(from.dateText) on."
      ] + [amended, caution].compactMap(\.self) + (tested.map { [$0] } ?? []))
  }

  /// The rate, or the tiers that the size of a position decides between.
  package var maintenance: String {
    guard tiers.hasSteps else {
      return "maintenance \(Figure.percent(tiers.tiers.tiers[0].maintenance, decimals: 2).text) (\(tiers.source))"
        + (tiers.limitsLeverage ? " and most leverage of its table" : "")
    }
    return "maintenance and most leverage by the tiers of \(tiers.source)"
  }

  private var sizes: String {
    guard tiers.hasSteps else { return "" }
    let each = assumptions.sizes.map {
      "\(Figure.quote($0.dollars, decimals: 0).text) USD \(Figure.percent($0.share, decimals: 0).text)"
    }
    return ", positions of \(each.joined(separator: ", "))"
  }

  /// Where each assumed position would be closed; nil where its leverage says all.
  package var positionTable: Table? {
    guard tiers.limitsLeverage else { return nil }
    return AssumedPosition.fields.table(
      positions, title: "Positions that the model assumes",
      notes: [
        (tiers.tiers.asksInitial
          ? "A tier allows one over its initial margin of leverage at most"
          : "A tier asks for twice its maintenance at first, so that it allows 1 / (2 x maintenance) of leverage at most")
          + ": a position that wants more has that."
      ])
  }

  /// `The heaviest level of longs is 61,234.50 (-4.2%), …`
  var sentence: String {
    func words(_ level: Level?, _ side: String) -> String? {
      level.map {
        "of \(side) \(Figure.price($0.price).text) (\(Figure.signedPercent($0.distance, decimals: 1).text), \(Figure.quote($0.dollars, decimals: 0).text) USD)"
      }
    }
    let sides = [words(levels.first { $0.isLong }, "longs"), words(levels.first { !$0.isLong }, "shorts")]
    let heaviest = sides.compactMap(\.self).joined(separator: ", ")
    return (heaviest.isEmpty ? "A model has no level from -18% to +22%." : "Heaviest levels of a model: \(heaviest).")
      + (tested.map { " \($0)" } ?? "")
  }

  /// What the test says, in a sentence.
  package var tested: String? {
    switch test {
    case nil: nil
    case .failure(let why): "Whether levels say anything cannot be said: \(why.why)."
    case .success(let test):
      "Tested on \(Double.grouped(test.hours)) hours: they were hit \(Figure.ratio(test.lift).text) times as much as levels moved to other hours at the same distances, p \(test.p.pFigure): \(test.p <= 0.05 ? "they say something of where liquidations come" : "no evidence that they say where liquidations come")."
    }
  }
}

extension LiquidationLevels.Level {
  static let fields = Fields<LiquidationLevels.Level>(in: .all) {
    Field("side", .words, "long or short: which positions would be closed") { $0.isLong ? "long" : "short" }
    Field("price", .price, "middle of half a percent") { $0.price }
    Field("distance", .change, "from the price now") { $0.distance }
    Field("size_usd", "size", .dollars) { $0.dollars }
    Field("share", .percent(1), "of all of its side within 0.2 of price in logs") { $0.share }
  }
}

extension AssumedPosition {
  static let fields = Fields<AssumedPosition>(in: .all) {
    Field("leverage", .ratio(1), unit: "x", "as the tier of its size allows") { $0.leverage }
    Field("size_usd", "size", .dollars, "at the entry; null where tiers have no steps") { $0.size }
    Field("share", .percent(1), "of what is added") { $0.share }
    Field("maintenance", .percent(2), "of the tier at the entry") { $0.maintenance }
    Field("closes_long", "long closed", .change, "price from the entry; null where none does") { $0.closesLong }
    Field("closes_short", "short closed", .change, "price from the entry; null where none does") { $0.closesShort }
  }
}

extension LevelTest {
  static let fields = Fields<LevelTest> {
    Field("hours", .count, "with levels, price and liquidations known") { $0.hours }
    Field("hours_liquidated", .count, "of those, with liquidations") { $0.hoursHit }
    Field("lift", .ratio(3), "hit by liquidations over what levels of other hours would have; 1 says nothing") {
      $0.lift
    }
    Field("p", .p, "share of circular shifts by a week or more that hit as much; one-sided") { $0.p }
    Field("moves", .count) { $0.shifts }
  }
}
