/// What the trials of a sweep came to, gathered block by block in memory that does not grow with their number.
public struct TrialTally: Sendable {
  public let rank: RankedFigure
  public private(set) var board: Leaderboard
  public private(set) var completed = 0
  public private(set) var failed = 0
  /// Completed trials without the figure ranked by, mostly because they never traded.
  public private(set) var unranked = 0
  /// The figure ranked by, of every trial or of evenly spaced ones, in order; NaN where there is none.
  public private(set) var scores: [Double] = []
  /// Each how many trials one is in `scores`.
  public let spacing: Int
  /// The first few reasons for which trials failed, and how many had each.
  public private(set) var reasons: [(reason: String, trials: Int)] = []

  /// A page shows no more points than this.
  private static let mostScores = 20_000
  private static let mostReasons = 5

  /// - Parameters:
  ///   - trials: of the whole sweep.
  ///   - best: how many to keep with all their figures.
  public init(rank: RankedFigure, trials: Int, best: Int) {
    self.rank = rank
    board = Leaderboard(size: best, smallestFirst: rank.smallestFirst)
    spacing = max(1, (trials + Self.mostScores - 1) / Self.mostScores)
  }

  /// Blocks are added in order.
  public mutating func add(_ block: MeasuredBlock) {
    board.add(block, figure: rank.index)
    failed += block.failures.count
    completed += block.points.count - block.failures.count
    for (offset, point) in block.points.enumerated() {
      let score = block.value(rank.index, at: offset)
      if score.isNaN, block.failures[offset] == nil { unranked += 1 }
      if point % spacing == 0 { scores.append(score) }
    }
    for (_, reason) in block.failures.sorted(by: { $0.key < $1.key }) {
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].trials += 1
      } else if reasons.count < Self.mostReasons {
        reasons.append((reason, 1))
      }
    }
  }
}
