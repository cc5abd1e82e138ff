import Synchronization

extension StudentT {
  /// The t that is exceeded in size with probability `p`: 1.96 at 0.05 for very many degrees of freedom. NaN outside (0, 1).
  public func criticalValue(twoSided p: Double) -> Double {
    Statistics.criticalValue(twoSided: p) { t in
      let tail = twoSidedP(t)
      return tail.isNaN ? nil : tail > p
    }
  }
}

extension FixedBDistribution {
  /// The t that is exceeded in size with probability `p`. NaN outside (0, 1) and unless b is positive.
  public func criticalValue(twoSided p: Double) -> Double {
    let key = SIMD2(b, p)
    if let value = Self.criticalValues.withLock({ $0[key] }) { return value }
    let value = Statistics.criticalValue(twoSided: p, isAbove: { tail(at: $0, isAbove: p) })
    Self.criticalValues.withLock { $0[key] = value }
    return value
  }

  // One takes a million logarithms, and samples of one length ask for the same one.
  private static let criticalValues = Mutex<[SIMD2<Double>: Double]>([:])
}

/// Where a falling tail passes `p`, by halving an interval: nothing about halving can go wrong.
///
/// - Parameter isAbove: whether the tail beyond a number is more than `p`; nil where it is not known.
private func criticalValue(twoSided p: Double, isAbove: (Double) -> Bool?) -> Double {
  guard p > 0, p < 1, isAbove(1) != nil else { return .nan }
  var low = 0.0
  var high = 1.0
  while isAbove(high) == true, high < 1e300 { high *= 2 }
  // Forty halvings of a bracket no wider than the answer settle twelve digits.
  for _ in 0..<40 {
    let middle = low + (high - low) / 2
    if isAbove(middle) == true { low = middle } else { high = middle }
  }
  return low + (high - low) / 2
}
