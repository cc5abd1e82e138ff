import Market
import Research

/// Who was thrown out of the asset's market up to a moment: by hour, by venue, the largest, and bursts against its own
/// past week. Public feeds are throttled: what they say is a lower bound.
public struct LiquidationView: Sendable {
  public let head: ViewHead
  /// The largest of the last day first.
  public let venues: [LiquidationVenue]
  /// All venues added up, by whole bars of `step`, of the history.
  public let bars: [LiquidationBar]
  public let step: Interval
  /// Bars of the history that are bursts, the latest first.
  public let bursts: [LiquidationBar]
  /// Single liquidations or bars of at least `minimumSize`, the largest first.
  public let largest: [LiquidationEvent]
  /// The same, the latest first.
  public let latest: [LiquidationEvent]
  /// Where positions would be closed, as a model has it.
  public let levels: Result<LiquidationLevels, Unavailable>
  public let states: [MarketState]
  public let options: Options
  public let price: KnownColumn?
  /// Volume-weighted average price of a day, at the close of the reference's hours; nil where it has no bars.
  public let vwap: KnownColumn?
  /// Of all venues, in dollars, by the hour; nil without any.
  public let interest: KnownColumn?

  public struct Options: Sendable {
    /// In dollars.
    public var minimumSize = 0.0
    /// How many of the largest, of the latest and of the bursts are listed.
    public var count = 10
    /// A burst is so many times the mean of the week before it.
    public var burst = 5.0
    /// Of the model of levels.
    public var levels: LiquidationLevels.Assumptions

    public init(
      minimumSize: Double = 0, count: Int = 10, burst: Double = 5, levels: LiquidationLevels.Assumptions = .init()
    ) {
      (self.minimumSize, self.count, self.burst) = (minimumSize, count, burst)
      self.levels = levels
    }
  }

  /// Of what became known in the last day, stale feeds left out; nil where all are, and where a bar of another is missing.
  public let longs1d: Double?
  public let shorts1d: Double?
  /// Of the feeds of bars that are not stale, those that lack some of the day; in words.
  public let gaps1d: String?
  /// Whose coins are made dollars by the price of another instrument, a sentence each.
  let borrowed: [String]
  /// Since the last row of all that counts was known.
  public let age: Interval?

  /// - Parameter models: whether levels are modelled, and price and open interest drawn beside; a dashboard shows none of it.
  public init(
    _ moment: MarketMoment, history: Interval, options: Options, test: StateTest, models: Bool = true
  ) throws {
    var head = ViewHead(moment, history: history, notes: ["Public feeds are throttled: these are lower bounds."])
    let length = max(history, .days(1)) + .days(8)
    let reference = moment.reference(having: .liquidations)
    let price = try reference.flatMap { try moment.coinPrice($0, over: length)?.price }
    var sources: [LiquidationSource] = []
    let instruments =
      moment.instruments(with: .liquidations)
      + moment.instruments(with: .liquidationEvents).filter {
        !moment.instruments(with: .liquidations).contains($0)
      }
    for instrument in instruments {
      if let source = try LiquidationSource(moment, instrument, over: length) {
        sources.append(source)
      } else {
        let why =
          moment.unsized(instrument, [.liquidations, .liquidationEvents])
          ?? "nothing of it was known then, or no price to count it in dollars"
        head.notes.append("\(instrument) is left out: \(why).")
      }
    }
    let alone = sources.allSatisfy(\.instrument.isAggregate)
    let counted = sources.filter { alone || !$0.instrument.isAggregate }
    let step = counted.map(\.step).max() ?? .hour
    let stale = sources.filter { !$0.isFresh }.map { "\($0.instrument) (\($0.age.inTwoUnits) old)" }
    if !stale.isEmpty {
      head.notes.append(
        "Stale and in no sum: \(stale.joined(separator: ", ")). A feed of events counts for its longest silence, a day at least."
      )
    }
    let priced = sources.filter(\.isPriced)
    for words in priced.compactMap(\.price?.words).uniqued {
      let some = priced.filter { $0.price?.words == words }
      head.notes.append(
        "\(some.contains(where: \.countsContracts) ? "Coins, and contracts of coins," : "Coins") of \(some.map(\.instrument.description).joined(separator: ", ")) are in dollars at \(words) when each row was known; a single liquidation that says its price is at that."
      )
    }
    borrowed = priced.compactMap(\.borrowed)
    head.notes += borrowed + sources.compactMap(\.unpriced)
    let all = LiquidationBar.summed(counted, by: step, over: length, to: moment.asOf)
    let week = max(1, Int(Interval.days(7).milliseconds / step.milliseconds))
    let marked = LiquidationBar.compared(all, with: week)
    let recent = marked.filter { $0.open + step > moment.asOf - history }
    bars = recent
    let days = counted.filter(\.isFresh).map { $0.sum(over: .day, to: moment.asOf) }
    let sums = days.compactMap(\.whole)
    let isKnown = !days.isEmpty && sums.count == days.count
    longs1d = isKnown ? sums.reduce(0) { $0 + $1[0] } : nil
    shorts1d = isKnown ? sums.reduce(0) { $0 + $1[1] } : nil
    gaps1d = Coverage.gaps(days.map(\.coverage))
    for source in sources where source.isFresh {
      let shown = max(history, .days(7))
      let silent = source.silent.count { $0 > moment.asOf - shown }
      if silent > 0 {
        head.notes.append(
          "\(source.instrument) lists no bar without liquidations: \(silent) of \(shown) that \(silent == 1 ? "is" : "are") not there, \(LiquidationSource.mostSilent) in a row at most, count as such."
        )
      }
      let windows = [Interval.day, .days(7)].map { source.sum(over: $0, to: moment.asOf).coverage }
      guard let gaps = Coverage.gaps(windows) else { continue }
      head.notes.append(
        "Of the bars of \(source.instrument) there are \(gaps): what was liquidated is not said of a time with a hole, and no bar is held against a week with one."
      )
    }
    age = counted.map(\.age).min()
    bursts = Array(recent.filter { ($0.times ?? 0) > options.burst }.reversed().prefix(options.count))
    venues = sources.map { LiquidationVenue($0, at: moment.asOf) }.sorted {
      ($0.total1d ?? -1, $1.instrument) > ($1.total1d ?? -1, $0.instrument)
    }
    // Single ones where a feed has them, else its bars.
    let singles = try counted.map { source in
      try LiquidationSource(moment, source.instrument, over: history, singly: true) ?? source
    }
    let events = singles.flatMap { $0.events(after: moment.asOf - history, upTo: moment.asOf) }
      .filter { $0.dollars >= options.minimumSize && $0.dollars > 0 }
    largest = Array(events.sorted { ($0.dollars, $1.at) > ($1.dollars, $0.at) }.prefix(options.count))
    latest = Array(events.sorted { ($0.at, $0.dollars) > ($1.at, $1.dollars) }.prefix(options.count))
    self.step = step
    self.options = options
    self.price = price
    vwap = models ? reference.flatMap { Self.average(moment, $0, over: history) } : nil
    interest = models ? try Self.interest(moment, over: history) : nil
    levels = Result { () throws(Unavailable) in
      guard models else { throw Unavailable("no model was asked for") }
      guard let reference else { throw Unavailable("the dataset has no bars of \(moment.asset.text)") }
      // They are what the model is tested on, by the hour, and nothing else.
      let realised =
        test.studies && step <= .hour ? try Self.realised(moment, counted, step) : []
      return try LiquidationLevels(
        moment, of: reference, realised: realised, step: step, options.levels, isTested: test.studies)
    }
    states = test.states(Self.definitions(moment, options.burst), of: reference, at: moment)
    self.head = head
  }

  private static func average(_ moment: MarketMoment, _ reference: Instrument, over history: Interval) -> KnownColumn? {
    guard let view = try? ViewFrame(moment, of: reference, interval: .hour, history: history, ["vwap(1d)"]),
      let values = try? view.numbers("vwap(1d)")
    else { return nil }
    return KnownColumn(knownAt: view.closes.map(\.milliseconds), values: values, maximumAge: nil)
  }

  private static func interest(_ moment: MarketMoment, over history: Interval) throws -> KnownColumn? {
    let venues = try moment.instruments(with: .openInterest).filter { !$0.isAggregate }.compactMap {
      try VenueInterest(moment, $0, over: history + .days(1))
    }
    guard !venues.isEmpty else { return nil }
    let hours = moments(every: .hour, over: history, to: moment.asOf)
    // A sum with a venue missing would be a step that is none.
    let sums = hours.map { hour -> Double in
      let known = venues.compactMap { $0.dollars(at: hour) }
      return known.count == venues.count ? known.reduce(0, +) : .nan
    }
    return KnownColumn(knownAt: hours.map(\.milliseconds), values: sums, maximumAge: nil)
  }

  /// Liquidated dollars by the hour, as far back as levels are tested.
  private static func realised(
    _ moment: MarketMoment, _ counted: [LiquidationSource], _ step: Interval
  ) throws(Unavailable) -> [LiquidationBar] {
    do {
      let length = LiquidationLevels.lookBack
      let sources = try counted.compactMap { try LiquidationSource(moment, $0.instrument, over: length) }
      return LiquidationBar.summed(sources, by: step, over: length, to: moment.asOf).filter { !$0.total.isNaN }
    } catch { throw Unavailable(of: error) }
  }

  private static func definitions(_ moment: MarketMoment, _ burst: Double) -> [StateDefinition] {
    let inCoins = moment.series.contains {
      $0.descriptor.kind == .liquidations && $0.descriptor.columns.contains { $0.name == "long_liquidations" }
    }
    let suffix = inCoins ? "" : "_value"
    let (longs, shorts) = ("long_liquidations\(suffix)", "short_liquidations\(suffix)")
    let both = "(\(longs) + \(shorts))"
    let isBurst = "\(both) / mean(lag(\(both), 1), 7d) > \(burst)"
    return [
      StateDefinition("burst", "a cascade: a bar beyond \(burst.plain) times the mean of the week before it", isBurst),
      StateDefinition("burst of longs", "the same, mostly longs", "\(isBurst) and \(longs) > \(shorts)"),
      StateDefinition("burst of shorts", "the same, mostly shorts", "\(isBurst) and \(shorts) > \(longs)"),
    ]
  }
}

/// What was liquidated in a bar, in dollars; NaN where a feed of bars lacks a part of it.
public struct LiquidationBar: Sendable {
  public let open: Instant
  public let longs: Double
  public let shorts: Double
  /// As a multiple of the mean of the bars of the week before it; nil without a full week, where one of its bars is not known,
  /// and after a silent one.
  public var times: Double?

  public var total: Double { longs + shorts }

  /// Bars of several sources added up: whole ones that had closed by `instant`, none after the last row of stale sources.
  static func summed(_ sources: [LiquidationSource], by step: Interval, over length: Interval, to instant: Instant)
    -> [LiquidationBar]
  {
    let reach = sources.map { $0.isFresh ? instant : instant - $0.age }.max() ?? instant
    let end = reach.floored(to: step)
    guard let first = sources.compactMap({ $0.rows.first?.open }).min() else { return [] }
    let from = max((instant - length).floored(to: step), first.floored(to: step))
    let count = Int(end.since(from).milliseconds / step.milliseconds)
    guard count > 0 else { return [] }
    var longs = [Double](repeating: 0, count: count)
    var shorts = longs
    for source in sources {
      for row in source.rows {
        let place = Int(row.open.since(from).milliseconds.flooredQuotient(by: step.milliseconds))
        guard longs.indices.contains(place) else { continue }
        longs[place] += row.longs
        shorts[place] += row.shorts
      }
      for place in source.holes(from: from, by: step, count: count) { (longs[place], shorts[place]) = (.nan, .nan) }
    }
    return (0..<count).map { LiquidationBar(open: from + step * $0, longs: longs[$0], shorts: shorts[$0]) }
  }

  /// Each with what it is of the mean of the `week` bars before it.
  static func compared(_ bars: [LiquidationBar], with week: Int) -> [LiquidationBar] {
    var compared = bars
    for place in bars.indices where place >= week {
      let mean = bars[(place - week)..<place].reduce(0) { $0 + $1.total } / Double(week)
      compared[place].times = mean > 0 && !bars[place].total.isNaN ? bars[place].total / mean : nil
    }
    return compared
  }
}

/// One liquidation, or one bar of a feed that has no single ones.
public struct LiquidationEvent: Sendable {
  public let instrument: Instrument
  public let at: Instant
  public let isLong: Bool
  public let dollars: Double
  /// Of the liquidation itself; nil for a bar.
  public let price: Double?
}

/// One feed's liquidations in dollars.
struct LiquidationSource: Sendable {
  struct Row: Sendable {
    let open: Instant
    let known: Instant
    let longs: Double
    let shorts: Double
    let price: Double?
  }

  let instrument: Instrument
  let rows: [Row]
  /// When bars would have been known that it leaves out, as it lists none without liquidations; they are rows of nothing.
  let silent: [Instant]
  /// So many bars in a row are left out for silence; more are a hole.
  static let mostSilent = 2
  /// Whether coins of it are turned into dollars by a price that its rows do not say.
  let isPriced: Bool
  /// That price; nil where none is needed.
  let price: CoinPrice?
  /// How many of its rows are in no dollars because no price was known with them.
  private let rowsWithoutPrice: Int
  let countsContracts: Bool
  /// Narrowest bar its rows can be added up in.
  let step: Interval
  /// What its rows are, in order: bars one after the other, of which a missing one is a hole; nil where they come when
  /// something was liquidated.
  private let bars: SeriesDescriptor?
  let age: Interval
  /// Whether what it is silent of after its last row is known to be nothing.
  let isFresh: Bool

  init?(
    _ moment: MarketMoment, _ instrument: Instrument, over length: Interval, singly: Bool = false
  ) throws {
    let all: [(SeriesKind, [String])] = [
      (.liquidations, ["long_liquidations_value", "short_liquidations_value"]),
      (.liquidations, ["long_liquidations", "short_liquidations"]),
      (.liquidationEvents, ["long_liquidated", "short_liquidated", "liquidation_price"]),
    ]
    let contract = moment.contract(of: instrument)
    let coins = contract.coinsPerUnit
    for (kind, columns) in singly ? [all[2]] : all {
      guard let summary = try moment.series(kind, of: instrument, column: columns[0]),
        let counted = summary.descriptor.counts(columns[0], of: contract),
        counted == summary.descriptor.counts(columns[1], of: contract)
      else { continue }
      let isInDollars = !counted.isPriced
      let series = try moment.rows(summary, columns: columns, over: length)
      // The first rows are at a price from before them.
      let price = isInDollars ? nil : try moment.coinPrice(instrument, over: length + .days(2))
      guard let last = series.stamps.last, isInDollars || price != nil || kind == .liquidationEvents else { continue }
      let after = summary.descriptor.knownAfter
      self.instrument = instrument
      step = max(.hour, summary.descriptor.cadence ?? .hour)
      let age = moment.asOf.since(Instant(milliseconds: last) + after)
      self.age = age
      bars = Self.comesByBars(series.stamps, summary.descriptor) ? series.descriptor : nil
      isFresh = age < Self.longestSilence(series.stamps, summary.descriptor)
      countsContracts = summary.descriptor.countsContracts(in: columns[0])
      isPriced = !isInDollars && series.stamps.indices.contains { columns.count < 3 || series.columns[2][$0].isNaN }
      self.price = isPriced ? price : nil
      let listed = series.stamps.indices.compactMap { row -> Row? in
        let open = Instant(milliseconds: series.stamps[row])
        let own = columns.count > 2 ? series.columns[2][row] : .nan
        let worth = isInDollars ? 1 : own.isNaN ? price?.price.value(at: open + after) ?? .nan : own / coins
        guard !series.columns[0][row].isNaN, !series.columns[1][row].isNaN else { return nil }
        let factor = counted.worth(at: worth * coins)
        return Row(
          open: open, known: open + after, longs: series.columns[0][row] * factor,
          shorts: series.columns[1][row] * factor,
          price: own.isNaN ? nil : own)
      }
      rowsWithoutPrice = listed.count { $0.longs.isNaN || $0.shorts.isNaN }
      silent = bars == nil ? [] : Self.silent(in: listed, series.descriptor, to: moment.asOf)
      rows = (listed + silent.map { Row(open: $0 - after, known: $0, longs: 0, shorts: 0, price: nil) })
        .sorted { $0.known < $1.known }
      return
    }
    return nil
  }

  /// Whose price its dollars are by where it has none of its own, a sentence.
  var borrowed: String? {
    guard let price, price.isBorrowed else { return nil }
    return "Dollars of \(instrument) are by \(price.words): it has no price of its own."
  }

  /// That rows are in no dollars, a sentence; nil where none is.
  var unpriced: String? {
    guard rowsWithoutPrice > 0 else { return nil }
    return
      "Of \(instrument) \(rowsWithoutPrice) rows have no dollars, as no price of its coin was known with them\(price.map { " (\($0.words) was missing or too old)" } ?? ""): a sum over one of them is not given."
  }

  /// How long no row means that there was none. Bars come one after the other, and a missing one is a gap; events, and
  /// bars only of hours that had some, come when they come: theirs is the longest silence before it, a day at least.
  package static func longestSilence(_ stamps: [Int64], _ descriptor: SeriesDescriptor) -> Interval {
    if let age = descriptor.maximumAge, comesByBars(stamps, descriptor) { return age }
    let gaps = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    return max(.day, Interval(milliseconds: gaps.max() ?? 0))
  }

  private static func comesByBars(_ stamps: [Int64], _ descriptor: SeriesDescriptor) -> Bool {
    guard let cadence = descriptor.cadence else { return false }
    let usual = zip(stamps.dropFirst(), stamps).count { $0 - $1 <= cadence.milliseconds }
    return usual * 2 >= stamps.count - 1
  }

  /// When the bars would have been known that a feed leaves out which never lists one without liquidations: up to two in a
  /// row, of which many more are there.
  private static func silent(in rows: [Row], _ descriptor: SeriesDescriptor, to asOf: Instant) -> [Instant] {
    guard let cadence = descriptor.cadence, let last = rows.last,
      rows.allSatisfy({ !($0.longs == 0 && $0.shorts == 0) })
    else { return [] }
    func between(_ known: Instant, _ next: Instant) -> [Instant] {
      let missing = Int(next.since(known).milliseconds / cadence.milliseconds) - 1
      return missing > mostSilent ? [] : (0..<max(0, missing)).map { known + cadence * ($0 + 1) }
    }
    return zip(rows, rows.dropFirst()).flatMap { between($0.known, $1.known) }
      + between(last.known, asOf + cadence)
  }

  /// What of it became known in the `length` up to an instant, longs and shorts.
  func sum(over length: Interval, to instant: Instant) -> WindowSum {
    let stamps = rows.map(\.known.milliseconds)
    let columns = [rows.map(\.longs), rows.map(\.shorts)]
    return WindowSum(
      knownAt: stamps, columns: columns, every: bars?.cadence, over: length, to: instant)
  }

  /// Places among `count` bars of a width of which not all parts are there, from its first row on; behind its last one only
  /// where it is not stale.
  func holes(from: Instant, by step: Interval, count: Int) -> [Int] {
    guard let cadence = bars?.cadence, let parts = step.count(of: cadence), let first = rows.first, let last = rows.last
    else { return [] }
    var there = [Int](repeating: 0, count: count)
    for row in rows {
      let place = Int(row.open.since(from).milliseconds.flooredQuotient(by: step.milliseconds))
      if there.indices.contains(place) { there[place] += 1 }
    }
    return there.indices.filter { place in
      let open = from + step * place
      return there[place] < parts && open + step > first.open && (isFresh || open <= last.open)
    }
  }

  /// Those that became known after one instant, up to another.
  func events(after from: Instant, upTo to: Instant) -> [LiquidationEvent] {
    rows.filter { $0.known > from && $0.known <= to }.flatMap { row in
      [(true, row.longs), (false, row.shorts)].filter { $0.1 > 0 }.map {
        LiquidationEvent(instrument: instrument, at: row.open, isLong: $0.0, dollars: $0.1, price: row.price)
      }
    }
  }
}

/// One venue's liquidations in dollars.
public struct LiquidationVenue: Sendable {
  public let instrument: Instrument
  /// Nil, like the others, where the feed is stale, and where a bar of it is missing.
  public let longs1d: Double?
  public let shorts1d: Double?
  public let longs7d: Double?
  public let shorts7d: Double?
  public let age: Interval
  public let isFresh: Bool
  /// Totals by bar, of eight days.
  let past: [Double]

  public var recent: [Double] { past }
  var total1d: Double? {
    guard let longs1d, let shorts1d else { return nil }
    return longs1d + shorts1d
  }

  init(_ source: LiquidationSource, at asOf: Instant) {
    instrument = source.instrument
    age = source.age
    isFresh = source.isFresh
    func sums(_ length: Interval) -> [Double]? { source.isFresh ? source.sum(over: length, to: asOf).whole : nil }
    let (day, week) = (sums(.day), sums(.days(7)))
    (longs1d, shorts1d) = (day?[0], day?[1])
    (longs7d, shorts7d) = (week?[0], week?[1])
    past = LiquidationBar.summed([source], by: source.step, over: .days(7), to: asOf).map(\.total)
  }
}
