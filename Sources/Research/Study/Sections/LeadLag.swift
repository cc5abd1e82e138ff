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
  /// signal itself, and beyond 5% shared among all of them. Shorter leads say nothing: bars of one episode share their returns.
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
  public init(_ horizon: HorizonSample) throws(Unavailable) {
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
      throw Unavailable("the signal where it is has no standard error")
    }
    let early = points.filter { $0.bars <= -h }
    returnsComeFirst = early.contains { $0.p < 0.05 / Double(early.count) && abs($0.t) > abs(own.t) }
  }
}

extension StudySubject {
  /// The same signal `bars` later on the grid: what was known on bar t is known on bar t + bars.
  func moved(by bars: Int) -> StudySubject {
    let closes = frame.values("close")
    let rows = frame.evaluation.clamped(to: bars..<max(bars, closes.count + min(0, bars)))
    var moved = [Bool](repeating: false, count: closes.count)
    for row in rows { moved[row] = known[row - bars] && !closes[row].isNaN }
    switch values {
    case .regime(let holds):
      var inside = [Bool](repeating: false, count: closes.count)
      for row in rows { inside[row] = moved[row] && holds[row - bars] }
      return StudySubject(self, values: .regime(inside), known: moved)
    case .signal(let numbers):
      var values = [Double](repeating: .nan, count: closes.count)
      for row in rows where moved[row] { values[row] = numbers[row - bars] }
      return StudySubject(self, values: .signal(values), known: moved)
    }
  }
}
