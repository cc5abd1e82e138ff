extension Sequence<Double> {
  /// The number in the middle once they are in order, of two the greater: it is one of them, as a median need not be. Nil of none.
  package var middle: Double? {
    let ordered = sorted()
    return ordered.isEmpty ? nil : ordered[ordered.count / 2]
  }
}
