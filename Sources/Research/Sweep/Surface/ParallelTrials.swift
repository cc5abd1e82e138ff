/// Trials as lines across all swept parameters: the best, and a sample of the others.
public struct ParallelTrials: Sendable, Hashable {
  /// One swept parameter as a vertical axis.
  public struct Axis: Sendable, Hashable {
    public let name: String
    /// Where each line crosses, from 0 to 1: listed values at even distances, drawn ones by how likely a smaller one is.
    /// Below zero where the parameter rests at its default.
    public let heights: [Double]
    public let ticks: [Tick]
  }

  public struct Tick: Sendable, Hashable {
    public let height: Double
    public let label: String
  }

  public let axes: [Axis]
  /// The figure of each line.
  public let values: [Double]
  /// The first so many lines are the best trials, in their order; the others are a sample of all.
  public let best: Int

  private static let restHeight = -0.1
  private static let mostTicks = 12

  /// - Parameter lines: points with their figures, the best first.
  init(_ lines: [(point: Int, value: Double)], best: Int, of space: ParameterSpace) {
    values = lines.map(\.value)
    self.best = best
    let positions = lines.map { space.positions(of: $0.point) }
    axes = space.axes.indices.filter { space.axes[$0].isSwept }.map { index in
      Axis(
        name: space.axes[index].name,
        heights: positions.map { Self.height($0[index], on: index, in: space) }, ticks: Self.ticks(index, in: space))
    }
  }

  private static func height(_ position: Int, on axis: Int, in space: ParameterSpace) -> Double {
    guard space.axes[axis].isDrawn else { return place(position, of: space.axes[axis].values.count) }
    return space.probability(at: position, on: axis) ?? restHeight
  }

  private static func place(_ position: Int, of count: Int) -> Double {
    count > 1 ? Double(position) / Double(count - 1) : 0.5
  }

  private static func ticks(_ axis: Int, in space: ParameterSpace) -> [Tick] {
    let swept = space.axes[axis]
    guard let distribution = swept.distribution else {
      let step = (swept.values.count + mostTicks - 1) / mostTicks
      return stride(from: 0, to: swept.values.count, by: step).map {
        Tick(height: place($0, of: swept.values.count), label: swept.values[$0].description)
      }
    }
    let rest = swept.rest.map { [Tick(height: restHeight, label: "at rest \($0)")] } ?? []
    return rest
      + [0.005, 0.25, 0.5, 0.75, 0.995].map { Tick(height: $0, label: distribution.value($0).rounded.description) }
  }
}
