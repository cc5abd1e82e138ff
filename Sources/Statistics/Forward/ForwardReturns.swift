/// Forward returns from one-bar returns.
public enum ForwardReturns {
  /// The sum of `nextReturns[t ..< t + horizon]` for every row t; NaN where one of them is unknown or past the end.
  ///
  /// With log returns this is the h-bar log return. `nextReturns[t]` is the first one-bar return a decision on row t can
  /// earn: close to close under fills at the close, open to open when filled at the next open. The caller picks one and
  /// stays with it.
  ///
  /// - Complexity: O(rows) whatever the horizon.
  public static func sums(of nextReturns: [Double], horizon: Int) -> [Double] {
    precondition(horizon > 0, "a horizon of at least one bar")
    let count = nextReturns.count
    guard horizon <= count else { return [Double](repeating: .nan, count: count) }
    let filled = nextReturns.map { $0.isNaN ? 0 : $0 }
    let sums = windowSums(filled, width: horizon)
    var result = [Double](repeating: .nan, count: count)
    var known = 0
    for (row, value) in nextReturns.enumerated() {
      known = value.isNaN ? 0 : known + 1
      if known >= horizon { result[row - horizon + 1] = sums[row] }
    }
    return result
  }
}
