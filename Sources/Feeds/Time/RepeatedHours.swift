import Market

/// The hours that a clock showed twice, as the rows of a file have them that tells the two apart by their order.
///
/// Where only one of the two stands there, the order does not say which: it goes on from the row before as well as the other
/// goes on to the row behind.
struct RepeatedHours {
  private struct Met {
    var first = false
    var second = false
  }

  private let zone: ClockZone
  /// By series, and by the instant at which the clock was set back.
  private var met: [String: [Int64: Met]] = [:]
  private var ends: [String: (first: Int64, last: Int64)] = [:]

  init(_ zone: ClockZone) { self.zone = zone }

  mutating func meet(_ stamp: Int64, of series: String) {
    let (first, last) = ends[series] ?? (stamp, stamp)
    ends[series] = (min(first, stamp), max(last, stamp))
    guard let instant = zone.setBack(around: stamp)?.at else { return }
    if stamp < instant {
      met[series, default: [:]][instant, default: Met()].first = true
    } else {
      met[series, default: [:]][instant, default: Met()].second = true
    }
  }

  /// What is to be said of hours that stand there once, with rows on both sides; nil where there is none.
  var note: String? {
    var once: [(instant: Int64, length: Int64, isFirst: Bool)] = []
    for (series, hours) in met {
      guard let (first, last) = ends[series] else { continue }
      for (instant, met) in hours where met.first != met.second {
        guard let length = zone.setBack(around: instant)?.by, first < instant - length, last >= instant + length else {
          continue
        }
        once.append((instant, length, met.first))
      }
    }
    guard let hour = once.min(by: { $0.instant < $1.instant }) else { return nil }
    let others = Set(once.map(\.instant)).count - 1
    let from = Instant(milliseconds: hour.instant - hour.length).minuteText
    return
      "clocks in \(zone.name) showed the time from \(from) UTC on twice, and the rows have it once: taken as the "
      + "\(hour.isFirst ? "first" : "second"), which the order does not say; say --repeated "
      + "\(hour.isFirst ? "second" : "first") where it is the other"
      + (others == 0 ? "" : " (\(others) more such \(others == 1 ? "hour" : "hours"))")
  }
}
