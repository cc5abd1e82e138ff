import Market

/// Rows in order of time, each once, and what contradicts another refused.
extension SeriesBuilder {
  /// Bars of several answers, each once and none that an answer says was open when it was made.
  mutating func withoutOpenPolls(_ order: [Int], _ paged: PagedRows) -> [Int] {
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

  /// The rows in order of time. Files go forwards or, as interfaces answer, backwards; anything else is refused unless the
  /// profile says that it happens.
  mutating func inOrder(
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
  func arePolls(_ isBackwards: Bool) -> Bool {
    guard entry.kind.rows == .chain, var furthest = stamps.first else { return false }
    for stamp in stamps {
      guard (isBackwards ? stamp - furthest : furthest - stamp) <= ChainPolls.longest.milliseconds else { return false }
      furthest = isBackwards ? min(furthest, stamp) : max(furthest, stamp)
    }
    return true
  }

  mutating func withoutRepeats(
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
  mutating func withoutEvents(_ order: [Int], fail: (Unusable) throws -> Void) throws -> [Int] {
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
  mutating func withoutContracts(
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
  mutating func withoutContradictions(_ order: [Int], fail: (Unusable) throws -> Void) throws -> [Int] {
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

  func changes(_ order: [Int]) -> [Int] {
    var kept: [Int] = []
    for row in order {
      if let last = kept.last, columns.allSatisfy({ $0[last].bitPattern == $0[row].bitPattern }) { continue }
      kept.append(row)
    }
    return kept
  }
}
