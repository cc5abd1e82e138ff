import Market
import Numerics

/// The funding that a position on a frame pays or receives, and what is to be said beside it.
public struct SettledFunding: Sendable {
  /// What is known of the funding of a window.
  public enum Coverage: String, Hashable, Sendable {
    /// Every settlement of the window is charged as it is listed.
    case complete
    /// Of several legs some have it, and others have none, of which none is charged.
    case partial
    /// Some were charged by assumption, because rows are missing or doubtful.
    case assumed
    /// There is no funding at all, and none is charged.
    case none
    /// The instrument settles none: it is spot, or a dated future.
    case notDue = "not_due"
  }

  /// In order of time.
  public let settlements: [Settlement]
  public let coverage: Coverage
  /// Whose settlements they are; nil when there are none.
  public let instrument: Instrument?
  /// What was found in the window: missing, extra, doubled, contradictory rows and changes of interval.
  public let findings: [FundingFinding]
  /// How many of them fall into the window that results are counted on, its end included, and how many of those are
  /// charged by assumption. The others fall into the bars before it.
  public let due: Int
  public let assumed: Int
  /// What was assumed; empty text when nothing was.
  public let assumptions: FundingAssumptions
  /// Sentences for whoever reads the result.
  public let notes: [String]
  /// Those of them that say how it is charged and what it is valued at.
  let remarks: [String]

  /// Nothing settles on a frame that knows of no funding.
  public static let nothing = SettledFunding(.none, notes: [])

  /// Of what nothing is charged on.
  private init(_ coverage: Coverage, notes: [String]) {
    self.init([], in: .always, coverage: coverage, instrument: nil, findings: [], assumptions: .none, notes: notes)
  }

  private init(
    _ settlements: [Settlement], in evaluation: TimeRange, coverage: Coverage? = nil, instrument: Instrument?,
    findings: [FundingFinding], assumptions: FundingAssumptions, notes: [String], remarks: [String] = []
  ) {
    let counted = Self.due(settlements, in: evaluation)
    self.settlements = settlements
    self.due = counted.count
    self.assumed = counted.count { $0.isAssumed }
    self.coverage = coverage ?? (assumed > 0 ? .assumed : .complete)
    self.instrument = instrument
    self.findings = findings
    self.assumptions = assumptions
    var notes = notes
    if coverage == nil, assumed > 0 {
      notes.append(
        "Funding: \(Double.grouped(assumed)) of \(Double.grouped(due)) settlements are charged by assumption (\(assumptions))."
      )
    }
    self.notes = notes + remarks
    self.remarks = remarks
  }

  /// Who enters at the first open has not held before it.
  private static func due(_ settlements: [Settlement], in evaluation: TimeRange) -> [Settlement] {
    settlements.filter { $0.instant > evaluation.from && $0.instant <= evaluation.to }
  }

  /// Prices the settlements of the frame's window as somebody could have who stood at each instant: with the mark price
  /// that was known, and where that is missing or too old, with the close of the last traded bar, however old, since funding
  /// falls due all the same. Settlements before the first bar has closed are left out, since nobody can have held a position.
  ///
  /// - Throws: a `Problem` when what settles is doubtful or covers part of the window only, and the frame does not say
  ///   what to make of it.
  public init(_ frame: Frame) throws(Problem) { try self.init(frame.members[0], of: frame) }

  /// The same of another of the frame's instruments.
  init(_ member: FrameMember, of frame: Frame) throws(Problem) {
    let assumptions = member.funding?.assumptions ?? .none
    guard member.instrument.type == .perpetual, !member.isConversion else {
      self = SettledFunding(
        .notDue,
        notes: ["\(member.instrument) is a \(member.instrument.type.rawValue): no funding is due on it."])
      return
    }
    let listed = frame.listed(member)
    let window = TimeRange(from: listed.from, to: listed.to + Interval(milliseconds: 1))
    let evaluation = frame.window.intersection(listed)
    guard let funding = member.funding, funding.isListed else {
      try self.init(without: member, window, evaluation: evaluation, on: frame.grid, assumptions)
      return
    }
    let terms = FundingTerms.of(funding.instrument.venue)
    // Of what accrues, the rate of the last bars is listed behind them.
    let rest = terms.isContinuous ? funding.schedule.interval(at: window.to) ?? .zero : .zero
    var charges = try Self.charges(
      funding, TimeRange(from: window.from, to: window.to + rest), evaluation: evaluation, assumptions)
    let findings = funding.schedule.findings(in: window)
    var notes = findings.filter { $0.kind.isDoubtful || $0.kind == .doubled }.map { "Funding: \($0.sentence)." }
    notes += funding.schedule.sizeDoubts(in: window).map { "Funding: \($0)." }
    if funding.instrument != member.instrument {
      notes.append("Funding is that of \(funding.instrument), not of \(member.instrument).")
    }
    var remarks = [terms.note(of: funding.instrument)].compactMap(\.self)
    if terms.isContinuous {
      charges = Self.accrued(charges, on: frame.grid).filter { window.contains($0.instant) }
      if let last = charges.last, listed.to > last.instant {
        remarks.append(
          "Funding: of the last \(listed.to.since(last.instant)) there is no rate yet, and none is charged.")
      }
    }
    let pricing = SettlementPricing(member, on: frame.grid)
    let settlements = pricing.settlements(charges)
    remarks += [pricing.doubt(of: settlements), pricing.age(of: settlements)].compactMap(\.self)
    self = SettledFunding(
      settlements, in: evaluation, instrument: funding.instrument, findings: findings, assumptions: assumptions,
      notes: notes, remarks: remarks)
  }

  /// That of several legs, taken together: as sure as the least sure of them.
  public init(of legs: [SettledFunding]) {
    let due = legs.filter { $0.coverage != .notDue }
    let known = Set(due.map(\.coverage))
    settlements = due.flatMap(\.settlements)
    self.due = due.reduce(0) { $0 + $1.due }
    assumed = due.reduce(0) { $0 + $1.assumed }
    coverage =
      known.isEmpty
      ? .notDue : known.count == 1 ? due[0].coverage : known.contains(.none) ? .partial : .assumed
    instrument = due.count == 1 ? due[0].instrument : nil
    findings = due.flatMap(\.findings)
    assumptions = due.first?.assumptions ?? .none
    remarks = due.flatMap(\.remarks)
    notes = due.flatMap(\.notes)
  }

  /// What falls due at an instant.
  fileprivate struct Charge {
    let instant: Instant
    let rate: Double
    let interval: Interval?
    let isAssumed: Bool
  }

  /// A perpetual without a funding series: nothing is charged, or a rate that the user assumes.
  private init(
    without member: FrameMember, _ window: TimeRange, evaluation: TimeRange, on grid: Grid,
    _ assumptions: FundingAssumptions
  ) throws(Problem) {
    let instrument = member.instrument
    guard !assumptions.refusesMissing else {
      throw Problem(
        "the dataset has no funding of \(instrument)",
        remedy:
          "import it (data import, kind funding), or say what to charge: --missing-funding zero, or 'assume 1bps'")
    }
    guard let rate = assumptions.missing else {
      self = SettledFunding(
        .none,
        notes: [
          "Funding: the dataset has none of \(instrument), so none is charged \(member.name.isEmpty ? "and Funding PnL says nothing" : "on it"); --missing-funding 'assume 1bps' charges one every 8 hours, --missing-funding refuse stops here."
        ])
      return
    }
    let charges = Self.instants(every: .hours(8), in: window).map {
      Charge(instant: $0, rate: rate, interval: .hours(8), isAssumed: true)
    }
    let settlements = SettlementPricing(member, on: grid).settlements(charges)
    self = SettledFunding(
      settlements, in: evaluation, coverage: .assumed, instrument: nil, findings: [], assumptions: assumptions,
      notes: [
        "Funding: the dataset has none of \(instrument); \(Self.due(settlements, in: evaluation).count) settlements of \(rate) every 8h are charged by assumption."
      ])
  }

  private static func charges(
    _ funding: FundingHistory, _ window: TimeRange, evaluation: TimeRange, _ assumptions: FundingAssumptions
  ) throws(Problem) -> [Charge] {
    let schedule = funding.schedule
    var charges = try schedule.charges(in: window, assuming: assumptions).map {
      Charge(instant: $0.instant, rate: $0.rate, interval: $0.interval, isAssumed: $0.assumed != nil)
    }
    let outside = outside(schedule, evaluation, assumptions)
    guard let first = outside.first else { return charges }
    guard let rate = assumptions.missing else {
      let known =
        schedule.coverage.map { "is known from \($0.from.minuteText) to \($0.to.minuteText) UTC only" }
        ?? "has no scheduled settlement by the end of the window"
      throw Problem(
        "funding of \(funding.instrument) \(known): \(outside.count) settlements of the window have no row, the first at \(first.instant.minuteText)",
        remedy:
          "take the part that is covered with --from and --to, or say --missing-funding zero, or 'assume 1bps'")
    }
    charges += outside.map { Charge(instant: $0.instant, rate: rate, interval: $0.interval, isAssumed: true) }
    return charges.sorted { $0.instant < $1.instant }
  }

  /// What settles in a window before the first row of its history, or after the last. A stretch at either end is a part
  /// without funding only if a settlement falls into it.
  private static func outside(
    _ schedule: FundingSchedule, _ evaluation: TimeRange, _ assumptions: FundingAssumptions
  ) -> [(instant: Instant, interval: Interval)] {
    schedule.uncovered(of: evaluation, charging: assumptions).flatMap { range in
      let interval = schedule.interval(outside: range.from) ?? .hours(8)
      return instants(every: interval, in: range).filter { $0 > evaluation.from }.map { ($0, interval) }
    }
  }

  /// Of an instrument whose history does not cover the part of the window in which it is listed: from when to when it is
  /// known, nil where it nowhere is, and the first and the last settlement that it has no row of. Nil of any other.
  static func uncovered(
    _ member: FrameMember, of frame: Frame
  ) -> (known: TimeRange?, first: Instant, last: Instant)? {
    guard member.instrument.type == .perpetual, let funding = member.funding, funding.isListed,
      funding.assumptions.missing == nil
    else { return nil }
    let outside = outside(
      funding.schedule, frame.window.intersection(frame.listed(member)), funding.assumptions)
    guard let first = outside.first, let last = outside.last else { return nil }
    return (funding.schedule.coverage, first.instant, last.instant)
  }

  /// What accrues all the time, cut where bars of the grid open inside the interval of each rate, each part in proportion to its
  /// time: whoever holds a position for some of these bars pays for those, also where a bar has the end of one rate in it and the
  /// beginning of the next. A rate whose interval is not known stays as it is.
  private static func accrued(_ charges: [Charge], on grid: Grid) -> [Charge] {
    let (bar, phase) = (grid.interval.milliseconds, grid.start.milliseconds)
    return charges.flatMap { charge -> [Charge] in
      guard let interval = charge.interval, interval > .zero else { return [charge] }
      let end = charge.instant.milliseconds
      var parts: [Charge] = []
      var from = end - interval.milliseconds
      while from < end {
        let to = min(end, phase + ((from - phase).flooredQuotient(by: bar) + 1) * bar)
        parts.append(
          Charge(
            instant: Instant(milliseconds: to),
            rate: charge.rate / (Double(interval.milliseconds) / Double(to - from)),
            interval: Interval(milliseconds: to - from), isAssumed: charge.isAssumed))
        from = to
      }
      return parts
    }
  }

  /// Instants that are whole intervals since 1970 in `range`.
  private static func instants(every interval: Interval, in range: TimeRange) -> [Instant] {
    let width = interval.milliseconds
    let first = -(-range.from.milliseconds).flooredQuotient(by: width) * width
    return stride(from: first, to: range.to.milliseconds, by: Int64.Stride(width)).map { Instant(milliseconds: $0) }
  }
}

extension Frame {
  /// When an instrument settles: one of a universe from the open of its first bar to the close of its last, any other all the
  /// time.
  fileprivate func listed(_ member: FrameMember) -> TimeRange {
    guard isUniverse else { return grid.range }
    let closes = member.bars.close
    guard let first = closes.firstIndex(where: { !$0.isNaN }), let last = closes.lastIndex(where: { !$0.isNaN })
    else { return TimeRange(from: grid.start, to: grid.start) }
    return TimeRange(from: grid.open(first), to: grid.close(last))
  }
}

/// Puts a price on settlements.
private struct SettlementPricing {
  let grid: Grid
  private let marks: KnownPrices?
  /// Nil where the bars' are the narrowest there are.
  private let narrower: KnownPrices?
  private let closes: [Double]

  init(_ member: FrameMember, on grid: Grid) {
    self.grid = grid
    marks = member.funding?.marks
    narrower = member.funding?.closes
    closes = member.bars.close
  }

  /// Those for which there is a price.
  func settlements(_ charges: [SettledFunding.Charge]) -> [Settlement] {
    var settlements: [Settlement] = []
    // Of a thousand instruments a million of them are held, and an array that grows has room for twice as many.
    settlements.reserveCapacity(charges.count)
    for charge in charges {
      guard let (price, source) = price(at: charge.instant) else { continue }
      settlements.append(
        Settlement(
          instant: charge.instant, rate: charge.rate, price: price, priceSource: source, interval: charge.interval,
          isAssumed: charge.isAssumed))
    }
    return settlements
  }

  /// That marks are far from what was traded: one of the two is damaged, or of something else. Nil where none is.
  func doubt(of settlements: [Settlement]) -> String? {
    let far = settlements.filter { settlement in
      guard settlement.priceSource == .mark, let traded = traded(at: settlement.instant)?.price else { return false }
      return abs(settlement.price / traded - 1) > Self.mostApart
    }
    guard let first = far.first, let traded = traded(at: first.instant)?.price else { return nil }
    return
      "Funding: the mark of \(Double.grouped(far.count)) of \(Double.grouped(settlements.count)) settlements is more than \(Int(Self.mostApart * 100))% away from the last price (\(first.price) beside \(traded) at \(first.instant.minuteText)): one of the two is damaged, or of something else."
  }

  /// That some were priced at a close of before they fell due, and how long before. Nil where none was.
  func age(of settlements: [Settlement]) -> String? {
    var (count, oldest) = (0, Interval.zero)
    for settlement in settlements where settlement.priceSource == .trade {
      guard let age = traded(at: settlement.instant)?.age, age > .zero else { continue }
      count += 1
      oldest = max(oldest, age)
    }
    guard count > 0 else { return nil }
    return
      "Funding: \(Double.grouped(count)) of \(Double.grouped(settlements.count)) settlements fall between closes and are priced at the last one before, up to \(oldest) old: there is no mark that recent, and no narrower bar."
  }

  /// Marks lead and lag prices by a few percent on the worst of days.
  private static let mostApart = 0.2

  private func price(at instant: Instant) -> (Double, Settlement.PriceSource)? {
    if let mark = marks?.last(at: instant) { return (mark, .mark) }
    return traded(at: instant).map { ($0.price, .trade) }
  }

  /// The last close known, however old: funding falls due all the same.
  private func traded(at instant: Instant) -> (price: Double, age: Interval)? {
    guard let row = grid.lastKnownRow(closes, at: instant) else { return nil }
    let age = instant.since(grid.close(row))
    guard age > .zero, let close = narrower?.lastKnown(at: instant), close.age < age else { return (closes[row], age) }
    return close
  }
}
