/// The slope of a regime and Hodrick 1B's variance of it, for any placement of its episodes, in time that depends on the
/// bars they touch and not on the sample.
///
/// Outside the reach of an episode the window of Hodrick's sum holds nothing but -x̄ times the bars known in it, so Σ(e·A)² is
/// x̄² times a sum over the whole sample that is taken once, corrected where an episode is at most h - 1 bars back. Hundreds of
/// placebo regimes then cost what one estimate does.
struct EpisodeScore: Sendable {
  private let outcomes: ForwardOutcomes
  /// Grid row of each row on which the regime is known.
  private let rows: [Int]
  /// Running sums over those rows of the weights and of the deviations.
  private let counts: [Double]
  private let deviations: [Double]
  /// Known bars in the window that ends at each grid row.
  private let presence: [Double]
  /// Σ (e·presence)².
  private let calm: Double

  init(_ sample: ForwardSample) {
    let outcomes = sample.outcomes
    let rows = outcomes.presentRows ?? Array(0..<outcomes.count)
    let windows = windowSums(outcomes.presence, width: outcomes.horizon)
    self.outcomes = outcomes
    self.rows = rows
    counts = Self.running(outcomes.weights, rows)
    deviations = Self.running(outcomes.deviations, rows)
    presence = windows
    calm = Sums.over(outcomes.shocks, windows) { ($0 * $1) * ($0 * $1) }
  }

  private static func running(_ values: [Double], _ rows: [Int]) -> [Double] {
    var sum = 0.0
    return [0]
      + rows.map { row in
        sum += values[row]
        return sum
      }
  }

  /// - Parameter episodes: stretches of the rows on which the regime is known, in order and apart from each other.
  /// - Returns: nil where the regime never or always holds on rows that count, and where the variance is not positive.
  func slope(_ episodes: [Range<Int>]) -> (slope: Double, t: Double)? {
    var inside = 0.0
    var sum = 0.0
    for episode in episodes {
      inside += counts[episode.upperBound] - counts[episode.lowerBound]
      sum += deviations[episode.upperBound] - deviations[episode.lowerBound]
    }
    let n = Double(outcomes.observations)
    guard inside > 0, inside < n, outcomes.shockCount > 2 else { return nil }
    let mean = inside / n
    let squares = inside * (1 - mean)
    let meat = mean * mean * calm + corrections(episodes, mean: mean)
    let variance = n / Double(outcomes.shockCount) * meat / (squares * squares)
    guard variance > 0 else { return nil }
    return (sum / squares, sum / squares / variance.squareRoot())
  }

  /// Σ e²((C - x̄P)² - (x̄P)²) over rows with an episode in their window, C the bars of the regime in it and P those known.
  private func corrections(_ episodes: [Range<Int>], mean: Double) -> Double {
    let h = outcomes.horizon
    var total = 0.0
    /// Bars that enter the window, and the same bars once more as they leave it, a horizon later.
    var entering = EpisodeBars(episodes, rows)
    var leaving = EpisodeBars(episodes, rows)
    var held = 0.0
    while var row = entering.next {
      // Runs on until every bar has left; then jumps to the next episode.
      repeat {
        if entering.next == row {
          held += 1
          entering.advance()
        }
        if let oldest = leaving.next, oldest + h == row {
          held -= 1
          leaving.advance()
        }
        let known = mean * presence[row]
        total += outcomes.shocks[row] * outcomes.shocks[row] * ((held - known) * (held - known) - known * known)
        row += 1
      } while held > 0 && row < outcomes.count
      if row == outcomes.count { break }
    }
    return total
  }
}

/// The grid rows of some episodes, one after the other.
private struct EpisodeBars {
  private let episodes: [Range<Int>]
  private let rows: [Int]
  private var episode = 0
  private var position = 0
  private(set) var next: Int?

  init(_ episodes: [Range<Int>], _ rows: [Int]) {
    self.episodes = episodes.filter { !$0.isEmpty }
    self.rows = rows
    if let first = self.episodes.first {
      position = first.lowerBound
      next = rows[position]
    }
  }

  mutating func advance() {
    position += 1
    if position == episodes[episode].upperBound {
      episode += 1
      guard episode < episodes.count else {
        next = nil
        return
      }
      position = episodes[episode].lowerBound
    }
    next = rows[position]
  }
}
