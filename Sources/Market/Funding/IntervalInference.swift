/// Finds which interval a perpetual's funding was at, hour by hour: the cheapest story that explains the rows.
///
/// A story is an interval and a phase for each row. What does not fit it has a price: a hole in the schedule, a row off
/// it, a change of interval, a declared interval that is another. The story of least price is followed row by row, as
/// Viterbi (1967) does, so a single wide gap is missing settlements, and a change is believed after several equal
/// spacings, or at once when the row declares the interval it comes at. Prices are whole numbers: no rounding decides.
struct IntervalInference {
  /// An interval in whole hours, and the hour of the day, modulo the interval, that it is counted from.
  struct Place: Equatable {
    let hours: Int
    let phase: Int

    func schedules(_ hour: Int) -> Bool { Self.modulo(hour - phase, hours) == 0 }

    func firstScheduled(after hour: Int) -> Int { hour + hours - Self.modulo(hour - phase, hours) }

    static func modulo(_ hour: Int, _ hours: Int) -> Int {
      let remainder = hour % hours
      return remainder < 0 ? remainder + hours : remainder
    }
  }

  /// What breaks ties between stories that cost the same.
  let cadence: Interval

  // The prices. A change whose new interval is seen once is dearer than any hole and than a row off the schedule; once
  // it is seen again it is cheaper than three holes, and there and back cheaper than two rows off the schedule. Rows
  // that come more often than they declare are dearer to call extra than to call wrong, so that an 8-hour rate listed
  // every hour, or every four, is a contradiction; rows that come less often are dearer to call wrong than to miss the
  // others, because a table that keeps every second row is nothing rare.
  private static let extra = 10
  private static let change = 14
  private static let seenAgain = 5
  private static let declaredChange = 3
  private static let declaresLonger = 4
  private static let declaresShorter = 9
  /// The length of a hole hardly matters: an outage of a month is one event. Index: instants missing, 3 for more.
  private static let hole = [0, 4, 6, 8]
  /// Early BitMEX settled daily, OKX has known 6 hours: possible, and not what two rows alone should suggest.
  private static let rare = 6
  /// Schedules count from midnight UTC; BitMEX's 04:00, 12:00, 20:00 and a file in another zone do not.
  private static let unanchored = 4
  private static let notCadence = 1

  /// The lengths that divide a day, the common ones first; of equal stories the earlier wins.
  private static let lengths = [8, 4, 2, 1, 24, 12, 6, 3]
  private static let firstIndex = lengths.indices.map { lengths[..<$0].reduce(0, +) }
  private static let places = lengths.flatMap { hours in (0..<hours).map { Place(hours: hours, phase: $0) } }
  private static let premium = places.map { (8 % $0.hours == 0 ? 0 : rare) + ($0.phase == 0 ? 0 : unanchored) }

  /// The place of each row; a row that its place does not schedule is off the schedule in force there. Hours are whole
  /// hours since 1970, strictly increasing.
  func places(of rows: [(hour: Int, declared: Interval?)]) -> [Place] {
    let all = Self.places.count
    // Each place twice: as one that is settled, and, `all` further on, as one seen on a single spacing's word.
    var cost = Self.places.indices.map {
      Self.premium[$0] + (Interval.hours(Self.places[$0].hours) == cadence ? 0 : Self.notCadence)
    }
    cost += [Int](repeating: Int.max / 2, count: all)
    // The last hour that each has scheduled in its own story; nil before the first.
    var last = [Int?](repeating: nil, count: 2 * all)
    var cameFrom = [UInt8](repeating: 0, count: rows.count * 2 * all)
    for (row, (hour, declared)) in rows.enumerated() {
      let best = Self.cheapest(cost)
      let (bestCost, bestLast) = (cost[best], last[best])
      let base = row * 2 * all
      for index in 0..<(2 * all) { cameFrom[base + index] = UInt8(index) }
      for (length, first) in zip(Self.lengths, Self.firstIndex) {
        let denial = Self.denialPrice(of: declared, at: .hours(length))
        let settled = first + Place.modulo(hour, length)
        let place = Self.places[settled]
        for index in first..<(first + length) where index != settled {
          cost[index] += Self.extra + denial
          cost[all + index] += Self.extra + denial
        }

        func hole(since before: Int?) -> Int { Self.holePrice(of: place, from: before, to: hour) }
        let new = all + settled
        var toSettled = (price: cost[settled] + hole(since: last[settled]), from: settled)
        var toNew = (price: cost[new] + hole(since: last[new]), from: new)
        // Of two stories that cost the same, the later change: 08:00 of an hourly stretch paid for one hour.
        if last[new].map({ place.firstScheduled(after: $0) == hour }) == true {
          if toNew.price - Self.seenAgain <= toSettled.price { toSettled = (toNew.price - Self.seenAgain, new) }
        }
        if let before = bestLast {
          let change = bestCost + hole(since: before)
          if declared == .hours(length), hour - before == length {
            if change + Self.declaredChange < toSettled.price { toSettled = (change + Self.declaredChange, best) }
          } else if change + Self.change + Self.premium[settled] <= toNew.price {
            toNew = (change + Self.change + Self.premium[settled], best)
          }
        }
        for (index, move) in [(settled, toSettled), (new, toNew)] {
          cost[index] = move.price + denial
          last[index] = hour
          cameFrom[base + index] = UInt8(move.from)
        }
      }
    }
    return trace(cameFrom, endingAt: Self.cheapest(cost), rows: rows.count)
  }

  private func trace(_ cameFrom: [UInt8], endingAt end: Int, rows: Int) -> [Place] {
    let width = 2 * Self.places.count
    var index = end
    var found: [Place] = []
    found.reserveCapacity(rows)
    for row in (0..<rows).reversed() {
      found.append(Self.places[index % Self.places.count])
      index = Int(cameFrom[row * width + index])
    }
    return found.reversed()
  }

  private static func holePrice(of place: Place, from before: Int?, to hour: Int) -> Int {
    guard let before else { return 0 }
    let missing = (hour - place.firstScheduled(after: before)) / place.hours
    return hole[min(missing, hole.count - 1)]
  }

  private static func denialPrice(of declared: Interval?, at interval: Interval) -> Int {
    guard let declared, declared != interval else { return 0 }
    return declared > interval ? declaresLonger : declaresShorter
  }

  private static func cheapest(_ cost: [Int]) -> Int {
    var best = 0
    for place in cost.indices where cost[place] < cost[best] { best = place }
    return best
  }
}
