import Market
import Numerics
import Signals
import Statistics

/// What a signal shows of the returns after it, as far as it takes to ask whether any market has given that.
public struct ForwardClaim: Sendable, Hashable {
  /// Of the signal with the return after it, Pearson's, or what its t comes to.
  public let correlation: Double
  /// By Hodrick 1B; nil where it has no error.
  public let t: Double?
  /// Bars that the slope rests on: of a flag those that it marks.
  public let rows: Double
  /// Bars on which signal and return are known, and over how many bars returns are.
  public let observations: Int
  public let horizon: Int
  /// Of a signal that reads the traded bars alone, the correlation of a bar's return with that of the bar before; nil of others,
  /// whose columns may be known too early.
  public let bounce: Double?
  /// The same of one that reads prices beside the bars, all of which move with the bar they stand on (`FairPrice`).
  public let fairBounce: Double?

  public init(
    correlation: Double, t: Double?, rows: Double, observations: Int, horizon: Int, bounce: Double? = nil,
    fairBounce: Double? = nil
  ) {
    (self.correlation, self.t, self.rows) = (correlation, t, rows)
    (self.observations, self.horizon, self.bounce, self.fairBounce) = (observations, horizon, bounce, fairBounce)
  }

  /// The same of a t alone, which says what the correlation would be.
  public init(t: Double, rows: Double, observations: Int, horizon: Int, bounce: Double? = nil) {
    let returns = Double(max(1, observations)) / Double(max(1, horizon))
    self.init(
      correlation: t / returns.squareRoot(), t: t, rows: rows, observations: observations, horizon: horizon,
      bounce: bounce)
  }

  init(_ sample: ForwardSample, t: Double?, of subject: StudySubject) {
    let claim = ForwardClaim(
      correlation: sample.correlation, t: t, rows: sample.rowsBehindSlope, observations: sample.observations,
      horizon: sample.horizon)
    // Asked of few: a scan has thousands of claims.
    let isAsked = claim.beyondReal != nil
    self.init(
      correlation: claim.correlation, t: t, rows: claim.rows, observations: claim.observations,
      horizon: claim.horizon,
      bounce: isAsked && subject.readsBarsAlone ? TradedBars(subject.frame).bounce ?? 0 : nil,
      fairBounce: isAsked ? subject.fairBounce : nil)
  }

  /// - Returns: nil where there is nothing to estimate.
  public init?(_ subject: StudySubject, forward: Interval, bars: Int) {
    guard let sample = try? HorizonSample(subject, forward: forward, bars: bars).sample else { return nil }
    self.init(sample, t: (try? Hodrick1BEstimator().estimate(sample))?.t, of: subject)
  }

  /// Returns that do not overlap.
  private var returns: Double { Double(observations) / Double(max(1, horizon)) }

  /// Whether prices that bounce make as much of it, for whoever reads them alone.
  ///
  /// A price that is off by an error of its own each time has returns that are a moving average of one lag. What the past of such
  /// returns says of the next correlates with it by θ/√(1 + θ²), where their own correlation is -θ/(1 + θ²).
  var isBounce: Bool {
    guard let bounce, bounce < Self.leastBounce else { return false }
    let own = min(-bounce, 0.5)
    let theta = (1 - (1 - 4 * own * own).squareRoot()) / (2 * own)
    return correlation.magnitude < theta / (1 + theta * theta).squareRoot() + 0.1
  }

  /// Whether closes that are off by a bounce make as much of it, for whoever sees by how much they are.
  var isFairBounce: Bool {
    guard let fairBounce else { return false }
    guard correlation.magnitude < FairPrice.most(bounce: fairBounce, bars: horizon) + 0.1 else { return false }
    return eventSize.map { $0 < FairPrice.mostAfterEvents(bounce: fairBounce, bars: horizon) + 0.1 } ?? true
  }

  private static let leastBounce = -0.1
  /// Those of real signals over an hour are below a tenth.
  private static let correlation = 0.4
  /// Of the return after each event, in deviations.
  private static let size = 0.8
  /// Standard errors that chance does not come to.
  private static let errors = 6.0

  /// What of it no market has given anybody: a correlation above two fifths, or a return after few bars that is most of its
  /// own deviation away from the others, which says little to a correlation. Nil of what may be.
  public var beyondReal: String? {
    if correlation.magnitude > Self.correlation, correlation.magnitude * returns.squareRoot() > Self.errors {
      return "the correlation with the return after it is \(correlation.twoDigits)"
    }
    guard let t, t.magnitude > Self.errors, let size = eventSize, size > Self.size else { return nil }
    return
      "the return after the values that its slope rests on, which weigh as much as \(Double.counted(Int(events.rounded()), "bar")), is \(size.twoDigits) of its deviations away from all others (t \(t.twoDigits))"
  }

  // What moves on more than a quarter of the bars is a signal, and a correlation tells. Events that stand apart are no more than
  // returns that do not overlap.
  private var events: Double { min(rows, returns) }

  /// Of the return after few bars, in deviations; nil of more.
  private var eventSize: Double? {
    guard let t, t.isFinite, events >= 1, rows * 4 <= Double(observations) else { return nil }
    return t.magnitude / events.squareRoot()
  }
}
