import Market
import Numerics
import Store

/// What rates have beside themselves that their intervals tell.
struct SettledColumns {
  /// What each settlement paid.
  let paid: Series
  /// Over eight hours.
  let per8h: Series
  /// When it was plain that a settlement which fell due has no row, in order of time.
  let overdue: [Int64]

  /// One from the first bar at which a rate is known, and unknown at the bars by which it was plain.
  func complete(on grid: Grid) -> (values: [Double], counts: JoinCounts) {
    var (counts, next) = (JoinCounts(), 0)
    let begin = per8h.stamps.first.map { $0 + per8h.descriptor.knownAfter.milliseconds } ?? .max
    let values = (0..<grid.count).map { row -> Double in
      let (open, close) = (grid.open(row).milliseconds, grid.close(row).milliseconds)
      while next < overdue.count, overdue[next] <= open { next += 1 }
      guard begin <= close else {
        counts.beforeFirst += 1
        return .nan
      }
      guard next == overdue.count || overdue[next] > close else {
        counts.missing += 1
        return .nan
      }
      counts.filled += 1
      return 1
    }
    return (values, counts)
  }

  /// What was paid by the settlements that came to be known in each bar, added up. What settled before the rows begin nobody
  /// knows, so that the bar in which they begin is unknown as well.
  func paid(on grid: Grid) -> (values: [Double], counts: JoinCounts) {
    var (values, counts) = complete(on: grid)
    let known = paid.stamps.map { $0 + paid.descriptor.knownAfter.milliseconds }
    var next = 0
    for row in values.indices {
      let (open, close) = (grid.open(row).milliseconds, grid.close(row).milliseconds)
      while next < known.count, known[next] <= open { next += 1 }
      let first = next
      while next < known.count, known[next] <= close { next += 1 }
      guard !values[row].isNaN else { continue }
      if first == 0 {
        values[row] = .nan
        counts.filled -= 1
        counts.beforeFirst += 1
      } else {
        values[row] = paid.columns[0][first..<next].reduce(0, +)
      }
    }
    return (values, counts)
  }
}

extension Dataset {
  /// What settled rates come to over eight hours, and where one is missing, where some of that is wanted of the series or its
  /// rates are; nil else.
  ///
  /// What is found on the way is said: rates of one series that are paid for different intervals inside the window, and rows
  /// that contradict each other.
  ///
  /// - Parameter choice: what is assumed of rows that contradict each other.
  func settled(
    _ series: StoredSeries, _ wanted: [Wanted], on grid: Grid, assuming choice: FundingAssumptions.Contradictory?,
    _ findings: inout FrameFindings
  ) throws -> SettledColumns? {
    guard series.descriptor.kind == .funding,
      wanted.contains(where: { $0.meaning.column.name == "funding_rate" && $0.meaning.clock != .time }),
      let rate = series.descriptor.columns.firstIndex(where: { $0.name == "funding_rate" })
    else { return nil }
    let hours = series.descriptor.columns.firstIndex { $0.name == "funding_interval" }
    let needed = needed(of: series, on: grid)
    // What an interval is, rows before the first one tell.
    let wide = TimeRange(from: needed.from - Self.tellingInterval, to: needed.to)
    // Whole chunks are read, and what settles behind the last close is not of the window.
    let after = series.descriptor.knownAfter
    let end = grid.range.to - after + Interval(milliseconds: 1)
    let rows = try rows(of: series, columns: [rate] + (hours.map { [$0] } ?? []), range: wide).trimmed(
      to: TimeRange(from: TimeRange.always.from, to: end))
    let intervals = FundingIntervals(stamps: rows.stamps, declared: hours == nil ? nil : rows.columns[1])
    // The first rate of the window is the one that stands at its first close.
    let begin = (grid.close(0) - after).milliseconds
    let first = max(0, rows.stamps.leadingCount { $0 <= begin } - 1)
    let different = intervals.different(in: first..<rows.stamps.count)
    if wanted.contains(where: { $0.meaning.column.name == "funding_rate" && $0.meaning.clock == nil }) {
      findings.take(intervals: different, of: series.descriptor.instrument)
    }
    if choice == nil {
      let found = intervals.contradicting.filter { $0.row >= first }
      findings.take(
        contradicting: found.map { Instant(milliseconds: rows.stamps[$0.row]) },
        declared: found.first.map { intervals.hours[$0.row] } ?? .nan, apart: found.map(\.since).min() ?? .nan,
        of: series.descriptor.instrument)
    }
    let overdue = intervals.overdue(
      stamps: rows.stamps, to: end.milliseconds, tolerance: FundingSchedule.defaultTolerance)
    func column(_ values: [Double]) -> Series {
      Series(descriptor: series.descriptor.keeping([rate]), stamps: rows.stamps, columns: [values])
    }
    return SettledColumns(
      paid: column(intervals.paid(rows.columns[0], stamps: rows.stamps, assuming: choice)),
      per8h: column(intervals.per8h(rows.columns[0])),
      overdue: overdue.map { $0 + after.milliseconds })
  }

  /// As long as the longest interval and a hole.
  private static let tellingInterval = Interval.days(2)
}

extension FrameFindings {
  /// The intervals, in hours, that the settled rates of an instrument are paid for inside the window.
  mutating func take(intervals: [Double], of instrument: Instrument) {
    guard !intervals.isEmpty, !rates.contains(where: { $0.instrument == instrument }) else { return }
    rates.append((instrument, intervals))
  }

  /// That rows come more often than they declare.
  mutating func take(contradicting rows: [Instant], declared: Double, apart: Double, of instrument: Instrument) {
    guard let first = rows.first, !contradictions.contains(where: { $0.instrument == instrument }) else { return }
    let of = rows.count == 1 ? "One row of funding" : "\(rows.count) rows of funding"
    let (declare, come) = rows.count == 1 ? ("declares", "comes") : ("declare", "come")
    contradictions.append(
      (
        instrument,
        "\(of) of \(instrument) \(declare) \(Int(declared))h and \(come) \(Int(apart))h apart, the first at \(first.minuteText) UTC: "
          + "what was paid there is open, so that funding_paid is not known, and funding_8h takes the rates for \(Int(declared))h. "
          + "'hindcast data check' says more; --assume-funding contradictory=prorated, declared or listed decides it."
      ))
  }

  /// That rates stand beside or behind each other which are paid for different intervals.
  var ofIntervals: [String] {
    func listed(_ some: [(instrument: Instrument, hours: [Double])]) -> String {
      let shown = some.prefix(4).map { rate in
        "\(rate.instrument) \(rate.hours.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: " and ")) h"
      }
      return shown.joined(separator: ", ") + (some.count > 4 ? " and \(some.count - 4) more" : "")
    }
    let (several, one) = (rates.filter { $0.hours.count > 1 }, rates.filter { $0.hours.count == 1 })
    var sentences: [String] = []
    if !several.isEmpty {
      sentences.append(
        "The interval of funding_rate changes inside the window (\(listed(several))): over time, rates of different "
          + "lengths are taken for one quantity. funding_8h is what each comes to over 8 h.")
    }
    if Set(one.map { $0.hours[0] }).count > 1 {
      sentences.append(
        "Rates of different intervals stand side by side (\(listed(one))). What compares or adds them as "
          + "they are asks for funding_8h in place of funding_rate.")
    }
    return sentences
  }
}
