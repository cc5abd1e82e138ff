/// The mean path of a series around events, with bands that hold although the events' windows overlap.
///
/// Windows around neighbouring events share bars, so the usual standard error over events is too small, by an amount that
/// nobody knows. It is still the right unit, since it has the noise of the very times at which events came. What it must be
/// multiplied by is counted: all events are moved together round the circle of bars, which keeps every overlap, and each
/// move's path is divided by its own such error. The quantile of these ratios at an offset gives the pointwise band; the
/// quantile of their largest over all offsets gives the simultaneous one, inside which the whole path lies in 95 of 100 samples
/// without any effect. Taking ratios keeps the bands honest when events prefer noisy times.
public struct PathAroundEvents: Sendable {
  /// How a value is compared with that at the event.
  public enum Change: String, Hashable, Sendable {
    /// value/value at the event - 1: prices, open interest.
    case relative
    /// value - value at the event: rates.
    case difference
  }

  /// Bars from the event, negative before it.
  public let offsets: [Int]
  /// Mean change since the event; NaN where under two events are known.
  public let mean: [Double]
  /// Events whose change is known.
  public let counts: [Int]
  /// Standard deviation over events by the root of their number.
  public let standardError: [Double]
  /// The same mean at all placebo events: the drift that any events would have had.
  public let drift: [Double]
  /// What the standard error is multiplied by at each offset so that 95% of placebo paths lie within.
  public let pointwise: [Double]
  /// What it is multiplied by so that 95% of placebo paths lie within at all offsets.
  public let simultaneous: Double
  /// Share of placebo paths that stray at least as far from their drift, in standard errors, at any offset before the event.
  public let pBefore: Double
  /// The same after it.
  public let pAfter: Double
  /// Placebo sets of events.
  public let placebos: Int
  /// Events another event's window reaches into.
  public let overlapping: Int

  /// - Parameters:
  ///   - levels: the series, a value a bar, NaN where unknown.
  ///   - events: bars, increasing.
  ///   - reach: bars to look back and ahead.
  ///   - step: bars between offsets.
  ///   - minimumShift: shorter moves put events on top of each other's episodes and are left out, as are moves shorter than a
  ///     window.
  /// - Throws: `tooFewObservations` for fewer than two events, `noAdmissibleShift` where windows are half the sample or more.
  /// - Complexity: O(placebos × events × offsets) over all cores; placebos are evenly spread, at most 999 and at least 199.
  public init(
    levels: [Double], events: [Int], change: Change, reach: Int, step: Int = 1, minimumShift: Int, level: Double = 0.05
  ) throws {
    let events = events.filter { levels.indices.contains($0) && !levels[$0].isNaN }
    guard events.count >= 2 else { throw StatisticsError.tooFewObservations(have: events.count, need: 2) }
    let step = max(1, step)
    let arm = max(1, reach / step)
    let offsets = (-arm...arm).map { $0 * step }
    let least = max(minimumShift, 2 * reach + 1)
    let room = levels.count - 2 * least + 1
    guard room >= 19 else {
      throw StatisticsError.noAdmissibleShift(observations: levels.count, minimumShift: least)
    }
    let affordable = 60_000_000 / (events.count * offsets.count)
    let placebos = min(room, max(199, min(999, affordable)))
    let sums = WindowMoments(levels: levels, offsets: offsets, change: change)
    let observed = sums.moments(events, shift: 0)
    let moved = concurrentMap(placebos) { sums.moments(events, shift: least + $0 * room / placebos) }

    let drift = offsets.indices.map { offset in
      let known = moved.map { $0.mean[offset] }.filter { !$0.isNaN }
      return Sums.sum(known) / Double(known.count)
    }
    let ratios = moved.map { $0.ratios(about: drift) }
    let own = observed.ratios(about: drift)
    func largest(_ ratios: [Double], _ rows: Range<Int>) -> Double { ratios[rows].reduce(0) { max($0, $1) } }
    func share(_ rows: Range<Int>) -> Double {
      let bound = largest(own, rows)
      return Double(1 + ratios.count { largest($0, rows) >= bound }) / Double(1 + placebos)
    }
    self.offsets = offsets
    self.placebos = placebos
    self.drift = drift
    mean = observed.mean
    counts = observed.counts
    standardError = observed.error
    pointwise = offsets.indices.map { offset in Quantiles(ratios.map { $0[offset] })[1 - level] }
    simultaneous = Quantiles(ratios.map { largest($0, 0..<offsets.count) })[1 - level]
    pBefore = share(0..<arm)
    pAfter = share(arm + 1..<offsets.count)
    overlapping = events.indices.count { index in
      (index > 0 && events[index] - events[index - 1] <= 2 * reach)
        || (index + 1 < events.count && events[index + 1] - events[index] <= 2 * reach)
    }
  }
}

extension PathAroundEvents {
  /// The mean less and plus what it may be off by at one entry of `offsets`: there alone, and at all offsets at once.
  public func band(_ index: Int) -> (pointwise: (Double, Double), simultaneous: (Double, Double)) {
    func around(_ factor: Double) -> (Double, Double) {
      (mean[index] - factor * standardError[index], mean[index] + factor * standardError[index])
    }
    return (around(pointwise[index]), around(simultaneous))
  }
}

/// Sums over the windows of one set of events.
private struct WindowMoments: Sendable {
  let levels: [Double]
  let offsets: [Int]
  let change: PathAroundEvents.Change

  struct Moments: Sendable {
    var mean: [Double]
    var error: [Double]
    var counts: [Int]

    /// |mean - drift| in standard errors; zero at the event itself and NaN-free, since what is unknown strays nowhere.
    func ratios(about drift: [Double]) -> [Double] {
      mean.indices.map { error[$0] > 0 ? abs(mean[$0] - drift[$0]) / error[$0] : 0 }
    }
  }

  func moments(_ events: [Int], shift: Int) -> Moments {
    var counts = [Int](repeating: 0, count: offsets.count)
    var sums = [Double](repeating: 0, count: offsets.count)
    var squares = sums
    let first = offsets[0]
    let step = offsets.count > 1 ? offsets[1] - offsets[0] : 1
    levels.withUnsafeBufferPointer { levels in
      for event in events {
        let bar = (event + shift) % levels.count
        let base = levels[bar]
        guard !base.isNaN else { continue }
        var row = bar + first
        for offset in offsets.indices {
          defer { row += step }
          guard row >= 0, row < levels.count else { continue }
          let value = change == .relative ? levels[row] / base - 1 : levels[row] - base
          guard value.isFinite else { continue }
          counts[offset] += 1
          sums[offset] += value
          squares[offset] += value * value
        }
      }
    }
    var mean = [Double](repeating: .nan, count: offsets.count)
    var error = mean
    for offset in offsets.indices where counts[offset] >= 2 {
      let n = Double(counts[offset])
      mean[offset] = sums[offset] / n
      // Changes are small beside one and centred near zero, so little is lost in the difference.
      error[offset] = (max(0, squares[offset] - n * mean[offset] * mean[offset]) / (n - 1) / n).squareRoot()
    }
    return Moments(mean: mean, error: error, counts: counts)
  }
}
