extension StudentT {
  /// The t that is exceeded in size with probability `p`: 1.96 at 0.05 for very many degrees of freedom. NaN outside (0, 1).
  ///
  /// By halving an interval: a critical value is asked for once a table, and nothing about it can go wrong.
  public func criticalValue(twoSided p: Double) -> Double {
    guard p > 0, p < 1, degreesOfFreedom > 0 else { return .nan }
    var low = 0.0
    var high = 1.0
    while twoSidedP(high) > p, high < 1e300 { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if twoSidedP(middle) > p { low = middle } else { high = middle }
    }
  }
}
