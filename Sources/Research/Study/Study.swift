import Market
import Statistics

/// Does it predict, and how sure can we be: forward returns given a regime or a signal, at several horizons.
///
/// The forward return over h bars from the close of bar t is close[t+h] / close[t] - 1, a simple return between two
/// closes: what was known when the signal was, to what was known h bars later. Bars whose end lies past the data, or on
/// either side of a gap, have none and are left out.
public struct Study: Sendable {
  public let subject: StudySubject
  public let plan: StudyPlan
  public let horizons: [HorizonStudy]
  /// A signal's rank coefficient over horizons.
  public let decay: Result<SignalDecay, Unavailable>
  /// The path of price around the first bars of episodes; nil unless the plan asks for everything.
  public let events: Result<EventStudy, Unavailable>?

  /// - Throws: a `Problem` for a horizon that is no whole number of bars or longer than the data.
  public init(_ subject: StudySubject, _ plan: StudyPlan) throws(Problem) {
    let grid = subject.frame.grid
    let bars = try plan.horizons.map { forward throws(Problem) in
      try forward.horizon(in: subject.frame.evaluation.count, barsOf: grid.interval)
    }
    // Paths come first: only they read more than closes, which then need not stay beside the rest.
    events =
      plan.depth == .everything
      ? Result { () throws(Unavailable) in
        // A day on both sides at most: beyond it the bands of anything that moves hold everything.
        let most = Interval.day.count(of: grid.interval) ?? 48
        return try EventStudy(subject, reach: min(max(48, most), max(12, bars.max() ?? 12)))
      } : nil
    let subject = subject.keeping(["close"])
    self.subject = subject
    self.plan = plan
    let partitions = plan.depth == .everything ? PartitionsOnDemand(subject, given: plan.given) : nil
    horizons = Self.map(bars.count, rows: grid.count) { index in
      do {
        return HorizonStudy(
          try HorizonSample(subject, forward: plan.horizons[index], bars: bars[index]), plan: plan,
          partitions: partitions)
      } catch {
        return HorizonStudy(impossible: error, subject, forward: plan.horizons[index], bars: bars[index])
      }
    }
    decay = Result { () throws(Unavailable) in try SignalDecay(subject, plan, longest: bars.max() ?? 1) }
  }

  /// Bars from which on horizons wait for each other. Each is some fifteen columns at its height, and keeps all cores busy
  /// by itself when it is long.
  private static let longSample = 1 << 20

  static func map<Value: Sendable>(_ count: Int, rows: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    rows < longSample ? concurrentMap(count, body) : (0..<count).map(body)
  }
}
