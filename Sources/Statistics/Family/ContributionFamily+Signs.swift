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
    // A condition of few bars is often given back the signs that it had. Rounding must not put the sample beyond itself.
    let moves = weightedSums(
      ofColumns: contributions, rows: rows, replicates: replicates, scale: (1 + 1e-12) / Double(rows)
    ) { replicate, signs in
      var random = CounterRandom(seed: seed, stream: UInt64(replicate))
      var bits: UInt64 = 0
      for row in signs.indices {
        if row % 64 == 0 { bits = random.next() }
        signs[row] = bits & 1 == 1 ? -1 : 1
        bits >>= 1
      }
    }
    self.init(
      rows: rows, alternatives: alternatives, means: means, deviations: deviations, replicates: replicates, seed: seed,
      moves: moves)
  }
}
