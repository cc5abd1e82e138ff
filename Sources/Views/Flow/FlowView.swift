import Market
import Research
import Statistics

/// Who crossed the spread up to a moment: what takers bought and sold by venue, the running difference, and how one-sided
/// it was.
public struct FlowView: Sendable {
  public let head: ViewHead
  /// Fresh ones first, the most traded of the last day first.
  public let venues: [FlowVenue]
  /// Of the reference instrument; fails where its bars do not say the taker's side.
  public let reference: Result<FlowReference, Unavailable>
  public let states: [MarketState]

  public init(_ moment: MarketMoment, history: Interval, test: StateTest) throws {
    var head = try ViewHead(moment, history: history)
    let length = max(history, .days(7))
    var venues: [FlowVenue] = []
    var others: [Instrument] = []
    for instrument in Set(moment.series.map(\.descriptor.instrument)).sorted() {
      if let venue = try FlowVenue(moment, instrument, over: length) {
        venues.append(venue)
      } else if try FlowVenue.saysSides(moment, instrument) {
        others.append(instrument)
      }
    }
    let leftOut = others.compactMap { one in Self.leftOut(moment, one).map { (instrument: one, why: $0) } }
    guard !venues.isEmpty else {
      if let one = leftOut.first {
        throw Problem("what takers bought and sold of \(one.instrument) cannot be said: \(one.why)")
      }
      throw Problem(
        "dataset '\(moment.dataset.name)' does not say whether takers bought or sold '\(moment.asset.text)' in the \(length) to \(moment.asOf.minuteText)",
        remedy: "import klines with taker volumes, or a taker_flow series")
    }
    self.venues = venues.sorted {
      ($0.isFresh ? 1 : 0, $0.volume1d ?? 0, $1.instrument) > ($1.isFresh ? 1 : 0, $1.volume1d ?? 0, $0.instrument)
    }
    let expired = self.venues.filter(\.hasExpired).map(\.instrument.description)
    if !expired.isEmpty {
      head.notes.append("Expired by then, and its sums are not known: \(expired.joined(separator: ", ")).")
    }
    let stale = self.venues.filter { !$0.isFresh && !$0.hasExpired }.map {
      "\($0.instrument) (\($0.age.inTwoUnits) old)"
    }
    if !stale.isEmpty {
      head.notes.append("Stale, and its sums are not known: \(stale.joined(separator: ", ")).")
    }
    head.notes += leftOut.map { "\($0.instrument) is left out: \($0.why)." } + self.venues.compactMap(\.gaps)
    head.notes += self.venues.compactMap(\.borrowed)
    let priced = venues.filter { $0.isPriced && !$0.countsContracts && $0.borrowed == nil }.map(
      \.instrument.description)
    if !priced.isEmpty {
      head.notes.append(
        "\(priced.joined(separator: ", ")) \(priced.count == 1 ? "says" : "say") coins alone: each bar is in quote currency at its close."
      )
    }
    head.notes += self.venues.compactMap { venue in
      guard venue.countsContracts, let size = moment.contract(of: venue.instrument).sizeWords else { return nil }
      return
        "\(venue.instrument) counts \(size)\(venue.isPriced && venue.borrowed == nil ? ": each bar is in quote currency at its close" : "")."
    }
    let instrument = Self.chosen(moment, venues)
    if let instrument, venues.count > 1 {
      head.notes.append("The bars, the delta and the states are those of \(instrument).")
    }
    reference = Result { () throws(Unavailable) in
      guard let instrument else { throw Unavailable("no klines say the taker's side") }
      return try FlowReference(moment, instrument, history: history)
    }
    if let flow = reference.answer, flow.hoursKnown < flow.closes.count {
      head.notes.append(
        "Of the \(flow.closes.count) hours of \(flow.instrument) \(flow.hoursKnown) say the taker's side: the delta runs on over the others as if nothing had been traded in them, and what it came to is not said."
      )
    }
    states = test.states(Self.definitions, of: instrument, at: moment)
    self.head = head
  }

  /// Why an instrument that says the taker's side is not among the venues, a clause; nil where it says so of nothing.
  private static func leftOut(_ moment: MarketMoment, _ one: Instrument) -> String? {
    if let why = moment.unsized(one, [.klines, .takerFlow]) { return why }
    guard (try? moment.coinPrice(one)) == nil else { return nil }
    return "it says coins alone, and nothing has a price of them in dollars"
  }

  /// Of perpetuals with taker volumes, the asset's reference or else the first; then of spot.
  private static func chosen(_ moment: MarketMoment, _ venues: [FlowVenue]) -> Instrument? {
    let having = venues.filter(\.isOfKlines).map(\.instrument)
    if let usual = moment.reference(), having.contains(usual) { return usual }
    return having.first { $0.type == .perpetual } ?? having.first
  }

  private static let definitions = [
    StateDefinition(
      "one-sided buying", "takers' net buying over 4h above 10% of volume", "cumulative_delta(4h) > 0.1"),
    StateDefinition(
      "one-sided selling", "takers' net selling over 4h above 10% of volume", "cumulative_delta(4h) < -0.1"),
    StateDefinition("delta shock", "net flow of a bar more than 3 deviations from its week", "delta_shock(7d) > 3"),
    StateDefinition("toxic", "flow toxicity above 2 over a day", "flow_toxicity(1d) > 2"),
  ]
}

/// What takers did on one venue, in quote currency; sums are nil where its rows end before the moment, and where one of the
/// time is missing or does not say the taker's side.
public struct FlowVenue: Sendable {
  public let instrument: Instrument
  public let bought1d: Double?
  public let sold1d: Double?
  public let net7d: Double?
  public let age: Interval
  public let isFresh: Bool
  /// Whether its contract had expired: rows that do not come any more are not missing.
  public let hasExpired: Bool
  /// How many of the bars of a day, and of a week, say the taker's side.
  public let coverage1d: Coverage
  public let coverage7d: Coverage
  /// Whether its rows count coins, or contracts of coins, which the price of each turns into quote currency.
  public let isPriced: Bool
  let countsContracts: Bool
  /// Whose price its amounts are by where it has no bars of its own, a sentence.
  let borrowed: String?
  let isOfKlines: Bool
  private let cadence: Interval?

  public var volume1d: Double? { both { $0 + $1 } }
  public var net1d: Double? { both { $0 - $1 } }
  /// Bought over sold; nil where nothing was sold.
  public var ratio1d: Double? { both { $1 > 0 ? $0 / $1 : nil } }

  private func both(_ figure: (Double, Double) -> Double?) -> Double? {
    guard let bought1d, let sold1d else { return nil }
    return figure(bought1d, sold1d)
  }

  /// Nil where nothing says the taker's side.
  init?(_ moment: MarketMoment, _ instrument: Instrument, over length: Interval) throws {
    let contract = moment.contract(of: instrument)
    for (kind, first, second, isVolume) in Self.forms {
      guard let summary = try moment.series(kind, of: instrument, column: first),
        let counted = summary.descriptor.counts(first, of: contract),
        let otherwise = summary.descriptor.counts(second, of: contract)
      else { continue }
      let isPriced = counted.isPriced || otherwise.isPriced
      let price = isPriced ? try Self.price(moment, instrument, over: length + .days(1)) : nil
      guard !isPriced || price != nil else { continue }
      let rows = try moment.rows(summary, columns: [first, second], over: length).worth(
        [counted, otherwise], price?.column)
      let (bought, other) = (rows.columns[0], rows.columns[1])
      // A bar whose taker's side is not known is neither bought nor sold.
      guard let last = rows.stamps.indices.last(where: { !bought[$0].isNaN && !other[$0].isNaN }),
        rows.stamps.indices.contains(where: { !bought[$0].isNaN && other[$0] > 0 })
      else { continue }
      let descriptor = rows.descriptor
      let age = moment.asOf.since(Instant(milliseconds: rows.stamps[last]) + descriptor.knownAfter)
      let hasExpired = contract.expiry.map { $0 < moment.asOf } ?? false
      let isFresh = !hasExpired && (descriptor.maximumAge.map { age < $0 } ?? true)
      let day = WindowSum(rows, over: .day, to: moment.asOf)
      let week = WindowSum(rows, over: .days(7), to: moment.asOf)
      // What began within the time is not the sum over it.
      func sums(_ window: WindowSum) -> (bought: Double, sold: Double)? {
        guard isFresh, summary.first <= moment.asOf - window.coverage.length, let sums = window.whole else {
          return nil
        }
        return (sums[0], isVolume ? sums[1] - sums[0] : sums[1])
      }
      self.instrument = instrument
      self.isPriced = isPriced
      borrowed = price?.borrowed
      countsContracts = summary.descriptor.countsContracts(in: first)
      (self.age, self.isFresh, self.hasExpired, cadence) = (age, isFresh, hasExpired, descriptor.cadence)
      bought1d = sums(day)?.bought
      sold1d = sums(day)?.sold
      net7d = sums(week).map { $0.bought - $0.sold }
      (coverage1d, coverage7d) = (day.coverage, week.coverage)
      isOfKlines =
        try isVolume || moment.series(.klines, of: instrument, column: "taker_buy_volume") != nil
      return
    }
    return nil
  }

  /// What a unit of its price traded at, in its quote currency: its own closes, of every width; where it has no bars, the
  /// dollars of its coins.
  private static func price(
    _ moment: MarketMoment, _ instrument: Instrument, over length: Interval
  ) throws -> (column: KnownColumn, borrowed: String?)? {
    let coins = moment.contract(of: instrument).coinsPerUnit
    let own = try moment.prices("close", .klines, of: instrument, over: length).sorted {
      ($0.maximumAge?.milliseconds ?? .max) < ($1.maximumAge?.milliseconds ?? .max)
    }
    if let first = own.first {
      return (own.dropFirst().reduce(first) { $0.filled(by: $1) }.scaled(coins), nil)
    }
    guard let other = try moment.coinPrice(instrument, over: length) else { return nil }
    let words =
      "Coins of \(instrument) are in dollars at \(other.words) when each bar was known: it has no bars of its own."
    return (other.price.scaled(coins), words)
  }

  /// What says both sides, the first to take: what was bought, and what was sold or, of volumes, traded.
  private static let forms: [(kind: SeriesKind, first: String, second: String, isVolume: Bool)] = [
    (.takerFlow, "bought_value", "sold_value", false),
    (.klines, "taker_buy_quote_volume", "quote_volume", true),
    (.takerFlow, "bought_volume", "sold_volume", false),
    (.klines, "taker_buy_volume", "volume", true),
    (.klines, "taker_buy_base_volume", "base_volume", true),
  ]

  /// Whether a series has the columns of one of them, in whatever they count.
  static func saysSides(_ moment: MarketMoment, _ instrument: Instrument) throws -> Bool {
    try forms.contains { try moment.series($0.kind, of: instrument, column: $0.first) != nil }
  }

  /// What is missing of its last day, in words; nil where nothing is, and for one that is stale.
  var gaps1d: String? { isFresh ? Coverage.gaps([coverage1d]) : nil }

  /// What is missing of a venue that is not stale; nil where nothing is.
  fileprivate var gaps: String? {
    guard isFresh, let gaps = Coverage.gaps([coverage1d, coverage7d]) else { return nil }
    return
      "Of the bars of \(cadence?.description ?? "any width") of \(instrument) there are \(gaps) that say the taker's side; a sum with one missing is not given."
  }
}

extension Series {
  /// The same in quote currency, each row at the price that was known with it.
  fileprivate func worth(_ counted: [CountedAmount], _ price: KnownColumn?) -> Series {
    let prices = stamps.map {
      price?.value(at: Instant(milliseconds: $0 + descriptor.knownAfter.milliseconds)) ?? .nan
    }
    return Series(
      descriptor: descriptor, stamps: stamps,
      columns: zip(columns, counted).map { column, counted in
        counted == .quote(1) ? column : zip(column, prices).map { value, price in value * counted.worth(at: price) }
      })
  }
}

/// The reference instrument's flow by the hour, in coins.
public struct FlowReference: Sendable {
  public let instrument: Instrument
  public let closes: [Instant]
  public let price: [Double]
  /// Taker buying less taker selling of each hour.
  public let delta: [Double]
  /// Its running sum over the history; an hour that is not known adds nothing, and then the sum is of no time.
  public let cumulative: [Double]
  /// Bought over sold of each hour, and its mean over a day.
  public let ratio: [Double]
  public let meanRatio1d: [Double]
  /// How unusual the size of each hour's net flow is in its day.
  public let shockSeries: [Double]
  /// Mean ratio by weekday (Monday first) and UTC hour of the bar's open, over the history.
  public let calendar: [[Double]]
  /// Of what was traded in each hour, the share of trades that its series counts as large; empty where none says sizes.
  public let largeShare: [Double]
  /// Of what was traded in the last 24 hours; nil where its trades end before the moment, or an hour of them is missing.
  public let largeShare1d: Double?
  /// Since its last whole hour closed.
  public let age: Interval
  /// Over the history.
  public let meanRatio: Double?
  public let meanDelta: Double?
  /// Of the hours of the history, toxicity over a day.
  public let medianToxicity: Double?
  /// Over a day: net buying as a share of volume, bought over sold, how one-sided bars were (VPIN with true sides), the
  /// z-score of toxicity, how unusual the last hour's net flow is, and net buying for each coin of the instrument's own
  /// open interest. Nil where its bars end before the moment.
  public let share1d: Double?
  public let ratio1d: Double?
  public let imbalance1d: Double?
  public let toxicity: Double?
  public let shock: Double?
  public let overInterest: Double?

  /// Younger than twice an hour.
  public var isFresh: Bool { age < .hours(2) }
  /// Hours of the history whose delta is known.
  public var hoursKnown: Int { delta.count { !$0.isNaN } }
  public var cumulativeDelta: Double? { isFresh && hoursKnown == delta.count ? cumulative.last : nil }
  public var meanLargeShare: Double? { meanOfKnown(largeShare) }
  init(_ moment: MarketMoment, _ instrument: Instrument, history: Interval) throws(Unavailable) {
    let one = try Self.delta(moment, instrument)
    let ratio = "taker_buy_volume / (volume - taker_buy_volume)"
    let shocks = "delta_shock(1d)"
    let measures = [
      "cumulative_delta(1d)", "taker_buy_sell_ratio(1d)", "order_imbalance(1d)", "flow_toxicity(1d)", "delta_shock(7d)",
    ]
    do {
      let view = try ViewFrame(
        moment, of: instrument, interval: .hour, history: history,
        measures + [one, ratio, "mean(\(ratio), 1d)", shocks])
      let age = view.closes.last.map { moment.asOf.since($0) } ?? history
      self.age = age
      func now(_ text: String, _ view: ViewFrame) throws -> Double? {
        guard age < .hours(2), let value = try view.numbers(text).last else { return nil }
        return value.isNaN ? nil : value
      }
      let last = try measures.map { try now($0, view) }
      let over = "sum(\(one), 1d) / open_interest"
      overInterest = try Self.interestFrame(moment, instrument, over).flatMap { try now(over, $0) }
      let (large, all) = ("large_bought_value + large_sold_value", "bought_value + sold_value")
      let sizes = try? ViewFrame(moment, of: instrument, interval: .hour, history: max(history, .day), [large, all])
      let traded = Array(zip((try? sizes?.numbers(large)) ?? [], (try? sizes?.numbers(all)) ?? []))
      largeShare = Array(traded.map { $0 / $1 }.suffix(view.closes.count))
      // A day's share is of what the day traded: an hour of little counts for little.
      let day = traded.suffix(24)
      let isWhole = day.count == 24 && day.allSatisfy { $0.0.isFinite && $0.1.isFinite }
      let both = day.reduce(0) { $0 + $1.1 }
      largeShare1d = age < .hours(2) && isWhole && both > 0 ? day.reduce(0) { $0 + $1.0 } / both : nil
      let delta = try view.numbers(one)
      let ratios = try view.numbers(ratio)
      self.ratio = ratios
      meanRatio1d = try view.numbers("mean(\(ratio), 1d)")
      shockSeries = try view.numbers(shocks)
      calendar = weekCalendar(view.closes.map { $0 - .hour }, ratios)
      meanRatio = meanOfKnown(ratios)
      meanDelta = meanOfKnown(delta)
      medianToxicity = medianOfKnown(try view.numbers("flow_toxicity(1d)"))
      var sum = 0.0
      self.instrument = instrument
      closes = view.closes
      price = try view.numbers("close")
      self.delta = delta
      cumulative = delta.map { value in
        sum += value.isNaN ? 0 : value
        return sum
      }
      (share1d, ratio1d, imbalance1d, toxicity, shock) = (last[0], last[1], last[2], last[3], last[4])
    } catch {
      throw Unavailable(of: error)
    }
  }

  /// Taker buying less taker selling of a bar in the language of signals, in units of what its price is for.
  private static func delta(_ moment: MarketMoment, _ instrument: Instrument) throws(Unavailable) -> String {
    let contract = moment.contract(of: instrument)
    do {
      for (bought, all) in [("taker_buy_volume", "volume"), ("taker_buy_base_volume", "base_volume")] {
        guard let bars = try moment.series(.klines, of: instrument, column: bought)?.descriptor else { continue }
        guard let counted = bars.counts(bought, of: contract), counted == bars.counts(all, of: contract) else {
          continue
        }
        return counted.inUnits("2 * \(bought) - \(all)")
      }
    } catch { throw Unavailable(of: error) }
    throw Unavailable(moment.unsized(instrument, [.klines]) ?? "no klines say the taker's side")
  }

  /// Hours beside open interest; nil where the instrument has none of its own: takers of one venue over the positions of
  /// another say nothing.
  private static func interestFrame(_ moment: MarketMoment, _ instrument: Instrument, _ text: String) -> ViewFrame? {
    guard moment.instruments(with: .openInterest).contains(instrument),
      let view = try? ViewFrame(moment, of: instrument, interval: .hour, history: .hours(2), [text]),
      view.frame.borrowed.isEmpty
    else { return nil }
    return view
  }
}

/// The mean of what is known; nil for nothing.
func meanOfKnown(_ values: [Double]) -> Double? {
  let known = values.filter(\.isFinite)
  return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
}

/// The median of what is known; nil for nothing.
func medianOfKnown(_ values: [Double]) -> Double? {
  let known = values.filter(\.isFinite)
  return known.isEmpty ? nil : Quantiles(known).median
}

/// Means by weekday, Monday first, and UTC hour.
func weekCalendar(_ instants: [Instant], _ values: [Double]) -> [[Double]] {
  var sums = [[Double]](repeating: [Double](repeating: 0, count: 24), count: 7)
  var counts = sums
  for (instant, value) in zip(instants, values) where value.isFinite {
    let hour = Int(instant.millisecondOfDay / Interval.hour.milliseconds)
    sums[instant.weekday][hour] += value
    counts[instant.weekday][hour] += 1
  }
  return zip(sums, counts).map { zip($0, $1).map { $1 > 0 ? $0 / $1 : .nan } }
}
