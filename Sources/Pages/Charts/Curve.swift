import Market

/// Values over time: an equity, a price, a running sum. NaN where there is none.
public struct Curve: Hashable, Sendable {
  public let instants: [Instant]
  public let values: [Double]
  /// How many points it had before it was thinned for a chart; nil for a curve with all of its points.
  public private(set) var thinnedFrom: Int?

  /// - Precondition: an instant for each value.
  public init(_ instants: [Instant], _ values: [Double]) {
    precondition(instants.count == values.count, "an instant for each value")
    self.instants = instants
    self.values = values
  }

  /// The points that a chart of these values draws and no others, so that a page of many curves need not hold them whole.
  ///
  /// - Parameter instant: of each value.
  package init(drawing values: [Double], shape: PlotlyTrace.Shape = .linear, at instant: (Int) -> Instant) {
    let rows = shape.rows(of: values)
    instants = rows.kept.map(instant)
    self.values = rows.kept.map { values[$0] }
    thinnedFrom = rows.source
  }

  /// The same curve with every value changed, such as divided by the first.
  public func mapValues(_ change: (Double) -> Double) -> Curve {
    var changed = Curve(instants, values.map(change))
    changed.thinnedFrom = thinnedFrom
    return changed
  }
}
