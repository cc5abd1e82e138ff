/// One vertical axis of a chart of parallel coordinates, and where each line crosses it.
public struct ParallelAxis: Hashable, Sendable {
  public var name: String
  /// One a line, in the units of `range`.
  public var heights: [Double]
  public var range: ClosedRange<Double>
  /// What is written beside it, at which heights.
  public var ticks: [Tick]

  public struct Tick: Hashable, Sendable {
    public var height: Double
    public var label: String

    public init(_ height: Double, _ label: String) {
      self.height = height
      self.label = label
    }
  }

  public init(_ name: String, heights: [Double], range: ClosedRange<Double>, ticks: [Tick]) {
    self.name = name
    self.heights = heights
    self.range = range
    self.ticks = ticks
  }
}
