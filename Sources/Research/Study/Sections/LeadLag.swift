import Market
import Statistics

/// The same estimate with the signal moved in time: acted on later, and told earlier than anybody could know.
///
/// An effect that fades when the signal is acted on later is one that must be used at once. One that is larger for a signal
/// told earlier says that returns come first and the signal follows them; what is left at zero may be the tail of that, or a
/// timestamp that is later than it says.
public struct LeadLag: Sendable {
  public let points: [Point]
  /// Whether some signal told a horizon early or more, so that its returns had all happened, does better, in |t|, than the
  /// signal itself, and beyond 5 % shared among all of them. Shorter leads say nothing: bars of one episode share their returns.
  public let returnsComeFirst: Bool

  public struct Point: Sendable, Hashable {
    /// Bars by which the signal is moved: positive when it is acted on later, negative when it is told earlier.
    public let bars: Int
    public let slope: Double
    /// Hodrick 1B's.
    public let standardError: Double
    public let p: Double

    public var t: Double { slope / standardError }
  }

  /// - Throws: why the signal where it is has no error.
  public init(_ horizon: HorizonSample) throws(CannotSay) {
    let h = horizon.bars
    let steps = Set([1, h / 2, h, 2 * h, 4 * h]).filter { $0 > 0 }.sorted()
    points = (steps.reversed().map { -$0 } + [0] + steps).compactMap { bars in
      guard let moved = try? HorizonSample(horizon.subject.moved(by: bars), forward: horizon.forward, bars: h),
        let result = try? Hodrick1BEstimator().estimate(moved.sample),
        let error = result.standardError, let p = result.p
      else { return nil }
      return Point(bars: bars, slope: result.estimate, standardError: error, p: p)
    }
    guard let own = points.first(where: { $0.bars == 0 }) else {
      throw CannotSay("the signal where it is has no standard error")
    }
    let early = points.filter { $0.bars <= -h }
    returnsComeFirst = early.contains { $0.p < 0.05 / Double(early.count) && abs($0.t) > abs(own.t) }
  }
}

extension StudySubject {
  /// The same signal `bars` later on the grid: what was known on bar t is known on bar t + bars.
  func moved(by bars: Int) -> StudySubject {
    let closes = frame.values("close")
    func source(_ row: Int) -> Int? {
      let from = row - bars
      return frame.evaluation.contains(row) && known.indices.contains(from) && known[from] && !closes[row].isNaN
        ? from : nil
    }
    let moved = closes.indices.map { source($0) != nil }
    switch values {
    case .regime(let holds):
      return StudySubject(
        self, values: .regime(closes.indices.map { source($0).map { holds[$0] } ?? false }), known: moved)
    case .signal(let numbers):
      return StudySubject(
        self, values: .signal(closes.indices.map { source($0).map { numbers[$0] } ?? .nan }), known: moved)
    }
  }
}
