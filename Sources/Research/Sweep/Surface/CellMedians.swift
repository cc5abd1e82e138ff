import Numerics

/// Medians, extremes and counts of many streams of values in bounded memory.
///
/// A cell keeps every value up to `capacity`; beyond, a sample of them: those whose trial's number has a hash with so
/// many zeros that they fit. The sample depends on the trials alone, not on their order, and no step of the grid can beat
/// with it as with every n-th trial.
struct CellMedians: Sendable {
  /// Up to so many values a median is exact.
  let capacity: Int
  private(set) var cells: [Cell]

  struct Cell: Sendable {
    private(set) var count = 0
    private(set) var least = Double.infinity
    private(set) var most = -Double.infinity
    private var values: [Double] = []
    private var zeros: [UInt8] = []
    private var level: UInt8 = 0

    /// NaN without values.
    var median: Double {
      guard !values.isEmpty else { return .nan }
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    fileprivate mutating func add(_ value: Double, zeros here: UInt8, capacity: Int) {
      count += 1
      least = min(least, value)
      most = max(most, value)
      guard here >= level else { return }
      values.append(value)
      zeros.append(here)
      while values.count > capacity {
        level += 1
        let kept = zeros.indices.filter { zeros[$0] >= level }
        values = kept.map { values[$0] }
        zeros = kept.map { zeros[$0] }
      }
    }
  }

  /// - Parameter budget: values to keep at most, over all cells.
  init(count: Int, budget: Int = 1 << 19) {
    capacity = min(4096, max(32, budget / max(count, 1)))
    cells = [Cell](repeating: Cell(), count: count)
  }

  mutating func add(_ value: Double, of point: Int, to cell: Int) {
    cells[cell].add(value, zeros: Self.zeros(of: point), capacity: capacity)
  }

  /// Zeros at the end of a hash of the trial's number: each one more is half as likely.
  static func zeros(of point: Int) -> UInt8 {
    UInt8(min(SplitMix64.mix(UInt64(truncatingIfNeeded: point) &+ SplitMix64.gamma).trailingZeroBitCount, 63))
  }
}
