import Market

/// Two amounts of one bar under names that do not say which is which: of HTX's spot bars `amount` is the volume and `vol` its
/// value, of others' it is the other way around, and of a contract one of them may count contracts.
///
/// The value of what was traded over its volume is a price of the bar, and nothing else is: so the prices tell.
extension TableRoles {
  private static let most = 10_000

  /// - Throws: `Problem` where prices do not tell.
  mutating func tellAmounts(_ table: TableText, _ hints: TableHints) throws {
    guard !said.contains("volume"), hints.units["volume"] == nil, let volume = columns["volume"],
      let amount = table.names.first(where: { ColumnRoles.plain($0) == "amount" }), !columns.values.contains(amount),
      ["open", "high", "low", "close"].allSatisfy({ columns[$0] != nil })
    else { return }
    let (own, other) = (PrintableText.short(volume), PrintableText.short(amount))
    if let value = columns["quote_volume"] {
      guard fits(value, over: volume, table) == false, fits(value, over: amount, table) == true else { return }
      take(
        volume: amount,
        "'\(other)' is the volume, and '\(own)' counts something else, by '\(PrintableText.short(value))'")
      return
    }
    switch (fits(amount, over: volume, table), fits(volume, over: amount, table)) {
    case (nil, _), (_, nil): return
    case (true?, false?): take(value: amount, "'\(own)' is the volume and '\(other)' its value, by the prices")
    case (false?, true?):
      take(volume: amount, value: volume, "'\(other)' is the volume and '\(own)' its value, by the prices")
    case (true?, true?):
      throw Problem(
        "'\(own)' and '\(other)' may each be the volume and the other its value, since prices are near 1",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy: "say \(ColumnFlag.text(("volume", volume), ("quote_volume", amount))), or the other way around")
    case (false?, false?):
      throw Problem(
        "'\(own)' and '\(other)' are no volume and its value, by the prices: one of them may count contracts",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy:
          "say \(ColumnFlag.text(("volume", amount))) --unit volume=coin where that counts coins, or "
          + "\(ColumnFlag.text(("volume", volume))) with --unit volume=coin or contracts")
    }
  }

  private mutating func take(volume: String? = nil, value: String? = nil, _ note: String) {
    if let volume { columns["volume"] = volume }
    if let value, !said.contains("quote_volume") { columns["quote_volume"] = value }
    notes.append(note + "; --columns volume=NAME takes another")
  }

  /// Whether the one over the other is a price of its bar in nearly all rows; nil without a row that has both.
  private func fits(_ value: String, over volume: String, _ table: TableText) -> Bool? {
    let places = [value, volume, columns["low"], columns["high"]].compactMap { name in
      name.flatMap { table.names.firstIndex(of: $0) }
    }
    guard places.count == 4 else { return nil }
    var scanner = table.scanner()
    var (rows, fitting) = (0, 0)
    while rows < Self.most, scanner.advance() {
      let numbers = places.compactMap { try? scanner.number($0, table.numbers) }
      guard numbers.count == 4, numbers.allSatisfy({ $0 > 0 }) else { continue }
      rows += 1
      // Prices and amounts are rounded.
      if (0.98 * numbers[2]...1.02 * max(numbers[2], numbers[3])).contains(numbers[0] / numbers[1]) { fitting += 1 }
    }
    return rows == 0 ? nil : fitting * 10 >= rows * 9
  }
}
