import Market

/// Whether rows without a price are off the clock of the klines beside them: where both begin and end so many hours apart, one
/// stretch of days was saved by two clocks.
///
/// Of prices the ratios say it (`ClockFit`), and so they do of open interest with its value beside it, whose quotient is a
/// price. Of what has none, the ends are all there is: a file goes from a midnight to a midnight of whoever saved it.
enum ClockEnds {
  private static let most = Interval.hours(14)
  private static let quarter = Interval.minutes(15)
  /// Fewer rows have ends by chance.
  private static let least = 24

  /// - Parameter neighbours: rows of the coin up to a day around those of the series.
  static func finding(on series: Series, beside neighbours: [Series]) -> SeriesFinding? {
    guard series.price == nil, series.descriptor.kind != .external, series.descriptor.rows == .one,
      let cadence = series.descriptor.cadence, cadence <= .hour, series.count >= least,
      let first = series.stamps.first, let last = series.stamps.last
    else { return nil }
    for other in neighbours where other.descriptor.kind == .klines {
      guard let width = other.descriptor.cadence, width <= .hour, let opens = other.stamps.first,
        let closes = other.stamps.last
      else { continue }
      let (begins, ends) = (Interval(milliseconds: first - opens), Interval(milliseconds: last - closes))
      // Snapshots of an hour's end count to it, and those of its begin do not.
      let slack = max(cadence, width)
      let shift = (begins.milliseconds + quarter.milliseconds / 2).flooredQuotient(by: quarter.milliseconds)
      let moved = quarter * Int(shift)
      guard moved > slack || moved < slack * -1, moved <= most, moved >= most * -1,
        abs(begins.milliseconds - ends.milliseconds) <= slack.milliseconds
      else { continue }
      return SeriesFinding(
        what: "it begins and ends \(ClockFit.hours(moved).dropFirst()) "
          + "\(moved < .zero ? "before" : "after") \(other.descriptor.title) does: off another clock?",
        count: series.count, first: Instant(milliseconds: first),
        remedy: ClockFit.remedy(moved: moved * -1, series.descriptor))
    }
    return nil
  }
}

extension Series {
  /// Its own prices, or those that its open interest is valued at; nil for what has neither.
  var priced: Series? { price != nil ? self : impliedPrice }

  /// The price that its open interest is valued at, as marks; nil for what has none.
  var impliedPrice: Series? {
    guard descriptor.kind == .openInterest, descriptor.rows == .one, descriptor.instrument.contract.form != .inverse,
      let amounts = values("open_interest"), let values = values("open_interest_value")
    else { return nil }
    let prices = zip(values, amounts).map { value, amount in amount > 0 ? value / amount : .nan }
    guard prices.contains(where: { $0 > 0 }) else { return nil }
    return Series(
      descriptor: SeriesDescriptor(
        instrument: descriptor.instrument, kind: .mark, cadence: descriptor.cadence,
        columns: [ColumnDescriptor("mark", .price)], known: descriptor.known, delay: descriptor.delay),
      stamps: stamps, columns: [prices])
  }
}
