import Market

extension ParameterSpace {
  /// Refuses to sweep what nothing reads: each trial would be run as often as the parameter has values, and the best of so
  /// many would be the best of fewer.
  ///
  /// - Parameter read: names of the parameters that a trial depends on. Conditions on the space read theirs.
  public func refuseUnread(_ read: Set<String>) throws(Problem) {
    let conditions = definition.conditions.joined(separator: " ")
    for axis in axes where axis.isSwept && !read.contains(axis.name) && !conditions.contains(axis.name) {
      throw Problem(
        "parameter '\(axis.name)' is swept and nothing that is asked here reads it: its values would all be the same trial",
        remedy: "leave it out of the grid, or use it in a rule"
          + (read.isEmpty ? "" : "; what is read is \(read.sorted().joined(separator: ", "))"))
    }
  }
}
