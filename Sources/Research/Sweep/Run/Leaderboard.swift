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

  private func isBetter(_ a: Double, than b: Double) -> Bool { smallestFirst ? a < b : a > b }
}
