import Market

/// What columns beside amounts say that those are counted in.
extension TableRoles {
  /// Words for what amounts are counted in.
  static let contracts: Set<String> = ["contract", "contracts", "cont", "conts", "lot", "lots", "ct", "cts"]
  static let dollars: Set<String> = ["usd", "usdt", "usdc", "quote", "dollar", "dollars"]

  /// The amounts that a column of units is of, by its name.
  private static let units: [String: [String]] = [
    "volume_unit": ["volume"], "vol_unit": ["volume"], "amount_unit": ["volume"], "size_unit": ["volume"],
    "open_interest_unit": ["open_interest"], "oi_unit": ["open_interest"], "unit": ["volume", "open_interest"],
    "units": ["volume", "open_interest"],
  ]
  private static let sizes: Set<String> = [
    "contract_size", "contractsize", "contract_value", "contract_val", "ctval", "ct_val", "contract_multiplier",
  ]
  private static let multipliers: Set<String> = ["multiplier", "scale", "price_scale", "volume_scale"]

  /// - Throws: `Problem` for amounts of unsaid unit beside a column that says in every row that they are no coins, or may not
  ///   be. Rows that say several units are looked at where they are read.
  func checkSaidUnits(
    _ sources: [String: ImportProfile.Source], _ kind: SeriesKind, _ table: TableText, symbol: String?
  ) throws {
    guard kind == .klines || kind == .openInterest else { return }
    for name in table.names where !columns.values.contains(name) {
      let plain = ColumnRoles.plainLast(name)
      let roles = Self.units[plain] ?? (Self.sizes.contains(plain) ? ["volume", "open_interest"] : [])
      guard let role = roles.first(where: { sources[$0] != nil }), let source = sources[role], source.unit == nil,
        !ColumnRoles.countsCoins(source.from), let word = Self.only(name, table)
      else { continue }
      let (column, amount) = (PrintableText.short(name), PrintableText.short(source.from))
      let place = Problem.Place(file: table.text.location, line: 1)
      if Self.sizes.contains(plain) {
        guard let size = Double(word), size != 1 else { continue }
        throw Problem(
          "the column '\(column)' says \(word) in every row: '\(amount)' may count contracts of that size", at: place,
          remedy: "say --unit \(role)=contracts, or --unit \(role)=coin")
      }
      // A coin may be a dollar: USDCUSDT counts its volume in USDC.
      let small = word.lowercased()
      let isCoin = symbol?.lowercased().hasPrefix(small) ?? true
      guard let unit = Self.contracts.contains(small) ? "contracts" : Self.dollars.contains(small) ? "quote" : nil,
        unit == "contracts" || (kind == .openInterest || plain != "unit" && plain != "units") && !isCoin
      else { continue }
      throw Problem(
        "the column '\(column)' says '\(PrintableText.short(word))', and '\(amount)' would be taken as coins",
        at: place,
        remedy: "say --unit \(role)=\(unit), or --unit \(role)=coin where the column is wrong")
    }
  }

  /// What is to be said of columns that say what numbers are to be multiplied by.
  func multiplierNotes(_ table: TableText) -> [String] {
    table.names.filter { Self.multipliers.contains(ColumnRoles.plainLast($0)) && !columns.values.contains($0) }
      .compactMap {
        guard let word = Self.only($0, table), let number = Double(word), number != 1 else { return nil }
        return "'\(PrintableText.short($0))' says \(word) in every row, and numbers are taken as they stand"
      }
  }

  /// What a column says in every row.
  private static func only(_ name: String, _ table: TableText) -> String? {
    guard let field = table.names.firstIndex(of: name) else { return nil }
    let texts = table.texts(of: [field], most: 2)
    return texts.count == 1 ? texts.first?.text.first.flatMap { $0.isEmpty ? nil : $0 } : nil
  }
}
