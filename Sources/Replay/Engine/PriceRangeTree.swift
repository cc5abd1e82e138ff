/// How low and how high a market traded in blocks of 8, 64, 512 … bars.
///
/// The first bar that reaches a price is found by passing whole blocks that do not reach it, and looking closer only at one
/// that might: a few comparisons for each power of eight between a bar and the one that is found.
struct PriceRangeTree: Sendable {
  /// Eight parts a block: two cache lines of ranges, and few levels.
  private static let bits = 3
  private static var width: Int { 1 << bits }

  /// Of each bar, NaN where none was printed: low and high in one place, since who looks at one looks at the other.
  let bars: FixedColumn<PriceRange>
  /// Blocks of 8 bars, of 64, and so on; the last level has no more than eight.
  private let blocks: FixedColumn<FixedColumn<PriceRange>>

  /// - Parameter isSearched: whether anybody will look for prices in it; without blocks, bars can only be read.
  init(lows: [Double], highs: [Double], isSearched: Bool, in memory: FixedMemory) {
    var parts = zip(lows, highs).map { PriceRange(low: $0, high: $1) }
    bars = memory.column(parts)
    var levels: [FixedColumn<PriceRange>] = []
    while isSearched, parts.count > Self.width {
      parts = stride(from: 0, to: parts.count, by: Self.width).map { first in
        var range = PriceRange()
        for part in parts[first..<min(first + Self.width, parts.count)] { range.include(part) }
        return range
      }
      levels.append(memory.column(parts))
    }
    blocks = memory.column(levels)
  }

  /// The first of `rows` that ends a position at `levels`; nil where none does. The levels have then followed the bars
  /// before it, or all of them.
  ///
  /// - Parameter onAnyPath: whether a bar ends it that does so on some path through it, or only on the worse one.
  func first(of rows: Range<Int>, reaching levels: inout ExitLevels, onAnyPath: Bool) -> Int? {
    let row: Int
    if levels.quotation.isLinear, !onAnyPath {
      var bounds = levels.bounds
      if levels.side > 0 {
        row = pass(rows) {
          bounds.pass(worst: $0.lowest, finest: $0.highest)
        } bar: {
          bounds.passBar(worst: $0.lowest, finest: $0.highest)
        }
      } else {
        row = pass(rows) {
          bounds.pass(worst: -$0.highest, finest: -$0.lowest)
        } bar: {
          bounds.passBar(worst: -$0.highest, finest: -$0.lowest)
        }
      }
      levels.follow(bounds.reached)
    } else {
      row = pass(rows) {
        levels.pass($0)
      } bar: {
        onAnyPath ? levels.pass($0) : levels.passBar($0)
      }
    }
    return row < rows.upperBound ? row : nil
  }

  /// Goes through `rows` in order as far as their blocks, or else their bars, are passed.
  ///
  /// - Parameters:
  ///   - block: whether all of a block is passed; of one that is not the parts are asked.
  ///   - bar: whether a bar is.
  /// - Returns: the first row that is not passed, or the end of `rows`.
  @inline(__always)
  private func pass(_ rows: Range<Int>, block: (PriceRange) -> Bool, bar: (PriceRange) -> Bool) -> Int {
    let end = rows.upperBound
    var row = rows.lowerBound
    // Blocks of eight to the power of `level` are asked, which are `1 << shift` bars: single ones at 0.
    var level = 0
    var shift = 0
    while row < end {
      guard level > 0 else {
        guard bar(bars[row]) else { return row }
        row &+= 1
        if row & (Self.width &- 1) == 0, blocks.count > 0 { (level, shift) = (1, Self.bits) }
        continue
      }
      let next = row &+ 1 &<< shift
      if next <= end, block(blocks[level &- 1][row &>> shift]) {
        row = next
        // Where a wider block begins, it is asked first.
        guard level < blocks.count, row & (Self.width &<< shift &- 1) == 0 else { continue }
        level &+= 1
        shift &+= Self.bits
      } else {
        level &-= 1
        shift &-= Self.bits
      }
    }
    return row
  }
}
