import Market
import Statistics

/// How long the parameter sets hold what they decide on, which is how far ahead the outcome of a row lies.
public struct HoldingTimes: Sendable, Hashable {
  /// Sets that were looked at, evenly spread over all of them.
  public let sets: Int
  /// Holdings begun by them over the whole window.
  public let holdings: Int
  /// Median over all holdings, in bars.
  public let medianBars: Int
  /// The longest, over sets, of the length that 95 % of a set's holdings do not exceed, in bars.
  public let longBars: Int

  /// Sets are looked at up to this many: the long end of a thousand like sets is found in a hundred.
  static let mostSets = 100
  static let quantile = 0.95

  /// Nil when no set ever held anything.
  init?(_ replays: TrialReplays) {
    let count = min(Self.mostSets, replays.candidates.count)
    let sampled = (0..<count).map { $0 * replays.candidates.count / count }
    let lengths = concurrentMap(count) { index in
      (try? replays.decisions(of: sampled[index], on: replays.tape.rows))?.holdingLengths ?? []
    }
    let all = lengths.flatMap(\.self).map(Double.init)
    guard !all.isEmpty else { return nil }
    sets = count
    holdings = all.count
    medianBars = Int(Quantiles(all).median)
    longBars =
      lengths.filter { !$0.isEmpty }.map { Int(Quantiles($0.map(Double.init))[Self.quantile].rounded(.up)) }
      .max() ?? 0
  }
}
