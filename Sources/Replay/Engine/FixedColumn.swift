/// Values that never change once they are there, behind a pointer: reading one counts no reference and checks no bound, which
/// on two cores that read the same market is what they would wait for each other by.
///
/// It does not own them, and its elements are plain numbers that need no care when they are let go. `FixedMemory` does, and whoever holds a column holds that too.
struct FixedColumn<Element: Sendable>: @unchecked Sendable, RandomAccessCollection {
  private let base: UnsafePointer<Element>
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

/// Memory of columns, freed with it.
final class FixedMemory: @unchecked Sendable {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit {
    for block in blocks { block.deallocate() }
  }

  func column<Element: Sendable>(_ values: [Element]) -> FixedColumn<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, values.count))
    _ = UnsafeMutableBufferPointer(start: memory, count: values.count).initialize(from: values)
    blocks.append(UnsafeMutableRawPointer(memory))
    return FixedColumn(UnsafePointer(memory), count: values.count)
  }
}
