/// What a window needs to know about a run of neighbouring values, kept so that two runs side by side can be joined.
///
/// A summary grows by one value at either end and joins with its neighbour; nothing is ever taken out of one. That is
/// what keeps windows free of drift: there is no subtraction whose rounding could stay behind.
protocol WindowSummary {
  /// One row of the input.
  associatedtype Element
  /// Tables that depend on the window's length alone, so that no division is left for the loop.
  associatedtype Weights

  static var empty: Self { get }
  /// Takes in the row after the newest one; the summary then holds `count` rows.
  mutating func append(_ element: Element, count: Int, _ weights: Weights)
  /// Takes in the row before the oldest one; the summary then holds `count` rows.
  mutating func prepend(_ element: Element, count: Int, _ weights: Weights)
  /// Two neighbours that fill the window together; the newer one holds `newerCount` rows.
  static func joined(_ older: Self, _ newer: Self, newerCount: Int, _ weights: Weights) -> Self
}

/// Summaries of every full window of a series, in a constant number of steps a row whatever the window.
///
/// The rows are cut into blocks as long as the window, at fixed places in time: the block of a row follows from its
/// absolute bar number. A window then is the end of one block and the beginning of the next, so joining a suffix of the
/// older block (built backwards) with a prefix of the newer one (built forwards) summarises it. This is the method of
/// van Herk (1992) and Gil and Werman (1993) for rolling extremes, carried over to any summary that can be joined.
///
/// The value at a row is a function of the window's values and of the row's absolute bar number. It cannot depend on
/// where the data begins or ends, not even in its last bit.
///
/// - Parameters:
///   - firstBar: The absolute bar number of row 0.
///   - finish: The result at a row, from the window's summary and the row's own element.
/// - Returns: One value a row; NaN before the first full window.
@inline(__always)
func scanWindows<Summary: WindowSummary>(
  _: Summary.Type, count: Int, window: Int, firstBar: Int, weights: Summary.Weights,
  element: (Int) -> Summary.Element, finish: (Summary, Summary.Element) -> Double
) -> [Double] {
  precondition(window > 0, "a window has bars")
  guard window <= count else { return [Double](repeating: .nan, count: count) }
  // Two blocks at a time, behind the suffixes of the block before them.
  var prefixes = [Summary](repeating: .empty, count: 2 * window)
  var suffixes = [Summary](repeating: .empty, count: 3 * window)
  var start = -firstBar.flooredRemainder(by: window)

  return [Double](unsafeUninitializedCapacity: count) { results, initialized in
    results[..<(window - 1)].initialize(repeating: .nan)
    initialized = count
    prefixes.withUnsafeMutableBufferPointer { prefixes in
      suffixes.withUnsafeMutableBufferPointer { suffixes in
        while start < count {
          let pair = BlockPair(start: start, window: window, count: count)
          pair.summarise(weights, element, prefixes, UnsafeMutableBufferPointer(rebasing: suffixes[window...]))
          for block in 0..<2 {
            let offset = block * window
            let rows =
              max(start + offset, window - 1)..<max(start + offset, window - 1, min(start + offset + window, count))
            for row in rows {
              let position = row &- start
              let newer = prefixes[position]
              let newerCount = position &- offset &+ 1
              let summary =
                newerCount == window
                ? newer : Summary.joined(suffixes[position &+ 1], newer, newerCount: newerCount, weights)
              results[row] = finish(summary, element(row))
            }
          }
          for position in 0..<window { suffixes[position] = suffixes[position + 2 * window] }
          start += 2 * window
        }
      }
    }
  }
}

/// Two neighbouring blocks and the rows of them that there is data for.
private struct BlockPair {
  let start: Int
  let window: Int
  let count: Int

  /// The summaries that begin with a block's first row, and those that end with its last.
  ///
  /// Each is a chain of additions that wait for each other. The four chains of two blocks are independent, and the
  /// processor runs them side by side in the time of one.
  @inline(__always)
  func summarise<Summary: WindowSummary>(
    _ weights: Summary.Weights, _ element: (Int) -> Summary.Element,
    _ prefixes: UnsafeMutableBufferPointer<Summary>, _ suffixes: UnsafeMutableBufferPointer<Summary>
  ) {
    guard start < 0 || start + 2 * window > count else {
      var prefix = (Summary.empty, Summary.empty)
      var suffix = (Summary.empty, Summary.empty)
      for position in 0..<window {
        let mirrored = window &- 1 &- position
        prefix.0.append(element(start &+ position), count: position &+ 1, weights)
        prefix.1.append(element(start &+ window &+ position), count: position &+ 1, weights)
        suffix.0.prepend(element(start &+ mirrored), count: position &+ 1, weights)
        suffix.1.prepend(element(start &+ window &+ mirrored), count: position &+ 1, weights)
        prefixes[position] = prefix.0
        prefixes[position &+ window] = prefix.1
        suffixes[mirrored] = suffix.0
        suffixes[mirrored &+ window] = suffix.1
      }
      return
    }
    for block in [start, start + window] {
      if block >= 0 {
        var prefix = Summary.empty
        for row in block..<max(block, min(block + window, count)) {
          prefix.append(element(row), count: row - block + 1, weights)
          prefixes[row - start] = prefix
        }
      }
      if block + window <= count {
        var suffix = Summary.empty
        for row in (max(0, block)..<(block + window)).reversed() {
          suffix.prepend(element(row), count: block + window - row, weights)
          suffixes[row - start] = suffix
        }
      }
    }
  }
}

extension Int {
  /// The remainder that is never negative, for positions in blocks of time on both sides of 1970.
  @inline(__always)
  func flooredRemainder(by divisor: Int) -> Int {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
