import Market
import Store

/// The bars of a frame: those of the traded klines that open in the range and have closed by its end, and some before them
/// to fill windows.
struct FrameGrid {
  let grid: Grid
  let evaluation: Range<Int>

  /// More bars than any venue has printed at any interval; a grid beyond it comes from a damaged stamp.
  private static let mostBars: Int64 = 100_000_000

  /// - Parameter expiry: of a dated contract, at which its bars end: none that opens then or later is of its market.
  init(
    traded: SeriesSummary, expiry: Instant?, interval: Interval, request: FrameRequest, dataset: String
  ) throws {
    let covered = Self.span(of: traded, interval)
    let span = covered.ending(at: expiry, interval)
    guard !covered.isEmpty, covered.from < covered.to else {
      throw Problem(
        "no \(interval) bar of \(traded.descriptor.instrument) is whole: its rows go from \(traded.range.from.minuteText) to "
          + "\(traded.range.to.minuteText) UTC",
        remedy: "take narrower bars, or more rows")
    }
    guard !span.isEmpty else {
      throw Problem(
        "every \(interval) bar of \(traded.descriptor.instrument) opens after its expiry at \(expiry?.minuteText ?? "") UTC",
        remedy: "import its bars from before, or say when it expires: 'hindcast data contract'")
    }
    try self.init(span: span, interval, request, dataset: dataset) {
      let rows = request.range.intersection(traded.range)
      return Self.nothing(
        in: request.range, traded: traded, expiry: expiry, interval, dataset: dataset,
        isPartly: traded.descriptor.cadence != interval && !rows.isEmpty && rows.from < rows.to)
    }
  }

  /// What the bars of a series cover.
  static func span(of traded: SeriesSummary, _ interval: Interval) -> TimeRange {
    traded.descriptor.cadence == interval ? traded.range : traded.range.whole(interval)
  }

  /// - Parameters:
  ///   - span: what there are bars of.
  ///   - nothing: the complaint where none of them lies in the range.
  init(
    span: TimeRange, _ interval: Interval, _ request: FrameRequest, dataset: String, nothing: () -> Problem
  ) throws {
    let window = request.range.intersection(span)
    guard !window.isEmpty, window.from < window.to else { throw nothing() }
    // Bars keep the phase of the klines, which for weekly bars is not that of 1970.
    let width = interval.milliseconds
    let skipped = -(span.from.milliseconds - window.from.milliseconds).flooredQuotient(by: width)
    // A bar that is still open where the range ends has prices from behind it.
    let isCut = request.range.to < span.to
    let end =
      isCut
      ? (window.to.milliseconds - span.from.milliseconds).flooredQuotient(by: width)
      : -(span.from.milliseconds - window.to.milliseconds).flooredQuotient(by: width)
    guard end > skipped else { throw nothing() }
    let warmUp = min(Int64(max(request.warmUp, 0)), skipped)
    let count = end - skipped + warmUp
    guard count <= Self.mostBars else {
      throw Problem(
        "dataset '\(dataset)' spans \(count) bars of \(interval), from \(span.from) to \(span.to)",
        remedy: "give a shorter range, or look for a wrong stamp")
    }
    grid = Grid(
      start: Instant(milliseconds: span.from.milliseconds + (skipped - warmUp) * width), interval: interval,
      count: Int(count))
    evaluation = Int(warmUp)..<Int(count)
  }

  /// The open of a series' first bar at its contract's expiry or later, of those that it has; nil where all open before: a bar
  /// that the expiry falls into is of the contract's last hours.
  static func firstBehind(_ expiry: Instant, _ traded: SeriesSummary, _ interval: Interval) -> Instant? {
    let end = traded.range.ending(at: expiry, traded.descriptor.cadence ?? interval).to
    return end < traded.range.to ? end : nil
  }

  /// What is to be said of a dated contract that has bars in the range which open at its expiry or later.
  static func expired(
    at expiry: Instant?, _ traded: SeriesSummary, _ interval: Interval, in range: TimeRange
  ) -> String? {
    guard let expiry, let late = firstBehind(expiry, traded, interval), late < range.to else { return nil }
    return
      "\(traded.descriptor.instrument) expired at \(expiry.minuteText) UTC: its bars that open then or later, up to "
      + "\(traded.range.to.minuteText), are left out."
  }

  /// - Parameters:
  ///   - expiry: of a dated contract.
  ///   - isPartly: whether there are rows in the range, so that it is bars as wide as these that none of them fills.
  static func nothing(
    in range: TimeRange, traded: SeriesSummary, expiry: Instant?, _ interval: Interval, dataset: String,
    isPartly: Bool = false
  ) -> Problem {
    if let expiry, range.from > expiry - interval {
      let end = firstBehind(expiry, traded, interval) ?? traded.range.to
      return Problem(
        "dataset '\(dataset)' has no \(interval) bars of \(traded.descriptor.instrument) from \(range.text): it expired at \(expiry.minuteText) UTC",
        remedy: "its bars go from \(traded.range.from.minuteText) to \(end.minuteText) UTC")
    }
    if let cadence = traded.descriptor.cadence, cadence < interval, isPartly {
      let behind = (traded.range.from.milliseconds - interval.clockPhase).flooredRemainder(by: cadence.milliseconds)
      guard behind == 0 else {
        return Problem(
          "dataset '\(dataset)' has no \(interval) bar of \(traded.descriptor.instrument): its rows of \(cadence) open \(Interval(milliseconds: behind)) behind the clock, and bars of \(interval) open with it",
          remedy: "take bars of \(cadence), or import narrower ones")
      }
      return Problem(
        "dataset '\(dataset)' has no whole \(interval) bar of \(traded.descriptor.instrument) from \(range.text): it has rows of \(cadence) there, and some are missing in every bar of \(interval)",
        remedy: "take narrower bars, or import the missing rows: 'hindcast data check' says which they are")
    }
    return Problem(
      "dataset '\(dataset)' has no \(interval) bars of \(traded.descriptor.instrument) "
        + "from \(range.text)",
      remedy: "its bars go from \(traded.range.from.minuteText) to \(traded.range.to.minuteText) UTC")
  }
}

extension TimeRange {
  /// The bars of the clock that lie in it as a whole, from the first's open to the last's close. Weeks begin on Mondays.
  fileprivate func whole(_ interval: Interval) -> TimeRange {
    let width = interval.milliseconds
    let phase = interval.clockPhase
    let first = -(phase - from.milliseconds).flooredQuotient(by: width)
    let last = (to.milliseconds - phase).flooredQuotient(by: width)
    return TimeRange(
      from: Instant(milliseconds: phase + min(first, last) * width), to: Instant(milliseconds: phase + last * width))
  }
}

extension TimeRange {
  /// What of bars that begin at its start opens before an instant.
  func ending(at instant: Instant?, _ interval: Interval) -> TimeRange {
    guard let instant, instant < to else { return self }
    let bars = -(from.milliseconds - instant.milliseconds).flooredQuotient(by: interval.milliseconds)
    return TimeRange(from: from, to: min(to, from + interval * max(0, Int(bars))))
  }

  /// Its ends as days, without a "from".
  var text: String { "\(from.dayText) to \(to.dayText)" }
}

extension Instant {
  /// A date, with the time of day only when there is one; the ends of time by name.
  fileprivate var dayText: String {
    if self <= TimeRange.always.from { return "the beginning" }
    if self >= TimeRange.always.to { return "the end" }
    return millisecondOfDay == 0 ? dateText : minuteText
  }
}
