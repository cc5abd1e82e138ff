/// Rows left out of a regression because a value was missing, by the column that was missing it.
public struct DroppedRows: Hashable, Sendable {
  public struct Cause: Hashable, Sendable {
    public let column: String
    public let rows: Int
  }

  /// In order of the columns, the explained one first; columns without a missing value are left out. A row that lacks
  /// several values counts once, under the first, so the rows add up to `total`.
  public let causes: [Cause]

  public var total: Int { causes.reduce(0) { $0 + $1.rows } }
}
