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

/// What came after each row, and which rows count: all of a forward sample that does not change when the regressor is
/// moved against it.
///
/// Arrays are on the grid, a zero where a row does not count, so that a distance in rows is a distance in bars and loops
/// need no branches.
struct ForwardOutcomes: Sendable {
  let horizon: Int
  /// Rows of the grid.
  let count: Int
  /// 1 where both the regressor and the forward return are known.
  let weights: [UInt8]
  /// Forward return less its mean over the rows that count, 0 elsewhere.
  let deviations: [Double]
  let mean: Double
  let observations: Int
  /// Rows on which the regressor is known; nil when it is known on all.
  let known: KnownRows?
  /// 1 where the regressor is known.
  let presence: [UInt8]
  /// One-bar returns by the rows whose forward returns they are in.
  let weighed: WeighedReturns
  /// Bars of the sample, which is what lag rules count: from the first row that counts to the end of the last return, as far
  /// as the regressor is known. A warm-up before it is on the grid and no part of it.
  let span: Int

  /// Hodrick's e, 0 where it has no weight.
  var shocks: [Double] { weighed.shocks }
  var shockCount: Int { weighed.count }
  /// 1 on rows that Hodrick's windows hold.
  var held: [UInt8] { weighed.held }

  /// Rows on which the regressor is known.
  var knownCount: Int { known?.count ?? count }

  init(y: [Double], present: [Bool], nextReturns: [Double], horizon: Int) throws {
    let count = present.count
    for (name, column) in [("forward returns", y), ("next returns", nextReturns)] {
      guard column.count == count else {
        throw StatisticsError.differentLengths(column: name, have: column.count, expected: count)
      }
      if let row = column.firstIndex(where: { $0.isInfinite }) {
        throw StatisticsError.infiniteValue(column: name, row: row)
      }
    }
    let weights = Self.flags(count) { present[$0] && !y[$0].isNaN }
    let observations = weights.reduce(0) { $0 + Int($1) }
    guard observations >= 3 else { throw StatisticsError.tooFewObservations(have: observations, need: 3) }
    let filled = elementwise(count) { weights[$0] > 0 ? y[$0] : 0 }
    let mean = Sums.sum(filled) / Double(observations)

    self.horizon = horizon
    self.count = count
    self.weights = weights
    deviations = elementwise(count) { Double(weights[$0]) * (filled[$0] - mean) }
    self.mean = mean
    self.observations = observations
    known = present.allSatisfy { $0 } ? nil : KnownRows(present)
    presence = Self.flags(count) { present[$0] }
    weighed = WeighedReturns(counts: weights, known: { present[$0] }, nextReturns: nextReturns, horizon: horizon)
    span = Self.span(weights, present, horizon: horizon)
  }

  private static func span(_ weights: [UInt8], _ present: [Bool], horizon: Int) -> Int {
    guard let first = weights.firstIndex(of: 1), let last = weights.lastIndex(of: 1) else { return weights.count }
    let known = present.lastIndex(of: true) ?? last
    return min(known, last + horizon) - first + 1
  }

  @inline(__always)
  private static func flags(_ count: Int, _ isSet: (Int) -> Bool) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { flags, initialized in
      for row in 0..<count { flags[row] = isSet(row) ? 1 : 0 }
      initialized = count
    }
  }
}

extension ForwardOutcomes {
  /// `value` of every row that counts, in order.
  @inline(__always)
  func counted(_ value: (Int) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: observations) { values, initialized in
      for row in 0..<count where weights[row] > 0 {
        values[initialized] = value(row)
        initialized += 1
      }
    }
  }
}
