import Market

/// How far apart rows are, and what of that they are held to.
extension SeriesBuilder {
  /// Of rates the settlements among the rows, where the user says how far apart they are.
  mutating func settlements(_ order: [Int], _ location: String) throws -> [Int] {
    guard entry.kind == .funding, let step = usualStep(order)?.step, step > 0 else { return order }
    guard entry.isIntervalSaid, case .said(let said) = entry.cadence,
      let rates = entry.columns.firstIndex(where: { $0.descriptor.name == "funding_rate" })
    else {
      if entry.cadence == .measured { try CarriedRates.check(step, location) }
      return order
    }
    guard
      let found = try CarriedRates(
        order, stamps: stamps, rates: columns[rates], step: step, said: said, line: { Int(lines[$0]) },
        location: location)
    else { return order }
    carried = found.note
    return found.settled
  }

  /// When the periods of rates end whose stamps are where they begin: as many hours later as the row says, else one
  /// interval.
  ///
  /// - Throws: `Problem` where rows come at several intervals, and do not say how long each is.
  func periodEnds(_ order: [Int], _ location: String) throws -> [Int64] {
    func problem(_ what: String, at row: Int) -> Problem {
      Problem(
        "\(what): nothing says when the period ends that begins at \(Instant(milliseconds: stamps[row]))",
        at: Problem.Place(file: location, line: Int(lines[row])),
        remedy: "write the times at which the rates were paid, and import them with --label instant")
    }
    let hours = entry.columns.firstIndex { $0.descriptor.name == ColumnRoles.fundingHours }.map { columns[$0] }
    var step = usualStep(order)?.step
    if entry.isIntervalSaid, case .said(let interval) = entry.cadence { step = interval.milliseconds }
    let mayChange = step.map { changesInterval(order, from: $0) } ?? true
    var ends: [Int64] = []
    for (place, row) in order.enumerated() {
      let own = hours.flatMap { $0[row].isNaN ? nil : Int64($0[row] * Double(Interval.hour.milliseconds)) }
      let next = place + 1 < order.count ? stamps[order[place + 1]] - stamps[row] : nil
      guard let length = own ?? (mayChange ? nil : step), own != nil || (next ?? 0) % length == 0 else {
        throw problem("rates come at several intervals", at: row)
      }
      guard ends.last.map({ $0 < stamps[row] + length }) ?? true else {
        throw problem("the period before ends no sooner than this one", at: row)
      }
      ends.append(stamps[row] + length)
    }
    return ends
  }

  /// How far apart the rows are: as said, or as most are.
  func cadence(_ order: [Int], _ location: String) throws -> Interval? {
    switch entry.cadence {
    case .said(let interval):
      try checkSparse(interval, order, location)
      try checkWidth(interval, order, location)
      return interval
    case .irregular: return nil
    case .measured: break
    }
    guard let step = usualStep(order)?.step else {
      throw Problem(
        "two rows at least are needed to see how far apart they are, and there is one of \(instrument)",
        at: Problem.Place(file: location, line: order.first.map { Int(lines[$0]) }),
        remedy: "say --interval, or take the row out where it is none of this file")
    }
    guard entry.kind != .funding || step % Interval.minute.milliseconds == 0 else {
      throw Problem(
        "settlements come \(Interval(milliseconds: step)) apart, which is no interval of a venue: their stamps are late",
        at: Problem.Place(file: location), remedy: "say --interval 8h, or write a profile with 'floor: 1h'")
    }
    if entry.kind == .external, entry.known == .atClose {
      let width = try BarWidth(
        of: order.map { stamps[$0] }, line: { Int(lines[order[$0]]) }, at: location
      ).width
      if let said = entry.saidInterval { try BarWidth.check(width, against: said, at: location) }
      return width
    }
    // What was computed elsewhere may be of events: the least distance of two of them is no rhythm.
    if entry.kind == .external, entry.saidInterval == nil {
      return SnapshotRhythm.interval(among: steps(order))
    }
    if areBars, step >= Interval.days(28).milliseconds, BarWidth.areMonths(order.map { stamps[$0] }) {
      throw Problem(
        "rows stand on the first of months: bars of months have no one width, and are not read",
        at: Problem.Place(file: location, line: order.first.map { Int(lines[$0]) }),
        remedy: "import the bars of days that they are made of")
    }
    if entry.known == .atStamp, entry.kind != .funding, step % Interval.minute.milliseconds != 0 {
      return SnapshotRhythm.interval(among: steps(order))
    }
    let cadence = SnapshotRhythm.whole(step)
    if entry.kind == .funding, changesInterval(order, from: step) { return Self.longestFunding }
    if let said = entry.saidInterval { try BarWidth.check(cadence, against: said, at: location) }
    try checkWidth(cadence, order, location)
    return cadence
  }

  /// Settlements of a contract that moved between intervals are one series of the longest, as Binance's archive files them:
  /// named after the shortest, a rate of eight hours would be forgotten after two.
  static let longestFunding = Interval.hours(8)
  /// So many settlements in a row that are further apart are no rows that are missing.
  static let longFunding = 6

  func changesInterval(_ order: [Int], from step: Int64) -> Bool {
    guard step < Self.longestFunding.milliseconds, Venue.named(instrument.venue).settlesEvery == nil else {
      return false
    }
    let hour = Interval.hour.milliseconds
    var (run, width) = (0, Int64(0))
    for (a, b) in zip(order, order.dropFirst()) {
      let hours = (stamps[b] - stamps[a] + hour / 2) / hour
      run = hours == width ? run + 1 : 1
      width = hours
      if run >= Self.longFunding, width * hour >= step + hour, width * hour <= Self.longestFunding.milliseconds {
        return true
      }
    }
    return false
  }

  func usualStep(_ order: [Int]) -> UsualStep? {
    UsualStep(among: zip(order, order.dropFirst()).lazy.map { stamps[$1] - stamps[$0] })
  }

  func steps(_ order: [Int]) -> [Int64] {
    zip(order, order.dropFirst()).map { stamps[$1] - stamps[$0] }.filter { $0 > 0 }
  }

  /// Whether rows are bars, which are as wide as they are apart.
  var areBars: Bool { entry.known == .atClose && entry.kind.rows == .one && entry.kind != .external }

  /// - Throws: `Problem` for bars and windows that for a stretch are further apart than one of them is wide: those of two
  ///   widths in one file, the wider of which would be known long before they are over.
  func checkWidth(_ cadence: Interval, _ order: [Int], _ location: String) throws {
    let isMeasured = entry.cadence == .measured || entry.isIntervalSaid
    let areWindows = areBars || entry.kind == .external && entry.known == .atClose && isMeasured
    guard areWindows, !entry.isWidthSaid else { return }
    let stamps = order.map { self.stamps[$0] }
    let changed = ChangedWidth(of: stamps, step: cadence.milliseconds, isSaid: !isMeasured) { rows in
      areNeighbours(order[rows])
    }
    guard let changed else { return }
    throw Problem(
      "bars of \(cadence) come \(changed.said(stamps)): bars of two widths",
      at: Problem.Place(file: location, line: Int(lines[order[changed.row]])),
      remedy: "import bars of one width at a time; say --interval \(cadence) where the bars between are missing")
  }

  /// Whether bars open where the ones before them closed, compared with how far prices go within one. What has no opens and
  /// closes does not say otherwise.
  func areNeighbours(_ order: ArraySlice<Int>) -> Bool {
    func values(_ name: String) -> [Double]? {
      let place = entry.columns.firstIndex { column in
        column.descriptor.name == name || column.descriptor.name == "\(entry.kind.name)_\(name)"
          || name == "close" && column.descriptor.name == entry.kind.name
      }
      return place.map { columns[$0] }
    }
    guard let open = values("open"), let close = values("close"), let high = values("high"), let low = values("low")
    else { return true }
    var (jumps, ranges) = (0.0, 0.0)
    for (a, b) in zip(order, order.dropFirst()) {
      jumps += abs(open[b] - close[a])
      ranges += high[b] - low[b]
    }
    return !jumps.isFinite || !ranges.isFinite || jumps <= ranges / 5
  }

  /// - Throws: `Problem` for rows of which nearly all are as far apart as bars of a wider width would be: they are such bars,
  ///   and would be known long before they are over.
  func checkSparse(_ cadence: Interval, _ order: [Int], _ location: String) throws {
    guard areBars, order.count > 3, let usual = usualStep(order), usual.step > cadence.milliseconds,
      usual.step % cadence.milliseconds == 0, usual.count * 10 >= (order.count - 1) * 9
    else { return }
    let wide = Interval(milliseconds: usual.step)
    throw Problem(
      "the rows are \(wide) apart, \(usual.count) of \(order.count - 1) times, and bars of \(cadence) are said: they are bars "
        + "of \(wide), and would be known before they are over",
      at: Problem.Place(file: location), remedy: "say --interval \(wide), or import the rows between")
  }

  /// Whether all stamps lie a minute before a multiple of the width: bars that close at 00:59 end with their hour.
  func endMinutesEarly(_ order: [Int], _ width: Int64) -> Bool {
    order.allSatisfy { (stamps[$0] + Interval.minute.milliseconds).flooredRemainder(by: width) == 0 }
  }

  /// - Parameter moved: how far ends are moved to the opens of their bars.
  /// - Throws: `Problem` for bars none of which opens where bars of their width do: at :59 of hours their times are ends, and at :30
  ///   off another clock.
  mutating func checkOpens(_ order: [Int], _ cadence: Interval, moved: Int64, _ location: String) throws {
    guard areBars, entry.asksOpens, let first = order.first else { return }
    let step = BarOpens.grid(of: cadence).milliseconds
    guard order.allSatisfy({ (stamps[$0] - moved).flooredRemainder(by: step) != 0 }) else {
      opensNote = BarOpens.note(on: stamps[first] - moved, of: cadence)
      return
    }
    let areEnds = cadence > .minutes(5) && endMinutesEarly(order, step)
    throw Problem(
      "times such as \(Instant(milliseconds: stamps[first]).minuteText) are no \(moved > 0 ? "ends" : "opens") of bars of "
        + "\(cadence), none of which \(moved > 0 ? "ends" : "begins") there",
      at: Problem.Place(file: location, line: Int(lines[first])),
      remedy: (areEnds
        ? "say --label close where they are the ends of bars, to the minute"
        : "say --zone where they are off a clock that is not UTC by whole hours, --label close where they are ends")
        + "; --label \(moved > 0 ? "close" : "open") takes them as they are")
  }

  /// Whether days are an hour off those of most rows, as those of a clock with summer time are.
  static func isSummerTime(_ apart: Int64, _ step: Int64) -> Bool {
    let hour = Interval.hour.milliseconds
    return step >= Interval.day.milliseconds && (apart == hour || apart == step - hour)
  }

  static let summerTime =
    ", and an hour off most others: days of a clock with summer time, two of which a year are not 24 hours; make days of UTC "
    + "out of narrower bars"

  /// Whether bars begin anew at each midnight, as charts draw those of a width that divides no day: the last of a day is shorter.
  static func isAnewDaily(_ stamps: [Int64], _ cadence: Interval) -> Bool {
    guard cadence < .day, Interval.day.count(of: cadence) == nil else { return false }
    return stamps.allSatisfy {
      $0.flooredRemainder(by: Interval.day.milliseconds) % cadence.milliseconds == 0
    }
  }

  static let anew =
    ", and bars begin anew at each midnight UTC: the last of a day is shorter, so that they have no one width; take bars whose "
    + "width divides the day"

  /// The rows that lie a whole number of bars from most others.
  mutating func onGrid(
    _ order: [Int], _ cadence: Interval, fail: (Unusable) throws -> Void
  ) throws -> [Int] {
    let step = cadence.milliseconds
    let all = order.map { stamps[$0] }
    let phase = UsualStep.phase(of: all, by: step)
    lazy var isAnew = Self.isAnewDaily(all, cadence)
    var kept: [Int] = []
    for row in order {
      if stamps[row].flooredRemainder(by: step) == phase {
        kept.append(row)
      } else {
        let apart = (stamps[row] - phase).flooredRemainder(by: step)
        try leaveOut(
          row,
          "\(Instant(milliseconds: stamps[row])) is not where a bar of \(cadence) opens"
            + (Self.isSummerTime(apart, step) ? Self.summerTime : isAnew ? Self.anew : ""), fail: fail)
      }
    }
    return kept
  }
}
