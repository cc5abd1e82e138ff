/// What a signal keeps of itself, and how far its shocks are those of returns: all that the bias of its t comes from.
///
/// Both are taken under the null that nothing is predicted. Then returns are shocks, and in
///
///     x_{t+k} = θ + ρ_k·x_t + κ·(r_{t+1} + … + r_{t+k}) + e
///
/// they stand on the right at no cost. The errors of ρ_k are those of e, the part of the signal that has nothing to do with
/// returns. The plain regression of x on its past errs together with the t that is to be corrected: a walk whose level
/// "predicts" by chance looks just then as if it came back to its mean, and a bias reckoned from that is too small where
/// it is needed most. The closer a signal is to price itself, the more exact is the ρ found here; for its logarithm it is 1.
///
/// A mean over half a day follows returns with a lag, and one bar of it shows little of them. So k doubles as long as the
/// sample holds twelve such spans, and the span counts whose bias is largest. Twelve are few, and three errors of a
/// correlation then ask for 0.87: a mean over a fiftieth of the sample reaches that and loses its bias (t of a walk's mean
/// over 8,000/56 bars is -1.60 on average and -0.31 after it, found in 33 and 5% of samples), one over a seventh does not.
public struct SharedShocks: Hashable, Sendable {
  /// Over one length of time.
  package struct Span: Hashable, Sendable {
    /// k.
    package let bars: Int
    /// ρ a bar, with what small samples take from it given back; 1 where that reaches one.
    package let autocorrelation: Double
    /// δ, of x_{t+k} - ρ_k·x_t with the returns of those k bars.
    package let correlation: Double

    package init(bars: Int, autocorrelation: Double, correlation: Double) {
      self.bars = bars
      self.autocorrelation = autocorrelation
      self.correlation = correlation
    }
  }

  /// Those with a correlation that is more than chance.
  package let spans: [Span]
  /// Bars on which the signal and the return after it are known.
  public let observations: Int

  /// Correlations within so many standard errors of zero are none.
  static let leastErrors = 3.0
  /// Spans of one length that a sample must hold.
  static let leastSpans = 12

  /// - Parameters:
  ///   - x: the signal, one value a bar, NaN where unknown.
  ///   - nextReturns: `nextReturns[t]` is the return of the bar after t, NaN where unknown.
  /// - Complexity: O(rows), about five passes over them, and as many again where shocks are shared.
  public init(_ x: [Double], nextReturns: [Double]) {
    precondition(x.count == nextReturns.count, "a return for each row")
    let returns = KnownSums(nextReturns)
    var (sum, known, observations) = (0.0, 0, 0)
    for row in x.indices where !x[row].isNaN {
      sum += x[row]
      known += 1
      if !nextReturns[row].isNaN { observations += 1 }
    }
    self.observations = observations
    var spans: [Span] = []
    var bars = 1
    while bars * Self.leastSpans <= observations {
      if let span = Self.span(x, returns, bars: bars, around: sum / Double(max(1, known)), observations) {
        spans.append(span)
      }
      bars *= 2
    }
    self.spans = spans
  }

  private static func span(
    _ x: [Double], _ returns: KnownSums, bars: Int, around centre: Double, _ observations: Int
  ) -> Span? {
    // Spans that overlap by more than three quarters say the same.
    let pairs = SpanPairs(x: x, sums: returns, bars: bars, step: max(1, bars / 4), centre: centre)
    let moments = PairMoments(pairs)
    guard moments.count > Double(leastSpans) / 2, let (kept, correlation, share) = moments.shared else { return nil }
    let n = Double(observations) / Double(bars)
    guard abs(correlation) * n.squareRoot() > leastErrors,
      moments.errorsOfShare(share, kept: kept, in: pairs, spans: n) > leastErrors
    else { return nil }
    // Kendall's bias of the part that returns do not explain.
    let raised = kept > 0 ? kept + (1 - correlation * correlation) * (1 + 3 * kept) / n : kept
    if raised >= 1 { return Span(bars: bars, autocorrelation: 1, correlation: correlation) }
    guard raised > (bars == 1 ? -1 : 0) else { return nil }
    return Span(bars: bars, autocorrelation: root(of: raised, bars), correlation: correlation)
  }

  /// The root of a power of two, by square roots.
  private static func root(of value: Double, _ power: Int) -> Double {
    var (root, power) = (value, power)
    while power > 1 {
      root = root.squareRoot()
      power /= 2
    }
    return root
  }

  /// The bias of t at one horizon, from the span on which it is largest; nil where no shock is shared.
  public func biasOfT(horizon: Int) -> BiasOfT? {
    spans.map { BiasOfT($0, observations: observations, horizon: horizon) }.max { abs($0.t) < abs($1.t) }
  }
}

/// Sums of returns over spans of bars, and whether all of a span are known.
private struct KnownSums {
  private let sums: [Double]
  private let unknown: [Int32]

  init(_ returns: [Double]) {
    var (sum, missing) = (0.0, Int32(0))
    var sums = [0.0]
    var unknown = [Int32(0)]
    sums.reserveCapacity(returns.count + 1)
    unknown.reserveCapacity(returns.count + 1)
    for value in returns {
      if value.isNaN { missing += 1 } else { sum += value }
      sums.append(sum)
      unknown.append(missing)
    }
    (self.sums, self.unknown) = (sums, unknown)
  }

  /// `body` of the sum of the returns that follow each such row, over so many bars.
  @inline(__always)
  func forEach(bars: Int, step: Int, _ body: (Int, Double) -> Void) {
    sums.withUnsafeBufferPointer { sums in
      unknown.withUnsafeBufferPointer { unknown in
        for row in stride(from: 0, to: sums.count - 1 - bars, by: step) where unknown[row] == unknown[row + bars] {
          body(row, sums[row + bars] - sums[row])
        }
      }
    }
  }
}

/// A signal now, the same k bars later and the returns between, where all are known.
private struct SpanPairs {
  let x: [Double]
  let sums: KnownSums
  let bars: Int
  let step: Int
  /// Taken off the signal, so that nothing is lost in sums of squares.
  let centre: Double

  @inline(__always)
  func forEach(_ body: (_ now: Double, _ later: Double, _ returns: Double) -> Void) {
    x.withUnsafeBufferPointer { x in
      sums.forEach(bars: bars, step: step) { row, r in
        let a = x[row] - centre
        let b = x[row + bars] - centre
        guard !a.isNaN, !b.isNaN else { return }
        body(a, b, r)
      }
    }
  }
}

/// Their sums and those of their products.
private struct PairMoments {
  private(set) var count = 0.0
  private var (now, later, returns) = (0.0, 0.0, 0.0)
  private var (nowNow, laterLater, returnsReturns) = (0.0, 0.0, 0.0)
  private var (nowLater, nowReturns, laterReturns) = (0.0, 0.0, 0.0)

  init(_ pairs: SpanPairs) {
    pairs.forEach { a, b, r in
      count += 1
      now += a
      later += b
      returns += r
      nowNow += a * a
      laterLater += b * b
      returnsReturns += r * r
      nowLater += a * b
      nowReturns += a * r
      laterReturns += b * r
    }
  }

  /// ρ_k with returns beside it, δ and κ; nil where the signal, the returns or what is left of the signal does not vary.
  var shared: (kept: Double, correlation: Double, share: Double)? {
    func centred(_ product: Double, _ a: Double, _ b: Double) -> Double { product - a * b / count }
    let xx = centred(nowNow, now, now)
    let rr = centred(returnsReturns, returns, returns)
    let xr = centred(nowReturns, now, returns)
    let xz = centred(nowLater, now, later)
    let zr = centred(laterReturns, later, returns)
    let zz = centred(laterLater, later, later)
    let determinant = xx * rr - xr * xr
    guard xx > 1e-12 * nowNow, rr > 0, determinant > 1e-12 * xx * rr else { return nil }
    let kept = (xz * rr - zr * xr) / determinant
    let own = zz - 2 * kept * xz + kept * kept * xx
    guard own > 1e-12 * zz, own > 0 else { return nil }
    return (
      kept, max(-1, min(1, (zr - kept * xr) / (own * rr).squareRoot())), (zr * xx - xz * xr) / determinant
    )
  }

  /// κ over White's error of it. A signal of how wild returns are takes its shocks from the wildest of them, whose signs decide
  /// a correlation that its usual error calls certain.
  func errorsOfShare(_ share: Double, kept: Double, in pairs: SpanPairs, spans: Double) -> Double {
    let (now, later, returns) = (now / count, later / count, returns / count)
    var (meat, squares) = (0.0, 0.0)
    pairs.forEach { a, b, r in
      let deviation = r - returns
      let score = (b - later - kept * (a - now) - share * deviation) * deviation
      meat += score * score
      squares += deviation * deviation
    }
    // Pairs overlap, and are as good as so many spans.
    return abs(share) * squares / (meat * count / spans).squareRoot()
  }
}
