/// The regime that really predicts, judged at each bar's close from what was known then, as a user would judge it.
///
/// The market watches itself through this rule instead of through the hidden state, so that the condition a user can
/// write down is the planted one exactly, with no error of measurement between truth and finding.
struct DemoStress {
  static let expression =
    "zscore(funding_rate, 1d) > 1.5 and zscore(premium, 1d) > 1.5 and zscore(open_interest, 1d) > 1"
  /// Bars over which price falls after the last bar of stress: one hour.
  static let horizon = 12
  /// Added to the return of each of those bars, in basis points.
  static let driftBps = -1.4
  static let drift = driftBps / 10_000

  private var funding = DemoDay()
  private var premium = DemoDay()
  private var interest = DemoDay()

  /// Takes what was known at the close of a bar, nil where nothing was, and says whether leverage is crowded.
  mutating func isStressed(funding: Int?, premium: Int?, interest: Int?) -> Bool {
    self.funding.append(funding)
    self.premium.append(premium)
    self.interest.append(interest)
    guard let fundingScore = self.funding.score, let premiumScore = self.premium.score,
      let interestScore = self.interest.score
    else { return false }
    return fundingScore > 1.5 && premiumScore > 1.5 && interestScore > 1
  }
}

/// The last day's values of one column, in whole ticks, and the z-score of the newest among them.
///
/// Whole numbers make the running sums exact, so that a rate that has not moved for a day has a deviation of zero and
/// not of what rounding left over.
private struct DemoDay {
  private var values = [Int?](repeating: nil, count: DemoClock.barsPerDay)
  private var next = 0
  private var known = 0
  private var sum = 0
  private var squares = 0

  mutating func append(_ value: Int?) {
    if let oldest = values[next] { account(oldest, sign: -1) }
    values[next] = value
    if let value { account(value, sign: 1) }
    next = (next + 1) % values.count
  }

  private mutating func account(_ value: Int, sign: Int) {
    known += sign
    sum += sign * value
    squares += sign * value * value
  }

  /// Nil while a value of the day is missing, and when all are equal.
  var score: Double? {
    guard known == values.count, let newest = values[(next + values.count - 1) % values.count] else { return nil }
    let mean = Double(sum) / Double(known)
    let variance = (Double(squares) - Double(sum) * mean) / Double(known - 1)
    return variance > 0 ? (Double(newest) - mean) / variance.squareRoot() : nil
  }
}
