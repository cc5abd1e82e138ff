extension ParameterSpace {
  /// The points one step up or down on one listed axis that is swept, those that conditions leave out not counted; in
  /// the order of the axes, the lower one first.
  ///
  /// Empty in a space with drawn axes: no two draws share their drawn values.
  public func neighbours(of point: Int) -> [Int] {
    guard reader.drawing == nil else { return [] }
    let cell = reader.cells.member(point)
    let positions = positions(of: point)
    var neighbours: [Int] = []
    for digit in reader.digits {
      let position = positions[digit.axis]
      let swept = axes[digit.axis].sweptCount
      // A value that is only there for rest is no step from the largest.
      guard position < swept else { continue }
      for step in [-1, 1] where (0..<swept).contains(position + step) {
        if let neighbour = reader.cells.rank(of: cell + step * digit.stride) { neighbours.append(neighbour) }
      }
    }
    return neighbours
  }
}
