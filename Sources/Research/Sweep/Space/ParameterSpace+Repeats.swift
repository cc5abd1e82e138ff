import Signals

extension ParameterSpace {
  /// Those of some points that are trials of their own: of several that differ only in parameters that nothing reads, the
  /// first one.
  ///
  /// - Parameter read: names of the parameters that a trial depends on.
  public func withoutRepeats(_ points: [Int], reading read: Set<String>) -> [Int] {
    let swept = axes.filter(\.isSwept).map(\.name)
    let names = swept.filter(read.contains)
    guard names.count < swept.count else { return points }
    var seen: Set<[ParameterValue?]> = []
    return points.filter { point in
      let parameters = parameters(point)
      return seen.insert(names.map { parameters[$0] }).inserted
    }
  }
}
