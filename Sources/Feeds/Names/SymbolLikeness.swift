import Market

/// Whether two symbols can be of one instrument, however each is written.
enum SymbolLikeness {
  /// Whether they are of different coins, of one coin by another number, of contracts that expire otherwise, or the first is of
  /// a contract of the venue's whose spot pair the second is. A pair that stands beside its contract contradicts nothing.
  static func areApart(_ a: String, _ b: String, on venue: String) -> Bool {
    let (a, b) = (Venue.named(venue).spelling(of: unmarked(a)), Venue.named(venue).spelling(of: unmarked(b)))
    // What is written in small letters is a name, as Bitcoin, and no symbol.
    guard !a.drop(while: { $0 == "k" }).contains(where: \.isLowercase), a.contains(where: \.isLetter) else {
      return false
    }
    let (first, second) = (Instrument(venue: venue, symbol: a).contract, Instrument(venue: venue, symbol: b).contract)
    guard first.expiry == second.expiry, !isContract(a, ofPair: b, on: venue) else { return true }
    let (own, other) = (plain(a), plain(b))
    guard !own.hasPrefix(other), !other.hasPrefix(own) else { return false }
    return plain(first.base) != plain(second.base) || first.coinsPerUnit != second.coinsPerUnit
  }

  private static func isContract(_ a: String, ofPair b: String, on venue: String) -> Bool {
    let own = Venue.named(venue)
    return own.knows(a) && own.knows(b) && Instrument(venue: venue, symbol: b).type == .spot
      && Instrument(venue: venue, symbol: a).type != .spot
  }

  /// Whether a symbol marks its coins as Kraken does, each by a letter before it: `XXBTZUSD`, `XETHXXBT`.
  static func isMarked(_ symbol: String) -> Bool {
    let letters = Array(symbol)
    return letters.count == 8 && letters[0] == "X" && ["X", "Z"].contains(letters[4])
      && letters.allSatisfy { $0.isUppercase || $0.isNumber }
  }

  /// Such a symbol as it is written elsewhere, `XBTUSD`; any other as it stands.
  static func unmarked(_ symbol: String) -> String {
    isMarked(symbol) ? "\(symbol.dropFirst().prefix(3))\(symbol.suffix(3))" : symbol
  }

  /// A symbol without the letter before it by which Bitfinex marks what is traded, `tBTCUSD`; any other as it stands.
  static func withoutLetter(_ symbol: String) -> String {
    let rest = symbol.dropFirst()
    return symbol.first == "t" && rest.allSatisfy { $0.isUppercase || $0.isNumber } ? String(rest) : symbol
  }

  private static func plain(_ text: String) -> String {
    text.uppercased().filter { $0.isLetter || $0.isNumber }.replacing("XBT", with: "BTC")
  }
}
