/// Many parameter sets of one strategy, numbered, as those see them who evaluate its signals for each.
///
/// A set is a *point*: a position on each axis, and an axis is a parameter. Whoever asks for the same positions again
/// gets the same values, so what was computed for them can be kept.
public protocol ParameterPoints: Sendable {
  /// The parameter of each axis.
  var axisNames: [String] { get }
  /// How many positions an axis has; nil where every point has one of its own, so that nothing is worth keeping by it.
  func extent(ofAxis axis: Int) -> Int?
  /// Writes the position on each axis. Called once a trial: it must not allocate.
  func positions(of point: Int, into positions: UnsafeMutableBufferPointer<Int>)
  func value(at position: Int, on axis: Int) -> ParameterValue
}

extension ParameterPoints {
  /// Every parameter of a point, by name.
  public func parameters(of point: Int) -> [String: ParameterValue] {
    let names = axisNames
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: names.count) { positions in
      positions.initialize(repeating: 0)
      self.positions(of: point, into: positions)
      var parameters: [String: ParameterValue] = [:]
      for (axis, name) in names.enumerated() { parameters[name] = value(at: positions[axis], on: axis) }
      return parameters
    }
  }
}
