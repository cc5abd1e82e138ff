extension Sequence where Element: Comparable {
  /// The one in the middle once they are in order, of two the greater: it is one of them, as a median need not be. Nil of none.
  @inlinable
  package var middle: Element? {
    let ordered = sorted()
    return ordered.isEmpty ? nil : ordered[ordered.count / 2]
  }
}
