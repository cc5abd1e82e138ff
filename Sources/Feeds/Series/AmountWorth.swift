import Market
import Numerics

/// Whether an amount and its value can be those of one trade: the value over the amount is a price near the close of the bar, and
/// nothing else is. By this one rule coins, contracts and money are told apart, whatever reads the rows.
enum AmountWorth {
  /// How much of an amount times the close its value may be. No bar goes so far from its own close.
  private static let plausible = 0.5...2.0
  private static let most = 10_000

  static func isPlausible(_ worth: Double) -> Bool { plausible.contains(worth) }

  /// How much of an amount times the close its value is, in the middle of the first rows; nil without a row that has all three.
  static func middle(
    of value: ImportProfile.Source, over amount: ImportProfile.Source, at close: ImportProfile.Source,
    in table: TableText
  ) -> Double? {
    let places = [amount, value, close].compactMap { source in table.names.firstIndex(of: source.from) }
    guard places.count == 3 else { return nil }
    let factor = (value.scale ?? 1) / (amount.scale ?? 1)
    var scanner = table.scanner()
    var found: [Double] = []
    while found.count < most, scanner.advance() {
      let numbers = places.compactMap { try? scanner.number($0, table.numbers) }
      guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else { continue }
      found.append(numbers[1] * factor / (numbers[0] * numbers[2]))
    }
    return found.middle
  }

  /// Rows that say it: of fewer one may be odd.
  private static let least = 3

  /// The same of the columns that a profile has for a volume and its value, where it has one of each for whatever is traded. What
  /// it does not read of some contracts tells of them as well.
  ///
  /// - Throws: `Problem` for a table whose columns have each other's place, or count something else.
  static func check(_ profile: ImportProfile, _ table: TableText) throws {
    let bars = profile.series.filter { $0.kind == SeriesKind.klines.name }
    guard profile.match != nil, bars.allSatisfy({ $0.inverse == nil || $0.inverse == .coins }) else { return }
    for (amount, value) in pairs {
      let pairs = Set(
        bars.compactMap { entry in
          guard let amount = plain(entry.columns[amount]), let value = plain(entry.columns[value]),
            let close = plain(entry.columns["close"])
          else { return [String]?.none }
          return [amount, value, close]
        })
      // Dollars by name are none of a price in another currency, which rows say.
      guard pairs.count == 1, let names = pairs.first, !ColumnRoles.plain(names[1]).contains("usd") else { continue }
      let sources = names.map { ImportProfile.Source($0) }
      guard let worth = middle(of: sources[1], over: sources[0], at: sources[2], in: table), !isPlausible(worth),
        table.texts(of: names.compactMap { table.names.firstIndex(of: $0) }, most: least).count >= least
      else { continue }
      throw Problem(
        "'\(PrintableText.short(names[1]))' is \(Float(worth)) of '\(PrintableText.short(names[0]))' times the close, and "
          + "'\(profile.name)' takes the one for the value of the other: one of them counts something else, or they have each "
          + "other's place", at: Problem.Place(file: table.text.location),
        remedy: "describe the table where its columns are right (--kind klines, --columns, --unit)")
    }
  }

  /// Amounts of bars and what their value is called.
  static let pairs = [("volume", "quote_volume"), ("taker_buy_volume", "taker_buy_quote_volume")]

  /// The name of a column that is read as it stands.
  private static func plain(_ source: ImportProfile.Source?) -> String? {
    guard let source, source.unit == nil, source.scale == nil, source.contractSize == nil, source.fixed == nil,
      source.filter == nil
    else { return nil }
    return source.from.hasSuffix("?") ? String(source.from.dropLast()) : source.from
  }
}
