/// A column with the extents of its blocks of eight, so that those of a long stretch are found in few steps.
struct PriceRangeColumn: Sendable {
  /// Eight bars are two cache lines of prices: wider blocks leave more single bars at both ends of a stretch, narrower
  /// ones more blocks between them.
  private static let width = 8

  let values: FixedColumn<Double>
  private let blocks: FixedColumn<PriceRange>

  /// - Parameter isSearched: whether anybody will ask for the extent of several bars; without blocks, values can only be read.
  init(_ values: [Double], isSearched: Bool, in memory: FixedMemory) {
    self.values = memory.column(values)
    guard isSearched else {
      blocks = memory.column([])
      return
    }
    blocks = memory.column(
      stride(from: 0, to: values.count, by: Self.width).map { first in
        var extent = PriceRange()
        for value in values[first..<min(first + Self.width, values.count)] { extent.include(value) }
        return extent
      })
  }

  /// The extent of `rows`.
  func over(_ rows: Range<Int>) -> PriceRange {
    var extent = PriceRange()
    var row = rows.lowerBound
    while row < rows.upperBound {
      if let block = block(at: row, within: rows.upperBound) {
        extent.include(blocks[block])
        row += Self.width
      } else {
        extent.include(values[row])
        row += 1
      }
    }
    return extent
  }

  /// Hands over `rows` from the first to the last: a block's extent, and each of its values only when `isEnough` says
  /// that the extent is not.
  func descend(_ rows: Range<Int>, isEnough: (PriceRange) -> Bool, value: (Double) -> Void) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      if let block = block(at: row, within: rows.upperBound), isEnough(blocks[block]) {
        row += Self.width
      } else {
        value(values[row])
        row += 1
      }
    }
  }

  /// The block that begins at `row`, if it is whole.
  private func block(at row: Int, within end: Int) -> Int? {
    row % Self.width == 0 && row + Self.width <= end ? row / Self.width : nil
  }
}
