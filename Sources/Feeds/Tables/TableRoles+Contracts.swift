import Market

/// Amounts that may count contracts.
extension TableRoles {
  /// - Throws: `Problem` for a volume of unsaid unit beside a column that says in its name that it counts coins.
  func checkOtherVolume(_ volume: ImportProfile.Source?, _ table: TableText) throws {
    guard let volume, volume.unit == nil, columns["quote_volume"] == nil, !ColumnRoles.countsCoins(volume.from),
      let other = table.names.first(where: ColumnRoles.countsCoins)
    else { return }
    throw Problem(
      "'\(PrintableText.short(other))' counts coins by its name, and '\(PrintableText.short(volume.from))' may count contracts",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say \(ColumnFlag.text(("volume", other))), or --unit volume=coin or contracts")
  }
}
