/// What a venue is called here, of the names that people and other programs have for it.
///
/// One venue under two names would be two: its contracts would not be read by its table, and its funding would stand beside
/// its klines as a stranger's.
public struct VenueName: Hashable, Sendable {
  /// `gate` of `gateio`; any other name as it is, in small letters.
  public let name: String
  /// Whether the word says the spot market of the venue as well: `bybit-spot`.
  public let saysSpot: Bool

  public init(_ text: String) {
    let word = text.lowercased()
    if let name = Self.others[word] ?? Self.own(word) {
      (self.name, saysSpot) = (name, false)
    } else if let ending = ["-spot", "_spot", "spot"].first(where: word.hasSuffix),
      let name = Self.others[String(word.dropLast(ending.count))] ?? Self.own(String(word.dropLast(ending.count)))
    {
      (self.name, saysSpot) = (name, true)
    } else {
      // `okx-swap`: a venue, and which of its markets of contracts.
      let parts = word.split { "-_".contains($0) }.map(String.init)
      let stem = parts.count == 2 && Self.markets.contains(parts[1]) ? parts[0] : word
      (name, saysSpot) = (Self.others[stem] ?? Self.own(stem) ?? word, false)
    }
  }

  /// Whether whoever says `word` means the venue that a dataset calls `venue`. What was filed under another of its names is
  /// found by that one.
  public static func word(_ word: String, means venue: String) -> Bool { word == venue || of(word) == venue }

  /// The name in small letters that a word of any spelling stands for.
  public static func of(_ text: String) -> String { VenueName(text).name }

  private static func own(_ word: String) -> String? { names.contains(word) ? word : nil }
  private static let names = Set(Venue.known.map(\.name))

  private static let markets: Set<String> = [
    "swap", "swaps", "perp", "perps", "perpetual", "perpetuals", "futures", "future", "linear", "inverse", "delivery",
    "derivatives", "usdm", "coinm", "um", "cm", "usdt", "umfutures", "cmfutures",
  ]

  /// Names that ccxt, vendors and the venues themselves have used.
  private static let others: [String: String] = [
    "binanceusdm": "binance", "binancecoinm": "binance", "binancefutures": "binance", "binanceum": "binance",
    "binancecm": "binance", "binanceperp": "binance", "bybitlinear": "bybit", "bybitinverse": "bybit",
    "bybitperp": "bybit", "okex": "okx", "okex5": "okx", "okexswap": "okx", "okxswap": "okx", "gateio": "gate",
    "gate.io": "gate", "gate-io": "gate", "gate_io": "gate", "gateiofutures": "gate", "huobi": "htx", "huobidm": "htx",
    "huobipro": "htx", "huobi-dm": "htx", "hbdm": "htx", "kucoinfutures": "kucoin", "krakenfutures": "kraken",
    "cryptofacilities": "kraken", "bitmex.com": "bitmex", "hyperliquidperp": "hyperliquid", "dydxv4": "dydx",
    "dydx-v4": "dydx", "dydx_v4": "dydx", "bitgetfutures": "bitget",
  ]
}
