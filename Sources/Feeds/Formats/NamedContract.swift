import Market

/// A contract that a file's name begins with, whatever an exporter wrote behind it: `BTCUSDT_240927_1h` is of the future
/// that expires on 2024-09-27, and `BTC-PERPETUAL_1h` of Deribit's perpetual. Taken for the pair alone, either would be
/// filed as another instrument.
struct NamedContract: Hashable {
  /// As the name writes it, with its hyphens and underscores.
  let symbol: String

  /// What coins are counted in and are not themselves.
  static let currencies = ["USDT", "USDC", "FDUSD", "BUSD", "USD", "EUR"]
  static let quotes = currencies + ["BTC", "ETH"]
  private static let perpetuals = ["SWAP", "PERP", "PERPETUAL"]

  /// Nil for a name that begins with no coin in capitals, or with a pair that says no more than that.
  init?(_ name: String) {
    let pieces = name.split { "-_:".contains($0) }
    guard let coin = pieces.first, coin.startIndex == name.startIndex, PathClues.isWord(String(coin)),
      !coin.contains(where: \.isLowercase), coin.contains(where: \.isLetter)
    else { return nil }
    if let unified = Self.unified(pieces, in: name) {
      symbol = unified
      return
    }
    // What has a colon is of a contract as ccxt writes it, or of none that is known.
    guard !name.contains(":") else { return nil }
    let pair = pieces.count > 1 && Self.quotes.contains(String(pieces[1])) ? 2 : 1
    guard pieces.count > pair else { return nil }
    let contract = String(name[..<pieces[pair].endIndex])
    // `DATA_PERP_BTC_USDT` and `DATA_PERP_BTCUSDT` are a perpetual of BTC, and no symbol of any venue's.
    let behind = pieces.dropFirst(pair + 1).prefix(2)
    if let coin = behind.first, coin.allSatisfy(\.isUppercase),
      Self.quotes.contains(where: { coin.hasSuffix($0) && coin.count > $0.count + 1 })
        || behind.dropFirst().contains(where: { Self.quotes.contains(String($0)) })
    {
      return nil
    }
    // Behind a pair a day need not be the Friday that behind a coin tells an expiry from the day of an export.
    let isDay = pair == 2 && PathClues.isDay(pieces[2])
    guard Self.perpetuals.contains(String(pieces[pair])) || isDay || Self.expires(contract) else { return nil }
    symbol = Self.option(pieces.dropFirst(pair + 1), in: name) ?? contract
  }

  private static func expires(_ symbol: String) -> Bool {
    Instrument(venue: "", symbol: symbol).contract.expiry != nil
  }

  /// `BTC-27MAR26-90000-P`: strike and right behind the day.
  private static func option(_ pieces: ArraySlice<Substring>, in name: String) -> String? {
    guard pieces.count >= 2, let strike = pieces.first, Double(strike.replacing("d", with: ".")) != nil,
      let right = pieces.dropFirst().first, right == "C" || right == "P"
    else { return nil }
    return String(name[..<right.endIndex])
  }

  /// `BTC_USDT_USDT`, `BTC_USD_BTC` and `XRP_USDT_USDT_240927`, as freqtrade writes what ccxt calls `XRP/USDT:USDT-240927`, and
  /// that with another mark in place of the slash: `BTC-USDT:USDT`.
  private static func unified(_ pieces: [Substring], in name: String) -> String? {
    guard pieces.count >= 3,
      ["__", "-:", "_:"].contains(name[..<pieces[2].startIndex].filter { "-_:".contains($0) }),
      quotes.contains(String(pieces[1]))
    else { return nil }
    // The file's ending is none of the coin's.
    let settled = pieces[2].prefix { $0 != "." }
    guard settled == pieces[1] || settled == pieces[0] else { return nil }
    let stem = "\(pieces[0])/\(pieces[1]):\(settled)"
    let dated = pieces.count > 3 ? UnifiedSymbol("\(stem)-\(pieces[3])") : nil
    return (dated ?? UnifiedSymbol(stem))?.symbol(on: "")
  }
}
