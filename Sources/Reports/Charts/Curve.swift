import Market

/// Values over time: an equity, a price, a running sum. NaN where there is none.
public struct Curve: Hashable, Sendable {
  public let instants: [Instant]
  public let values: [Double]

  /// - Precondition: an instant for each value.
  public init(_ instants: [Instant], _ values: [Double]) {
    precondition(instants.count == values.count, "an instant for each value")
    self.instants = instants
    self.values = values
  }

  /// Values known at the close of each bar: prices, equity.
  public init(closesOf grid: Grid, _ values: [Double]) {
    self.init((0..<grid.count).map(grid.close), values)
  }

  /// Values that hold from the open of each bar: a position.
  public init(opensOf grid: Grid, _ values: [Double]) {
    self.init((0..<grid.count).map(grid.open), values)
  }

  /// The same curve with every value changed, such as divided by the first.
  public func mapValues(_ change: (Double) -> Double) -> Curve { Curve(instants, values.map(change)) }
}
