/// The best few of many, kept in order while they stream by.
public struct Leaderboard: Sendable {
  public struct Entry: Sendable, Hashable {
    public let point: Int
    /// The figure ranked by.
    public let score: Double
    /// Every figure, in the sweep's order.
    public let figures: [Double]
  }

  public let size: Int
  public let smallestFirst: Bool
  /// Best first; ties in the order of the points.
  public private(set) var entries: [Entry] = []

  public init(size: Int, smallestFirst: Bool) {
    self.size = size
    self.smallestFirst = smallestFirst
  }

  /// Considers every point of a block that has the figure.
  public mutating func add(_ block: MeasuredBlock, figure: Int) {
    for (offset, point) in block.points.enumerated() {
      let score = block.value(figure, at: offset)
      guard !score.isNaN else { continue }
      if entries.count == size, let last = entries.last, isBetter(last.score, than: score) { continue }
      // Blocks may come in any order, so a tie is decided by the point and not by who came first.
      let place = entries.firstIndex { isBetter(score, than: $0.score) || ($0.score == score && point < $0.point) }
      entries.insert(Entry(point: point, score: score, figures: block.figures(at: offset)), at: place ?? entries.count)
      if entries.count > size { entries.removeLast() }
    }
  }

  /// The first few, each outcome once with how many of them came to it.
  package func outcomes(_ count: Int) -> [(entry: Entry, trials: Int)] {
    var places: [[UInt64]: Int] = [:]
    var outcomes: [(entry: Entry, trials: Int)] = []
    for entry in entries.prefix(count) {
      let figures = entry.figures.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
      if let place = places[figures] {
        outcomes[place].trials += 1
      } else {
        places[figures] = outcomes.count
        outcomes.append((entry, 1))
      }
    }
    return outcomes
  }

  private func isBetter(_ a: Double, than b: Double) -> Bool { smallestFirst ? a < b : a > b }
}
