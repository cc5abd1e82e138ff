/// How fast a signal changes its mind, and what trading on it may cost.
public struct SignalTurnover: Sendable, Hashable {
  /// Spearman's correlation of the signal with itself one bar before.
  public let rankAutocorrelation: Double
  /// The same, h bars before: what is left of the ranking when the forward return is over.
  public let rankAutocorrelationOverHorizon: Double
  /// Share of the bars in the top bucket that were not in it h bars before, of those whose bucket was known then. NaN when
  /// there are none.
  public let topTurnover: Double
  /// The same for the bottom bucket.
  public let bottomTurnover: Double
  /// Votes of the spread, each held for h bars.
  public let votes: HeldVotes
  /// The cost of one side, as a fraction, at which the spread is gone. Signed like the spread.
  public let breakEven: Double

  public init(signal: [Double], returns: BucketReturns, horizon: Int) {
    let members = returns.members
    func leaving(_ bucket: Int) -> Double {
      var known = 0
      var others = 0
      for row in members.shares.indices.dropFirst(horizon) where members.bucket(row) == bucket {
        guard let before = members.bucket(row - horizon) else { continue }
        known += 1
        if before != bucket { others += 1 }
      }
      return known == 0 ? .nan : Double(others) / Double(known)
    }
    rankAutocorrelation = Self.autocorrelation(signal, lag: 1)
    rankAutocorrelationOverHorizon = Self.autocorrelation(signal, lag: horizon)
    topTurnover = leaving(returns.members.count - 1)
    bottomTurnover = leaving(0)
    // Votes whose forward return is not known take no part in the spread and so none in its cost.
    votes = HeldVotes(zip(returns.votes, returns.y).map { $1.isNaN ? 0 : $0 }, horizon: horizon)
    breakEven = votes.breakEven(returns.spread)
  }

  private static func autocorrelation(_ signal: [Double], lag: Int) -> Double {
    guard lag < signal.count else { return .nan }
    return Correlation.spearman(Array(signal.dropFirst(lag)), Array(signal.dropLast(lag))).coefficient
  }
}
