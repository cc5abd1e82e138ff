/// Names by which the klines of an instrument's spot pair are reached in expressions: `spot` is their close.
public enum SpotColumns {
  /// `spot` for `close`, `spot_` and the column's name for all others.
  public static let names: [String] = SeriesKind.klines.columns.map { name(of: $0.name) }

  /// The columns in the order of klines.
  public static let descriptors = SeriesKind.klines.columns.map { ColumnDescriptor(name(of: $0.name), $0.unit) }

  private static let columns = Dictionary(
    SeriesKind.klines.columns.map { (name(of: $0.name), $0.name) }, uniquingKeysWith: { first, _ in first })

  /// The column of the spot pair's klines that `name` means; nil where it means none.
  public static func column(for name: String) -> String? { columns[name] }

  private static func name(of column: String) -> String { column == "close" ? "spot" : "spot_\(column)" }
}
