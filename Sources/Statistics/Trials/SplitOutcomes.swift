import Foundation

/// What some of the divisions of a `SplitPlan` say, two splits each.
struct SplitOutcomes: Sendable {
  private(set) var points: [BacktestOverfitting.Point] = []
  private(set) var logits: [Double] = []
  /// Sharpe ratios out of sample of all trials, over the splits of every `stride`-th division.
  private(set) var all = RatioCounts()

  /// - Parameters:
  ///   - divisions: of the plan, by their number.
  ///   - stride: which divisions enter `all`; their number decides, not who computes them.
  init(_ numbers: Range<Int>, of divisions: [Int], plan: SplitPlan, sums: BlockSums, stride: Int) {
    points.reserveCapacity(2 * numbers.count)
    logits.reserveCapacity(2 * numbers.count)
    let together = 8
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * together * sums.width) { buffer in
      guard let ratios = buffer.baseAddress else { return }
      for first in Swift.stride(from: numbers.lowerBound, to: numbers.upperBound, by: together) {
        let group = first..<min(first + together, numbers.upperBound)
        let halves = group.flatMap { number in
          [sums.half(divisions[number]), sums.half(plan.otherSide(divisions[number]))]
        }
        sums.signedSquares(halves, into: ratios)
        for number in group {
          let one = ratios + 2 * (number - first) * sums.width
          let other = one + sums.width
          add(picked: one, judged: other, trials: sums.trials)
          add(picked: other, judged: one, trials: sums.trials)
          if number % stride == 0 {
            all.add(signedSquares: one, sums.trials)
            all.add(signedSquares: other, sums.trials)
          }
        }
      }
    }
  }

  private mutating func add(picked: UnsafePointer<Double>, judged: UnsafePointer<Double>, trials: Int) {
    let best = Self.largest(picked, trials)
    let outcome = Self.outcome(of: best, picked, judged, trials)
    let (below, level) = Self.places(of: outcome, judged, trials)
    // Ranks below + 1 … below + level are shared. Where nobody has exactly this mean of several, it ranks between.
    let rank = Double(below) + (level > 0 ? Double(level + 1) / 2 : 0.5)
    points.append(
      BacktestOverfitting.Point(inSample: Self.root(best), outOfSample: Self.root(outcome)))
    logits.append(log(rank / (Double(trials + 1) - rank)))
  }

  private static func root(_ signedSquare: Double) -> Double {
    signedSquare < 0 ? -(-signedSquare).squareRoot() : signedSquare.squareRoot()
  }

  private static func largest(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    var lanes = SIMD8<Double>(repeating: -.infinity)
    var index = 0
    while index + 8 <= count {
      let next = eight(values, index)
      lanes.replace(with: next, where: next .> lanes)
      index += 8
    }
    var largest = lanes.max()
    while index < count {
      largest = max(largest, values[index])
      index += 1
    }
    return largest
  }

  /// The signed square out of sample of the trial whose in-sample one is `best`, or of the mean ratio of those that tie.
  private static func outcome(
    of best: Double, _ picked: UnsafePointer<Double>, _ judged: UnsafePointer<Double>, _ trials: Int
  ) -> Double {
    var sum = 0.0
    var ties = 0
    var same = true
    var first = Double.nan
    for start in stride(from: 0, to: trials, by: 8) {
      // Most vectors hold no trial that is picked. The last may hang over into lanes that belong to nobody.
      guard any(eight(picked, start) .== best) else { continue }
      for trial in start..<min(start + 8, trials) where picked[trial] == best {
        if ties == 0 { first = judged[trial] }
        same = same && judged[trial] == first
        sum += root(judged[trial])
        ties += 1
      }
    }
    // The mean of equal numbers may miss them by a last bit, and with it the ties that they are part of.
    guard !same else { return first }
    let mean = sum / Double(ties)
    return mean * abs(mean)
  }

  /// How many values lie below `value`, and how many equal it.
  private static func places(
    of value: Double, _ values: UnsafePointer<Double>, _ count: Int
  ) -> (below: Int, level: Int) {
    var below = SIMD8<Int64>.zero
    var level = SIMD8<Int64>.zero
    var index = 0
    while index + 8 <= count {
      let next = eight(values, index)
      below.replace(with: below &+ 1, where: next .< value)
      level.replace(with: level &+ 1, where: next .== value)
      index += 8
    }
    var places = (below: Int(below.wrappedSum()), level: Int(level.wrappedSum()))
    while index < count {
      if values[index] < value { places.below += 1 }
      if values[index] == value { places.level += 1 }
      index += 1
    }
    return places
  }

  @inline(__always)
  private static func eight(_ values: UnsafePointer<Double>, _ index: Int) -> SIMD8<Double> {
    UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Double>.self)
  }
}
