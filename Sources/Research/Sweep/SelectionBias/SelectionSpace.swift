import Signals

/// What the selection bias figures ask of a sweep's space and of the figures of its trials.
public struct SelectionSpace {
  /// Parameters that take more than one value.
  public let axes: [String]
  /// The best trials by the ranked figure, best first, whose surroundings are looked at.
  public let top: [Int]
  /// All parameters of a trial.
  public let parameters: (Int) -> [String: ParameterValue]
  /// Trials one step away on one axis.
  public let neighbours: (Int) -> [Int]
  /// The ranked figure of a trial; nil or NaN where it has none or was not run.
  public let value: (Int) -> Double?

  public init(
    axes: [String], top: [Int], parameters: @escaping (Int) -> [String: ParameterValue],
    neighbours: @escaping (Int) -> [Int], value: @escaping (Int) -> Double?
  ) {
    self.axes = axes
    self.top = top
    self.parameters = parameters
    self.neighbours = neighbours
    self.value = value
  }
}
