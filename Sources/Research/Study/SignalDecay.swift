import Market
import Statistics

/// The rank information coefficient over horizons that double: how soon it comes, and how long it lasts.
public struct SignalDecay: Sendable {
  public struct Point: Sendable, Hashable {
    public let forward: Interval
    public let bars: Int
    public let coefficient: Double
    /// Hodrick 1B's; nil where there is none.
    public let standardError: Double?
  }

  public let points: [Point]

  /// From one bar to four times the longest horizon asked for, and never beyond a twentieth of the window: longer returns
  /// are too few to speak of.
  ///
  /// - Throws: why there is none: a regime, a signal of one value, a window of less than forty bars.
  init(_ subject: StudySubject, _ plan: StudyPlan, longest: Int) throws(Unavailable) {
    guard case .signal(let signal) = subject.values else {
      throw Unavailable("a regime is not a number, so it has no information coefficient")
    }
    guard plan.depth == .everything else { throw Unavailable("only a judgement was asked for") }
    let closes = subject.frame.values("close")
    let next = HorizonSample.returns(closes, bars: 1)
    let last = min(4 * longest, subject.frame.evaluation.count / 20)
    let lengths = Array(sequence(first: 1) { $0 * 2 }.prefix { $0 <= last })
    let points = Study.map(lengths.count, rows: closes.count) { index -> Point? in
      let bars = lengths[index]
      let returns = zip(HorizonSample.returns(closes, bars: bars), subject.known).map { $1 ? $0 : .nan }
      guard
        let ranks = try? InformationCoefficient(
          .spearman, signal: signal, y: returns, nextReturns: next, horizon: bars)
      else { return nil }
      return Point(
        forward: subject.frame.grid.interval * bars, bars: bars, coefficient: ranks.coefficient,
        standardError: ranks.sample.estimates([Hodrick1BEstimator()])[0].standardError)
    }
    self.points = points.compactMap(\.self)
    guard self.points.count >= 2 else {
      throw Unavailable("\(subject.frame.evaluation.count) bars are too few to follow a coefficient over horizons")
    }
  }
}
