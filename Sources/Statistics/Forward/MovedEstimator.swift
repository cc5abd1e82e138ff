/// An estimator that knows its p-value on a moved regime from the sums of `MovedRegime`, without the moved sample.
protocol MovedEstimator: ForwardEstimator {
  /// The p of `estimate` on the moved sample, to some six digits; nil where only that estimate can tell.
  func p(_ moved: MovedRegime) -> Double?
}

extension MovedEstimator {
  fileprivate func p(
    _ moved: MovedRegime, meat: Double?, _ method: EstimatorMethod = EstimatorMethod()
  ) -> Double? {
    guard let meat, meat > 0 else { return nil }
    return EstimatorResult(
      name: name, estimate: moved.slope, variance: meat / (moved.squares * moved.squares), method: method
    ).p
  }
}

extension ClassicalEstimator: MovedEstimator {
  func p(_ moved: MovedRegime) -> Double? {
    p(moved, meat: moved.residualSquares / (moved.moves.totals.n - 2) * moved.squares)
  }
}

extension HjalmarssonEstimator: MovedEstimator {
  func p(_ moved: MovedRegime) -> Double? {
    p(moved, meat: moved.residualSquares / (moved.moves.totals.n - 2) * moved.squares * Double(moved.horizon))
  }
}

extension HeteroskedasticEstimator: MovedEstimator {
  func p(_ moved: MovedRegime) -> Double? {
    let scores = moved.scoreSquares
    let n = moved.moves.totals.n
    switch correction {
    case .smallSample: return p(moved, meat: (scores.inside + scores.outside) * n / (n - 2))
    case .leverage, .leverageSquared:
      let inside = 1 - 1 / n - (1 - moved.mean) * (1 - moved.mean) / moved.squares
      let outside = 1 - 1 / n - moved.mean * moved.mean / moved.squares
      guard inside > 1e-6, outside > 1e-6 else { return nil }
      return p(
        moved,
        meat: correction == .leverage
          ? scores.inside / inside + scores.outside / outside
          : scores.inside / (inside * inside) + scores.outside / (outside * outside))
    default: return p(moved, meat: scores.inside + scores.outside)
    }
  }
}

extension NeweyWestEstimator: MovedEstimator {
  func p(_ moved: MovedRegime) -> Double? {
    guard let lags = movedLags(moved) else { return nil }
    return p(moved, meat: moved.bartlettSum(lags: lags), method(lags: lags, bars: moved.span))
  }

  private func movedLags(_ moved: MovedRegime) -> Int? {
    switch rule {
    case .automatic: AutomaticLags.neweyWest1994(moved)
    case .fixed(let lags): lags(moved.horizon, moved.span)
    }
  }
}

extension AutomaticLags {
  /// The lags of `neweyWest1994(scores:)` on a moved regime: s₀ is the uniform window of the first n lags, and what Bartlett's
  /// window lacks of it is s₁ over n + 1. Nil where they are a hair from the next whole number.
  fileprivate static func neweyWest1994(_ moved: MovedRegime) -> Int? {
    let looked = looked(bars: moved.span)
    guard looked > 0 else { return 0 }
    guard let level = moved.uniformSum(lags: looked), let bartlett = moved.bartlettSum(lags: looked) else { return nil }
    let wanted = wanted(level: level, slope: Double(looked + 1) * (level - bartlett), bars: moved.span)
    guard abs(wanted - wanted.rounded()) > 1e-7 * max(1, wanted) else { return nil }
    return wanted < Double(moved.span) ? Int(wanted) : moved.span - 1
  }
}

extension HansenHodrickEstimator: MovedEstimator {
  func p(_ moved: MovedRegime) -> Double? {
    let lags = LagRule.overlap(horizon: moved.horizon).lags(observations: moved.span)
    guard let sum = moved.uniformSum(lags: lags) else { return nil }
    return p(moved, meat: sum > 0 ? sum : moved.bartlettSum(lags: lags))
  }
}

extension Hodrick1BEstimator: MovedEstimator {
  func p(_ moved: MovedRegime) -> Double? {
    moved.moves.episodes.slope(moved.ranges).map { NormalDistribution.twoSidedP($0.t) }
  }
}

extension NonOverlappingEstimator: MovedEstimator {
  /// Within an offset HC0's variance is Σ(y - mean)²/n² of the bars inside plus the same outside.
  func p(_ moved: MovedRegime) -> Double? {
    let h = moved.horizon
    var inside = [RegimeMoves.Totals](repeating: RegimeMoves.Totals(), count: h)
    var last = 0
    var offset = 0
    moved.forEachInside { row, y in
      offset += row - last
      if offset >= h { offset %= h }
      last = row
      inside[offset].add(y)
    }
    var ts: [Double] = []
    ts.reserveCapacity(h)
    for offset in 0..<h {
      let own = inside[offset]
      let others = moved.moves.offsets[offset].less(own)
      guard min(own.n, others.n) >= Double(Self.leastBars) else { continue }
      let variance = own.spread / (own.n * own.n) + others.spread / (others.n * others.n)
      // Bars that are all alike inside and out: whether that is no spread or none at all is not for sums to say.
      guard variance > 1e-8 * (own.squares / (own.n * own.n) + others.squares / (others.n * others.n)) else {
        return nil
      }
      ts.append((own.sum / own.n - others.sum / others.n) / variance.squareRoot())
    }
    return ts.isEmpty ? nil : NormalDistribution.twoSidedP(Quantiles(ts).median)
  }
}

/// Three columns that one moved sample leaves to the next.
///
/// A calibration makes hundreds of samples as long as the first, one after the other. Fresh memory for each of their columns
/// has to be cleared page by page, which on long samples takes as much time as the estimators.
///
/// Handed from move to move and never shared by two: nobody may ask the sample of the last one anything any more.
final class MovedSpare: @unchecked Sendable {
  fileprivate var x: [Double] = []
  fileprivate var scores: [Double] = []
  fileprivate var running: [Double] = []
}

extension ForwardSample {
  /// `shifted(by:)` in the columns of a sample before it.
  func shifted(by shift: Int, reusing spare: MovedSpare) throws -> ForwardSample {
    let known = outcomes.known ?? KnownRows(count: count)
    if spare.x.count != count { spare.x = x }
    known.turn(x, from: known.count - shift % max(1, known.count), into: &spare.x)
    return try ForwardSample(kind: kind, x: spare.x, outcomes: outcomes, scratch: ForwardScratch(spare))
  }
}

extension ScoreWindows {
  /// The windows of the scores of a fit, in spare columns where there are some.
  init(_ fit: SlopeFit, _ x: [Double], _ outcomes: ForwardOutcomes, _ spare: MovedSpare?) {
    guard let spare else {
      self.init(fit.scores(x, outcomes))
      return
    }
    if spare.scores.count != x.count {
      spare.scores = [Double](repeating: 0, count: x.count)
      spare.running = [Double](repeating: 0, count: x.count + 1)
    }
    spare.scores.withUnsafeMutableBufferPointer { scores in
      fit.eachScore(x, outcomes) { scores[$0] = $1 }
      spare.running.withUnsafeMutableBufferPointer { running in
        if let sums = running.baseAddress { Sums.running(UnsafeBufferPointer(scores), into: sums) }
      }
    }
    self.init(scores: spare.scores, running: spare.running)
  }
}
