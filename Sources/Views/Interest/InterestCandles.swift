import Market
import Research
import Store

/// Open interest by intervals: the first, the highest, the lowest and the last that was known in each.
///
/// Snapshots count in the interval that their stamp lies in, its begin included and its end not, as pandas' `resample`
/// has them; a series that comes as bars of its own (Coinalyze, Coinglass) is put together from those.
public struct InterestCandles: Sendable {
  public struct Candle: Hashable, Sendable {
    public let at: Instant
    public let open: Double
    public fileprivate(set) var high: Double
    public fileprivate(set) var low: Double
    public fileprivate(set) var close: Double
    /// Snapshots, or bars, in it.
    public fileprivate(set) var rows: Int
    /// Whether the interval had ended.
    public let isWhole: Bool

    public var change: Double? { open > 0 ? close / open - 1 : nil }
  }

  public enum Source: Sendable {
    /// Nil where they come when they come.
    case snapshots(every: Interval?)
    case bars(of: Interval)
    /// All venues added up whenever one of them became known.
    case sums(venues: Int)
  }

  /// Nil for all venues added up.
  public let instrument: Instrument?
  /// Else in coins.
  public let isInDollars: Bool
  public let step: Interval
  public let source: Source
  /// In order; an interval of which nothing is known has none.
  public let candles: [Candle]

  /// Widths that are chosen from where none is asked for.
  static let ladder: [Interval] = [.minutes(15), .hour, .hours(4), .day, .days(7)]
  /// More than so many say no more on a screen.
  static let most = 60

  /// The narrowest width of the ladder that gives no more candles than can be told apart.
  public static func usualStep(over history: Interval) -> Interval {
    ladder.first { history.milliseconds / $0.milliseconds <= Int64(most) } ?? .days(7)
  }

  /// - Throws: `Unavailable` where nothing finer than the step is there.
  init(
    _ moment: MarketMoment, _ interest: VenueInterest, every step: Interval, over history: Interval
  ) throws {
    let name = interest.column
    let instrument = interest.instrument
    let bars = try moment.series(.openInterest, of: instrument, column: "\(name)_open")
    var parts = [name]
    let summary: SeriesSummary
    if let bars, let width = bars.descriptor.cadence, step.count(of: width) != nil {
      summary = bars
      source = .bars(of: width)
      parts = ["open", "high", "low"].map { "\(name)_\($0)" } + [name]
    } else {
      guard let rows = try moment.series(.openInterest, of: instrument, column: name) else {
        throw Unavailable("there is no series of it")
      }
      if let cadence = rows.descriptor.cadence, cadence * 2 > step {
        throw Unavailable("it is known every \(cadence), and a candle of \(step) takes two values or more")
      }
      summary = rows
      source = .snapshots(every: rows.descriptor.cadence)
    }
    let isBars = parts.count > 1
    let after = summary.descriptor.knownAfter
    // A bar is known at its own end at the earliest, which is no later than that of the candle it lies in.
    let early = isBars ? (summary.descriptor.cadence ?? after).milliseconds : 0
    let late = Interval(milliseconds: after.milliseconds - early)
    let from = Self.start(moment.asOf, history, step)
    let series = try moment.rows(summary, columns: parts, over: moment.asOf.since(from) + step)
    var builder = CandleBuilder(step: step, from: from, known: moment.asOf - late, end: moment.asOf)
    for row in series.stamps.indices {
      let at = Instant(milliseconds: series.stamps[row])
      let values = series.columns.map { $0[row] * interest.scale }
      builder.add(
        at, open: values[0], high: values[isBars ? 1 : 0], low: values[isBars ? 2 : 0], close: values.last ?? .nan)
    }
    guard !builder.candles.isEmpty else { throw Unavailable("none was known in the last \(history)") }
    self.instrument = instrument
    self.step = step
    isInDollars = interest.isInDollars
    candles = builder.candles
  }

  /// All venues in dollars, added up whenever one of them became known and all of them were.
  init?(_ moment: MarketMoment, sumOf venues: [VenueInterest], every step: Interval, over history: Interval) {
    let from = Self.start(moment.asOf, history, step)
    let length = moment.asOf.since(from) + Interval(milliseconds: 1)
    var instants: Set<Int64> = []
    for venue in venues {
      for row in venue.published.rows(in: length, to: moment.asOf) { instants.insert(venue.published.knownAt[row]) }
    }
    var builder = CandleBuilder(step: step, from: from, known: moment.asOf, end: moment.asOf)
    for stamp in instants.sorted() {
      let at = Instant(milliseconds: stamp)
      let known = venues.compactMap { $0.dollars(at: at) }
      // A sum with a venue missing would be a fall that is none.
      guard known.count == venues.count else { continue }
      let sum = known.reduce(0, +)
      builder.add(at, open: sum, high: sum, low: sum, close: sum)
    }
    guard !builder.candles.isEmpty else { return nil }
    instrument = nil
    isInDollars = true
    self.step = step
    source = .sums(venues: venues.count)
    candles = builder.candles
  }

  /// The first whole interval of the history.
  private static func start(_ asOf: Instant, _ history: Interval, _ step: Interval) -> Instant {
    let begin = asOf - history
    let from = begin.floored(to: step)
    return from < begin ? from + step : from
  }
}

/// Puts values into intervals in the order in which they come.
private struct CandleBuilder {
  let step: Interval
  let from: Instant
  /// An interval that ends later may still change.
  let known: Instant
  /// What begins then has not begun.
  let end: Instant
  var candles: [InterestCandles.Candle] = []

  init(step: Interval, from: Instant, known: Instant, end: Instant) {
    (self.step, self.from, self.known, self.end) = (step, from, known, end.floored(to: step) == end ? end : end + step)
  }

  mutating func add(_ at: Instant, open: Double, high: Double, low: Double, close: Double) {
    guard at >= from, at < end, open.isFinite, high.isFinite, low.isFinite, close.isFinite else { return }
    let begin = at.floored(to: step)
    guard let last = candles.last, last.at == begin else {
      candles.append(
        .init(at: begin, open: open, high: high, low: low, close: close, rows: 1, isWhole: begin + step <= known))
      return
    }
    let place = candles.count - 1
    candles[place].high = max(last.high, high)
    candles[place].low = min(last.low, low)
    candles[place].close = close
    candles[place].rows += 1
  }
}
