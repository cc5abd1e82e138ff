import Market

/// Columns that a profile reads nothing from and that say what its amounts or rates are counted in. A profile takes a unit for
/// granted, as its publisher counts; whoever wrote such a column beside the publisher's may have counted otherwise.
struct SaidUnits {
  private struct Said {
    let column: String
    /// What its name says that it is the unit of; nil for `unit` alone, which may be a price's.
    let of: Measured?
    let words: [(text: String, line: Int)]
  }

  private enum Measured { case volume, openInterest, rate, price }

  private let said: [Said]
  private let location: String

  private static let names: [String: Measured] = [
    "volume_unit": .volume, "vol_unit": .volume, "amount_unit": .volume, "size_unit": .volume, "qty_unit": .volume,
    "open_interest_unit": .openInterest, "oi_unit": .openInterest, "rate_unit": .rate, "funding_unit": .rate,
    "funding_rate_unit": .rate, "currency": .price, "quote_currency": .price, "price_currency": .price,
  ]
  private static let plain: Set<String> = ["unit", "units"]
  private static let mostWords = 1000
  private static let coins: Set<String> = ["coin", "coins", "base"]
  static let rates: [String: ImportProfile.ColumnUnit] = [
    "percent": .percent, "pct": .percent, "%": .percent, "percentage": .percent, "bps": .bps, "bp": .bps,
    "fraction": .fraction, "decimal": .fraction,
  ]
  /// Kinds whose fractions are rates, which such a column may be the unit of.
  static let ofRates: Set<SeriesKind> = [.funding, .predictedFunding, .fundingIndex, .premium]

  /// Whether a column says by its name, as names are compared, what others are counted in.
  static func isName(_ plain: String) -> Bool {
    Self.plain.contains(plain) || names[plain].map { $0 != .price } ?? false
  }

  /// Whether it may be the unit of rates.
  static func mayBeOfRates(_ plain: String) -> Bool { Self.plain.contains(plain) || names[plain] == .rate }

  /// Whether it may be the unit of the amounts of a kind.
  static func canBeOf(_ kind: SeriesKind, _ plain: String) -> Bool {
    Self.plain.contains(plain) || names[plain] == (kind == .openInterest ? .openInterest : .volume)
  }

  init?(_ table: TableText, _ fields: [Int]) {
    said = fields.compactMap { field in
      let name = ColumnRoles.plainLast(table.names[field])
      guard Self.plain.contains(name) || Self.names[name] != nil else { return nil }
      let words = table.texts(of: [field], most: Self.mostWords).map { ($0.text.joined(), $0.line) }.filter {
        !$0.0.isEmpty
      }
      return Said(column: table.names[field], of: Self.names[name], words: words)
    }
    location = table.text.location
    guard !said.isEmpty else { return nil }
  }

  /// - Throws: `Problem` for a word that contradicts the unit that a column of the series is read in.
  func check(_ own: SeriesDescriptor, _ entry: BoundEntry, format: String) throws {
    for said in said {
      for word in said.words {
        guard let column = contradicted(by: word.text, said.of, own, entry) else { continue }
        throw Problem(
          "the column '\(PrintableText.short(said.column))' says '\(PrintableText.short(word.text))', and '\(format)' would take "
            + column, at: Problem.Place(file: location, line: word.line),
          remedy:
            "describe the table where it is right (--kind, --columns, --unit), or take the column out where it says something "
            + "else")
      }
    }
  }

  /// What is read otherwise than the word says: `'volume' of binance:BTCUSDT as coins`.
  private func contradicted(
    by text: String, _ of: Measured?, _ own: SeriesDescriptor, _ entry: BoundEntry
  ) -> String? {
    let (word, contract) = (text.lowercased(), own.instrument.contract)
    if of == .rate || of == nil, let unit = Self.rates[word], let column = rate(unit, entry) { return column }
    if of == .price { return price(text, own) }
    guard of != .rate, of != .openInterest || own.kind == .openInterest else { return nil }
    let amounts = own.columns.filter { [.base, .quote, .contracts].contains($0.unit) }
    guard let main = amounts.first(where: { $0.unit != .quote }) ?? amounts.first else { return nil }
    func taken(_ unit: String) -> String { "'\(main.name)' of \(own.instrument) as \(unit)" }
    let isBase = Self.coins.contains(word) || !contract.base.isEmpty && word == contract.base.lowercased()
    let shown = main.unit == .base ? "coins" : main.unit == .contracts ? "contracts" : "its value"
    if isBase { return amounts.contains { $0.unit == .base } ? nil : taken(shown) }
    if TableRoles.contracts.contains(word) { return amounts.contains { $0.unit == .contracts } ? nil : taken(shown) }
    guard TableRoles.dollars.contains(word), main.unit != .quote else { return nil }
    // A contract of an inverse perpetual may be a dollar; and a unit that says no more may be that of prices beside.
    let mayBePrices = of == nil && own.columns.contains { $0.unit == .price } && amounts.contains { $0.unit == .quote }
    return main.unit == .contracts && contract.form == .inverse || mayBePrices ? nil : taken(shown)
  }

  private func rate(_ unit: ImportProfile.ColumnUnit, _ entry: BoundEntry) -> String? {
    guard Self.ofRates.contains(entry.kind) else { return nil }
    for column in entry.columns where column.descriptor.unit == .fraction {
      guard case .field(_, let power, let factor) = column.content, factor == 1, power != unit.power else { continue }
      let shown = power == -2 ? "percent" : power == -4 ? "basis points" : "a fraction"
      return "'\(column.descriptor.name)' as \(shown)"
    }
    return nil
  }

  /// Money of another country than the pair's: dollars are one, whoever issues them.
  private func price(_ text: String, _ own: SeriesDescriptor) -> String? {
    let contract = own.instrument.contract
    let word = text.uppercased()
    guard own.columns.contains(where: { $0.unit == .price }), Self.money.contains(word), !contract.quote.isEmpty,
      ![contract.base, contract.quote, contract.settlement].contains(word),
      !(word.hasPrefix("USD") && contract.quote.contains("USD"))
    else { return nil }
    return "prices of \(own.instrument) as \(contract.quote)"
  }

  private static let money: Set<String> = ["USD", "USDT", "USDC", "EUR", "GBP", "JPY", "KRW", "TRY", "BRL", "AUD"]
}
