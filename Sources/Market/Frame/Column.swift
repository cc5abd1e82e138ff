/// Values on a grid, one a bar, as they were known at each bar's close. NaN where nothing was known.
public struct Column: Sendable {
  public let name: String
  public let unit: Unit
  public let values: [Double]

  public init(_ name: String, _ unit: Unit, _ values: [Double]) {
    self.name = name
    self.unit = unit
    self.values = values
  }
}
