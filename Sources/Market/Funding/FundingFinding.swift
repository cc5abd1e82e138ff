/// Something about the rows of a perpetual's funding that its user should know, or decide.
public struct FundingFinding: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Scheduled instants without a row.
    case missing
    /// Rows without a rate.
    case unknown
    /// Rows at no scheduled instant.
    case extra
    /// Instants with rows of different rates.
    case conflicting
    /// Rows whose declared interval is not the one they come at, such as an 8-hour rate listed every hour; and rows that
    /// declare none and repeat a rate for as long.
    case contradictory
    /// Rows that repeat what another row of their instant says; one of them counts.
    case doubled
    /// Changes of interval.
    case changed
    /// Rows whose stamp lies beside their instant, within the tolerance.
    case displaced

    /// Whether it leaves open what a position paid. The others are only said.
    public var isDoubtful: Bool {
      switch self {
      case .missing, .unknown, .extra, .conflicting, .contradictory: true
      case .doubled, .changed, .displaced: false
      }
    }
  }

  public let kind: Kind
  public let count: Int
  /// The first and the last instant it concerns: of the settlement where there is one, else the row's stamp.
  public let first: Instant
  public let last: Instant
  /// One sentence without its full stop.
  public let sentence: String
}

extension FundingSchedule {
  /// What there is to say of all rows: at most one finding of each kind, in the order of the kinds.
  public var findings: [FundingFinding] { findings(in: .always) }

  /// What there is to say of the rows and scheduled instants inside `range`.
  public func findings(in range: TimeRange) -> [FundingFinding] {
    let inside = settlements.filter { range.contains($0.instant) }
    let holes = holes.compactMap { $0.clipped(to: range) }
    let displaced = inside.filter { $0.stamp != $0.instant }
    let changes = segments.dropFirst().filter { range.contains($0.first) }

    return [
      finding(
        .missing, from: holes.first?.first, to: holes.last?.last, count: holes.reduce(0) { $0 + $1.count },
        "scheduled settlement has no row", "scheduled settlements have no row"),
      finding(.unknown, at: inside.filter(\.rate.isNaN).map(\.instant), "row has no rate", "rows have no rate"),
      finding(
        .extra, at: extra.map(\.stamp).filter(range.contains), "row lies at no scheduled settlement\(offTheHour)",
        "rows lie at no scheduled settlement\(offTheHour)"),
      finding(
        .conflicting, at: inside.filter { $0.otherRate != nil }.map(\.instant),
        "settlement is listed with different rates", "settlements are listed with different rates"),
      contradictory(inside.filter(\.isContradictory)),
      finding(
        .doubled, at: doubled.filter(range.contains), "row repeats another of its settlement and is not counted",
        "rows repeat another of their settlement and are not counted"),
      finding(
        .changed, at: changes.map(\.first), "change of interval, \(intervals(upTo: changes))",
        "changes of interval, \(intervals(upTo: changes))"),
      finding(
        .displaced, at: displaced.map(\.instant),
        "stamp lies beside its settlement, \(furthest(displaced))",
        "stamps lie beside their settlement, \(furthest(displaced))"),
    ].compactMap { $0 }
  }

  /// Where no row is a settlement, how far the nearest of them lies from where one could be; else nothing.
  private var offTheHour: String {
    guard settlements.isEmpty else { return "" }
    let hour = Interval.hour.milliseconds
    let nearest = extra.map { row in
      let past = row.stamp.milliseconds.flooredRemainder(by: hour)
      return min(past, hour - past)
    }.min()
    return nearest.map { ", which are whole hours: the nearest is \(Interval(milliseconds: $0).inTwoUnits) off" } ?? ""
  }

  /// What rows look like that are each charged in full, and may be one rate listed again and again: a sentence, nil where they do
  /// not.
  public func repeatedDoubt(in range: TimeRange) -> String? {
    for segment in segments {
      let own = settlements.filter { segment.first <= $0.instant && $0.instant <= segment.last }
      guard own.contains(where: { range.contains($0.instant) && !$0.isContradictory }), own.count > 8,
        let changes = RepeatedRates.suspected(own[...], every: segment.interval)
      else { continue }
      let times = changes == 1 ? "once, at a multiple" : "\(changes) times, always at multiples"
      return
        "rows come \(segment.interval) apart and change the rate \(times) of 8h UTC; each is charged in full, and where they repeat a rate of 8h that is \(8 * Interval.hour.milliseconds / segment.interval.milliseconds) times too much: import them with --interval 8h then"
    }
    return nil
  }

  /// What lets settlements that are each charged in full look like a rate of a longer interval: a sentence each.
  public func sizeDoubts(in range: TimeRange) -> [String] {
    let sizes = largeDoubts(in: range).map(\.what)
    return sizes.isEmpty ? [repeatedDoubt(in: range)].compactMap(\.self) : sizes
  }

  private func contradictory(_ rows: [FundingSettlement]) -> FundingFinding? {
    guard let row = rows.first(where: { $0.declared != nil }) ?? rows.first else { return nil }
    if let repeated = row.repeated {
      let words = "\(row.interval) apart and change the rate every \(repeated) only"
      return finding(.contradictory, at: rows.map(\.instant), "row comes \(words)", "rows come \(words)")
    }
    guard let declared = row.declared else { return nil }
    let apart = zip(rows, rows.dropFirst()).map { $1.instant.since($0.instant) }.min() ?? row.interval
    // Rows that come as they declare contradict those around them, or the clock.
    let clock = Interval.day.milliseconds % declared.milliseconds == 0 ? "" : ", which divides no day,"
    let words =
      apart == declared
      ? "\(declared)\(clock) where settlements are \(row.interval) apart"
      : "\(declared) \(rows.count == 1 ? "and comes" : "and come") \(row.interval) apart"
    return finding(.contradictory, at: rows.map(\.instant), "row declares \(words)", "rows declare \(words)")
  }

  private func finding(
    _ kind: FundingFinding.Kind, at instants: [Instant], _ one: String, _ many: String
  ) -> FundingFinding? {
    finding(kind, from: instants.first, to: instants.last, count: instants.count, one, many)
  }

  private func finding(
    _ kind: FundingFinding.Kind, from first: Instant?, to last: Instant?, count: Int, _ one: String, _ many: String
  ) -> FundingFinding? {
    guard let first, let last else { return nil }
    let when = count == 1 ? "at \(first.minuteText) UTC" : "from \(first.minuteText) to \(last.minuteText) UTC"
    return FundingFinding(
      kind: kind, count: count, first: first, last: last, sentence: "\(count) \(count == 1 ? one : many), \(when)")
  }

  /// `8h to 4h to 8h`, and the ends alone where there are many.
  private func intervals(upTo changes: [FundingSegment]) -> String {
    guard let first = changes.first, let before = segments.last(where: { $0.first < first.first }) else { return "" }
    let words = ([before] + changes).map { "\($0.interval)" }
    return (words.count > 6 ? words.prefix(3) + ["..."] + words.suffix(2) : words[...]).joined(separator: " to ")
  }

  /// `the furthest 31 ms late`.
  private func furthest(_ rows: [FundingSettlement]) -> String {
    let lateness = rows.map { $0.stamp.since($0.instant).milliseconds }
    guard let most = lateness.max(by: { abs($0) < abs($1) }) else { return "" }
    let size = abs(most) < 1000 ? "\(abs(most)) ms" : "\(abs(most) / 1000) s"
    return "the furthest \(size) \(most < 0 ? "early" : "late")"
  }
}
