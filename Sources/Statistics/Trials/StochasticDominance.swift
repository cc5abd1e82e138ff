/// Whether picking by the in-sample Sharpe ratio beats picking at random, for anybody: the distribution of what the picked
/// trial does out of sample against that of all trials.
public struct StochasticDominance: Sendable, Hashable {
  /// The picked trial's distribution function lies nowhere above that of all: everyone who prefers more would pick so.
  public let firstOrder: Bool
  /// Nor does its integral: everyone who also dislikes risk would.
  public let secondOrder: Bool

  /// Divisions over which the distribution of all trials is taken, evenly spaced, when there are more: each brings two
  /// ratios of every trial.
  static let leastDivisions = 400

  /// Compared at 2,048 points of the Sharpe ratio per period from -1 to 1; what lies beyond counts at the ends.
  init(of picked: [Double], over all: RatioCounts) {
    var own = RatioCounts()
    for ratio in picked { own.add(ratio) }
    let scale = (own: 1 / Double(max(1, own.total)), all: 1 / Double(max(1, all.total)))
    var cumulative = (own: 0, all: 0)
    var advantage = 0.0
    var first = true
    var second = true
    for bin in own.counts.indices {
      cumulative.own += own.counts[bin]
      cumulative.all += all.counts[bin]
      let difference = Double(cumulative.all) * scale.all - Double(cumulative.own) * scale.own
      advantage += difference
      first = first && difference >= -1e-12
      second = second && advantage >= -1e-9
    }
    firstOrder = first
    secondOrder = second
  }
}

/// Counts of Sharpe ratios in narrow bins, for distributions of many millions of them.
struct RatioCounts: Sendable {
  static let bins = 2048
  private(set) var counts = [Int](repeating: 0, count: bins)

  var total: Int { counts.reduce(0, +) }

  mutating func add(_ ratio: Double) {
    let place = (ratio + 1) * Double(Self.bins / 2)
    counts[Int(min(max(place, 0), Double(Self.bins - 1)))] += 1
  }

  mutating func add(signedSquares: UnsafePointer<Double>, _ count: Int) {
    for index in 0..<count {
      let ratio = abs(signedSquares[index]).squareRoot()
      add(signedSquares[index] < 0 ? -ratio : ratio)
    }
  }

  mutating func add(_ other: RatioCounts) {
    for bin in counts.indices { counts[bin] += other.counts[bin] }
  }
}
