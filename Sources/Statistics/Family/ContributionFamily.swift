import Foundation

/// Series of contributions that are resampled together, and their means under the null.
///
/// Every replicate draws one set of blocks, or of signs, and applies it to all series, so whatever makes hypotheses move
/// together in the sample makes them move together in the null: twenty variants of one idea are not counted as twenty ideas.
/// The tests of a family (`RealityCheck`, `SuperiorPredictiveAbility`, `StepM`) read these replicates.
public struct ContributionFamily: Sendable {
  /// One way in which one series may differ from zero. A two-sided hypothesis has two.
  struct Side {
    let series: Int
    let sign: Double
  }

  /// T, the rows of every series.
  public let rows: Int
  public let alternatives: [Alternative]
  public let means: [Double]
  /// ω̂ of each series: the deviation of √T times its resampled mean, which for signs is √(Σc²/T).
  public let deviations: [Double]
  /// The mean block of the stationary bootstrap, one for all; 1 where rows get signs (`init(signsOf:)`).
  public let meanBlock: Double
  public let replicates: Int
  public let seed: UInt64
  /// Resampled mean less the mean: `replicates` rows of one number a series.
  private let moves: [Double]
  /// What each resample is divided by, as a multiple of the series' ω̂; empty when that is one for all.
  private let spreads: [Double]

  /// What the mean of a resample is divided by before it is held against the studentised mean of the sample.
  public enum ResampleScale: Hashable, Sendable {
    /// Its own deviation, taken as that of the sample was taken. Contributions that follow one another, or gain little often
    /// and lose much seldom, spread the studentised mean far wider than a normal, and then a resample must be allowed to
    /// err about its deviation as the sample did: with ω̂ for all, the best of 32 worthless trials with a daily
    /// autocorrelation of .21 is called better than cash in 15% of samples instead of 5, with skewed trades in 19%.
    case resample
    /// ω̂ of the sample, as Hansen (2005) and Romano & Wolf (2005) have it. Enough where the mean of a few hundred rows is
    /// normal.
    case sample
  }

  /// Replicate r draws from stream r of `seed`, so the answer does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - series: one list a hypothesis, of one length, without missing values.
  ///   - meanBlock: nil takes the longest that Politis & White's rule gives any of the series (see `BlockLength`): blocks
  ///     too short break the memory of a series, blocks too long only cost precision.
  ///   - scale: what resamples are divided by.
  /// - Throws: `tooFewObservations` without a series or for short ones, `differentLengths`, `missingValue`,
  ///   `constantRegressor` for a series of one value, `outOfRange` for replicates outside 99 to 100,000.
  /// - Complexity: O(series × replicates × rows) over all cores; of `ResampleScale.sample` O(series × (rows + replicates ×
  ///   rows / block)).
  public init(
    _ series: [[Double]], alternatives: [Alternative], meanBlock: Double? = nil, replicates: Int = 2000,
    scale: ResampleScale = .resample, seed: UInt64
  ) throws {
    precondition(series.count == alternatives.count, "an alternative for each series")
    let rows = try Self.rows(of: series, replicates: replicates)
    let block = try meanBlock ?? Self.commonBlock(series)
    let bootstrap = try StationaryBootstrap(count: rows, meanBlock: block, seed: seed)
    let means = series.map { Sums.sum($0) / Double(rows) }
    let centred = zip(series, means).map { values, mean in values.map { $0 - mean } }
    let variances = concurrentMap(series.count) { bootstrap.variance(ofDeviations: centred[$0]) }
    guard variances.allSatisfy({ $0 > 0 }) else { throw StatisticsError.constantRegressor(observations: rows) }
    self.rows = rows
    self.alternatives = alternatives
    self.means = means
    deviations = variances.map { $0.squareRoot() }
    self.meanBlock = block
    self.replicates = replicates
    self.seed = seed
    moves = bootstrap.means(ofColumns: centred, replicates: replicates)
    switch scale {
    case .sample: spreads = []
    case .resample:
      var ratios = bootstrap.variances(ofColumns: centred, moves: moves, replicates: replicates)
      for index in ratios.indices {
        ratios[index] = (max(0, ratios[index]) / variances[index % variances.count]).squareRoot()
      }
      spreads = ratios
    }
  }

  /// - Throws: what is wrong with series that are to be resampled together.
  static func rows(of series: [[Double]], replicates: Int) throws -> Int {
    guard let rows = series.first?.count else { throw StatisticsError.tooFewObservations(have: 0, need: 1) }
    guard (99...100_000).contains(replicates) else {
      throw StatisticsError.outOfRange(
        quantity: "replicates", value: Double(replicates), allowed: "from 99 to 100000")
    }
    for (index, values) in series.enumerated() {
      guard values.count == rows else {
        throw StatisticsError.differentLengths(column: "series \(index + 1)", have: values.count, expected: rows)
      }
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw StatisticsError.missingValue(column: "series \(index + 1)", row: row)
      }
    }
    return rows
  }

  /// Rows that got signs, all replicates over one deviation.
  init(
    rows: Int, alternatives: [Alternative], means: [Double], deviations: [Double], replicates: Int, seed: UInt64,
    moves: [Double]
  ) {
    (self.rows, self.alternatives, self.means, self.deviations) = (rows, alternatives, means, deviations)
    (self.replicates, self.seed, self.moves) = (replicates, seed, moves)
    meanBlock = 1
    spreads = []
  }

  private static func commonBlock(_ series: [[Double]]) throws -> Double {
    let lengths = concurrentMap(series.count) { index in Result { try BlockLength(series[index]).stationary } }
    return try lengths.reduce(1) { max($0, try $1.get()) }
  }

  /// √T·mean/ω̂ of each series: what the studentised tests judge.
  public var statistics: [Double] {
    zip(means, deviations).map { Double(rows).squareRoot() * $0 / $1 }
  }

  var sides: [Side] {
    alternatives.enumerated().flatMap { series, alternative in
      switch alternative {
      case .greater: [Side(series: series, sign: 1)]
      case .less: [Side(series: series, sign: -1)]
      case .either: [Side(series: series, sign: 1), Side(series: series, sign: -1)]
      }
    }
  }

  /// √T·(resampled mean - mean) over the deviation that `scale` names: what the studentised mean of a series is held against.
  ///
  /// - Parameter offset: added to the resampled mean beforehand, in units of ω̂/√T.
  func draw(_ replicate: Int, _ series: Int, offset: Double = 0) -> Double {
    let index = replicate * means.count + series
    let distance = Double(rows).squareRoot() * moves[index] / deviations[series] + offset
    guard !spreads.isEmpty else { return distance }
    // A resample of equal rows, such as one without a trade, does not vary, and its t is as large as it can be.
    guard spreads[index] > 1e-9 else { return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity }
    return distance / spreads[index]
  }

  /// Of each replicate the greatest of `term` over the sides, or `floor` if that is greater.
  func maxima(floor: Double = -.infinity, _ term: @Sendable (_ replicate: Int, _ side: Side) -> Double) -> [Double] {
    let sides = self.sides
    return concurrentMap(replicates) { replicate in sides.reduce(floor) { max($0, term(replicate, $1)) } }
  }

  /// (1 + #{null ≥ observed})/(1 + replicates): the sample itself is one of the draws, so that p is never zero.
  func share(of null: [Double], reaching observed: Double) -> Double {
    Double(1 + null.lazy.filter { $0 >= observed }.count) / Double(1 + replicates)
  }
}
