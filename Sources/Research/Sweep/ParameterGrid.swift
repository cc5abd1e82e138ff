import Market
import Signals

/// Every combination of the values of some parameters, numbered: the last axis turns fastest.
public struct ParameterGrid: Sendable, Hashable {
  public let axes: [ParameterAxis]
  public let count: Int

  /// - Throws: a `Problem` for no axis, an axis given twice, or more combinations than can be numbered.
  public init(_ axes: [ParameterAxis]) throws(Problem) {
    guard !axes.isEmpty else {
      throw Problem("a sweep needs something to vary", remedy: "add --grid parameter=from:to:step or parameter=a,b,c")
    }
    var count = 1
    for (index, axis) in axes.enumerated() {
      if axes[..<index].contains(where: { $0.name == axis.name }) {
        throw Problem("parameter '\(axis.name)' has two grids", remedy: "give it one --grid")
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.values.count)
      guard !overflow else {
        throw Problem("the grid has more combinations than can be numbered", remedy: "thin it out")
      }
      count = product
    }
    self.axes = axes
    self.count = count
  }

  /// The parameters of combination `index`.
  public subscript(index: Int) -> [String: ParameterValue] {
    var rest = index
    var parameters: [String: ParameterValue] = [:]
    for axis in axes.reversed() {
      parameters[axis.name] = axis.values[rest % axis.values.count]
      rest /= axis.values.count
    }
    return parameters
  }

  /// The position of each axis' value in combination `index`.
  public func positions(_ index: Int) -> [Int] {
    var rest = index
    var positions: [Int] = []
    for axis in axes.reversed() {
      positions.append(rest % axis.values.count)
      rest /= axis.values.count
    }
    return positions.reversed()
  }
}
