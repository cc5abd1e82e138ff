import Market
import Numerics
import Replay
import Statistics

/// The best trials of a sweep against a benchmark, and whether their lead is real after the number of trials.
///
/// StepM is asked twice, on the resamples of the sweep's other tests: of the returns less what beta times the benchmark
/// explains, whose mean is alpha, and of the plain differences. The beta of each trial is taken as found; what that leaves out
/// of alpha's variance is the share of the benchmark's squared daily Sharpe ratio, a thousandth or so.
public struct SweepBenchmark: Sendable {
  public struct Trial: Sendable, Hashable {
    public let point: Int
    public let fit: BenchmarkFit
    /// StepM, family-wise and one-sided: that alpha, and that the mean difference, is above zero. Nil for a trial that is not
    /// tested.
    public let alphaP: Double?
    public let differenceP: Double?
  }

  public let name: String
  /// What it rests on itself that is another's or that nobody has verified.
  public let reservations: [String]
  /// The same with what it is replayed on, in a sentence or a few; nil where there is nothing to say.
  public let note: String?
  public let days: Int
  /// Compounded over those days.
  public let benchmarkReturn: Double
  public let benchmarkSharpe: Double?
  /// The trials that are shown, best first.
  public let trials: [Trial]
  public let alpha: Result<JointTrials, Unavailable>
  public let difference: Result<JointTrials, Unavailable>
  /// Midnights of the days, and the growth on them of the best trial and of the benchmark, the start being 1.
  public let curve: (days: [Instant], best: [Double], benchmark: [Double])?

  /// - Parameters:
  ///   - sample: trials whose daily returns are at hand, those shown among them.
  ///   - shown: best first.
  ///   - rows: of `grid`, on which trials were replayed.
  ///   - currency: what their returns are of; empty where nothing tells.
  public init(
    _ benchmark: BenchmarkDays, _ sample: TrialSample, shown: [Int], on rows: Range<Int>, of grid: Grid,
    currency: String = "", seed: UInt64
  ) {
    let all = ReturnDays(rows, of: grid).midnights
    name = benchmark.name
    reservations = benchmark.benchmark.reservations
    note = benchmark.benchmark.note(currency)
    days = benchmark.count
    let sums = DailySums(benchmark.returns)
    benchmarkReturn = sums.totalReturn
    benchmarkSharpe = sums.statedSharpe
    let its = benchmark.returns
    let own = sample.returns.map { benchmark.own($0) }
    let fits = own.map { BenchmarkFit($0, its) }
    let traded = own.map { $0.count { $0 < 0 } >= SweepVerdict.leastLosingDays }
    let hedged = zip(own, fits).map { $1.hedged($0, its) }
    let apart = own.map { values in zip(values, its).map { $0 - $1 } }
    alpha = Self.joint(hedged, sample, seed) { traded[$0] }
    difference = Self.joint(apart, sample, seed) { index in
      apart[index].count { $0 < 0 } >= SweepVerdict.leastLosingDays
    }
    let places = Dictionary(zip(sample.points, sample.points.indices), uniquingKeysWith: { first, _ in first })
    let (byAlpha, byDifference) = (alpha.answer?.adjusted ?? [:], difference.answer?.adjusted ?? [:])
    trials = shown.compactMap { point in
      places[point].map {
        Trial(point: point, fit: fits[$0], alphaP: byAlpha[point], differenceP: byDifference[point])
      }
    }
    curve = shown.first.flatMap { places[$0] }.map { best in
      (benchmark.places.map { all[$0] }, compounded(own[best]), compounded(its))
    }
  }

  private static func joint(
    _ series: [[Double]], _ sample: TrialSample, _ seed: UInt64, _ isTested: (Int) -> Bool
  ) -> Result<JointTrials, Unavailable> {
    let kept = series.indices.filter(isTested)
    let share = series.isEmpty ? 0 : Double(kept.count) / Double(series.count)
    let tested = TrialSample(
      points: kept.map { sample.points[$0] }, returns: kept.map { series[$0] },
      of: Int((share * Double(sample.finished)).rounded()))
    guard tested.points.count > 1 else {
      return .failure(
        Unavailable(
          "\(tested.points.isEmpty ? "no trial" : "only one trial") fell behind on \(SweepVerdict.leastLosingDays) days or more, without which trials are not tested"
        ))
    }
    return SelectionBias.comparable(tested).answering { try JointTrials($0, of: tested, best: nil, seed: seed) }
  }
}
