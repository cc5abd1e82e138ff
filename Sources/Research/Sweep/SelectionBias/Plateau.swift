import Replay

/// How a trial's neighbours in the space do: those one step away on one axis. A peak whose neighbours are poor owes its height
/// to the days it was measured on.
public struct Plateau: Sendable, Hashable {
  public let point: Int
  /// The ranked figure of the trial itself.
  public let value: Double
  /// Neighbours that have the figure.
  public let neighbours: Int
  /// Neighbours without it: failed, or never traded.
  public let without: Int
  /// Over the neighbours that have it; nil when none does.
  public let median: Double?
  public let worst: Double?

  /// Nil when the trial itself does not have the figure.
  ///
  /// - Parameter value: the figure of a trial by its number; nil or NaN where it has none.
  public init?(_ point: Int, figure: FigureKey, neighbours: [Int], value: (Int) -> Double?) {
    func known(_ point: Int) -> Double? { value(point).flatMap { $0.isNaN ? nil : $0 } }
    guard let own = known(point) else { return nil }
    let values = neighbours.compactMap(known).sorted()
    self.point = point
    self.value = own
    self.neighbours = values.count
    without = neighbours.count - values.count
    let middle = values.count / 2
    median =
      values.isEmpty ? nil : values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    worst = figure.ranksSmallestFirst ? values.last : values.first
  }
}
