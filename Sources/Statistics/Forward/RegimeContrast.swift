/// Forward returns in a regime beside those outside it: the plain figures, before anyone asks how sure they are.
public struct RegimeContrast: Hashable, Sendable {
  /// Rows in the regime, of those that count.
  public let barsIn: Int
  public let barsOut: Int
  /// How often the regime came (`Episodes`), of those with a row that counts. This, and not the number of bars, is the size
  /// of the sample: bars of one episode share one story.
  public let episodes: Int
  /// Bars of the longest, from its first to its last.
  public let longestEpisode: Int
  public let meanIn: Double
  public let medianIn: Double
  public let meanOut: Double
  public let medianOut: Double
  public let meanAll: Double
  /// Shares of forward returns above zero, inside and outside; a return of exactly zero is no hit.
  public let hitRateIn: Double
  public let hitRateOut: Double

  /// `meanIn - meanOut`, which is the slope that the estimators judge.
  public var difference: Double { meanIn - meanOut }

  /// Nil for a signal, which has no inside.
  public init?(_ sample: ForwardSample) {
    guard let stretches = sample.episodeRows else { return nil }
    let outcomes = sample.outcomes
    var inside: [Double] = []
    var outside: [Double] = []
    outside.reserveCapacity(sample.observations)
    for row in 0..<sample.count where outcomes.weights[row] > 0 {
      let value = outcomes.deviations[row] + outcomes.mean
      if sample.x[row] > 0 { inside.append(value) } else { outside.append(value) }
    }
    barsIn = inside.count
    barsOut = outside.count
    episodes = stretches.count
    longestEpisode = stretches.map(\.count).max() ?? 0
    meanIn = Sums.sum(inside) / Double(inside.count)
    meanOut = Sums.sum(outside) / Double(outside.count)
    hitRateIn = Double(inside.count { $0 > 0 }) / Double(inside.count)
    hitRateOut = Double(outside.count { $0 > 0 }) / Double(outside.count)
    medianIn = Quantiles.median(reordering: &inside)
    medianOut = Quantiles.median(reordering: &outside)
    meanAll = outcomes.mean
  }
}

/// How sure the two means of a contrast are, each by itself: Newey-West over all bars, Bartlett, lags twice the horizon.
public struct MeanErrors: Hashable, Sendable {
  public let inside: Double
  public let outside: Double

  public init(_ contrast: RegimeContrast, _ sample: ForwardSample) {
    let outcomes = sample.outcomes
    func error(of mean: Double, over bars: Int, where holds: (Double) -> Bool) -> Double {
      let scores = (0..<sample.count).map { row in
        outcomes.weights[row] > 0 && holds(sample.x[row]) ? outcomes.deviations[row] + outcomes.mean - mean : 0
      }
      return bartlettSum(scores, lags: 2 * sample.horizon).squareRoot() / Double(bars)
    }
    inside = error(of: contrast.meanIn, over: contrast.barsIn) { $0 > 0 }
    outside = error(of: contrast.meanOut, over: contrast.barsOut) { $0 <= 0 }
  }
}
