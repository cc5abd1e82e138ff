import Dispatch
import Market
import Numerics
import Signals
import Statistics

/// Where the values of drawn axes come from: probability by draw and axis, with nothing stored.
///
/// A draw takes combination `draw mod cells` of the listed values, so that these stay balanced. Random and Sobol draws
/// are numbered within their combination and keyed by its values: a sweep over other lists has the same draws where it
/// has the same combination. For Sobol this is needed besides: the digits of a point's number are the slices it lies in,
/// and one sequence dealt out in turns would give each listed value its own half of every drawn axis.
struct Drawing: Sendable {
  struct Axis: Sendable {
    /// In the space.
    let axis: Int
    let distribution: Distribution
    /// Seed and name: other axes may come and go.
    let key: UInt64
    let permutation: CounterPermutation?
    let sequence: SobolSequence?
  }

  let sampler: Sampler
  let trials: Int
  /// Combinations of listed values.
  let cells: Int
  let axes: [Axis]
  /// What an axis' values add to the key of a combination: that of axes with one value, and the others position by
  /// position.
  private let fixedKey: UInt64
  private let valueKeys: [[UInt64]]

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
    // Sums, so that it does not matter which axes are swept and which fixed, nor in what order.
    valueKeys = definition.axes.map { axis in
      let name = Self.hash(of: axis.name)
      return axis.values.map { value in
        var random = CounterRandom(seed: name, stream: value.scalar.bitPattern)
        return random.next()
      }
    }
    fixedKey = valueKeys.filter { $0.count == 1 }.reduce(0) { $0 &+ $1[0] }
  }

  /// The key of the combination at `positions`.
  @inline(__always)
  func key(of positions: UnsafeMutableBufferPointer<Int>, _ digits: [GridDigit]) -> UInt64 {
    digits.reduce(fixedKey) { $0 &+ valueKeys[$1.axis][positions[$1.axis]] }
  }

  /// Strictly between 0 and 1.
  ///
  /// - Parameter combination: its key; of no account for Latin draws, which are strata of all draws.
  @inline(__always)
  func probability(_ draw: Int, _ axis: Axis, combination: UInt64) -> Double {
    if let permutation = axis.permutation {
      var random = CounterRandom(seed: axis.key, stream: UInt64(draw))
      return min((Double(permutation[draw]) + random.uniform()) / Double(trials), 1 - 0x1p-53)
    }
    if let sequence = axis.sequence {
      var shift = CounterRandom(seed: axis.key, stream: combination)
      return sequence.uniform(draw / cells, shift: shift.next())
    }
    var random = CounterRandom(seed: axis.key &+ combination, stream: UInt64(draw / cells))
    return random.uniform()
  }

  /// FNV-1a, 64 bits.
  private static func hash(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// How the values of drawn axes are spread over the draws.
public enum Sampler: String, Sendable, Hashable, CaseIterable {
  /// Every draw by itself.
  case random
  /// Latin hypercube: on every axis each of N equal strata is hit by exactly one of N draws.
  case latin
  /// Sobol's sequence, shifted digitally by the seed: even in many dimensions at once.
  case sobol

  /// - Throws: a `Problem` that names the nearest sampler.
  public init(parsing text: String) throws(Problem) {
    guard let sampler = Sampler(rawValue: text) else {
      throw Problem(
        "unknown sampler '\(text)'",
        remedy: suggestion(for: text, in: Self.allCases.map(\.rawValue), called: "samplers"))
    }
    self = sampler
  }
}

/// Asks the conditions of every draw.
struct DrawScan: Sendable {
  let reader: PointReader
  let drawing: Drawing
  private let required: [ParameterCondition]
  /// Whether all drawn axes may rest at once, so that draws of one combination may be the same.
  private let mayRest: Bool
  private let axisCount: Int

  init(_ definition: SpaceDefinition, reader: PointReader, drawing: Drawing) {
    self.reader = reader
    self.drawing = drawing
    required = definition.checks.draws
    mayRest = definition.checks.activity.count == drawing.axes.count
    axisCount = definition.axes.count
  }

  /// The draws that meet every condition. Where all drawn axes rest, only the first draw of a combination counts: whether
  /// they do is decided by the combination, so later ones would be the same set again.
  func kept() -> PointSet {
    guard !required.isEmpty || mayRest else { return PointSet(everythingBelow: drawing.trials) }
    let wordCount = (drawing.trials + 63) / 64
    let chunk = 256
    let words = [UInt64](unsafeUninitializedCapacity: wordCount) { buffer, initialized in
      buffer.initialize(repeating: 0)
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: (wordCount + chunk - 1) / chunk) { index in
        let range = index * chunk..<min((index + 1) * chunk, wordCount)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: axisCount) { positions in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: axisCount) { values in
            positions.initialize(repeating: 0)
            values.initialize(repeating: .nan)
            for word in range { slots[word] = bits(of: word, positions, values) }
          }
        }
      }
      initialized = wordCount
    }
    return PointSet(Bitmap(words: words, count: drawing.trials))
  }

  private func bits(
    of word: Int, _ positions: UnsafeMutableBufferPointer<Int>, _ values: UnsafeMutableBufferPointer<Double>
  ) -> UInt64 {
    var bits: UInt64 = 0
    for draw in word * 64..<min((word + 1) * 64, drawing.trials) {
      reader.decode(draw: draw, drawing, into: positions)
      reader.read(draw: draw, drawing, values, positions)
      if keeps(draw, positions, values) { bits |= 1 << UInt64(draw & 63) }
    }
    return bits
  }

  private func keeps(
    _ draw: Int, _ positions: UnsafeMutableBufferPointer<Int>, _ values: UnsafeMutableBufferPointer<Double>
  ) -> Bool {
    if mayRest, draw >= drawing.cells,
      drawing.axes.allSatisfy({ positions[$0.axis] == ParameterSpace.atRest })
    {
      return false
    }
    guard let base = values.baseAddress else { return true }
    return required.allSatisfy { $0.holds(base) }
  }
}
