/// A statistic that an operator is given as a word.
enum EventStatistic: String, CaseIterable {
  case mean, sum, std, zscore, min, max, median, rank

  /// Why it has no value of so few, whatever they are; nil where it has.
  func refusal(of count: Int, called plural: String) -> OperatorRefusal? {
    let least = self == .std || self == .zscore || self == .rank ? 2 : 1
    guard count < least else { return nil }
    return OperatorRefusal(
      "\(rawValue) of \(count) is never known", remedy: "take \(least) \(plural) or more")
  }

  /// Whether it is a plain number whatever x counts.
  var isPlain: Bool { self == .zscore || self == .rank }

  /// Of each window of `x`; `phase` as in `Rolling`.
  func over(_ x: [Double], window: Int, phase: Int) -> [Double] {
    switch self {
    case .mean: Rolling.mean(x, window: window, phase: phase)
    case .sum: Rolling.sum(x, window: window, phase: phase)
    case .std: Rolling.std(x, window: window, phase: phase)
    case .zscore: Rolling.zscore(x, window: window, phase: phase)
    case .min: Rolling.min(x, window: window, phase: phase)
    case .max: Rolling.max(x, window: window, phase: phase)
    case .median: Rolling.median(x, window: window)
    case .rank: Rolling.rank(x, window: window)
    }
  }

  /// - Parameter x: oldest first, all of them known.
  func of(_ x: [Double]) -> Double { over(x, window: x.count, phase: 0).last ?? .nan }
}
