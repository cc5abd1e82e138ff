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
    var head = try ViewHead(moment, history: history, notes: ["Public feeds are throttled: these are lower bounds."])
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
