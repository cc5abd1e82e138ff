import Market
import Statistics

/// A subject and what came after each of its bars at one horizon: what every section of a study starts from.
public struct HorizonSample: Sendable {
  public let subject: StudySubject
  public let forward: Interval
  /// The horizon in bars.
  public let bars: Int
  /// The return over the horizon from the close of each bar of the frame, a fraction; NaN where it or the subject is unknown.
  public let returns: [Double]
  /// What the estimators judge.
  public let sample: ForwardSample

  /// - Throws: a `StatisticsError` where there is nothing to estimate: no bars, a regime that always or never holds; an
  ///   `Unavailable` where every return is the same, whose error would be zero and look certain.
  public init(_ subject: StudySubject, forward: Interval, bars: Int) throws {
    let closes = subject.frame.values("close")
    let known = subject.known
    let returns = Self.column(closes.count) { row in known[row] ? Self.change(closes, row, bars) : .nan }
    if let same = Self.only(returns) {
      throw Unavailable(
        "the return over \(forward) is \(same.isZero ? "0" : "\(same)") on every bar that counts: the price does not move"
      )
    }
    self.subject = subject
    self.forward = forward
    self.bars = bars
    self.returns = returns
    let next = Self.nextReturns(closes)
    switch subject.values {
    case .regime(let holds):
      sample = try ForwardSample(regime: holds, present: known, y: returns, nextReturns: next, horizon: bars)
    case .signal(let values):
      sample = try ForwardSample(signal: values, y: returns, nextReturns: next, horizon: bars)
    }
  }

  /// The one value of all known returns; nil when they differ by more than rounding, and when fewer than three are known.
  private static func only(_ returns: [Double]) -> Double? {
    var least = Double.infinity
    var most = -Double.infinity
    var known = 0
    for value in returns where !value.isNaN {
      least = min(least, value)
      most = max(most, value)
      known += 1
    }
    return known >= 3 && most - least <= 1e-13 ? least : nil
  }

  /// `returns[t]` is the return from the close of bar t to that of the bar `bars` later; NaN where either is unknown.
  static func returns(_ closes: [Double], bars: Int) -> [Double] {
    column(closes.count) { change(closes, $0, bars) }
  }

  /// The return from the close of each bar to the next close there is, NaN where the bar is missing and after the last. Over
  /// missing bars it is the whole way, and so those after a bar add up to any return from it that spans them.
  static func nextReturns(_ closes: [Double]) -> [Double] {
    var next = Double.nan
    var returns = [Double](repeating: .nan, count: closes.count)
    for row in closes.indices.reversed() where !closes[row].isNaN {
      returns[row] = next / closes[row] - 1
      next = closes[row]
    }
    return returns
  }

  @inline(__always)
  private static func change(_ closes: [Double], _ row: Int, _ bars: Int) -> Double {
    row + bars < closes.count ? closes[row + bars] / closes[row] - 1 : .nan
  }

  /// A value a row, written where it stays.
  @inline(__always)
  private static func column(_ count: Int, _ value: (Int) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { column, initialized in
      for row in 0..<count { column[row] = value(row) }
      initialized = count
    }
  }

  /// `body` of each bar with a known forward return, of the return, and of the number of the episode that it is a part of; nil
  /// outside the regime, and for a signal.
  func eachReturn(_ body: (Int, Double, Int?) -> Void) {
    let episodes = subject.episodes
    var episode = 0
    for (row, value) in returns.enumerated() where !value.isNaN {
      while episode < episodes.count, episodes[episode].upperBound <= row { episode += 1 }
      body(row, value, subject.holds?[row] == true ? episode : nil)
    }
  }

  /// Known forward returns of the bars on which the regime holds, and of those on which it does not; all of them outside
  /// for a signal.
  var sides: (inside: [Double], outside: [Double]) {
    guard case .regime(let holds) = subject.values else { return ([], returns.filter { !$0.isNaN }) }
    var inside: [Double] = []
    var outside: [Double] = []
    for (value, holds) in zip(returns, holds) where !value.isNaN {
      if holds { inside.append(value) } else { outside.append(value) }
    }
    return (inside, outside)
  }
}
