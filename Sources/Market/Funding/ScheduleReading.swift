/// Sorts the rows of a perpetual's funding into settlements, holes and rows that do not belong.
struct ScheduleReading {
  private(set) var segments: [FundingSegment] = []
  private(set) var settlements: [FundingSettlement] = []
  private(set) var holes: [FundingHole] = []
  private(set) var extra: [FundingRow] = []
  private(set) var doubled: [Instant] = []

  /// - Parameter every: how often the venue settles, in whole hours from midnight UTC; what the rows tell when nil.
  init(_ rows: [FundingRow], tolerance: Interval, cadence: Interval, every: Interval?) {
    precondition(zip(rows, rows.dropFirst()).allSatisfy { $0.stamp <= $1.stamp }, "rows in order of time")
    var hours: [HourlyRow] = []
    hours.reserveCapacity(rows.count)
    for row in rows {
      guard let hour = Self.nearestHour(to: row.stamp, within: tolerance) else {
        extra.append(row)
        continue
      }
      if hours.last?.hour != hour {
        hours.append(HourlyRow(hour: hour, row: row))
      } else if hours[hours.count - 1].repeats(row) {
        doubled.append(Self.instant(hour))
      }
    }
    if let every {
      let known = IntervalInference.Place(hours: Int(every.milliseconds / Interval.hour.milliseconds), phase: 0)
      place(hours, in: hours.map { _ in known })
    } else {
      place(hours, in: IntervalInference(cadence: cadence).places(of: hours.map { ($0.hour, $0.row.declared) }))
    }
    extra.sort { $0.stamp < $1.stamp }
    markContradictions()
    markRepetitions()
  }

  private mutating func place(_ hours: [HourlyRow], in places: [IntervalInference.Place]) {
    var last: (hour: Int, place: IntervalInference.Place)?
    settlements.reserveCapacity(hours.count)
    for (hourly, place) in zip(hours, places) {
      guard place.schedules(hourly.hour) else {
        extra.append(hourly.row)
        continue
      }
      // A change takes hold with the settlement before it: 17:00 of an hourly stretch is followed by 20:00 of a 4h one.
      let due = last.map { place.firstScheduled(after: $0.hour) } ?? hourly.hour
      let interval = Interval.hours(place.hours)
      if due < hourly.hour {
        let count = (hourly.hour - due) / place.hours
        holes.append(FundingHole(interval: interval, first: Self.instant(due), count: count))
      }
      let instant = Self.instant(hourly.hour)
      if last?.place == place {
        let segment = segments.removeLast()
        segments.append(FundingSegment(interval: interval, first: segment.first, last: instant))
      } else {
        segments.append(FundingSegment(interval: interval, first: Self.instant(due), last: instant))
      }
      settlements.append(
        FundingSettlement(
          instant: instant, rate: hourly.rate, interval: interval, declared: hourly.row.declared,
          stamp: hourly.row.stamp, otherRate: hourly.otherRate, repeated: nil, isContradictory: false))
      last = (hourly.hour, place)
    }
  }

  /// A row that names an interval other than its segment's contradicts it, unless it stands at the segment's edge and
  /// alone names the neighbour's: venues differ in whether the row at a change names the interval that ends or the one that
  /// begins.
  private mutating func markContradictions() {
    var segment = 0
    for row in settlements.indices {
      let settlement = settlements[row]
      while settlement.instant > segments[segment].last { segment += 1 }
      guard let declared = settlement.declared, declared != settlement.interval else { continue }
      let isFirst = row == 0 || settlements[row - 1].instant < segments[segment].first
      let isLast = settlement.instant == segments[segment].last
      func isNamed(by other: Int) -> Bool {
        settlements.indices.contains(other) && settlements[other].declared == declared
          && segments[segment].first <= settlements[other].instant
          && settlements[other].instant <= segments[segment].last
      }
      if isFirst, segment > 0, declared == segments[segment - 1].interval, !isNamed(by: row + 1) { continue }
      if isLast, segment + 1 < segments.count, declared == segments[segment + 1].interval, !isNamed(by: row - 1) {
        continue
      }
      settlements[row].isContradictory = true
    }
  }

  /// Rows of a segment that declare nothing and whose rates stand still between multiples of a longer interval.
  private mutating func markRepetitions() {
    var from = settlements.startIndex
    for segment in segments {
      var to = from
      while to < settlements.endIndex, settlements[to].instant <= segment.last { to += 1 }
      if let repeated = RepeatedRates(settlements[from..<to], every: segment.interval)?.interval {
        for row in from..<to where settlements[row].declared == nil {
          settlements[row].repeated = repeated
          settlements[row].isContradictory = true
        }
      }
      from = to
    }
  }

  /// What a reading of more rows has found to be repeated is so here.
  mutating func markRepetitions(as other: ScheduleReading) {
    var repeated: [Instant: Interval] = [:]
    for settlement in other.settlements { repeated[settlement.instant] = settlement.repeated }
    for row in settlements.indices where settlements[row].declared == nil && settlements[row].repeated == nil {
      guard let interval = repeated[settlements[row].instant] else { continue }
      settlements[row].repeated = interval
      settlements[row].isContradictory = true
    }
  }

  /// Whole hours since 1970 of the hour that `stamp` lies within the tolerance of.
  private static func nearestHour(to stamp: Instant, within tolerance: Interval) -> Int? {
    guard TimeRange.always.contains(stamp) else { return nil }
    let hour = Interval.hour.milliseconds
    let floor = stamp.milliseconds.flooredQuotient(by: hour)
    let past = stamp.milliseconds.flooredRemainder(by: hour)
    if past <= tolerance.milliseconds { return Int(floor) }
    return hour - past <= tolerance.milliseconds ? Int(floor) + 1 : nil
  }

  private static func instant(_ hour: Int) -> Instant {
    Instant(milliseconds: Int64(hour) * Interval.hour.milliseconds)
  }
}

/// What the rows near one whole hour say.
private struct HourlyRow {
  let hour: Int
  /// The first of them; its stamp and declared interval are the settlement's.
  let row: FundingRow
  private(set) var rate: Double
  private(set) var otherRate: Double?

  init(hour: Int, row: FundingRow) {
    self.hour = hour
    self.row = row
    self.rate = row.rate
  }

  /// Takes in a later row of the same hour, and whether it says nothing new. A rate beside none is the rate.
  mutating func repeats(_ later: FundingRow) -> Bool {
    if later.rate.isNaN || later.rate == rate { return true }
    if rate.isNaN {
      rate = later.rate
      return true
    }
    otherRate = later.rate
    return false
  }
}
