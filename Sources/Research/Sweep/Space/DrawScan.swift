import Dispatch
import Market
import Signals

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
