import Numerics

/// The stretches of a regime and the gaps between them, in bars: how often it comes and how long it stays.
///
/// Drawing both anew, with replacement, gives regimes that come as often and last as long as the real one and know nothing
/// of any price: a chain of two states whose lengths have the distributions of the sample's own instead of the geometric ones
/// of a Markov chain.
public struct RegimeRuns: Hashable, Sendable {
  /// Lengths of the stretches on which it holds, in order. Those that the edges of the sample cut count as they are.
  public let inside: [Int]
  /// Lengths of the gaps, before the first and after the last stretch included.
  public let outside: [Int]

  /// - Parameter flags: one for each bar on which it is known whether the regime holds.
  public init(_ flags: [Bool]) {
    let runs = ShiftCircle.runs(flags)
    inside = runs.inside.map(\.count)
    outside = runs.outside.map(\.count)
  }

  /// The stretches of a regime over `count` bars with lengths drawn from these, in order and apart from each other, the same
  /// for the same seed and replicate. It begins inside with the probability that a bar has, somewhere in a stretch. Nil for a
  /// regime that never or always holds.
  public func drawn(count: Int, seed: UInt64, replicate: Int) -> [Range<Int>]? {
    let barsIn = inside.reduce(0, +)
    let bars = barsIn + outside.reduce(0, +)
    guard !inside.isEmpty, !outside.isEmpty, count > 0 else { return nil }
    var random = CounterRandom(seed: seed, stream: UInt64(replicate))
    var stretches: [Range<Int>] = []
    var holds = random.below(bars) < barsIn
    // The bar at which the sample begins is any bar of its stretch.
    var row = -random.below((holds ? inside : outside)[random.below((holds ? inside : outside).count)])
    while row < count {
      let lengths = holds ? inside : outside
      let end = row + lengths[random.below(lengths.count)]
      if holds, end > 0 { stretches.append(max(0, row)..<min(end, count)) }
      row = end
      holds.toggle()
    }
    return stretches
  }
}
