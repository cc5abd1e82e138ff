extension CircularShift {
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
}
