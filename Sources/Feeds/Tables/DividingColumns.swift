import Market

/// Columns that say of what a row is besides its symbol: its market, its width, its side. A table with two of them in it is of
/// two things.
enum DividingColumns {
  private static let names: Set<String> = [
    "market_type", "markettype", "type", "contract_type", "product_type", "product", "instrument_type", "interval",
    "timeframe", "time_frame", "tf", "resolution", "period", "granularity", "freq", "frequency", "direction", "side",
    "trade_type", "category", "exchange_type", "settle_currency", "margin_type",
  ]

  /// - Parameter used: columns that are read as something.
  /// - Throws: `Problem` for one that is read as nothing and does not say the same in every row.
  static func check(_ table: TableText, besides used: Set<String>) throws {
    for (place, name) in table.names.enumerated()
    where names.contains(ColumnRoles.plain(name)) && !used.contains(name) {
      let found = table.texts(of: [place], most: 2)
      guard found.count > 1 else { continue }
      throw Problem(
        "'\(CSVScanner.quotable(name))' says '\(CSVScanner.quotable(found[0].text[0]))' of some rows and "
          + "'\(CSVScanner.quotable(found[1].text[0]))' of others: they are of two things",
        at: Problem.Place(file: table.text.location, line: found[1].line),
        remedy:
          "import the rows of one at a time, without the column; or write a profile that tells them apart (where:)")
    }
  }
}
