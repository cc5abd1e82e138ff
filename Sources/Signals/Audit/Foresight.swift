import Market
import Numerics

/// What values known at a close say of the returns after it, over several horizons.
///
/// A correlation is judged by the returns that do not overlap, since a value that lasts is one observation however many bars it
/// stands on; events by the mean return after them. Both are judged once more beside what the bar itself says at its close:
/// prices that bounce foretell their own return, and so does whatever is made of them; and so does a price beside them that does
/// not bounce (`FairPrice`).
struct Foresight {
  /// Returns over so many bars, of each close.
  struct Horizon {
    let bars: Int
    let width: Interval
    let returns: [Double]

    /// `with the return of the bar after`.
    var words: String { "the return \(bars == 1 ? "of the bar after" : "over the \(width) after")" }
  }

  /// More than any market leaves lying about.
  struct Finding {
    let what: String
    /// Whether the bar's own prices say as much.
    let isOfBar: Bool
  }

  let horizons: [Horizon]
  private let bars: TradedBars
  private let close: [Double]
  private let barsPerHour: Int

  /// Beyond it a column of the market is no column of its time.
  private static let limit = 0.4
  /// The same of a column computed elsewhere.
  private static let computedLimit = 0.25
  /// The same of the mean return after events, in their own deviations.
  private static let eventLimit = 0.8
  private static let computedEventLimit = 0.5
  /// The least square of a correlation times the returns behind it: seven standard errors.
  private static let leastEvidence = 49.0
  private static let mostRows = 20_000

  init(_ frame: Frame) {
    let interval = frame.grid.interval
    let close = frame.values("close")
    self.close = close
    bars = TradedBars(frame)
    barsPerHour = Interval.hour.count(of: interval) ?? 1
    let widths = [Interval.hour, .hours(4), .day].filter { $0 > interval && $0.count(of: interval) != nil }
    horizons = ([interval] + widths).map { width in
      let bars = width.count(of: interval) ?? 1
      return Horizon(
        bars: bars, width: width,
        returns: close.indices.map { $0 + bars < close.count ? finite(close[$0 + bars] / close[$0] - 1) : .nan })
    }
  }

  private static func steps(_ values: [Double], _ step: (Double, Double) -> Double) -> [Double] {
    values.indices.map { $0 == 0 ? .nan : finite(step(values[$0], values[$0 - 1])) }
  }

  /// The first horizon of which the values, their change, their distance from the close or the bars on which they are not what
  /// they mostly are know too much. What the bar's own prices do not explain comes first; nil for nothing.
  ///
  /// - Parameter fair: where the values read prices of their time beside bars that bounce.
  func finding(_ values: [Double], isComputed: Bool, fair: FairPrice? = nil) -> Finding? {
    var ofBar: Finding?
    let forms = forms(of: values)
    for horizon in horizons {
      for (series, form) in forms {
        guard let found = correlation(form, series, horizon, isComputed, fair) else { continue }
        if !found.isOfBar { return found }
        ofBar = ofBar ?? found
      }
      guard let found = events(values, horizon, isComputed, fair) else { continue }
      if !found.isOfBar { return found }
      ofBar = ofBar ?? found
    }
    return ofBar
  }

  private func correlation(
    _ form: String, _ series: [Double], _ horizon: Horizon, _ isComputed: Bool, _ fair: FairPrice?
  ) -> Finding? {
    let limit = isComputed ? Self.computedLimit : Self.limit
    guard let found = Association(series, horizon.returns) else { return nil }
    func isBeyond(_ correlation: Double) -> Bool {
      correlation.magnitude > limit
        && correlation * correlation * Double(found.count / horizon.bars) > Self.leastEvidence
    }
    guard isBeyond(found.correlation) else { return nil }
    let given = beside(series, horizon)
    let isOfBar = !isBeyond(given)
    let isFair = fair.map { found.correlation.magnitude < $0.most(bars: horizon.bars) + Self.allowance } ?? false
    let text = "\(form) has a correlation of \(found.correlation.shown) with \(horizon.words), on \(found.count) bars"
    return Finding(
      what: isOfBar
        ? "\(text), and \(given.shown) beside what the bar's own prices say at its close"
        : isFair ? text + Self.fairWords : text,
      isOfBar: isOfBar || isFair)
  }

  /// What a bounce is believed beyond what it comes to.
  private static let allowance = 0.1
  private static let fairWords =
    ", no more than the closes themselves are off by, and by its own move it goes with the bar it stands on"

  private func events(
    _ values: [Double], _ horizon: Horizon, _ isComputed: Bool, _ fair: FairPrice?
  ) -> Finding? {
    let limit = isComputed ? Self.computedEventLimit : Self.eventLimit
    func isBeyond(_ events: EventReturns) -> Bool { events.size > limit && events.t * events.t > Self.leastEvidence }
    guard let events = EventReturns(values, horizon.returns, bars: horizon.bars), isBeyond(events) else { return nil }
    let left = EventReturns(values, unexplained(horizon), bars: horizon.bars)
    let isOfBar = left.map { !isBeyond($0) } ?? true
    let isFair = fair.map { events.size < $0.mostAfterEvents(bars: horizon.bars) + Self.allowance } ?? false
    let text =
      "\(horizon.words) \(events.count) bars on which it is \(events.side) what it mostly is is "
      + "\((events.mean * 10_000).shown) bps more than after all bars, \(events.size.shown) of its deviations and "
      + "\(events.t.shown) of its standard errors"
    return Finding(
      what: isOfBar
        ? "\(text), and \((left?.size ?? 0).shown) deviations beside what the bar's own prices say at its close"
        : isFair ? text + Self.fairWords : text,
      isOfBar: isOfBar || isFair)
  }

  /// What a column says of each horizon where it is, and told later.
  func foreknowledge(of column: String, _ values: [Double]) -> [SignalAudit.Foreknowledge] {
    horizons.map { horizon in
      func correlation(late bars: Int) -> Double {
        let late = [Double](repeating: .nan, count: min(bars, values.count)) + values.dropLast(bars)
        return Association(late, horizon.returns)?.correlation ?? .nan
      }
      return SignalAudit.Foreknowledge(
        column: column, horizon: horizon.width, correlation: correlation(late: 0), barLater: correlation(late: 1),
        hourLater: correlation(late: barsPerHour),
        observations: (Association(values, horizon.returns)?.count ?? 0) / horizon.bars)
    }
  }

  /// The values, their change, and where they are prices their distance from the close.
  private func forms(of values: [Double]) -> [(values: [Double], form: String)] {
    var forms = [(values, "it"), (Self.steps(values, -), "its change")]
    let ratios = values.indices.map { finite(values[$0] / close[$0]) }
    let known = ratios.count { !$0.isNaN }
    if known > 0, ratios.count(where: { (0.5...2).contains($0) }) * 100 >= known * 99 {
      forms.append((ratios, "its distance from the close"))
    }
    return forms
  }

  /// The correlation beside what the bar itself says, which everybody knows.
  private func beside(_ series: [Double], _ horizon: Horizon) -> Double {
    guard let (explained, _) = explained(horizon, where: { !series[$0].isNaN }) else { return 0 }
    return explained.rest(of: series).correlation(with: explained.rest(of: horizon.returns))
  }

  /// Returns less what the bar itself says of them.
  private func unexplained(_ horizon: Horizon) -> [Double] {
    var left = [Double](repeating: .nan, count: close.count)
    guard let (explained, rows) = explained(horizon, most: close.count, where: { _ in true }) else { return left }
    for (row, value) in zip(rows, explained.rest(of: horizon.returns).values) { left[row] = value }
    return left
  }

  private func explained(
    _ horizon: Horizon, most: Int = mostRows, where isKnown: (Int) -> Bool
  ) -> (Explained, [Int])? {
    let known = bars.known
    let rows = evenRows(close.indices, most: most) { row in
      isKnown(row) && !horizon.returns[row].isNaN && known.allSatisfy { !$0[row].isNaN }
    }
    guard rows.count >= 10 * (known.count + 1) else { return nil }
    var explained = Explained(on: rows)
    for column in known { explained.add(column) }
    return (explained, rows)
  }
}

extension Double {
  /// Two digits behind the point.
  fileprivate var shown: String { "\((self * 100).rounded() / 100)" }
}

/// Pearson's correlation of two series, on the rows on which both are known.
struct Association {
  let correlation: Double
  let count: Int

  /// Nil for too few rows, and where either is constant.
  init?(_ x: [Double], _ y: [Double], fewest: Int = Self.fewest) {
    let rows = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
    guard rows.count >= fewest,
      let value = Rolling.correlation(rows.map { x[$0] }, rows.map { y[$0] }, window: rows.count).last, !value.isNaN
    else { return nil }
    correlation = value
    count = rows.count
  }

  private static let fewest = 50
}
