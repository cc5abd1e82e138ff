import Market

/// Gathers rows of one series in whatever order a file has them, and makes a series of them at the end.
struct SeriesBuilder {
  let entry: BoundEntry
  let instrument: Instrument
  var read = 0
  var rejected: [RejectedRow] = []
  /// The stamp of a last row that was left out, since its bar was open when the file was saved.
  var leftOpen: Int64?
  /// What the answer said by which it was open, where that decided it.
  var openBy: AnswerTime?
  /// Which rows of a carried rate were taken as settlements.
  var carried: String?
  /// What is to be said of where bars open.
  var opensNote: String?
  var repeated = 0
  var stamps: [Int64] = []
  var lines: [Int32] = []
  /// Which of several answers each row is of; empty where a file is one.
  var pages: [Int] = []
  /// When the row of the latest stamp was answered, where the file says it.
  var latest: (stamp: Int64, answered: Int64?)?
  var columns: [[Double]]
  /// Of events that have ids, that of each row.
  var ids: [UInt64] = []
  /// How many columns of a chain say which contract a row is of.
  let contractWidth: Int
  /// Of a chain that is sampled: the row of each snapshot and contract.
  var sampled: [[UInt64]: Int] = [:]

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

  /// Whether the last bar had not ended: an answer says when it was given, and a file that does not is as its format says.
  mutating func wasOpen(
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

  mutating func leaveOut(
    _ row: Int, _ what: String, fail: (Unusable) throws -> Void
  ) throws {
    let line = Int(lines[row])
    try fail(Unusable(what: what, line: line))
    rejected.append(RejectedRow(line: line, reason: what))
  }
}
