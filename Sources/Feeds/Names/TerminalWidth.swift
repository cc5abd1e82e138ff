import Market

/// A width of bars as trading terminals write it behind a symbol: `BTCUSDT_M30`, `BTCUSD_H4_202503010000_202503062330`.
///
/// Six of them are the letter and the year of a future's month as well: `M30` is June of 2030. What such a file is of, its rows
/// say by how far apart they are.
struct TerminalWidth: Hashable {
  /// As the name writes it.
  let word: String
  let width: Interval
  /// The contract that the name says where the word is a month; nil where it is none.
  let contract: String?

  private static let widths: [String: Interval] = [
    "M1": .minute, "M2": .minutes(2), "M3": .minutes(3), "M4": .minutes(4), "M5": .minutes(5), "M6": .minutes(6),
    "M10": .minutes(10), "M12": .minutes(12), "M15": .minutes(15), "M20": .minutes(20), "M30": .minutes(30),
    "H1": .hour, "H2": .hours(2), "H3": .hours(3), "H4": .hours(4), "H6": .hours(6), "H8": .hours(8),
    "H12": .hours(12), "D1": .day, "W1": .week,
  ]

  /// Nil for another word.
  static func width(_ word: String) -> Interval? { widths[word.uppercased()] }

  /// The name without such a word behind its symbol, and the word; nil for a name that has none there.
  static func split(_ name: String) -> (rest: String, width: TerminalWidth)? {
    let pieces = name.split { "-_. ".contains($0) }
    guard let first = pieces.first, first.startIndex == name.startIndex, first.contains(where: \.isLetter) else {
      return nil
    }
    let place = pieces.count > 1 && NamedContract.quotes.contains(pieces[1].uppercased()) ? 2 : 1
    guard pieces.count > place, let width = Self.width(String(pieces[place])) else { return nil }
    let (word, before) = (pieces[place], name[..<pieces[place - 1].endIndex])
    // Nobody writes the letter of a month small behind a pair in capitals.
    let isMonth = !(word.contains(where: \.isLowercase) && first.contains(where: \.isUppercase))
    let contract = name[..<word.endIndex].uppercased()
    let isDated = isMonth && Instrument(venue: "", symbol: contract).contract.expiry != nil
    return (
      "\(before)\(name[word.endIndex...])",
      TerminalWidth(word: String(word), width: width, contract: isDated ? contract : nil)
    )
  }

  /// What is to be said of rows whose file has such a name.
  ///
  /// - Throws: `Problem` for rows of another width, where the word may be the month of a contract.
  func note(on descriptor: SeriesDescriptor, at location: String) throws -> String? {
    guard let contract else { return nil }
    let symbol = descriptor.instrument.symbol
    guard descriptor.cadence == width else {
      throw Problem(
        "the name says '\(PrintableText.short(word))', which is bars of \(width) or the month of a future, and its rows are "
          + (descriptor.cadence.map { "\($0) apart" } ?? "no bars"),
        at: Problem.Place(file: location), remedy: "say --symbol \(contract), or --symbol \(symbol)")
    }
    return
      "'\(PrintableText.short(word))' is taken as the width of bars, as its rows are, and not as the month of a future; "
      + "say --symbol \(contract) where it is one"
  }
}
