import Market

/// What the rows of one series say against themselves. None of it has to be wrong, and all of it is to be known.
enum SeriesDoubts {
  static func notes(on series: Series) -> [String] {
    [expired(series)].compactMap(\.self) + ofKind(series)
  }

  /// Rows of a contract behind its expiry: it is another one, or another day.
  private static func expired(_ series: Series) -> String? {
    guard let expiry = series.descriptor.instrument.contract.expiry, series.descriptor.kind != .external,
      let last = series.stamps.last, Instant(milliseconds: last) > expiry
    else { return nil }
    let count = series.stamps.count { Instant(milliseconds: $0) > expiry }
    return "\(count) of its rows are behind the expiry of \(series.descriptor.instrument), \(expiry.minuteText): "
      + "another contract's?"
  }

  private static func ofKind(_ series: Series) -> [String] {
    switch series.descriptor.kind {
    case .klines: [leap(in: series), ahead(series), exchanged(series)].compactMap(\.self)
    case .mark, .index: [leap(in: series)].compactMap(\.self)
    case .funding:
      [steps(series, "funding_rate"), daily(series), hours(series), large(series), zeros(series)].compactMap(\.self)
    case .predictedFunding: [steps(series, "predicted_funding_rate")].compactMap(\.self)
    default: []
    }
  }

  /// No market of these moves so far from one row to the next but once in its life.
  private static let leap = 5.0

  /// The first leap of a price.
  static func leap(in series: Series) -> String? {
    switch series.descriptor.kind {
    case .klines: jump(series, "close")
    case .mark: jump(series, "mark")
    case .index: jump(series, "index")
    default: nil
    }
  }

  private static func jump(_ series: Series, _ name: String) -> String? {
    guard let prices = series.values(name) else { return nil }
    var first: (row: Int, before: Double)?
    var (count, last) = (0, Double.nan)
    for row in prices.indices where prices[row] > 0 {
      if last > 0, prices[row] > last * leap || last > prices[row] * leap {
        count += 1
        first = first ?? (row, last)
      }
      last = prices[row]
    }
    guard let first else { return nil }
    let at = Instant(milliseconds: series.stamps[first.row]).minuteText
    return "its price goes from \(first.before) to \(prices[first.row]) at \(at)"
      + (count > 1 ? ", and \(count - 1) times more so far" : "") + ": rows of another instrument, or in another unit?"
  }

  private static let leastRows = 50

  /// Closes that are the opens of the bar after the next, as where a column was moved by a row.
  private static func ahead(_ series: Series) -> String? {
    guard let opens = series.values("open"), let closes = series.values("close"), opens.count >= leastRows else {
      return nil
    }
    func share(_ rows: Int) -> Double {
      let equal = (0..<(opens.count - rows)).count { opens[$0 + rows] == closes[$0] }
      return Double(equal) / Double(opens.count - rows)
    }
    guard share(2) > 0.8, share(1) < 0.2 else { return nil }
    return "its closes are the opens of the bar after the next: they are a bar too early, and know the future"
  }

  /// Opens that are the closes of the bar after them, as where the two have each other's name.
  private static func exchanged(_ series: Series) -> String? {
    guard let opens = series.values("open"), let closes = series.values("close"), opens.count >= leastRows else {
      return nil
    }
    let pairs = opens.count - 1
    func share(_ isEqual: (Int) -> Bool) -> Double { Double((0..<pairs).count(where: isEqual)) / Double(pairs) }
    guard share({ closes[$0 + 1] == opens[$0] }) > 0.8, share({ opens[$0 + 1] == closes[$0] }) < 0.2 else { return nil }
    return "its opens are the closes of the bar after: open and close have each other's name?"
  }

  /// Rates most of which are zero, as where a table was filled between settlements.
  private static func zeros(_ series: Series) -> String? {
    let rates = (series.values("funding_rate") ?? []).filter { !$0.isNaN }
    let zeros = rates.count { $0 == 0 }
    guard rates.count >= 24, zeros * 2 > rates.count, zeros < rates.count else { return nil }
    return "\(zeros) of its \(rates.count) rates are zero: filled between settlements?"
  }

  /// Rates of which most are so large that they look like percent.
  private static func large(_ series: Series) -> String? {
    let sizes = (series.values("funding_rate") ?? []).filter { !$0.isNaN }.map { abs($0) }.sorted()
    guard sizes.count >= 10, sizes[sizes.count / 2] >= TableRoles.largeRate else { return nil }
    return
      "half of its rates are beyond \(Float(sizes[sizes.count / 2] * 100)) % at each settlement: percent taken for "
      + "fractions? Then remove it and import with --kind funding --unit funding_rate=percent"
  }

  /// Venues that settle at hours of UTC which are multiples of the interval.
  private static let onTheHour: Set<String> = ["binance", "bybit", "okx", "gate"]

  private static func hours(_ series: Series) -> String? {
    let venue = series.descriptor.instrument.venue
    guard onTheHour.contains(venue), let cadence = series.descriptor.cadence, cadence > .hours(1), cadence < .day,
      series.count >= 6, let first = series.stamps.first
    else { return nil }
    let width = cadence.milliseconds
    let beside = first.flooredRemainder(by: width)
    guard beside != 0, beside % Interval.hours(1).milliseconds == 0,
      series.stamps.allSatisfy({ $0.flooredRemainder(by: width) == beside })
    else { return nil }
    return
      "it settles \(Interval(milliseconds: beside)) after the hours of UTC at which \(venue) does: times off a clock that "
      + "is not UTC? Say --zone"
  }

  /// Rates of which a part is a hundred times as large as the rest.
  private static func steps(_ series: Series, _ name: String) -> String? {
    guard let rates = series.values(name), rates.count >= 2 * leastRows else { return nil }
    let width = max(20, rates.count / 20)
    var before: Double?
    for start in stride(from: 0, to: rates.count - width + 1, by: width) {
      let sizes = rates[start..<(start + width)].map { abs($0) }.filter { $0 > 0 }.sorted()
      guard sizes.count * 2 > width else { continue }
      let middle = sizes[sizes.count / 2]
      // Of percent taken for fractions; a coin in distress pays much as well, and seldom a hundredfold at a stroke.
      let ratio = before.map { max(middle / $0, $0 / middle) } ?? 1
      if let before, max(middle, before) >= 0.004, (40...250).contains(ratio) {
        let at = Instant(milliseconds: series.stamps[start]).minuteText
        return "its rates are of the size of \(Float(before)) before \(at) and of \(Float(middle)) behind it: "
          + "percent and fractions in one file?"
      }
      before = middle
    }
    return nil
  }

  private static func daily(_ series: Series) -> String? {
    guard let cadence = series.descriptor.cadence, cadence >= .day else { return nil }
    return "settlements come \(cadence) apart, and venues settle every 8 h or more often: sums or means of a day?"
  }
}
