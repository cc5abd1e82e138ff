import Market
import Numerics

/// What asks about the clock, or cuts time by it.
extension Operators {
  static let time: [any SignalOperator] = [
    Operation.number(
      "hour", "The UTC hour in which the bar opens.", "0 to 23", [], unit: .fixed(.hours), missing: .never,
      example: "hour()"
    ) { call in
      (0..<call.grid.count).map { Double(call.grid.open($0).millisecondOfDay / Interval.hour.milliseconds) }
    },
    Operation.number(
      "weekday", "The UTC day of the week on which the bar opens.", "0 Monday to 6 Sunday", [], unit: .fixed(.count),
      missing: .never, example: "weekday()"
    ) { call in (0..<call.grid.count).map { Double(call.grid.open($0).weekday) } },
    Operation.number(
      "bars_per_year", "How many bars make 365 days.", "365 days / width of a bar: 105,120 for 5m", [],
      unit: .fixed(.count), missing: .never, example: "bars_per_year()"
    ) { call in [Double](repeating: call.grid.interval.perYear, count: call.grid.count) },
    session(.asia), session(.europe), session(.us),
    Operation.number(
      "seasonal_mean", "The mean of x at the same time of the past days or weeks.",
      "over `window`, of the bars in the same UTC hour on earlier days (`hour`), in the same hour of the same weekday in "
        + "earlier weeks (`weekhour`), on the same weekday (`weekday`), or between the same two openings of Tokyo, London "
        + "and New York on earlier days (`session`); the current hour, day or session is left out",
      [.x, .word("season", Season.names), .window], unit: .same(as: 0), missing: .read,
      example: "seasonal_mean(volume, hour, 7d)", lookBackText: "window and the rest of an hour, day or session",
      lookBack: { Season($0).lookBack }, refuse: { Season($0).refusal }
    ) { call in
      let season = Season(call.setting)
      return season.isSession
        ? season.meansOfSessions(call.numbers[0], call.grid) : season.means(call.numbers[0], firstBar: call.firstBar)
    },
    Operation.number(
      "resample", "x on coarser bars: what the last closed one of them came to.",
      "of the `width` that closed last, on the grid of the clock: mean, sum, min, max, first or last of its bars; a new "
        + "value comes with the bar that closes it",
      [.x, OperatorInput("width", .window(least: 1)), .word("statistic", CoarseBars.statistics)], unit: .same(as: 0),
      missing: .read, example: "resample(close, 4h, last)", lookBackText: "2 × width - 2",
      lookBack: { 2 * $0.windows[0] - 2 }
    ) { call in
      let coarse = CoarseBars(call.setting, firstBar: call.firstBar)
      return coarse.held(call.numbers[0], call.setting.words[0])
    },
  ]

  private static func session(_ session: TradingSession) -> Operation {
    Operation.condition(
      session.rawValue, "Whether the bar opens in the business hours of \(session.city).", session.text, [],
      missing: .never, example: "\(session.rawValue)()", lookBack: { _ in 0 }
    ) { call in
      Truth(
        holds: Bitmap((0..<call.grid.count).map { session.isOpen(at: call.grid.open($0)) }),
        known: Bitmap(repeating: true, count: call.grid.count))
    }
  }
}

/// Bars at the same time of the day or week, as far back as a window reaches.
private struct Season {
  /// Bars from one day or week to the next.
  let period: Int
  /// Bars in an hour; one where bars are wider.
  let group: Int
  /// Days or weeks.
  let count: Int
  private let interval: Interval
  private let window: Int

  /// Whether bars are those since one of three places has opened, which is not at the same hours all year.
  let isSession: Bool

  static let names = ["hour", "weekhour", "weekday", "session"]

  init(_ setting: OperatorSetting) {
    let name = setting.words[0]
    isSession = name == "session"
    let whole: Interval = name == "hour" || isSession ? .day : .week
    interval = setting.interval
    window = setting.windows[0]
    period = max(1, Int(whole.milliseconds / interval.milliseconds))
    // A session lasts as long as from New York to Tokyo.
    let part: Interval = isSession ? .hours(13) : name == "weekday" ? .day : .hour
    group = max(1, Int(part.milliseconds / interval.milliseconds))
    count = max(1, window / period)
  }

  var lookBack: Int { period * count + group - 1 + (isSession ? openingShift : 0) }

  /// Bars by which an opening moves when clocks change.
  private var openingShift: Int { Interval.hour.count(of: interval) ?? 0 }

  var refusal: OperatorRefusal? {
    if isSession, Interval.hour.count(of: interval) == nil {
      return OperatorRefusal("bars of \(interval) have no sessions", remedy: "take bars that fill an hour")
    }
    guard period > 1, Interval.day.count(of: interval) != nil,
      interval.milliseconds >= Interval.hour.milliseconds || Interval.hour.count(of: interval) != nil
    else {
      return OperatorRefusal(
        "bars of \(interval) have no hours of the day", remedy: "take bars that fill an hour or a day")
    }
    guard window % period == 0 else {
      let width = Interval(milliseconds: interval.milliseconds * Int64(period))
      return OperatorRefusal(
        "its window of \(window) bars of \(interval) is no whole number of \(width)",
        remedy: "take a multiple of \(width)")
    }
    return nil
  }

  /// One mean for all bars since an opening, of those that lay between the same two openings in the days before it.
  func meansOfSessions(_ x: [Double], _ grid: Grid) -> [Double] {
    var results = [Double](repeating: .nan, count: x.count)
    var begun: (opening: Instant, mean: Double)?
    var sessions: [TradingSession] = []
    for row in x.indices {
      let (session, opening) = TradingSession.last(upTo: grid.open(row))
      sessions.append(session)
      if begun?.opening != opening {
        // The first bar of the session may lie before the data; where it began does not.
        let begin = Int(opening.since(grid.start).milliseconds / interval.milliseconds)
        let rows = (begin - count * period)..<begin
        // Clocks that went back since leave the oldest session's first hour before them.
        let oldest = rows.lowerBound - openingShift
        guard oldest >= 0, rows.upperBound <= row else {
          begun = (opening, .nan)
          continue
        }
        var (mean, taken) = (0.0, 0.0)
        for other in oldest..<rows.upperBound where sessions[other] == session {
          taken += 1
          mean += (x[other] - mean) / taken
        }
        begun = (opening, taken > 0 ? finite(mean) : .nan)
      }
      results[row] = begun?.mean ?? .nan
    }
    return results
  }

  /// One mean for all bars of an hour: it is made of hours that had closed before.
  func means(_ x: [Double], firstBar: Int) -> [Double] {
    var results = [Double](repeating: .nan, count: x.count)
    var hour = -firstBar.flooredRemainder(by: group)
    while hour < x.count {
      let first = hour - count * period
      if first >= 0 {
        var mean = 0.0
        var taken = 0.0
        for turn in 0..<count {
          for row in (first + turn * period)..<(first + turn * period + group) {
            taken += 1
            mean += (x[row] - mean) / taken
          }
        }
        for row in hour..<min(hour + group, x.count) { results[row] = finite(mean) }
      }
      hour += group
    }
    return results
  }
}

/// Bars of a frame joined into wider ones on the grid of the clock.
struct CoarseBars {
  static let statistics = ["mean", "sum", "min", "max", "first", "last"]

  /// Bars in one of them.
  let width: Int
  /// Bars of row 0's coarse bar that lie before row 0.
  private let before: Int
  /// The absolute number of that coarse bar.
  private let firstCoarse: Int

  init(_ setting: OperatorSetting, firstBar: Int) {
    width = setting.windows[0]
    // Weeks begin on Mondays, and 1970 began on a Thursday.
    let isWeeks = Interval(milliseconds: setting.interval.milliseconds * Int64(width)).count(of: .week) != nil
    let monday = isWeeks ? Int(Interval.days(4).milliseconds / setting.interval.milliseconds) : 0
    before = (firstBar - monday).flooredRemainder(by: width)
    firstCoarse = (firstBar - monday - before) / width
  }

  /// What the last coarse bar that had closed by each bar's close came to.
  func held(_ x: [Double], _ statistic: String) -> [Double] {
    var results = [Double](repeating: .nan, count: x.count)
    var first = before == 0 ? 0 : width - before
    while first + width <= x.count {
      let value = Self.value(of: x[first..<(first + width)], statistic)
      for row in (first + width - 1)..<min(first + 2 * width - 1, x.count) { results[row] = value }
      first += width
    }
    return results
  }

  /// A series of the values at the closes of coarse bars, held until the next close.
  ///
  /// - Parameter compute: gets the values at closes and the absolute number of the first, and gives one for each.
  func overCloses(_ x: [Double], _ compute: ([Double], Int) -> [Double]) -> [Double] {
    let rows = Array(stride(from: width - 1 - before, to: x.count, by: width))
    let values = compute(rows.map { x[$0] }, firstCoarse)
    var results = [Double](repeating: .nan, count: x.count)
    for (row, value) in zip(rows, values) {
      for held in row..<min(row + width, x.count) { results[held] = value }
    }
    return results
  }

  private static func value(of x: ArraySlice<Double>, _ statistic: String) -> Double {
    switch statistic {
    case "first": return x[x.startIndex]
    case "last": return x[x.endIndex - 1]
    case "sum": return finite(x.reduce(0, +))
    case "min": return x.reduce(.infinity, lesser)
    case "max": return x.reduce(-.infinity, greater)
    default:
      var mean = 0.0
      for (offset, value) in x.enumerated() { mean += (value - mean) / Double(offset + 1) }
      return finite(mean)
    }
  }
}
