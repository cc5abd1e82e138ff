/// Values with the name a table or an error calls them by. NaN is a missing value.
public struct NamedColumn: Sendable {
  public let name: String
  public let values: [Double]

  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}
