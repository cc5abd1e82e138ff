/// Values that never change once they are there, behind a pointer: reading one counts no reference and checks no bound, which
/// on two cores that read the same market is what they would wait for each other by.
///
/// It does not own them, and its elements are plain numbers that need no care when they are let go. `FixedMemory` does, and whoever holds a column holds that too.
struct FixedColumn<Element: Sendable>: @unchecked Sendable, RandomAccessCollection {
  let base: UnsafePointer<Element>
  let count: Int

  fileprivate init(_ base: UnsafePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  @inline(__always)
  subscript(index: Int) -> Element {
    assert(index >= 0 && index < count, "a row of the column")
    return base[index]
  }
}

extension FixedColumn<PriceRange> {
  /// Where the lows begin, of which every other number is one, and the highs between them.
  var lows: UnsafePointer<Double> { UnsafeRawPointer(base).assumingMemoryBound(to: Double.self) }
  var highs: UnsafePointer<Double> { lows + 1 }
}

/// Keeps the arrays behind columns.
///
/// Prices are not copied: a market is the most that a program holds, and a frame's arrays are there anyway. An array that
/// somebody else would change is copied by whoever does, because it is held here, so that its elements stay where they are
/// and what they are for as long as this lives.
final class FixedMemory: @unchecked Sendable {
  private var arrays: [any Sendable] = []

  func column<Element: Sendable>(_ values: [Element]) -> FixedColumn<Element> {
    arrays.append(values)
    guard let first = values.withUnsafeBufferPointer(\.baseAddress) else {
      preconditionFailure("an array has a place, with elements or without")
    }
    return FixedColumn(first, count: values.count)
  }
}
