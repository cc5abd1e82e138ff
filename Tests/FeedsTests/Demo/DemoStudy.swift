/// What a study of the demo market computes, in plain loops that share nothing with the generator.
enum DemoStudy {
  /// Distance from the mean of the trailing day in standard deviations (ddof 1), NaN where a value of the day is missing
  /// or all are equal. `steps` is how many of the column's smallest steps make one: sums of whole numbers are exact.
  static func zscore(_ values: [Double], steps: Double) -> [Double] {
    let window = 288
    let base = values.first { !$0.isNaN } ?? 0
    let ticks = values.map { (($0 - base) * steps).rounded() }
    var sum = 0.0
    var squares = 0.0
    var known = 0
    func account(_ tick: Double, _ sign: Double) {
      guard !tick.isNaN else { return }
      sum += sign * tick
      squares += sign * tick * tick
      known += Int(sign)
    }
    return ticks.indices.map { row in
      account(ticks[row], 1)
      if row >= window { account(ticks[row - window], -1) }
      guard known == window else { return .nan }
      let mean = sum / 288
      let variance = (squares - sum * mean) / 287
      return variance > 0 ? (ticks[row] - mean) / variance.squareRoot() : .nan
    }
  }

  /// What the condition's bars earn over the next hour, close to close, against all other bars.
  struct Outcome {
    var bars = 0
    var episodes = 0
    var meanInBps = 0.0
    var meanOutBps = 0.0
    /// The difference over its error under the null: Hodrick (1992) 1B, one-bar returns against sums of the regressor.
    var hodrickT = 0.0
    /// The same difference over the error of independent observations, which overlapping hours are not.
    var iidT = 0.0
  }

  static func outcome(of condition: [Bool], close: [Double]) -> Outcome {
    let horizon = 12
    let count = close.count
    var outcome = Outcome()
    var sums = [0.0, 0.0]
    var squares = [0.0, 0.0]
    var rows = [0.0, 0.0]
    for row in 0..<count - horizon {
      let forward = close[row + horizon] / close[row] - 1
      guard !forward.isNaN else { continue }
      let side = condition[row] ? 1 : 0
      sums[side] += forward
      squares[side] += forward * forward
      rows[side] += 1
    }
    for row in condition.indices where condition[row] {
      outcome.bars += 1
      if row == 0 || !condition[row - 1] { outcome.episodes += 1 }
    }
    outcome.meanInBps = sums[1] / rows[1] * 10_000
    outcome.meanOutBps = sums[0] / rows[0] * 10_000
    let difference = sums[1] / rows[1] - sums[0] / rows[0]
    let residual = squares[0] - sums[0] * sums[0] / rows[0] + squares[1] - sums[1] * sums[1] / rows[1]
    let total = rows[0] + rows[1]
    outcome.iidT = difference / (residual / (total - 2) * (1 / rows[0] + 1 / rows[1])).squareRoot()

    let returns = zip(close, close.dropFirst()).map { $1 / $0 - 1 }
    let known = returns.filter { !$0.isNaN }
    let mean = known.reduce(0, +) / Double(known.count)
    // (X'X)⁻¹ X' for the slope on a dummy: −1/n₀ of the constant's score, n/(n₀n₁) of the dummy's.
    let ofConstant = -1 / rows[0]
    let ofDummy = total / (rows[0] * rows[1])
    var recent = 0.0
    var variance = 0.0
    for row in returns.indices {
      if condition[row] { recent += 1 }
      if row >= horizon, condition[row - horizon] { recent -= 1 }
      guard row >= horizon - 1, !returns[row].isNaN else { continue }
      let score = (returns[row] - mean) * (ofConstant * Double(horizon) + ofDummy * recent)
      variance += score * score
    }
    outcome.hodrickT = difference / variance.squareRoot()
    return outcome
  }
}
