import Market
import Research

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
