import Market
import Statistics

/// Where the values of drawn axes come from: probability by draw and axis, with nothing stored.
///
/// A draw takes combination `draw mod cells` of the listed values, so that these stay balanced. Under Sobol each
/// combination has a sequence of its own, shifted by itself: the digits of a Sobol point's number are the slices it lies
/// in, and a sequence dealt out in turns would give each listed value its own half of every drawn axis.
struct Drawing: Sendable {
  struct Axis: Sendable {
    /// In the space.
    let axis: Int
    let distribution: Distribution
    /// Its stream of random numbers depends on its name, so that other axes may come and go.
    let key: UInt64
    let permutation: CounterPermutation?
    let sequence: SobolSequence?
  }

  let sampler: Sampler
  let trials: Int
  /// Combinations of listed values.
  let cells: Int
  let axes: [Axis]

  init(_ definition: SpaceDefinition, sampler: Sampler, trials: Int, cells: Int) {
    self.sampler = sampler
    self.trials = trials
    self.cells = cells
    let seed = definition.seed ?? 1
    var axes: [Axis] = []
    for (index, axis) in definition.axes.enumerated() {
      guard let distribution = axis.distribution else { continue }
      let key = seed ^ Self.hash(of: axis.name)
      axes.append(
        Axis(
          axis: index, distribution: distribution, key: key,
          permutation: sampler == .latin ? CounterPermutation(count: trials, seed: key, stream: .max) : nil,
          sequence: sampler == .sobol ? SobolSequence(dimension: axes.count) : nil))
    }
    self.axes = axes
  }

  /// Strictly between 0 and 1.
  func probability(_ draw: Int, _ axis: Axis) -> Double {
    if let sequence = axis.sequence {
      let (index, cell) = draw.quotientAndRemainder(dividingBy: cells)
      var shift = CounterRandom(seed: axis.key, stream: UInt64(cell))
      return sequence.uniform(index, shift: shift.next())
    }
    var random = CounterRandom(seed: axis.key, stream: UInt64(draw))
    let uniform = random.uniform()
    guard let permutation = axis.permutation else { return uniform }
    return min((Double(permutation[draw]) + uniform) / Double(trials), 1 - 0x1p-53)
  }

  /// FNV-1a, 64 bits.
  private static func hash(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
