extension CircularShift {
  /// Equal bins from -edge to edge, the observed slope inside.
  public struct Histogram: Hashable, Sendable {
    public let edge: Double
    public let counts: [Int]

    public var width: Double { 2 * edge / Double(counts.count) }
  }

  /// Standard deviation of the shifted slopes about zero, the value under the null.
  public var nullDeviation: Double {
    (Sums.squares(shifted) / Double(shifted.count)).squareRoot()
  }

  /// Quantiles of the shifted slopes. Sorts them.
  public func nullQuantiles(_ shares: [Double] = [0.005, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.995]) -> [Double]
  {
    let quantiles = Quantiles(shifted)
    return shares.map { quantiles[$0] }
  }

  /// The shifted slopes counted in `bins` equal bins, for a picture. An odd number has a bin around zero.
  public func nullHistogram(bins: Int = 41) -> Histogram {
    precondition(bins > 0, "at least one bin")
    let edge = shifted.reduce(abs(observed)) { max($0, abs($1)) }
    var counts = [Int](repeating: 0, count: bins)
    for value in shifted {
      let bin = edge > 0 ? Int((value + edge) / (2 * edge) * Double(bins)) : 0
      counts[min(max(bin, 0), bins - 1)] += 1
    }
    return Histogram(edge: edge, counts: counts)
  }
}
