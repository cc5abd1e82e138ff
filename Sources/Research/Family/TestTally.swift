import Market
import Statistics

/// How often the data of a market have been tested, whatever the dataset was called, and what that leaves of the p-values just seen.
///
/// Whoever tries a hypothesis a day has a family, declared or not. The tally takes every hypothesis that was ever tested
/// on the data as one family and adjusts by Holm: hard on the last one tried, and the only reading that does not depend
/// on which attempts one cares to mention.
public struct TestTally: Sendable, Hashable {
  public let market: String
  /// Distinct hypotheses that have been tested on the data, these among them.
  public let distinct: Int
  /// Of those just tested, how many had not been tested before.
  public let fresh: Int
  public let results: [Result]

  /// One hypothesis just tested.
  public struct Result: Sendable, Hashable {
    public let signal: String
    public let forward: Interval
    /// Two-sided, the larger of Hodrick 1B's and the circular shift's where that was counted; nil where nothing could be said.
    public let p: Double?
    public let hasShift: Bool
    /// After Holm over all of them.
    public let adjusted: Double?
  }

  /// - Parameters:
  ///   - all: p of every hypothesis tested on the data; nil counts as 1.
  ///   - tested: those just tested, by their place in `all`, and whether shifts were counted for that p.
  public init(
    market: String, all: [Double?], fresh: Int,
    tested: [(signal: String, forward: Interval, place: Int, hasShift: Bool)]
  ) {
    self.market = market
    distinct = all.count
    self.fresh = fresh
    let adjusted = Correction.holm.adjusted(all.map { $0 ?? 1 })
    results = tested.map { test in
      Result(
        signal: test.signal, forward: test.forward, p: all[test.place], hasShift: test.hasShift,
        adjusted: all[test.place].map { _ in adjusted[test.place] })
    }
  }

  /// The one that comes out best, if any could be judged.
  public var best: Result? {
    results.filter { $0.adjusted != nil }.min { ($0.adjusted ?? 1, $0.p ?? 1) < ($1.adjusted ?? 1, $1.p ?? 1) }
  }
}
