import COpenBLAS
import Numerics

extension ContributionFamily {
  /// Hypotheses about forward returns, under the null that nothing predicts: then each contribution W_t·e_{t+1} is as likely
  /// to have had the other sign, and a replicate gives every row a sign of its own, one for all series.
  ///
  /// It is the wild bootstrap with Rademacher weights (Liu 1988, Annals of Statistics 16; Davidson & Flachaire 2008, Journal
  /// of Econometrics 146), of which the maximum over the family is a randomisation test (Romano & Wolf 2005, JASA 100, §4).
  /// The statistic is that of Hodrick 1B: its error √Σc² does not change when signs do, so that where returns are symmetric
  /// the test is exact, however few bars a condition holds on. A block bootstrap has to estimate an error from the few
  /// blocks that fit into a short sample, and takes what is small by chance among many for the best of them.
  ///
  /// - Parameters:
  ///   - contributions: from `ForwardSample.contributions`, or means of them over rows of neighbouring bars.
  ///   - biases: what the t of each is on average where nothing is predicted; it comes off the statistic. None by default.
  /// - Throws: as the family of series that are resampled in blocks, and `constantRegressor` for one of zeros alone.
  /// - Complexity: O(series × replicates × rows), at the speed of BLAS.
  public init(
    signsOf contributions: [[Double]], alternatives: [Alternative], less biases: [Double]? = nil,
    replicates: Int = 2000, seed: UInt64
  ) throws {
    precondition(contributions.count == alternatives.count, "an alternative for each series")
    precondition(biases == nil || biases?.count == contributions.count, "a bias for each series")
    let rows = try Self.rows(of: contributions, replicates: replicates)
    let root = Double(rows).squareRoot()
    let deviations = contributions.map { (Sums.squares($0) / Double(rows)).squareRoot() }
    guard deviations.allSatisfy({ $0 > 0 }) else { throw StatisticsError.constantRegressor(observations: rows) }
    let means = contributions.indices.map { series in
      Sums.sum(contributions[series]) / Double(rows) - (biases?[series] ?? 0) * deviations[series] / root
    }
    self.init(
      rows: rows, alternatives: alternatives, means: means, deviations: deviations, meanBlock: 1,
      replicates: replicates, seed: seed,
      moves: Self.signedMeans(contributions, rows: rows, replicates: replicates, seed: seed))
  }

  /// The mean of every series with signs drawn for its rows: `replicates` rows of one number a series.
  private static func signedMeans(
    _ columns: [[Double]], rows: Int, replicates: Int, seed: UInt64
  ) -> [Double] {
    BLAS.start()
    // A condition of few bars is often given back the signs that it had. Rounding must not put the sample beyond itself.
    let scale = (1 + 1e-12) / Double(rows)
    let width = columns.count
    let values = columns.flatMap { $0 }
    let perTask = 64
    let parts = concurrentMap((replicates + perTask - 1) / perTask) { task in
      let mine = task * perTask..<min((task + 1) * perTask, replicates)
      var signs = [Double](repeating: 1, count: rows * mine.count)
      for replicate in mine {
        var random = CounterRandom(seed: seed, stream: UInt64(replicate))
        let start = (replicate - mine.lowerBound) * rows
        var bits: UInt64 = 0
        for row in 0..<rows {
          if row % 64 == 0 { bits = random.next() }
          if bits & 1 == 1 { signs[start + row] = -1 }
          bits >>= 1
        }
      }
      return [Double](unsafeUninitializedCapacity: width * mine.count) { means, initialized in
        cblas_dgemm(
          CblasColMajor, CblasTrans, CblasNoTrans, Int32(width), Int32(mine.count), Int32(rows), scale,
          values, Int32(rows), signs, Int32(rows), 0, means.baseAddress, Int32(width))
        initialized = width * mine.count
      }
    }
    return parts.flatMap { $0 }
  }
}
