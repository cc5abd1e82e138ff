import Market

/// A column that says in every row of which sort of market it is: `market` with `spot`, `exchange_type` with `linear`.
struct NamedMarket {
  let column: String
  /// Nil for a word that several sorts go by: what one venue calls futures are perpetuals, and dated on the next.
  let type: InstrumentType?

  /// Names under which symbols stand as well.
  private static let names: Set<String> = [
    "market", "instrument", "contract", "market_type", "markettype", "exchange_type", "instrument_type", "product_type",
    "contract_type", "category", "type", "segment", "insttype", "inst_type", "instrument_class",
  ]
  private static let perpetuals: Set<String> = [
    "perp", "perps", "perpetual", "perpetuals", "swap", "swaps", "linear", "inverse", "um", "cm", "usdm", "coinm",
    "linearperpetual", "inverseperpetual", "perpetualfuture",
  ]

  /// Whether a column says which market rows are of, by its name.
  static func isName(_ name: String) -> Bool { names.contains(ColumnRoles.plainLast(name)) }

  /// Nil for a column of another name or of other words.
  init?(_ name: String, in table: TableText) {
    guard Self.isName(name), let place = table.names.firstIndex(of: name) else { return nil }
    let words = table.texts(of: [place], most: 20).compactMap(\.text.first).filter { !$0.isEmpty }
    guard !words.isEmpty, words.allSatisfy(DividedRows.isMarket) else { return nil }
    let plain = Set(words.map { $0.lowercased().filter(\.isLetter) })
    column = name
    type = plain == ["spot"] ? .spot : plain.isSubset(of: Self.perpetuals) ? .perpetual : nil
  }

  /// - Parameter said: what the name of the file says, or its folder.
  /// - Throws: `Problem` where that is another market.
  func check(against said: InstrumentType?, at location: String) throws {
    guard let type, let said, said != type else { return }
    throw Problem(
      "the column '\(PrintableText.short(column))' says \(type.rawValue), and the name or the folder says \(said.rawValue)",
      at: Problem.Place(file: location),
      remedy: "say --kind \(type == .spot ? "spot" : "klines"), or the other of the two")
  }
}
