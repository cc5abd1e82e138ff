import Signals

/// The parameter sets that a validation chooses from, numbered.
public struct Candidates: Sendable {
  public let count: Int
  /// The parameters in which they differ.
  public let varied: [String]
  private let values: @Sendable (Int) -> [String: ParameterValue]
  private let near: @Sendable (Int) -> [Int]

  /// - Parameter fixed: parameters that are the same in every set.
  public init(_ grid: ParameterGrid, fixed: [String: ParameterValue] = [:]) {
    count = grid.count
    varied = grid.axes.filter { $0.values.count > 1 }.map(\.name)
    values = { grid[$0].merging(fixed) { swept, _ in swept } }
    near = { grid.neighbours(of: $0) }
  }

  /// What set `point` overrides.
  public func parameters(_ point: Int) -> [String: ParameterValue] { values(point) }

  /// Sets one step away on one parameter.
  public func neighbours(of point: Int) -> [Int] { near(point) }
}

extension ParameterGrid {
  /// The combinations one step up or down on one axis.
  fileprivate func neighbours(of index: Int) -> [Int] {
    var stride = 1
    var near: [Int] = []
    for (axis, position) in zip(axes, positions(index)).reversed() {
      if position > 0 { near.append(index - stride) }
      if position + 1 < axis.values.count { near.append(index + stride) }
      stride *= axis.values.count
    }
    return near
  }
}
