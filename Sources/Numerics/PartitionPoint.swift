extension RandomAccessCollection where Index == Int {
  /// How many elements stand before the first of which `precedes` does not hold, found by halving.
  ///
  /// - Precondition: where it holds of an element, it holds of all before it.
  @inlinable
  package func leadingCount(where precedes: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if precedes(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - startIndex
  }
}
