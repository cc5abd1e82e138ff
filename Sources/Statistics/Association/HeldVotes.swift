/// What it takes to trade votes that are each held for h bars: every bar one h-th of the position is renewed.
///
/// With votes v the position after bar t is Z_t = Σ_{i<h} v_{t-i}, and Σ v_t y_t = Σ Z_t r_{t+1}: what a spread of h-bar
/// returns earns is earned by Z, bar by bar, and what it costs is Σ|Z_t - Z_{t-1}| times the cost of a side. Their ratio
/// does not depend on the scale of the votes.
public struct HeldVotes: Sendable, Hashable {
  /// Σ|Z_t - Z_{t-1}|, getting in and out at the ends included, in units of the votes.
  public let traded: Double
  /// Σ|Z_t|.
  public let held: Double

  /// Traded a bar, as a share of the average position: 2/h when every vote is another than the last, small for a signal that
  /// stays where it is.
  public var turnover: Double { held > 0 ? traded / held : .nan }

  /// - Parameter votes: one a bar, zero for none, never NaN: a bar on which nothing is known is a bar without a vote.
  public init(_ votes: [Double], horizon: Int) {
    let positions = windowSums(votes, width: horizon)
    var traded = 0.0
    var before = 0.0
    for position in positions {
      traded += abs(position - before)
      before = position
    }
    self.traded = traded + abs(before)
    held = Sums.sum(positions.map(abs))
  }

  private init(traded: Double, held: Double) {
    self.traded = traded
    self.held = held
  }

  /// Books of several markets together.
  public static func + (a: HeldVotes, b: HeldVotes) -> HeldVotes {
    HeldVotes(traded: a.traded + b.traded, held: a.held + b.held)
  }

  /// The cost of one side, as a fraction of what is traded, at which `gain` is gone; NaN when nothing is traded. Signed
  /// like the gain: below zero the votes lose before costs, and their opposite breaks even there.
  public func breakEven(_ gain: Double) -> Double { traded > 0 ? gain / traded : .nan }
}
