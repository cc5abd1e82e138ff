import Market
import Research
import Store

/// What a perpetual settled by a moment, as its rows list it or as the user says to take them.
///
/// A rate is of its interval, so rows that come at one and declare another say two rates, eight times apart where an
/// 8-hour rate is listed every hour; and an instant that is listed twice says two. Neither is chosen in silence.
struct SettledRates {
  struct Row {
    /// When the row became known.
    let known: Instant
    let charge: FundingCharge
  }

  /// In order of time, each with a rate; never empty.
  let rows: [Row]
  /// What else is wrong with them, a clause each.
  let findings: [String]
  /// Until the settlement that is due; the row at a change of interval may name the one that begins.
  let due: Interval
  let maximumAge: Interval
  /// How long after its instant a settlement is known.
  private let knownAfter: Interval
  private let schedule: FundingSchedule
  /// Those of `rows` that the schedule does not have.
  private let newer: [Row]

  /// - Parameter length: how far back figures are made of them; nil for all.
  /// - Returns: `Unavailable` for rows that are no settlements, or leave open what was paid.
  static func read(
    _ moment: MarketMoment, _ summary: SeriesSummary, over length: Interval?
  ) throws -> Result<SettledRates, Unavailable> {
    // What fell silent long ago is read all the same, to be shown with its age.
    let recent = try moment.rows(summary, over: length.map { $0 + .days(7) })
    let series = recent.stamps.isEmpty && length != nil ? try moment.rows(summary) : recent
    guard let schedule = FundingSchedule(series), let last = schedule.settlements.last else {
      return .failure(Unavailable("none of its rows is a settlement"))
    }
    // The last row is not held against those before it: at a change of interval it names the one that begins.
    let from = length.map { min(moment.asOf, last.instant) - $0 } ?? TimeRange.always.from
    let judged = schedule.findings(in: TimeRange(from: from, to: last.instant))
    let doubts = judged.filter { [.conflicting, .contradictory].contains($0.kind) }
    let open = doubts.filter { moment.assumptions.open($0.kind) != nil }
    guard open.isEmpty else {
      let choices = open.compactMap { moment.assumptions.open($0.kind) }.joined(separator: "; ")
      let what = open.map(\.sentence).joined(separator: "; ")
      return .failure(Unavailable("\(what). Say what to assume: --assume-funding \(choices)"))
    }
    let rows = schedule.settlements.compactMap { settlement in
      moment.assumptions.charge(for: settlement).map {
        Row(known: settlement.stamp + summary.descriptor.knownAfter, charge: $0)
      }
    }
    let newer = schedule.newer.map { Row(known: $0.stamp + summary.descriptor.knownAfter, charge: $0.charge) }
    guard let newest = newer.last ?? rows.last else { return .failure(Unavailable("none of its rows has a rate")) }
    let interval = newest.charge.interval ?? last.interval
    var findings = judged.filter { $0.kind == .extra || $0.kind == .unknown }.map(\.sentence)
    if let first = newer.first?.charge, let shorter = first.interval {
      findings.append(
        "it settled at \(first.instant.minuteText), \(shorter) after the settlement before, where \(last.interval) were usual: taken as the first of a shorter interval"
      )
    }
    let isDeclared = newer.isEmpty && newest.charge.assumed == nil
    return .success(
      SettledRates(
        rows: rows + newer, findings: findings, due: isDeclared ? last.declared ?? interval : interval,
        maximumAge: summary.descriptor.maximumAge ?? interval * 2, knownAfter: summary.descriptor.knownAfter,
        schedule: schedule, newer: newer))
  }

  /// The rates by when they became known.
  var column: KnownColumn { column { $0.rate } }

  /// The same over eight hours.
  var per8h: KnownColumn { column { $0.rate * $0.eightHours } }

  /// How many of the settlements that were due in the `length` up to an instant have a row with a rate: after its start, up
  /// to its end. One that is due counts as missing once its row could not come any more.
  func coverage(over length: Interval, to instant: Instant) -> Coverage {
    let start = instant - length
    func isInside(_ known: Instant) -> Bool { known > start && known <= instant }
    let late = Interval(milliseconds: 1)
    let window = TimeRange(from: start - knownAfter + late, to: instant - knownAfter + late)
    var missing = schedule.missing(in: window)
    missing += schedule.settlements.count { $0.rate.isNaN && isInside($0.stamp + knownAfter) }
    if var next = newer.last?.charge.instant ?? schedule.settlements.last?.instant {
      while next + due + schedule.tolerance + knownAfter <= instant {
        next = next + due
        if isInside(next + knownAfter) { missing += 1 }
      }
    }
    let known =
      schedule.settlements.count { !$0.rate.isNaN && isInside($0.stamp + knownAfter) }
      + newer.count { isInside($0.known) }
    return Coverage(length: length, rows: known, expected: known + missing)
  }

  /// What a long has paid in the `length` up to an instant; nil where settlements do not reach back so far, or one is
  /// missing.
  func paid(over length: Interval, to instant: Instant) -> Double? {
    reachBack(over: length, to: instant) && coverage(over: length, to: instant).isWhole
      ? column.sum(over: length, to: instant) : nil
  }

  /// The mean rate settled in that time over eight hours, each rate by the time that it pays for: rates of an hour and of
  /// eight are not averaged as they are; nil where settlements do not reach back so far. It is of those that are there.
  func meanPer8h(over length: Interval, to instant: Instant) -> Double? {
    reachBack(over: length, to: instant) ? paidPerDay(over: length, to: instant).map { $0 / 3 } : nil
  }

  /// What was paid a day, of the time that the settlements of the last `length` pay for: however short it is, and whatever
  /// it lacks, this is of what there is.
  func paidPerDay(over length: Interval, to instant: Instant) -> Double? {
    let time = Double(time(over: length, to: instant).milliseconds)
    guard time > 0 else { return nil }
    return rows(over: length, to: instant).reduce(0) { $0 + $1.charge.rate }
      / (time / Double(Interval.day.milliseconds))
  }

  /// What the settlements of the `length` up to an instant pay for.
  func time(over length: Interval, to instant: Instant) -> Interval {
    rows(over: length, to: instant).reduce(.zero) { $0 + ($1.charge.interval ?? due) }
  }

  private func rows(over length: Interval, to instant: Instant) -> [Row] {
    rows.filter { $0.known > instant - length && $0.known <= instant }
  }

  /// Whether the first settlement pays for the beginning of that time.
  func reachBack(over length: Interval, to instant: Instant) -> Bool {
    guard let first = rows.first else { return false }
    return first.charge.instant - (first.charge.interval ?? due) <= instant - length
  }

  private func column(_ value: (FundingCharge) -> Double) -> KnownColumn {
    KnownColumn(
      knownAt: rows.map(\.known.milliseconds), values: rows.map { value($0.charge) }, maximumAge: maximumAge)
  }
}

extension FundingCharge {
  /// How often its interval goes into eight hours.
  var eightHours: Double {
    Double(Interval.hours(8).milliseconds) / Double((interval ?? .hours(8)).milliseconds)
  }
}
