import Market

/// The column that says which instrument a row is of, where several may.
///
/// A vendor lists a coin beside its contract: `coin` with BTC and `product` with BTCUSD_PERP. By the coin alone, an inverse
/// perpetual, a dated future and a contract in another stablecoin would all be the coin's perpetual; so the name that says
/// more of the contract is taken, and two that say different contracts are refused.
struct SymbolColumn {
  let name: String
  /// The column that would have been taken by its name alone; nil where it was.
  let coin: String?

  /// Names that hold contracts in some tables and other words in others, so that their words decide.
  private static let byWords: Set<String> = ["product"]
  /// Of an option or a future it is what that is written on, and no name of the row's own.
  private static let ofOthers: Set<String> = ["underlying", "token", "security"]
  /// Names whose word is the row's coin where it is no more than a coin; an `asset` may be what is paid in.
  private static let coins: Set<String> = ["coin", "symbol", "ticker", "sym"]

  /// - Parameters:
  ///   - names: columns whose name says that they hold symbols, the best first.
  ///   - venue: what is said of it besides the table.
  /// - Throws: `Problem` for two columns that say two instruments in one row.
  init?(_ table: TableText, among names: [String], venue: String?, venueColumn: String?) throws {
    let venueField = venueColumn.flatMap { table.names.firstIndex(of: $0) }
    let words = table.names.filter { name in
      Self.byWords.contains(ColumnRoles.plain(name)) && !names.contains(name)
        && Self.holdsContracts(table, name, venueField, venue)
    }
    let candidates = names + words
    guard let first = candidates.first else { return nil }
    let fields = candidates.compactMap { table.names.firstIndex(of: $0) }
    guard candidates.count > 1, fields.count == candidates.count else {
      (name, coin) = (first, nil)
      return
    }
    let rows = table.texts(of: fields + [venueField].compactMap(\.self), most: 200)
    var best = 0
    for place in candidates.indices.dropFirst() where !rows.isEmpty {
      let saysMore = rows.allSatisfy { row in
        Self.says(row.text[place], more: row.text[best], on: Self.venue(row.text, candidates.count, venue))
      }
      if saysMore { best = place }
    }
    for (text, line) in rows {
      let venue = Self.venue(text, candidates.count, venue)
      func named(_ place: Int) -> (word: String, isCoin: Bool) {
        (text[place], Self.coins.contains(ColumnRoles.plain(candidates[place])))
      }
      for place in candidates.indices
      where place != best && !Self.ofOthers.contains(ColumnRoles.plain(candidates[place]))
        && Self.contradict(named(best), named(place), on: venue)
      {
        let (one, other) = (PrintableText.short(candidates[best]), PrintableText.short(candidates[place]))
        throw Problem(
          "the column '\(one)' says '\(PrintableText.short(text[best]))' and '\(other)' says "
            + "'\(PrintableText.short(text[place]))' of the same row: two instruments",
          at: Problem.Place(file: table.text.location, line: line),
          remedy: "say which is right, \(ColumnFlag.text(("symbol", candidates[best]))) or "
            + ColumnFlag.text(("symbol", candidates[place])))
      }
    }
    name = candidates[best]
    coin = best == 0 ? nil : candidates[0]
  }

  /// What is to be said of a choice that the names alone would not have made.
  var note: String? {
    coin.map {
      "symbols are those of '\(PrintableText.short(name))', which say more of the contract than '\(PrintableText.short($0))'; "
        + "--columns symbol=NAME takes another"
    }
  }

  private static func venue(_ text: [String], _ place: Int, _ said: String?) -> String {
    VenueName.of(said ?? (place < text.count ? text[place] : Venue.unstated))
  }

  private static func holdsContracts(_ table: TableText, _ name: String, _ venueField: Int?, _ said: String?) -> Bool {
    guard let field = table.names.firstIndex(of: name) else { return false }
    let rows = table.texts(of: [field, venueField].compactMap(\.self), most: 20).filter { !$0.text[0].isEmpty }
    return !rows.isEmpty
      && rows.allSatisfy { row in
        let (word, venue) = (row.text[0], venue(row.text, 1, said))
        return PathClues.isWord(plain(word, on: venue)) && !DividedRows.isMarket(word)
          && !word.contains(where: \.isLowercase) && isContract(reading(word, on: venue))
      }
  }

  private static func plain(_ word: String, on venue: String) -> String {
    QualifiedSymbol(word, on: venue)?.symbol ?? Venue.named(venue).symbol(written: word)
  }

  private static func reading(_ word: String, on venue: String) -> Contract {
    Instrument(venue: venue, symbol: plain(word, on: venue)).contract
  }

  /// Whether it says what it is quoted in, or when it expires.
  private static func isContract(_ contract: Contract) -> Bool { !contract.quote.isEmpty || contract.expiry != nil }

  private static func letters(_ text: String) -> String {
    text.uppercased().filter { $0.isLetter || $0.isNumber }.replacing("XBT", with: "BTC")
  }

  /// Whether `word` says of the same coin what `other` leaves open: what it is quoted in, when it expires, or that it is a
  /// contract which the venue lists.
  private static func says(_ word: String, more other: String, on venue: String) -> Bool {
    let (own, theirs) = (reading(word, on: venue), reading(other, on: venue))
    let coin = letters(plain(other, on: venue))
    guard !coin.isEmpty, letters(plain(word, on: venue)).hasPrefix(coin) || letters(own.base) == letters(theirs.base)
    else { return false }
    let knows = { Venue.named(venue).knows(plain($0, on: venue)) }
    // Where a coin alone is the venue's own name, as on Hyperliquid, nothing is left open.
    if knows(other), !knows(word) { return false }
    return isContract(own) && !isContract(theirs) || own.expiry != nil && theirs.expiry == nil
      || knows(word) && !knows(other)
  }

  /// Whether two names of one row cannot be of one instrument. A pair beside one of its contracts contradicts nothing.
  private static func contradict(_ a: (word: String, isCoin: Bool), _ b: (word: String, isCoin: Bool), on venue: String)
    -> Bool
  {
    // What is written in small letters is a name, as Bitcoin, and no symbol.
    guard ![a.word, b.word].contains(where: { $0.isEmpty || $0.contains(where: \.isLowercase) }) else { return false }
    let (own, other) = (reading(a.word, on: venue), reading(b.word, on: venue))
    let (base, coin) = (letters(own.base), letters(other.base))
    let isOtherCoin = !base.isEmpty && !coin.isEmpty && !base.contains(coin) && !coin.contains(base)
    switch (isContract(own), isContract(other)) {
    case (false, false): return false
    case (true, false): return isOtherCoin && b.isCoin && coin != own.quote
    case (false, true): return isOtherCoin && a.isCoin && base != other.quote
    case (true, true): break
    }
    if let expiry = own.expiry, let theirs = other.expiry, expiry != theirs { return true }
    return isOtherCoin || !own.quote.isEmpty && !other.quote.isEmpty && own.quote != other.quote
  }
}
