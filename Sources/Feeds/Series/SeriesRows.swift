import Market

/// The rows of one series as a file has them, whatever read them.
struct SeriesRows {
  let series: Series
  /// Rows the file held for it, whatever became of them.
  let read: Int
  /// Rows equal to one before them.
  let repeated: Int
  let rejected: [RejectedRow]
  /// Of events that have ids, that of each row; empty for others.
  let ids: [UInt64]

  init(series: Series, read: Int, repeated: Int, rejected: [RejectedRow], ids: [UInt64] = []) {
    self.series = series
    self.read = read
    self.repeated = repeated
    self.rejected = rejected
    self.ids = ids
  }

  init(_ rows: RowCollector) {
    self.init(series: rows.series, read: rows.read, repeated: rows.repeated, rejected: rows.rejected)
  }
}

extension SeriesRows {
  /// The same with amounts in coins not known, where the contract is an inverse one on its venue; nil for others. Of what a
  /// vendor collects the venue stands behind the vendor's name: `coinmetrics_binance`.
  var withoutAmounts: SeriesRows? {
    let own = series.descriptor.instrument
    let venue = own.venue.split(separator: "_").last.map(String.init) ?? own.venue
    let form = Instrument(venue: venue, symbol: own.symbol, type: own.type).contract.form
    guard form == .inverse || form == .quanto else { return nil }
    let columns = zip(series.descriptor.columns, series.columns).map { column, values in
      column.unit == .base ? [Double](repeating: .nan, count: values.count) : values
    }
    return SeriesRows(
      series: Series(descriptor: series.descriptor, stamps: series.stamps, columns: columns), read: read,
      repeated: repeated, rejected: rejected, ids: ids)
  }
}

/// Gathers rows of one series in whatever order a file has them, and makes a series of them at the end.
struct SeriesBuilder {
  let entry: BoundEntry
  let instrument: Instrument
  private(set) var read = 0
  private(set) var rejected: [RejectedRow] = []
  /// The stamp of a last row that was left out, since its bar was open when the file was saved.
  private(set) var leftOpen: Int64?
  /// What the answer said by which it was open, where that decided it.
  private(set) var openBy: AnswerTime?
  /// Which rows of a carried rate were taken as settlements.
  private(set) var carried: String?
  /// What is to be said of where bars open.
  private(set) var opensNote: String?
  private var repeated = 0
  private(set) var stamps: [Int64] = []
  private var lines: [Int32] = []
  /// Which of several answers each row is of; empty where a file is one.
  private var pages: [Int] = []
  /// When the row of the latest stamp was answered, where the file says it.
  private var latest: (stamp: Int64, answered: Int64?)?
  private var columns: [[Double]]
  /// Of events that have ids, that of each row.
  private var ids: [UInt64] = []
  /// How many columns of a chain say which contract a row is of.
  private let contractWidth: Int
  /// Of a chain that is sampled: the row of each snapshot and contract.
  private var sampled: [[UInt64]: Int] = [:]

  init(_ entry: BoundEntry, of instrument: Instrument) {
    self.entry = entry
    self.instrument = instrument
    columns = [[Double]](repeating: [], count: entry.columns.count)
    contractWidth = RowRule.contractWidth(of: entry.columns.map(\.descriptor))
  }

  /// - Parameters:
  ///   - page: which of several answers it is of.
  ///   - answered: when an interface gave the row.
  ///   - id: what its venue tells the event by.
  mutating func append(
    _ stamp: Int64, _ values: [Double], line: Int, page: Int? = nil, answered: Int64? = nil, id: UInt64 = EventIDs.none
  ) {
    read += 1
    var stamp = stamp
    if let sample = entry.sample {
      // Known at the end of its stretch, when the last of it has been said.
      stamp = -((-stamp).flooredQuotient(by: sample.milliseconds)) * sample.milliseconds
      let key = [UInt64(bitPattern: stamp)] + values.prefix(contractWidth).map(\.bitPattern)
      if let row = sampled[key] {
        for index in columns.indices { columns[index][row] = values[index] }
        repeated += 1
        return
      }
      sampled[key] = stamps.count
    }
    if latest.map({ stamp > $0.stamp || stamp == $0.stamp && answered ?? 0 > $0.answered ?? 0 }) ?? true {
      latest = (stamp, answered)
    }
    stamps.append(stamp)
    if let page { pages.append(page) }
    lines.append(Int32(clamping: line))
    if entry.id != nil { ids.append(id) }
    for index in columns.indices { columns[index].append(values[index]) }
  }

  /// What a row cannot be used for, found when all are there.
  struct Unusable: Error {
    let what: String
    let line: Int
  }

  /// - Parameters:
  ///   - answers: when the answer that holds the rows says that it was made.
  ///   - pages: of several answers, when each says that it was made; nil for one.
  ///   - fail: what to do with a row that cannot be used: throw, or return to leave it out.
  /// - Returns: nil without a row.
  mutating func rows(
    duplicates: ImportProfile.Duplicates?, lastBar: ImportProfile.LastBar?, order said: ImportProfile.Order?,
    answers: [AnswerTime] = [], pages made: [[AnswerTime]]? = nil, location: String, fail: (Unusable) throws -> Void
  ) throws -> SeriesRows? {
    guard !stamps.isEmpty else {
      guard read > 0 else { return nil }
      return SeriesRows(
        series: Series(descriptor: descriptor(nil), stamps: [], columns: columns.map { _ in [] }), read: read,
        repeated: 0, rejected: rejected)
    }
    let paged = said == nil ? made.map { PagedRows(stamps, pages: pages, made: $0) } : nil
    var order = try paged?.order() ?? inOrder(said, fail: fail)
    if let paged, areBars { order = withoutOpenPolls(order, paged) }
    order = try withoutRepeats(order, duplicates, fail: fail)
    if entry.kind == .longShort { order = try withoutContradictions(order, fail: fail) }
    if entry.onChange { order = changes(order) }
    order = try settlements(order, location)
    let cadence = try cadence(order, location)
    if entry.known == .atClose || entry.isStampedAtStart, let last = order.last,
      leftOpen.map({ $0 < stamps[last] }) ?? true, wasOpen(stamps[last], lastBar, cadence, answers)
    {
      leftOpen = stamps[order.removeLast()]
    }
    if entry.known == .atClose, entry.kind != .external, entry.kind.rows == .one, let cadence {
      order = try onGrid(order, cadence, fail: fail)
    }
    var moved = entry.isStampedAtClose ? cadence?.milliseconds ?? 0 : 0
    // A bar that closes at 00:59:59 or 00:59:59.999 ends with its hour.
    if moved > 0, moved % Interval.minute.milliseconds == 0, let first = order.first,
      let short = VenueStamp.shortOfMinute(stamps[first]),
      order.allSatisfy({ VenueStamp.shortOfMinute(stamps[$0]) == short })
    {
      moved -= short
    } else if moved > Interval.minutes(5).milliseconds, endMinutesEarly(order, moved) {
      moved -= Interval.minute.milliseconds
    }
    if let cadence { try checkOpens(order, cadence, moved: moved, location) }
    let ends = entry.isStampedAtStart ? try periodEnds(order, location) : nil
    return SeriesRows(
      series: Series(
        descriptor: descriptor(cadence), stamps: ends ?? order.map { stamps[$0] - moved },
        columns: columns.map { column in order.map { column[$0] } }),
      read: read, repeated: repeated, rejected: rejected, ids: ids.isEmpty ? [] : order.map { ids[$0] })
  }

  /// Bars of several answers, each once and none that an answer says was open when it was made.
  private mutating func withoutOpenPolls(_ order: [Int], _ paged: PagedRows) -> [Int] {
    var order = order
    let said: Interval? = if case .said(let width) = entry.cadence { width } else { nil }
    if let width = said?.milliseconds ?? usualStep(order)?.step {
      let open = paged.open(order, width: width, areEnds: entry.isStampedAtClose)
      order.removeAll { open[$0] != nil }
      repeated += open.count
      // What no answer has as it was when it was over is missing, and that is said.
      let kept = Set(order.map { stamps[$0] })
      if let row = open.keys.filter({ !kept.contains(stamps[$0]) }).max(by: { stamps[$0] < stamps[$1] }) {
        (leftOpen, openBy) = (stamps[row], open[row])
      }
    }
    let places = ["open", "high", "low", "volume", "quote_volume"].map { name in
      entry.columns.firstIndex { [name, "\(entry.kind.name)_\(name)"].contains($0.descriptor.name) }
    }
    func values(_ row: Int) -> [Double] { places.map { $0.map { columns[$0][row] } ?? .nan } }
    let before = order.count
    order = paged.merged(order) { earlier, later in PagedRows.grows(values(earlier), values(later)) }
    repeated += before - order.count
    return order
  }

  /// Whether the last bar had not ended: an answer says when it was given, and a file that does not is as its format says.
  private mutating func wasOpen(
    _ last: Int64, _ lastBar: ImportProfile.LastBar?, _ cadence: Interval?, _ answers: [AnswerTime]
  ) -> Bool {
    guard let cadence else { return lastBar == .unfinished }
    let end = last + (entry.isStampedAtClose ? 0 : cadence.milliseconds)
    if let latest, let answered = latest.answered, latest.stamp == last { return end > answered }
    // An answer is not made before its last bar opens: what says so is the time of something else.
    let times = answers.filter { $0.stamp > end - cadence.milliseconds }
    guard let first = times.min(by: { $0.stamp < $1.stamp }) else { return lastBar == .unfinished }
    openBy = end > first.stamp ? first : nil
    return openBy != nil || lastBar == .unfinished
  }

  func descriptor(_ cadence: Interval?) -> SeriesDescriptor {
    let counts = entry.countsContractsOfInverse && instrument.contract.form == .inverse
    return SeriesDescriptor(
      instrument: instrument, kind: entry.kind, cadence: cadence,
      columns: entry.columns.map(\.descriptor).map { counts ? $0.ofInverse(entry.kind) : $0 }, known: entry.known,
      delay: entry.delay)
  }

  private mutating func leaveOut(
    _ row: Int, _ what: String, fail: (Unusable) throws -> Void
  ) throws {
    let line = Int(lines[row])
    try fail(Unusable(what: what, line: line))
    rejected.append(RejectedRow(line: line, reason: what))
  }

  /// The rows in order of time. Files go forwards or, as interfaces answer, backwards; anything else is refused unless the
  /// profile says that it happens.
  private mutating func inOrder(
    _ said: ImportProfile.Order?, fail: (Unusable) throws -> Void
  ) throws -> [Int] {
    let all = Array(stamps.indices)
    let steps = zip(stamps, stamps.dropFirst())
    if said == .any { return all.sorted { (stamps[$0], $0) < (stamps[$1], $1) } }
    // As most steps go: two blocks of a file in the wrong order go forwards all the same.
    let isBackwards =
      ImportProfile.Order.goesBack(said) ?? (steps.count { $0 > $1 } > steps.count { $0 < $1 })
    if steps.allSatisfy({ isBackwards ? $0 >= $1 : $0 <= $1 }) { return isBackwards ? all.reversed() : all }
    if said == nil, arePolls(false) || arePolls(true) { return all.sorted { (stamps[$0], $0) < (stamps[$1], $1) } }
    var kept: [Int] = []
    for row in all {
      if let last = kept.last, isBackwards ? stamps[row] > stamps[last] : stamps[row] < stamps[last] {
        let (stamp, before) = (Instant(milliseconds: stamps[row]), Instant(milliseconds: stamps[last]))
        try leaveOut(
          row,
          "time goes \(isBackwards ? "forwards: \(stamp) comes" : "backwards: \(stamp) comes") after \(before)"
            + (said.map { ", and the profile says \($0.rawValue)" }
              ?? ": sort the rows by time where nothing else is wrong"),
          fail: fail)
      } else {
        kept.append(row)
      }
    }
    return isBackwards ? kept.reversed() : kept
  }

  /// Whether rows of a chain turn back no further than a poll reaches, whose answers come in any order: how most of its
  /// steps go says nothing of the file.
  private func arePolls(_ isBackwards: Bool) -> Bool {
    guard entry.kind.rows == .chain, var furthest = stamps.first else { return false }
    for stamp in stamps {
      guard (isBackwards ? stamp - furthest : furthest - stamp) <= ChainPolls.longest.milliseconds else { return false }
      furthest = isBackwards ? min(furthest, stamp) : max(furthest, stamp)
    }
    return true
  }

  private mutating func withoutRepeats(
    _ order: [Int], _ duplicates: ImportProfile.Duplicates?, fail: (Unusable) throws -> Void
  ) throws -> [Int] {
    func isSame(_ a: Int, _ b: Int) -> Bool { columns.allSatisfy { $0[a].bitPattern == $0[b].bitPattern } }
    switch entry.kind.rows {
    case .chain: return try withoutContracts(order, duplicates, fail: fail)
    case .events where duplicates == nil: return try withoutEvents(order, fail: fail)
    default: break
    }
    var kept: [Int] = []
    kept.reserveCapacity(order.count)
    for row in order {
      guard let last = kept.last, stamps[row] == stamps[last] else {
        kept.append(row)
        continue
      }
      if isSame(row, last) {
        repeated += 1
      } else if entry.kind.rows == .events {
        kept.append(row)
      } else if let duplicates {
        repeated += 1
        if duplicates == .last { kept[kept.count - 1] = row }
      } else {
        try leaveOut(
          row, "a second row for \(Instant(milliseconds: stamps[row])) has other values than the first", fail: fail)
      }
    }
    return kept
  }

  /// Of events that have ids one row each; without ids, equal rows are events of their own.
  private mutating func withoutEvents(_ order: [Int], fail: (Unusable) throws -> Void) throws -> [Int] {
    guard !ids.isEmpty else { return order }
    let found = EventIDs.distinct(order, stamps: stamps, ids: ids) { a, b in
      columns.allSatisfy { $0[a].bitPattern == $0[b].bitPattern }
    }
    repeated += found.repeated
    for other in found.others {
      try leaveOut(
        other.row,
        "it has the id of the event in line \(lines[other.first]), at \(Instant(milliseconds: stamps[other.row])) too, and other "
          + "values: one id is one event", fail: fail)
    }
    return found.kept
  }

  /// Of a snapshot one row a contract.
  private mutating func withoutContracts(
    _ order: [Int], _ duplicates: ImportProfile.Duplicates?, fail: (Unusable) throws -> Void
  ) throws -> [Int] {
    var places: [[UInt64]: Int] = [:]
    var (kept, stamp) = ([Int](), Int64.min)
    for row in order {
      if stamps[row] != stamp { places = [:] }
      stamp = stamps[row]
      let key = columns.prefix(contractWidth).map { $0[row].bitPattern }
      guard let place = places[key] else {
        places[key] = kept.count
        kept.append(row)
        continue
      }
      if columns.allSatisfy({ $0[row].bitPattern == $0[kept[place]].bitPattern }) {
        repeated += 1
      } else if let duplicates {
        repeated += 1
        if duplicates == .last { kept[place] = row }
      } else {
        try leaveOut(
          row, "a second row for one contract at \(Instant(milliseconds: stamp)) has other values than the first",
          fail: fail)
      }
    }
    return kept
  }

  /// Rows whose ratio and shares of longs and shorts say one thing.
  private mutating func withoutContradictions(_ order: [Int], fail: (Unusable) throws -> Void) throws -> [Int] {
    let sums = ShareSums { name in
      entry.columns.firstIndex { $0.descriptor.name == name && $0.isRead }.map { columns[$0] }
    }
    var kept: [Int] = []
    for row in order {
      guard let what = sums.contradiction(row) else {
        kept.append(row)
        continue
      }
      try leaveOut(row, what, fail: fail)
    }
    return kept
  }

  private func changes(_ order: [Int]) -> [Int] {
    var kept: [Int] = []
    for row in order {
      if let last = kept.last, columns.allSatisfy({ $0[last].bitPattern == $0[row].bitPattern }) { continue }
      kept.append(row)
    }
    return kept
  }

  /// Of rates the settlements among the rows, where the user says how far apart they are.
  private mutating func settlements(_ order: [Int], _ location: String) throws -> [Int] {
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
  private func periodEnds(_ order: [Int], _ location: String) throws -> [Int64] {
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
  private func cadence(_ order: [Int], _ location: String) throws -> Interval? {
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
  private static let longestFunding = Interval.hours(8)
  /// So many settlements in a row that are further apart are no rows that are missing.
  private static let longFunding = 6

  private func changesInterval(_ order: [Int], from step: Int64) -> Bool {
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

  private func usualStep(_ order: [Int]) -> UsualStep? {
    UsualStep(among: zip(order, order.dropFirst()).lazy.map { stamps[$1] - stamps[$0] })
  }

  private func steps(_ order: [Int]) -> [Int64] {
    zip(order, order.dropFirst()).map { stamps[$1] - stamps[$0] }.filter { $0 > 0 }
  }

  /// Whether rows are bars, which are as wide as they are apart.
  private var areBars: Bool { entry.known == .atClose && entry.kind.rows == .one && entry.kind != .external }

  /// - Throws: `Problem` for bars and windows that for a stretch are further apart than one of them is wide: those of two
  ///   widths in one file, the wider of which would be known long before they are over.
  private func checkWidth(_ cadence: Interval, _ order: [Int], _ location: String) throws {
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
  private func areNeighbours(_ order: ArraySlice<Int>) -> Bool {
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
  private func checkSparse(_ cadence: Interval, _ order: [Int], _ location: String) throws {
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
  private func endMinutesEarly(_ order: [Int], _ width: Int64) -> Bool {
    order.allSatisfy { (stamps[$0] + Interval.minute.milliseconds).flooredRemainder(by: width) == 0 }
  }

  /// - Parameter moved: how far ends are moved to the opens of their bars.
  /// - Throws: `Problem` for bars none of which opens where bars of their width do: at :59 of hours their times are ends, and at :30
  ///   off another clock.
  private mutating func checkOpens(_ order: [Int], _ cadence: Interval, moved: Int64, _ location: String) throws {
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
  private static func isSummerTime(_ apart: Int64, _ step: Int64) -> Bool {
    let hour = Interval.hour.milliseconds
    return step >= Interval.day.milliseconds && (apart == hour || apart == step - hour)
  }

  private static let summerTime =
    ", and an hour off most others: days of a clock with summer time, two of which a year are not 24 hours; make days of UTC "
    + "out of narrower bars"

  /// Whether bars begin anew at each midnight, as charts draw those of a width that divides no day: the last of a day is shorter.
  private static func isAnewDaily(_ stamps: [Int64], _ cadence: Interval) -> Bool {
    guard cadence < .day, Interval.day.count(of: cadence) == nil else { return false }
    return stamps.allSatisfy {
      $0.flooredRemainder(by: Interval.day.milliseconds) % cadence.milliseconds == 0
    }
  }

  private static let anew =
    ", and bars begin anew at each midnight UTC: the last of a day is shorter, so that they have no one width; take bars whose "
    + "width divides the day"

  /// The rows that lie a whole number of bars from most others.
  private mutating func onGrid(
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
