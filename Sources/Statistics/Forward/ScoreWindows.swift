/// Sums of a series and of its neighbours' products, by differences of one running sum.
///
/// A battery asks for half a dozen lag windows over the same scores. Each is the difference of two entries of their
/// running sum, so a HAC variance is one pass over memory that any processor does four or eight at a time. Differences
/// lose digits when the running sum drifts far from zero; scores add up to zero by the normal equations, so theirs
/// does not, and the tests hold these sums to the ones that subtract nothing.
struct ScoreWindows: Sendable {
  let scores: [Double]
  /// Entry t is the sum of the first t scores.
  private let running: [Double]

  init(_ scores: [Double]) {
    self.init(scores: scores, running: Sums.running(scores))
  }

  init(scores: [Double], running: [Double]) {
    self.scores = scores
    self.running = running
  }

  /// Σ_{|j| ≤ lags} (1 - |j|/(lags + 1))·γ_j, γ_j the sum of products j bars apart: windows of lags + 1 bars, squared and added.
  func bartlettSum(lags: Int) -> Double {
    let width = lags + 1
    let count = scores.count
    let inner = min(width, count)
    return running.withUnsafeBufferPointer { running in
      // Windows that begin before the first bar, that lie inside, and that end after the last.
      var sum = 0.0
      for end in 1..<max(1, inner) { sum += running[end] * running[end] }
      let whole = width <= count ? count - width + 1 : 0
      sum += Sums.squaredDifferences(
        UnsafeBufferPointer(rebasing: running[(count + 1 - whole)...]), UnsafeBufferPointer(rebasing: running[..<whole])
      )
      // A window longer than the sample holds all of it wherever it begins before the first bar.
      if width > count { sum += Double(width - count + 1) * running[count] * running[count] }
      for start in max(1, count - width + 1)..<max(1, count) {
        let rest = running[count] - running[start]
        sum += rest * rest
      }
      return sum / Double(width)
    }
  }

  /// Σ_{|j| ≤ lags} γ_j. May be negative.
  func uniformSum(lags: Int) -> Double {
    let width = min(lags + 1, scores.count)
    // Σ g_t·(g_t + … + g_{t-lags}) has each pair once and the squares once; the full sum has each pair twice.
    return running.withUnsafeBufferPointer { running -> Double in
      scores.withUnsafeBufferPointer { scores -> Double in
        var once = 0.0
        for t in 0..<width - 1 { once += scores[t] * running[t + 1] }
        once += Sums.productsWithDifferences(
          UnsafeBufferPointer(rebasing: scores[(width - 1)...]), UnsafeBufferPointer(rebasing: running[width...]),
          running)
        return 2 * once - Sums.squares(self.scores)
      }
    }
  }
}
