import Signals

extension ParameterSpace: ParameterPoints {
  public var axisNames: [String] { axes.map(\.name) }

  public func extent(ofAxis axis: Int) -> Int? { axes[axis].isDrawn ? nil : axes[axis].values.count }
}
