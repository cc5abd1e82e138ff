extension Sequence where Element: Hashable {
  /// Each value once, in order of first mention.
  package var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
