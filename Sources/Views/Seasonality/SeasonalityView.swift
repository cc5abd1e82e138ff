import Market
import Research
import Statistics

/// Any column by the hour, the weekday and the session, over all that was known: returns with a test of each bucket
/// against all others, corrected for how many there are; anything else as it is.
public struct SeasonalityView: Sendable {
  public let head: ViewHead
  public let instrument: Instrument
  public let interval: Interval
  /// In the language of signals.
  public let expression: String
  /// Whether values are returns of single bars, whose means can be tested: what lasts over bars cannot so.
  public let isTested: Bool
  public let window: TimeRange
  public let buckets: [SeasonalBucket]
  /// Mean by weekday, Monday first, and hour.
  public let calendar: [[Double]]
  public let states: [MarketState] = []

  public static let returns = "change(close, 1)"

  public init(_ moment: MarketMoment, history: Interval, expression: String) throws {
    guard let instrument = moment.reference() else {
      throw Problem("dataset '\(moment.dataset.name)' has no bars of '\(moment.asset.text)'", remedy: "import klines")
    }
    let width = try moment.width(of: instrument) ?? .hour
    let sessions = ["asia", "europe", "us"]
    let view = try ViewFrame(moment, of: instrument, interval: width, [expression] + sessions.map { "\($0)()" })
    let values = try view.numbers(expression)
    let opens = view.closes.map { $0 - width }
    let isTested = expression == Self.returns
    self.instrument = instrument
    self.expression = expression
    self.isTested = isTested
    interval = width
    window = view.frame.window
    var head = try ViewHead(moment, history: history, isOfFrame: true)
    head.notes += view.frame.borrowed.compactMap(\.note).map { "\($0)." }
    head.notes += view.frame.findings
    let leftOut = try moment.leftOutBars(of: instrument, before: window)
    head.notes += [leftOut].compactMap(\.self)
    head.notes.append(
      "\(leftOut == nil ? "All that was known by then" : "The bars that went on"), \(window.from.dateText) to \(window.to.minuteText); buckets go by the bar's open, UTC."
    )
    self.head = head
    let hours = opens.map { Int($0.millisecondOfDay / Interval.hour.milliseconds) }
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    var buckets = SeasonalBucket.all("hour", (0..<24).map { "\($0)h" }, hours.map { [$0] }, values, isTested)
    buckets += SeasonalBucket.all("weekday", names, opens.map { [$0.weekday] }, values, isTested)
    let held = try sessions.map { try view.holds("\($0)()") }
    let places = values.indices.map { row in held.indices.filter { held[$0][row] == true } }
    buckets += SeasonalBucket.all("session", sessions, places, values, isTested)
    self.buckets = buckets
    calendar = weekCalendar(opens, values)
  }
}

/// One hour, weekday or session.
public struct SeasonalBucket: Sendable {
  /// `hour`, `weekday` or `session`.
  public let kind: String
  public let name: String
  public let count: Int
  public let mean: Double
  public let median: Double
  /// Mean less the mean of all other bars.
  public let difference: Double?
  /// Of the difference, two samples of unequal variance.
  public let standardError: Double?
  public let p: Double?
  /// Holm over the buckets of its kind.
  public var adjusted: Double?

  static func all(_ kind: String, _ names: [String], _ places: [[Int]], _ values: [Double], _ isTested: Bool)
    -> [SeasonalBucket]
  {
    var inside = [[Double]](repeating: [], count: names.count)
    let known = values.filter { !$0.isNaN }
    for (value, places) in zip(values, places) where !value.isNaN {
      for place in places { inside[place].append(value) }
    }
    let all = Moments2(known)
    var buckets = names.indices.filter { !inside[$0].isEmpty }.map {
      SeasonalBucket(kind, names[$0], inside[$0], all, isTested)
    }
    let tested = buckets.indices.filter { buckets[$0].p != nil }
    let adjusted = Correction.holm.adjusted(tested.map { buckets[$0].p ?? 1 })
    for (place, p) in zip(tested, adjusted) { buckets[place].adjusted = p }
    return buckets
  }

  private init(_ kind: String, _ name: String, _ values: [Double], _ all: Moments2, _ isTested: Bool) {
    let own = Moments2(values)
    let others = all.without(own)
    self.kind = kind
    self.name = name
    count = values.count
    mean = own.mean
    let ordered = values.sorted()
    let middle = ordered.count / 2
    median = ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
    difference = others.count > 0 ? own.mean - others.mean : nil
    if isTested, own.count > 29, others.count > 29, let difference {
      let error = (own.variance / own.count + others.variance / others.count).squareRoot()
      standardError = error
      p = error > 0 ? NormalDistribution.twoSidedP(difference / error) : nil
    } else {
      (standardError, p) = (nil, nil)
    }
  }
}

/// Count, sum and sum of squares.
private struct Moments2 {
  var count: Double
  var sum: Double
  var squares: Double

  init(_ values: [Double]) {
    count = Double(values.count)
    sum = values.reduce(0, +)
    squares = values.reduce(0) { $0 + $1 * $1 }
  }

  var mean: Double { sum / count }
  var variance: Double { max(0, (squares - sum * sum / count) / (count - 1)) }

  func without(_ part: Moments2) -> Moments2 {
    var rest = self
    rest.count -= part.count
    rest.sum -= part.sum
    rest.squares -= part.squares
    return rest
  }
}
