/// The episodes of a condition: how often it came, which is the size of the sample that a regime gives.
///
/// An episode goes from the first bar on which the condition holds to the last one before a bar on which it is known not to
/// hold. A bar on which that is not known, because a column or the bar itself is missing, ends none: nothing says that the
/// condition stopped. If it did, every hole in the data would make two stories of one and an anecdote would pass for a sample.
public enum Episodes {
  /// - Parameter holds: whether the condition holds on a row; nil where that is not known.
  /// - Returns: rows from the first to the last on which it holds, of each episode, in order and apart from each other. Rows
  ///   within on which nothing is known are among them.
  /// - Complexity: one pass over `count` rows.
  public static func among(_ count: Int, _ holds: (Int) -> Bool?) -> [Range<Int>] {
    var episodes: [Range<Int>] = []
    var (first, last) = (-1, -1)
    for row in 0..<count {
      guard let holds = holds(row) else { continue }
      if holds {
        if first < 0 { first = row }
        last = row
      } else if first >= 0 {
        episodes.append(first..<last + 1)
        first = -1
      }
    }
    if first >= 0 { episodes.append(first..<last + 1) }
    return episodes
  }

  /// The first row of the episode that `row` is in.
  ///
  /// - Parameter row: one on which the condition holds.
  /// - Complexity: the rows back to the last on which it is known not to hold.
  public static func start(of row: Int, _ holds: (Int) -> Bool?) -> Int {
    var start = row
    for earlier in stride(from: row - 1, through: 0, by: -1) {
      guard let holds = holds(earlier) else { continue }
      guard holds else { break }
      start = earlier
    }
    return start
  }
}

extension ForwardSample {
  /// The episodes of a regime, in rows; nil for a signal.
  ///
  /// They are those of the regime, whatever the horizon. One of which no row has a forward return is no part of the sample
  /// and is left out.
  var episodeRows: [Range<Int>]? {
    guard kind == .regime else { return nil }
    let (presence, weights) = (outcomes.presence, outcomes.weights)
    return Episodes.among(count) { presence[$0] > 0 ? x[$0] > 0 : nil }
      .filter { rows in rows.contains { weights[$0] > 0 && x[$0] > 0 } }
  }

  /// How many episodes of the regime the sample has; nil for a signal.
  public var episodes: Int? { episodeRows?.count }
}
