/// Turns the positions on some axes into one number, the same number for the same positions.
package struct AxisKey: Sendable {
  private let axes: [Int]
  private let strides: [Int]
  /// False where an axis has a position for every point, or there are more combinations than can be numbered: what is
  /// computed for such a key will not be asked for again.
  package let recurs: Bool

  init(axes: [Int], of points: any ParameterPoints) {
    self.axes = axes
    var strides: [Int] = []
    var count = 1
    var recurs = true
    for axis in axes {
      strides.append(count)
      let (product, overflow) = count.multipliedReportingOverflow(by: points.extent(ofAxis: axis) ?? 0)
      if product == 0 || overflow { recurs = false } else { count = product }
    }
    self.strides = strides
    self.recurs = recurs
  }

  @inline(__always)
  func number(at positions: [Int]) -> Int {
    var number = 0
    for index in axes.indices { number += positions[axes[index]] * strides[index] }
    return number
  }
}
