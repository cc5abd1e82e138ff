/// The circular-shift test on a panel: the regressors of all markets are moved by the same number of stamps, so that
/// everything markets share at a stamp, and all that each remembers, stays; only what comes after is another.
///
/// The circle is made of the stamps on which some market counts. Where a market has holes, a shift lays some of its
/// regressor over them; the slope of a shift is then that of the pairs that meet. It breaks every tie between regressor and
/// returns, that with their variance too; `PanelStudentisedShift` asks about the mean alone.
public struct PanelShift: Sendable {
  /// b(s) for every admissible s, in order of s.
  public let shifted: [Double]
  /// The first admissible shift: the largest over the markets of what `CircularShift` asks of one, and at least h.
  public let minimumShift: Int
  /// (1 + #{|b(s)| ≥ |b(0)|})/(1 + S), two-sided; differences in rounding count as ties.
  public let p: Double

  /// Standard deviation of the shifted slopes about zero.
  public var nullDeviation: Double { (Sums.squares(shifted) / Double(shifted.count)).squareRoot() }

  /// - Throws: `noAdmissibleShift`.
  /// - Complexity: O(markets × stamps × log stamps).
  public init(_ sample: PanelSample) throws {
    let rows = Self.circle(sample)
    var products = [Double](repeating: 0, count: rows.count)
    var squares = products
    var memory = sample.horizon
    for (member, deviations) in zip(sample.members, sample.deviations) {
      let x = rows.map { deviations.x[$0] }
      let correlation = CircularCorrelation(x, rows.map { deviations.y[$0] })
      let weights = rows.map { deviations.weights[$0] }
      let meets = CircularCorrelation(x.map { $0 * $0 }, weights).cross
      for shift in rows.indices {
        products[shift] += correlation.cross[shift]
        squares[shift] += meets[shift]
      }
      memory = max(memory, Self.memory(member, deviations, rows: rows, own: correlation.own))
    }
    guard rows.count >= 2 * memory else {
      throw StatisticsError.noAdmissibleShift(observations: rows.count, minimumShift: memory)
    }
    let size = sample.deviations.reduce(0) { $0 + Sums.squares($1.y) }
    let tolerance = CircularShift.tieTolerance * (sample.regressorSumOfSquares * size).squareRoot()
    let floor = 1e-9 * sample.regressorSumOfSquares
    let slopes = (memory...rows.count - memory).map { squares[$0] > floor ? products[$0] / squares[$0] : 0 }
    let threshold = abs(sample.slope) - tolerance / sample.regressorSumOfSquares
    minimumShift = memory
    shifted = slopes
    p = Double(1 + slopes.count { abs($0) >= threshold }) / Double(1 + slopes.count)
  }

  /// Stamps on which some market counts.
  static func circle(_ sample: PanelSample) -> [Int] {
    (0..<sample.count).filter { row in sample.deviations.contains { $0.weights[row] > 0 } }
  }

  /// `minimumShift` without the test, admissible or not.
  static func leastShift(_ sample: PanelSample) -> Int {
    let rows = circle(sample)
    let memories = concurrentMap(sample.members.count) { index in
      let x = rows.map { sample.deviations[index].x[$0] }
      return memory(
        sample.members[index], sample.deviations[index], rows: rows, own: CircularCorrelation(x, x).own)
    }
    return max(sample.horizon, memories.max() ?? 1)
  }

  /// The longest run of the rarer state of a regime; for a signal the first lag at which it has forgotten itself.
  private static func memory(
    _ member: PanelMember, _ deviations: PanelDeviations, rows: [Int], own: [Double]
  ) -> Int {
    guard Sums.squares(deviations.x) > 0 else { return 1 }
    let known = rows.filter { deviations.weights[$0] > 0 }
    guard known.allSatisfy({ member.x[$0] == 0 || member.x[$0] == 1 }) else { return ShiftCircle.memory(own) }
    let runs = ShiftCircle.runs(known.map { member.x[$0] > 0 })
    let rarer = deviations.meanX <= 0.5 ? runs.inside : runs.outside
    return rarer.map(\.count).max() ?? 1
  }
}
