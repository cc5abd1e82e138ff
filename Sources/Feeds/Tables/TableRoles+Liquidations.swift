import Market

/// What liquidations in a table count, and whose: a table that nobody described says neither.
extension TableRoles {
  private static let amounts = ["long_liquidations", "short_liquidations"]

  /// - Throws: `Problem` for amounts that may be coins, contracts or dollars, where neither a flag nor a name says which.
  func checkLiquidations(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
    guard let role = Self.amounts.first(where: { sources[$0] != nil && sources[$0]?.unit == nil }),
      let source = sources[role], !ColumnRoles.countsCoins(source.from)
    else { return }
    let said = Self.amounts.filter { sources[$0] != nil }.map { "\($0)=quote" }.joined(separator: ",")
    throw Problem(
      "'\(PrintableText.short(source.from))' may count dollars, coins or contracts, and nothing says which",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say --unit \(said) where they are in the currency of the price; coin or contracts in place of quote")
  }

  /// - Throws: `Problem` for a table of liquidations one by one: a buy closes a short where the side is the order's, and
  ///   is a long where it is the position's.
  func askSide(_ table: TableText) throws {
    let roles = ["side", "direction", "position_side", "pos_side"]
    guard let side = table.names.first(where: { roles.contains(ColumnRoles.plain($0)) }),
      let field = table.names.firstIndex(of: side)
    else { return }
    let words = table.texts(of: [field], most: 2).map { PrintableText.short($0.text[0]) }.sorted()
    let (first, last) = (words.first ?? "buy", words.last ?? "sell")
    let amount = table.names.first { ["amount", "quantity", "qty", "size", "volume"].contains(ColumnRoles.plain($0)) }
    let from = PrintableText.short(amount ?? "AMOUNT")
    throw Problem(
      "each row is one liquidation, and nothing says whether '\(PrintableText.short(side))' (\(words.joined(separator: ", "))) "
        + "is that of the order, where a sale closes a long, or of the position",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: "say it in a profile of kind liquidation_events ('hindcast data formats tardis-liquidations' is one to "
        + "start from): long_liquidated: {from: \(from), where: {\(PrintableText.short(side)): \(first)}} and "
        + "short_liquidated with \(last), or the other way around")
  }
}
