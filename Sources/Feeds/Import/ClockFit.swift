import Market
import Numerics

/// How the prices of one series lie on those of another of the same coin, stretch by stretch: as they stand, or only when they
/// are moved. A clock that was taken for UTC and was not, or ends of bars that were taken for their opens, is one shift;
/// a clock with summer time is two; and rows of another file in between are one for a while.
///
/// Two markets of a coin differ by a basis and move together, so that what is held against each other is how far the ratios
/// of their prices spread, and not how far they are from one.
struct ClockFit {
  /// Rows one behind the other that fit by one shift.
  struct Segment: Equatable {
    var range: TimeRange
    var rows: Int
    /// What to add to the stamps, so that they fit; zero where they fit as they stand.
    let shift: Interval
  }

  /// In order of time. Stretches of which nothing can be told are in none.
  let segments: [Segment]
  /// How far ratios spread around their middle where rows have to be moved, as they stand and moved: 0.0001 is 1 bp.
  let distance: Double
  let distanceMoved: Double

  private static let stretch = 48
  private static let leastJoined = 20
  /// Rows that say one shift: a stretch by itself may be chance.
  private static let leastMoved = 60
  /// Prices that spread so are of no one market, whatever they are moved by.
  private static let sameMarket = 0.005
  /// How much closer the moved prices must lie: an hour of a calm market moves little. The fewer rows, the closer.
  private static let ratio = 0.2
  private static let ratioOfFew = 0.05
  /// Rows whose prices spread so little, beside what the market moves from one to the next, are where they belong.
  private static let still = 0.05
  private static let exact = 2e-5
  /// How much wider the bars of the other series may be.
  private static let widest = 24
  /// Stretches that an import looks at: of longer files, so many spread over all of it.
  static let looks = 200

  /// Whether some rows fit only when they are moved.
  var isMoved: Bool { segments.contains { $0.shift != .zero } }

  /// Nil where the two cannot be compared.
  ///
  /// - Parameter most: stretches that are looked at.
  init?(of series: Series, against other: Series, most: Int = looks) {
    guard let own = KnownPrices(series), let theirs = KnownPrices(other), own.count >= Self.leastJoined else {
      return nil
    }
    let width = series.descriptor.cadence?.milliseconds ?? 1
    let wider = max(1, Int((other.descriptor.cadence?.milliseconds ?? width) / max(1, width)))
    guard wider <= Self.widest else { return nil }
    let shifts = Self.shifts(of: series.descriptor.cadence)
    let isFew = own.count < 2 * Self.stretch
    var fits: [(rows: Range<Int>, fit: Fit)] = []
    for rows in Self.stretches(of: own.count, each: Self.stretch * wider, most) {
      guard let fit = Self.fit(own, rows, theirs, shifts, isFew ? Self.ratioOfFew : Self.ratio) else { continue }
      fits.append((rows, fit))
    }
    var rows: [Interval: Int] = [:]
    for fit in fits { rows[fit.fit.shift, default: 0] += fit.rows.count }
    let least = min(Self.leastMoved, own.count)
    let told = fits.filter { $0.fit.shift == .zero || rows[$0.fit.shift, default: 0] >= least }
    let moved = told.map(\.fit).filter { $0.shift != .zero }
    guard !told.isEmpty else { return nil }
    distance = moved.map(\.standing).middle ?? .nan
    distanceMoved = moved.map(\.moved).middle ?? .nan
    segments = told.reduce(into: []) { segments, next in
      let range = TimeRange(
        from: Instant(milliseconds: series.stamps[own.rows[next.rows.lowerBound]]),
        to: Instant(milliseconds: series.stamps[own.rows[next.rows.upperBound - 1]]))
      if let last = segments.indices.last, segments[last].shift == next.fit.shift {
        segments[last].range = TimeRange(from: segments[last].range.from, to: range.to)
        segments[last].rows += next.rows.count
      } else {
        segments.append(Segment(range: range, rows: next.rows.count, shift: next.fit.shift))
      }
    }
  }

  /// What one stretch fits by.
  private struct Fit {
    let shift: Interval
    let standing: Double
    let moved: Double
  }

  private init(_ segments: [Segment], distance: Double, distanceMoved: Double) {
    (self.segments, self.distance, self.distanceMoved) = (segments, distance, distanceMoved)
  }

  /// How two series lie on each other as seen from the first, whichever of them has rows close enough to be moved: bars of a
  /// minute are too narrow to be laid on those of a day, and those of the day are laid on them.
  static func between(_ series: Series, _ other: Series, most: Int = looks) -> ClockFit? {
    let (own, theirs) = (series.descriptor.cadence ?? .zero, other.descriptor.cadence ?? .zero)
    guard own > .zero, theirs.milliseconds / own.milliseconds > Int64(widest) else {
      return ClockFit(of: series, against: other, most: most)
    }
    return ClockFit(of: other, against: series, most: most)?.reversed
  }

  /// The same as the other series has to be moved.
  private var reversed: ClockFit {
    ClockFit(
      segments.map { segment in
        Segment(
          range: TimeRange(from: segment.range.from + segment.shift, to: segment.range.to + segment.shift),
          rows: segment.rows, shift: segment.shift * -1)
      }, distance: distance, distanceMoved: distanceMoved)
  }

  /// The shifts by which it fits: what two other series have in common that say the same of this one.
  var shifts: [Interval] { Set(segments.map(\.shift)).sorted() }

  /// What to add to a stamp, so that its row lies where it fits.
  func shift(at stamp: Int64) -> Interval {
    segments.first { $0.range.from.milliseconds <= stamp && stamp <= $0.range.to.milliseconds }?.shift ?? only ?? .zero
  }

  /// Clocks are at most 14 hours from UTC, by quarters of an hour; labels a bar or two, and days a day.
  static func shifts(of cadence: Interval?) -> [Interval] {
    let clocks = (-56...56).map { Interval.minutes(15) * $0 }
    let bars = [-2, -1, 1, 2].map { (cadence ?? .day) * $0 }
    return Set(clocks + bars + [.day, .day * -1]).filter { $0 != .zero && ($0 <= .day * 2 && $0 >= .day * -2) }
      .sorted { (abs($0.milliseconds), $0) < (abs($1.milliseconds), $1) }
  }

  private static func stretches(of count: Int, each: Int, _ most: Int) -> [Range<Int>] {
    let all = max(1, count / each)
    let looked = min(all, most)
    return (0..<looked).map { index in
      let place = looked == all ? index : index * all / looked
      return place * each..<(place == all - 1 ? count : (place + 1) * each)
    }
  }

  private static func fit(
    _ own: KnownPrices, _ rows: Range<Int>, _ theirs: KnownPrices, _ shifts: [Interval], _ ratio: Double
  ) -> Fit? {
    let movement = own.movement(rows)
    guard movement > 0 else { return nil }
    let standing = theirs.spread(of: own, rows, moved: .zero)
    if let standing, standing <= max(exact, still * movement) {
      return Fit(shift: .zero, standing: standing, moved: standing)
    }
    var best: (shift: Interval, spread: Double)?
    for shift in shifts {
      guard let spread = theirs.spread(of: own, rows, moved: shift), spread < best?.spread ?? .infinity else {
        continue
      }
      best = (shift, spread)
    }
    if let best, best.spread < sameMarket, best.spread < ratio * (standing ?? movement) {
      return Fit(shift: best.shift, standing: standing ?? movement, moved: best.spread)
    }
    return standing.flatMap { $0 < movement ? Fit(shift: .zero, standing: $0, moved: $0) : nil }
  }

  /// The prices of a series and when each was the last.
  private struct KnownPrices {
    let at: [Int64]
    let prices: [Double]
    /// Where each stands in its series.
    let rows: [Int]
    var count: Int { at.count }

    /// Nil for a series of none.
    init?(_ series: Series) {
      guard let values = series.price else { return nil }
      let later = (series.descriptor.known == .atClose ? series.descriptor.cadence ?? .zero : .zero).milliseconds
      rows = values.indices.filter { values[$0] > 0 }
      at = rows.map { series.stamps[$0] + later }
      prices = rows.map { values[$0] }
    }

    /// How far the price moves from one row to the next, in the middle.
    func movement(_ rows: Range<Int>) -> Double {
      rows.dropFirst().map { abs(prices[$0] / prices[$0 - 1] - 1) }.middle ?? .nan
    }

    /// How far the ratios of the other's prices to these spread around their middle; nil where too few stand at one time.
    func spread(of other: KnownPrices, _ rows: Range<Int>, moved shift: Interval) -> Double? {
      var ratios: [Double] = []
      ratios.reserveCapacity(rows.count)
      let start = other.at[rows.lowerBound] + shift.milliseconds
      var next = at.leadingCount { $0 < start }
      for row in rows {
        let stamp = other.at[row] + shift.milliseconds
        while next < at.count, at[next] < stamp { next += 1 }
        guard next < at.count else { break }
        if at[next] == stamp { ratios.append(other.prices[row] / prices[next]) }
      }
      guard ratios.count >= ClockFit.leastJoined, let middle = ratios.middle else { return nil }
      return ratios.map { abs($0 / middle - 1) }.middle
    }
  }
}

extension Series {
  /// The price that each row ends with; nil for a series of none.
  var price: [Double]? { ["close", "mark", "index"].lazy.compactMap { values($0) }.first }
}

// MARK: - In words

extension ClockFit {
  /// Rows that have to be moved.
  var moved: Int { segments.filter { $0.shift != .zero }.reduce(0) { $0 + $1.rows } }

  private var rows: Int { segments.reduce(0) { $0 + $1.rows } }

  /// The one shift by which nearly all rows fit; nil where there are two or more.
  private var only: Interval? {
    segments.first { segment in
      segment.shift != .zero
        && segments.filter { $0.shift == segment.shift }.reduce(0) { $0 + $1.rows } * 10 >= rows * 9
    }?.shift
  }

  /// What is to be said of it.
  func sentence(besides title: String) -> String {
    let apart = "\(Self.basisPoints(distanceMoved)) apart instead of \(Self.basisPoints(distance))"
    if let only { return "its prices fit \(title) only when moved by \(Self.hours(only)) (\(apart))" }
    let shown = segments.prefix(3).map { segment in
      "from \(segment.range.from.minuteText) to \(segment.range.to.minuteText) "
        + (segment.shift == .zero ? "as they stand" : "when moved by \(Self.hours(segment.shift))")
    }
    let more = segments.count > 3 ? ["and so on, \(segments.count - 3) times more"] : []
    return "its prices fit \(title) by more than one clock, \((shown + more).joined(separator: ", ")) (\(apart))"
  }

  /// What its user can do.
  ///
  /// - Parameter other: the series that may be the one which is off, where nothing tells which of the two it is.
  func remedy(_ descriptor: SeriesDescriptor, or other: SeriesDescriptor? = nil) -> String {
    guard let other else { return remedy(descriptor) }
    return "\(remedy(descriptor)); where it is \(other.title) that is off, \(reversed.remedy(other))"
  }

  private func remedy(_ descriptor: SeriesDescriptor) -> String {
    guard let only else {
      return hasSummerTime
        ? "a clock with summer time? Say its zone by name, as --zone Europe/Berlin or America/New_York; else import the "
          + "parts apart"
        : "rows off another clock between the others? Import them apart, each with its --zone or --label"
    }
    return Self.remedy(moved: only, descriptor)
  }

  /// What can be done about rows that fit when they are moved so.
  static func remedy(moved shift: Interval, _ descriptor: SeriesDescriptor) -> String {
    let clock = zone(shift).map { "--zone \($0)" }
    let other = clock.map { ", or \($0) where its clock is not UTC" } ?? ""
    let width = descriptor.known == .atClose ? descriptor.cadence : nil
    if let width, shift == width * -1 { return "say --label close where a row's time is the end of its bar\(other)" }
    if let width, shift == width { return "say --label open where a row's time is the open of its bar\(other)" }
    if let clock { return "say \(clock) if it was read as UTC" }
    return "say 'shift: \(shift < .zero ? "-" : "")\(Interval(milliseconds: abs(shift.milliseconds)))' in a profile "
      + "('hindcast data formats') where its times are so far off"
  }

  /// Whether rows fit by two shifts an hour apart, each for days.
  private var hasSummerTime: Bool {
    let shifts = Set(segments.map(\.shift)).sorted()
    guard shifts.count == 2, shifts[0] + .hour == shifts[1] else { return false }
    return segments.allSatisfy {
      $0.range.to.milliseconds - $0.range.from.milliseconds > 3 * Interval.day.milliseconds
    }
  }

  /// Of a clock that is so far from UTC; nil for what no clock is.
  private static func zone(_ shift: Interval) -> String? {
    let minutes = abs(shift.milliseconds) / Interval.minute.milliseconds
    guard minutes <= 14 * 60, minutes % 15 == 0 else { return nil }
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(shift < .zero ? "+" : "-")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  static func hours(_ shift: Interval) -> String {
    let minutes = abs(shift.milliseconds) / Interval.minute.milliseconds
    let parts = [(minutes / 60, "h"), (minutes % 60, "min")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return (shift < .zero ? "-" : "+") + parts.joined(separator: " ")
  }

  static func basisPoints(_ distance: Double) -> String { "\((distance * 1e5).rounded() / 10) bps" }
}
