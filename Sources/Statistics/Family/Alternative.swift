/// Which way a hypothesis says that an effect goes. Declared before looking: chosen afterwards, a one-sided p is half of
/// what it should be.
public enum Alternative: Hashable, Sendable {
  case greater, less, either

  /// `value` turned so that large speaks for the hypothesis.
  func directed(_ value: Double) -> Double {
    switch self {
    case .greater: value
    case .less: -value
    case .either: abs(value)
    }
  }

  /// P of a standard normal to be as far out as `t`.
  public func normalP(_ t: Double) -> Double {
    switch self {
    case .greater: NormalDistribution.cumulative(-t)
    case .less: NormalDistribution.cumulative(t)
    case .either: NormalDistribution.twoSidedP(t)
    }
  }
}

extension CircularShift {
  /// The counted p in one direction, (1 + #{b(s) as far that way as b(0)})/(1 + S); `p` itself for either.
  ///
  /// Shifts within 1e-8 of their own deviation count as ties and against the hypothesis, as in `p`.
  public func p(_ alternative: Alternative) -> Double {
    guard alternative != .either else { return p }
    let threshold = alternative.directed(observed) - 1e-8 * nullDeviation
    let asFar = shifted.lazy.filter { alternative.directed($0) >= threshold }.count
    return Double(1 + asFar) / Double(1 + shifted.count)
  }
}
