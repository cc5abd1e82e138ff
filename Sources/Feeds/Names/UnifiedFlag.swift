import Market

/// What `--symbol` says where it is written as ccxt does: `BTC/USDT:USDT` is a contract, and `BTC/USDT` the spot pair, each under
/// a symbol of the venue's own.
enum UnifiedFlag {
  /// - Parameter venue: what `--venue` says.
  /// - Returns: nil for what is not written so.
  /// - Throws: `Problem` where nothing says whose symbol is meant, and where `--kind` says the other market.
  static func symbol(_ text: String, on venue: String?, _ kind: FileKind?) throws -> String? {
    let capitals = text.contains(where: \.isUppercase) ? text : text.uppercased()
    if let contract = UnifiedSymbol(capitals) {
      let pair = "\(contract.base)/\(contract.quote)"
      guard kind?.type != .spot else {
        throw Problem(
          "--symbol \(text) is a contract as ccxt writes it, and --kind says spot",
          remedy: "say --symbol \(pair) for the pair, or --kind klines for the contract")
      }
      return contract.symbol(on: try named(venue, text))
    }
    let coins = capitals.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard coins.count == 2, coins.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber } }) else {
      return nil
    }
    guard kind?.type == .spot else {
      let settled = coins[1] == "USD" ? coins[0] : coins[1]
      throw Problem(
        "--symbol \(text) is a pair of spot as ccxt writes it",
        remedy: "say --kind spot with it, or --symbol \(capitals):\(settled) for the perpetual")
    }
    return SpotPair.symbol(coins[0], coins[1], on: try named(venue, text))
  }

  private static func named(_ venue: String?, _ text: String) throws -> String {
    guard let venue else {
      throw Problem(
        "--symbol \(text) is another symbol on each venue",
        remedy: "say --venue with it, or the symbol as the venue writes it")
    }
    return venue
  }
}
