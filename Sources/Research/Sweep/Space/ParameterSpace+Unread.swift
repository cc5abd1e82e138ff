extension ParameterSpace {
  /// What is to be said of parameters that are swept and that nothing reads: each trial is then run as often as the parameter
  /// has values, and the best of so many is the best of fewer. Nil where all are read.
  ///
  /// - Parameter read: names of the parameters that a trial depends on. Conditions on the space read theirs.
  public func unreadNote(_ read: Set<String>) -> String? {
    let conditions = definition.conditions.joined(separator: " ")
    let unread = axes.filter { $0.isSwept && !read.contains($0.name) && !conditions.contains($0.name) }.map(\.name)
    guard !unread.isEmpty else { return nil }
    let names = unread.map { "'\($0)'" }.joined(separator: ", ")
    return
      "Nothing that is asked here reads \(names), which \(unread.count == 1 ? "is" : "are") swept all the same: trials that differ in nothing else are one trial run again."
  }
}
