import Market
import Statistics

/// How long the parameter sets hold what they decide on, which is how far ahead the outcome of a row lies.
public struct HoldingTimes: Sendable, Hashable {
  /// Sets that were looked at, spread over all of them.
  public let sets: Int
  /// Holdings begun by them over the whole window.
  public let holdings: Int
  /// Median over all holdings, in bars.
  public let medianBars: Int
  /// The length that 95% of holdings do not exceed, in bars, every set counting alike however often it trades.
  public let longBars: Int

  /// Sets are looked at up to this many: the long end of a thousand like sets is found in a hundred.
  static let mostSets = 100
  static let quantile = 0.95

  /// Nil when no set ever held anything.
  init?(_ replays: TrialReplays) {
    let sampled = TrialSample.choice(from: 0..<replays.candidates.count, best: nil, most: Self.mostSets)
    let lengths = concurrentMap(sampled.count) { index in
      (try? replays.decisions(of: sampled[index], on: replays.tape.rows))?.holdingLengths ?? []
    }
    let all = lengths.flatMap(\.self)
    guard !all.isEmpty else { return nil }
    sets = sampled.count
    holdings = all.count
    medianBars = Int(Quantiles(all.map(Double.init)).median)
    longBars = Self.length(of: lengths.filter { !$0.isEmpty })
  }

  /// By set, lengths of its holdings. Counted one by one, those of a set that trades a thousand times would hide those of one that
  /// holds for weeks; by the longest alone, a single odd corner of the grid would rule out all training.
  private static func length(of sets: [[Int]]) -> Int {
    let weighed = sets.flatMap { lengths in lengths.map { (length: $0, weight: 1 / Double(lengths.count)) } }
      .sorted { $0.length < $1.length }
    var reached = 0.0
    for item in weighed {
      reached += item.weight
      if reached >= quantile * Double(sets.count) - 1e-9 { return item.length }
    }
    return weighed.last?.length ?? 0
  }
}
