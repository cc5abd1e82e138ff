import Statistics

/// What follows each fifth of a signal, and what it would take to live off the difference. Fifths by the signal's own past
/// only, so that somebody at each bar could have known them.
public struct SignalQuantiles: Sendable {
  /// Known bars behind the first edges.
  public let warmUp: Int
  public let returns: BucketReturns
  public let monotonicity: Result<Monotonicity, Unavailable>
  public let turnover: SignalTurnover
  public let hits: HitRate?

  /// Fifths.
  public static let count = 5

  /// Edges begin when a tenth of the known bars, and at least fifty for each bucket, have gone by: edges from a handful of
  /// values put the first days wherever they please.
  static func warmUp(known: Int) -> Int { max(50 * count, known / 10) }

  /// - Throws: why there are none: too few bars, or values so equal that no bar falls into the top or the bottom.
  init(_ horizon: HorizonSample, signal: [Double]) throws(Unavailable) {
    let known = signal.count { !$0.isNaN }
    let warmUp = Self.warmUp(known: known)
    guard known > 2 * warmUp else {
      throw Unavailable(
        "\(known) known bars are too few for edges from the past, which take \(warmUp) and as many again to be judged")
    }
    let next = HorizonSample.returns(horizon.subject.frame.values("close"), bars: 1)
    do {
      let buckets = try ExpandingBuckets(signal, count: Self.count, warmUp: warmUp)
      returns = try BucketReturns(buckets, y: horizon.returns, nextReturns: next, horizon: horizon.bars)
      hits = HitRate(buckets, y: horizon.returns)
    } catch {
      throw Unavailable("hardly a bar is in the top or in the bottom fifth of the signal's own past")
    }
    self.warmUp = warmUp
    turnover = SignalTurnover(signal: signal, returns: returns, horizon: horizon.bars)
    let returns = returns
    monotonicity = Result { () throws(Unavailable) in
      do { return try Monotonicity(returns) } catch { throw Unavailable("\(error)") }
    }
  }
}
