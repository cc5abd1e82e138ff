import Market

/// What columns beside amounts say that those are counted in.
extension TableRoles {
  /// Words for what amounts are counted in.
  static let contracts: Set<String> = ["contract", "contracts", "cont", "conts", "lot", "lots", "ct", "cts"]
  static let dollars: Set<String> = ["usd", "usdt", "usdc", "quote", "dollar", "dollars"]

  private static let sizes: Set<String> = [
    "contract_size", "contractsize", "contract_value", "contract_val", "ctval", "ct_val", "contract_multiplier",
  ]
  private static let multipliers: Set<String> = ["multiplier", "scale", "price_scale", "volume_scale"]
  /// More different words than a column of units has, of however many symbols.
  private static let mostWords = 1000

  /// - Throws: `Problem` for amounts and rates of unsaid unit beside a column that says in some row that they are no coins and no
  ///   fractions, or may not be. An empty cell says what the others do: where these say coins and fractions, it is taken as such.
  func checkSaidUnits(
    _ sources: [String: ImportProfile.Source], _ kind: SeriesKind, _ table: TableText, symbol: String?,
    said: [String: ImportProfile.ColumnUnit]
  ) throws {
    let columns = kind.columns + kind.otherColumns
    func first(_ unit: Unit) -> (role: String, source: ImportProfile.Source)? {
      let own = columns.filter { $0.unit == unit }
      guard !own.contains(where: { said[$0.name] != nil }) else { return nil }
      return own.lazy.compactMap { column in sources[column.name].map { (column.name, $0) } }.first
    }
    let amount = first(.base).flatMap { $0.source.unit == nil && !ColumnRoles.countsCoins($0.source.from) ? $0 : nil }
    let rate = SaidUnits.ofRates.contains(kind) ? first(.fraction) : nil
    let symbols = self.columns["symbol"].flatMap { table.names.firstIndex(of: $0) }
    for (field, name) in table.names.enumerated() where !self.columns.values.contains(name) {
      let plain = ColumnRoles.plainLast(name)
      let isSize = Self.sizes.contains(plain)
      guard isSize || SaidUnits.isName(plain) else { continue }
      for (text, line) in table.texts(of: [field, symbols].compactMap(\.self), most: Self.mostWords) {
        let (word, owner) = (text[0], text.count > 1 ? text[1] : symbol)
        guard !word.isEmpty else { continue }
        let refusal =
          isSize
          ? amount.flatMap { Self.size(word, of: $0.role, $0.source) }
          : amount.flatMap { Self.amount(word, plain, kind, $0.role, $0.source, of: owner) }
            ?? rate.flatMap { Self.rate(word, plain, $0.role, $0.source) }
        guard let refusal else { continue }
        throw Problem(
          "the column '\(PrintableText.short(name))' says \(refusal.what)",
          at: Problem.Place(file: table.text.location, line: line), remedy: refusal.remedy)
      }
    }
  }

  private typealias Refusal = (what: String, remedy: String)

  private static func size(_ word: String, of role: String, _ source: ImportProfile.Source) -> Refusal? {
    guard let size = Double(word), size != 1 else { return nil }
    return (
      "\(word): '\(PrintableText.short(source.from))' may count contracts of that size",
      "say --unit \(role)=contracts, or --unit \(role)=coin"
    )
  }

  private static func amount(
    _ word: String, _ column: String, _ kind: SeriesKind, _ role: String, _ source: ImportProfile.Source,
    of symbol: String?
  ) -> Refusal? {
    guard SaidUnits.canBeOf(kind, column) else { return nil }
    // A coin may be a dollar: USDCUSDT counts its volume in USDC.
    let small = word.lowercased()
    let isCoin = symbol?.lowercased().hasPrefix(small) ?? true
    guard let unit = contracts.contains(small) ? "contracts" : dollars.contains(small) ? "quote" : nil,
      unit == "contracts" || (kind == .openInterest || column != "unit" && column != "units") && !isCoin
    else { return nil }
    return (
      "'\(PrintableText.short(word))', and '\(PrintableText.short(source.from))' would be taken as coins",
      "say --unit \(role)=\(unit), or --unit \(role)=coin where the column is wrong"
    )
  }

  private static func rate(_ word: String, _ column: String, _ role: String, _ source: ImportProfile.Source) -> Refusal?
  {
    guard SaidUnits.mayBeOfRates(column), let unit = SaidUnits.rates[word.lowercased()] else { return nil }
    let own = source.unit ?? .fraction
    guard own.power != unit.power else { return nil }
    let shown = own == .fraction ? "fractions" : own.rawValue
    return (
      "'\(PrintableText.short(word))', and '\(PrintableText.short(source.from))' would be taken as \(shown)",
      "say --unit \(role)=\(unit.rawValue), or --unit \(role)=\(own.rawValue) where the column is wrong"
    )
  }

  /// What is to be said of columns that say what numbers are to be multiplied by.
  func multiplierNotes(_ table: TableText) -> [String] {
    table.names.filter { Self.multipliers.contains(ColumnRoles.plainLast($0)) && !columns.values.contains($0) }
      .compactMap { name in
        guard let field = table.names.firstIndex(of: name) else { return nil }
        let words = table.texts(of: [field], most: Self.mostWords).map { $0.text[0] }
        guard let first = words.first(where: { word in Double(word).map { $0 != 1 } ?? false }) else { return nil }
        let rows = words.count == 1 ? "every row" : "some rows"
        return "'\(PrintableText.short(name))' says \(first) in \(rows), and numbers are taken as they stand"
      }
  }
}
