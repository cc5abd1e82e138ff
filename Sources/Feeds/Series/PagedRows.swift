/// Rows of several answers of an interface, one behind the other in the order in which they were asked for: each goes forwards
/// or backwards in time, as the interface answers, and the answers may go the other way.
enum PagedRows {
  /// The rows in order of time; nil for rows that are no such answers. Two of them may share the row at which they meet, and no
  /// more: what is of one time stands in one answer.
  static func order(_ stamps: [Int64]) -> [Int]? {
    let steps = zip(stamps, stamps.dropFirst())
    let isBackwards = steps.count { $0 > $1 } > steps.count { $0 < $1 }
    // Where a step goes against most others another answer begins.
    var pages = [0..<min(1, stamps.count)]
    for row in stamps.indices.dropFirst() {
      let goesOn = isBackwards ? stamps[row] <= stamps[row - 1] : stamps[row] >= stamps[row - 1]
      if goesOn {
        pages[pages.count - 1] = pages[pages.count - 1].lowerBound..<row + 1
      } else {
        pages.append(row..<row + 1)
      }
    }
    let spans = pages.filter { !$0.isEmpty }.map { page in
      let ends = (stamps[page.lowerBound], stamps[page.upperBound - 1])
      return min(ends.0, ends.1)...max(ends.0, ends.1)
    }.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    guard zip(spans, spans.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else { return nil }
    // Of rows of one time the one that was told last stands first where answers go backwards.
    return stamps.indices.sorted { (stamps[$0], isBackwards ? -$0 : $0) < (stamps[$1], isBackwards ? -$1 : $1) }
  }
}
