import Market

/// Whether two symbols can be of one instrument, however each is written.
enum SymbolLikeness {
  /// Whether they are of different coins, of one coin by another number, or of contracts that expire
  /// otherwise.
  static func areApart(_ a: String, _ b: String, on venue: String) -> Bool {
    let (a, b) = (Venue.named(venue).spelling(of: a), Venue.named(venue).spelling(of: b))
    // What is written in small letters is a name, as Bitcoin, and no symbol.
    guard !a.drop(while: { $0 == "k" }).contains(where: \.isLowercase), a.contains(where: \.isLetter) else {
      return false
    }
    let (first, second) = (Instrument(venue: venue, symbol: a).contract, Instrument(venue: venue, symbol: b).contract)
    guard first.expiry == second.expiry else { return true }
    let (own, other) = (plain(a), plain(b))
    guard !own.hasPrefix(other), !other.hasPrefix(own) else { return false }
    return plain(first.base) != plain(second.base) || first.coinsPerUnit != second.coinsPerUnit
  }

  private static func plain(_ text: String) -> String {
    text.uppercased().filter { $0.isLetter || $0.isNumber }.replacing("XBT", with: "BTC")
  }
}
