import Market

/// Open interest of an inverse contract, where its venue counts contracts and gives their worth in coins beside them.
enum InverseInterest {
  /// The columns under the names of what they count there.
  static func columns(_ columns: [ColumnDescriptor], of instrument: Instrument, _ kind: SeriesKind)
    -> [ColumnDescriptor]
  {
    guard kind == .openInterest, instrument.contract.form == .inverse,
      columns.contains(where: { $0.name == "open_interest" })
    else { return columns }
    return columns.map { column in
      switch column.name {
      case "open_interest": ColumnDescriptor("open_interest_contracts", .contracts)
      case "open_interest_value": ColumnDescriptor("open_interest", .base)
      default: column
      }
    }
  }
}
