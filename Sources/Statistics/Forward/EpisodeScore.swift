/// The slope of a regime and Hodrick 1B's variance of it, for any placement of its episodes, in time that depends on the
/// bars they touch and not on the sample.
///
/// Outside the reach of an episode the window of Hodrick's sum holds nothing but -x̄ times the bars it holds, so Σ(e·A)² is
/// x̄² times a sum over the whole sample that is taken once, corrected where an episode is at most h - 1 bars back. Hundreds of
/// placebo regimes then cost what one estimate does.
struct EpisodeScore: Sendable {
  private let outcomes: ForwardOutcomes
  /// The rows on which the regime is known.
  private let known: KnownRows
  /// Running sums over those rows of the weights and of the deviations.
  private let counts: [Int32]
  private let deviations: [Double]
  /// Bars of the sample in the window that ends at each grid row.
  private let presence: [Int32]
  /// Σ (e·presence)².
  private let calm: Double

  init(_ sample: ForwardSample) {
    let outcomes = sample.outcomes
    let known = outcomes.known ?? KnownRows(count: outcomes.count)
    let presence = Self.presence(outcomes)
    self.outcomes = outcomes
    self.known = known
    self.presence = presence
    counts = [Int32](unsafeUninitializedCapacity: known.count + 1) { counts, initialized in
      counts[0] = 0
      initialized = 1
      known.forEach { row in
        counts[initialized] = counts[initialized - 1] + Int32(outcomes.weights[row])
        initialized += 1
      }
    }
    deviations = [Double](unsafeUninitializedCapacity: known.count + 1) { sums, initialized in
      sums[0] = 0
      initialized = 1
      known.forEach { row in
        sums[initialized] = sums[initialized - 1] + outcomes.deviations[row]
        initialized += 1
      }
    }
    calm = outcomes.shocks.withUnsafeBufferPointer { shocks in
      Sums.lanes(shocks.count) { i in
        let known = SIMD4(
          Double(presence[i]), Double(presence[i + 1]), Double(presence[i + 2]), Double(presence[i + 3]))
        return (Sums.four(shocks, i) * known) * (Sums.four(shocks, i) * known)
      } last: { i in
        (shocks[i] * Double(presence[i])) * (shocks[i] * Double(presence[i]))
      }
    }
  }

  /// Counts are whole numbers, so that a window may slide.
  private static func presence(_ outcomes: ForwardOutcomes) -> [Int32] {
    let flags = outcomes.held
    let h = outcomes.horizon
    return [Int32](unsafeUninitializedCapacity: flags.count) { presence, initialized in
      var held: Int32 = 0
      for row in 0..<flags.count {
        held += Int32(flags[row]) - (row >= h ? Int32(flags[row - h]) : 0)
        presence[row] = held
      }
      initialized = flags.count
    }
  }

  /// - Parameter episodes: stretches of the rows on which the regime is known, in order and apart from each other.
  /// - Returns: nil where the regime never or always holds on rows that count, and where the variance is not positive.
  func slope(_ episodes: [Range<Int>]) -> (slope: Double, t: Double)? {
    var inside = 0.0
    var sum = 0.0
    for episode in episodes {
      inside += Double(counts[episode.upperBound] - counts[episode.lowerBound])
      sum += deviations[episode.upperBound] - deviations[episode.lowerBound]
    }
    let n = Double(outcomes.observations)
    guard inside > 0, inside < n, outcomes.shockCount > 2 else { return nil }
    let mean = inside / n
    let squares = inside * (1 - mean)
    let meat = mean * mean * calm + corrections(episodes, mean: mean)
    let variance = meat / (squares * squares)
    guard variance > 0 else { return nil }
    return (sum / squares, sum / squares / variance.squareRoot())
  }

  /// Σ e²((C - x̄P)² - (x̄P)²) over rows with an episode in their window, C the bars of the regime that it holds and P
  /// all that it holds.
  private func corrections(_ episodes: [Range<Int>], mean: Double) -> Double {
    let h = outcomes.horizon
    var total = 0.0
    /// Bars that enter the window, and the same bars once more as they leave it, a horizon later.
    let stretches = known.rows(of: episodes)
    var entering = EpisodeBars(stretches)
    var leaving = EpisodeBars(stretches)
    var bars = 0
    var held = 0.0
    while var row = entering.next {
      // Runs on until every bar has left; then jumps to the next episode.
      repeat {
        if entering.next == row {
          bars += 1
          held += Double(outcomes.held[row])
          entering.advance()
        }
        if let oldest = leaving.next, oldest + h == row {
          bars -= 1
          held -= Double(outcomes.held[oldest])
          leaving.advance()
        }
        let known = mean * Double(presence[row])
        total += outcomes.shocks[row] * outcomes.shocks[row] * ((held - known) * (held - known) - known * known)
        row += 1
      } while bars > 0 && row < outcomes.count
      if row == outcomes.count { break }
    }
    return total
  }
}

/// The bars of some stretches of the grid, one after the other.
private struct EpisodeBars {
  private let stretches: [Range<Int>]
  private var stretch = 0
  private(set) var next: Int?

  /// - Parameter stretches: in order, none of them empty.
  init(_ stretches: [Range<Int>]) {
    self.stretches = stretches
    next = stretches.first?.lowerBound
  }

  mutating func advance() {
    guard let row = next else { return }
    if row + 1 < stretches[stretch].upperBound {
      next = row + 1
    } else {
      stretch += 1
      next = stretch < stretches.count ? stretches[stretch].lowerBound : nil
    }
  }
}
