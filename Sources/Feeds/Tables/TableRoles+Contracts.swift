import Market

/// Amounts that may count contracts.
extension TableRoles {
  /// - Throws: `Problem` for an amount of unsaid unit of an instrument whose venue counts in contracts.
  func checkContracts(
    _ entry: ImportProfile.Entry, _ table: TableText, _ hints: ImportHints, knowsVolume: Bool
  ) throws {
    guard hints.kind?.type == nil, entry.type == nil else { return }
    let role = ["volume", "open_interest"].first { entry.columns[$0].map { $0.unit == nil } ?? false }
    guard let role, let source = entry.columns[role] else { return }
    // Named by what it counts.
    guard ColumnRoles.plain(source.from) != ColumnRoles.coinInterest else { return }
    if !knowsVolume, role == "volume", let other = inCoins(role, table), columns["quote_volume"] == nil {
      throw Problem(
        "'\(CSVScanner.quotable(other))' counts coins by its name, and '\(CSVScanner.quotable(source.from))' may count contracts",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy: "say --columns volume=\(other), or --unit volume=coin or contracts")
    }
    for instrument in instruments(entry, table, hints) {
      let what = role == "volume" ? "volume" : "open interest"
      if instrument.contract.form == .inverse {
        throw Problem(
          "\(instrument) is an inverse contract, and its \(what) may be counted in contracts, coins or dollars",
          at: Problem.Place(file: table.text.location),
          remedy: "say --unit \(role)=contracts, coin or quote" + alternative(role, table))
      }
      guard Self.countsContracts(instrument), !knowsVolume else { continue }
      throw Problem(
        "\(instrument) is traded in contracts of its venue, and its \(what) may be counted in them or in coins",
        at: Problem.Place(file: table.text.location),
        remedy: "say --unit \(role)=coin, or contracts" + alternative(role, table))
    }
  }

  private static func countsContracts(_ instrument: Instrument) -> Bool {
    instrument.symbol.hasSuffix("-SWAP")
      || instrument.venue == "gate" && [.perpetual, .future].contains(instrument.type)
  }

  /// Another column that says in its name that it counts coins.
  private func inCoins(_ role: String, _ table: TableText) -> String? {
    let coins = ["homenotional", "volccy", "oiccy", "base_volume", "volume_base"]
    return table.names.first { coins.contains(ColumnRoles.plain($0)) && $0 != columns[role] }
  }

  private func alternative(_ role: String, _ table: TableText) -> String {
    inCoins(role, table).map { "; or take '\(CSVScanner.quotable($0))' in its place: --columns \(role)=\($0)" } ?? ""
  }

  /// Those that the rows are of, as far as the first thousand names tell.
  private func instruments(
    _ entry: ImportProfile.Entry, _ table: TableText, _ hints: ImportHints
  ) -> [Instrument] {
    let told = ["symbol", "venue"].map { role in columns[role].flatMap { table.names.firstIndex(of: $0) } }
    let fields = told.compactMap(\.self)
    let rows = fields.isEmpty ? [[]] : table.texts(of: fields, most: 1000).map(\.text)
    return rows.compactMap { texts in
      var texts = texts[...]
      let ownSymbol = told[0] == nil ? entry.symbol : texts.popFirst()
      let ownVenue = told[1] == nil ? entry.venue : texts.popFirst()
      let venue = (hints.venue ?? ownVenue ?? "").lowercased()
      guard let symbol = hints.symbol ?? ownSymbol else { return nil }
      let own = UnifiedSymbol(symbol)?.symbol(on: venue) ?? symbol.filter { $0 != "/" && $0 != ":" }
      return Instrument(venue: venue, symbol: own)
    }
  }
}
