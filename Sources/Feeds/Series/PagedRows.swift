import Market

/// Rows of several answers of an interface, one behind the other in whatever order they were asked for: each goes forwards or
/// backwards in time, as the interface answers. Answers may overlap, as polls do: what they say of one bar is one bar.
struct PagedRows {
  private let stamps: [Int64]
  /// By row: which answer it is of.
  private let pages: [Int]
  /// By answer: the times at which it says that it was made.
  private let made: [[AnswerTime]]

  init(_ stamps: [Int64], pages: [Int], made: [[AnswerTime]]) {
    (self.stamps, self.pages, self.made) = (stamps, pages, made)
  }

  /// The rows in order of time, and of one time in order of the answers; nil where an answer goes both ways.
  func order() -> [Int]? {
    var (start, backwards) = (stamps.startIndex, Set<Int>())
    while start < stamps.endIndex {
      let end = pages[start...].firstIndex { $0 != pages[start] } ?? pages.endIndex
      let steps = zip(stamps[start..<end], stamps[start..<end].dropFirst())
      if !steps.allSatisfy({ $0 <= $1 }) {
        guard steps.allSatisfy({ $0 >= $1 }) else { return nil }
        backwards.insert(pages[start])
      }
      start = end
    }
    // Of rows of one time the one that was told last stands first where an answer goes backwards.
    return stamps.indices.sorted { a, b in
      let isBackwards = pages[a] == pages[b] && backwards.contains(pages[a])
      return (stamps[a], pages[a], isBackwards ? -a : a) < (stamps[b], pages[b], isBackwards ? -b : b)
    }
  }

  /// Bars that each answer says were open when it was made. An answer is not made before its last bar opens: what says so is
  /// the time of something else.
  func open(_ order: [Int], width: Int64, areEnds: Bool) -> [Int: AnswerTime] {
    var open: [Int: AnswerTime] = [:]
    let latest = latest
    for row in order where stamps[row] == latest[pages[row]] {
      let end = stamps[row] + (areEnds ? 0 : width)
      guard made.indices.contains(pages[row]),
        let time = made[pages[row]].filter({ $0.stamp > end - width }).min(by: { $0.stamp < $1.stamp }),
        time.stamp < end
      else { continue }
      open[row] = time
    }
    return open
  }

  /// Whether the second of two bars, open, high, low and amounts of each, may be the first with more of its trades.
  static func grows(_ former: [Double], _ latter: [Double]) -> Bool {
    zip(former, latter).enumerated().allSatisfy { place, values in
      let (a, b) = values
      guard !a.isNaN, !b.isNaN else { return true }
      return place == 0 ? a == b : place == 2 ? b <= a : b >= a
    }
  }

  /// The last time of each answer.
  private var latest: [Int: Int64] {
    var latest: [Int: Int64] = [:]
    for (stamp, page) in zip(stamps, pages) { latest[page] = max(latest[page] ?? stamp, stamp) }
    return latest
  }

  /// Of bars of one time in several answers, in order: the one that was over, where that is known. The last bar of an answer
  /// may have been open, and a bar that others follow was over; of two that may have been open the later knows more where it
  /// has traded more and gone further.
  ///
  /// - Parameter holds: whether the second of two bars may be the first with more of its trades.
  /// - Returns: the rows that are kept; where nothing tells, all of that time.
  func merged(_ order: [Int], holds: (_ earlier: Int, _ later: Int) -> Bool) -> [Int] {
    let latest = latest
    var kept: [Int] = []
    for row in order {
      guard let last = kept.last, stamps[last] == stamps[row], pages[last] != pages[row] else {
        kept.append(row)
        continue
      }
      let mayBeOpen = [last, row].map { stamps[$0] == latest[pages[$0]] }
      switch (mayBeOpen[0], mayBeOpen[1]) {
      case (true, _) where holds(last, row): kept[kept.count - 1] = row
      case (_, true) where holds(row, last): continue
      default: kept.append(row)
      }
    }
    return kept
  }
}
