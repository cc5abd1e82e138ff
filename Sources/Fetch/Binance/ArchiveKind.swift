import Market

/// Which of Binance's markets: a folder of its archive.
public enum BinanceMarket: String, CaseIterable, Sendable {
  /// USD-margined and coin-margined futures, and spot.
  case um, cm, spot

  var folder: String { self == .spot ? "spot" : "futures/\(rawValue)" }
  var words: String {
    switch self {
    case .um: "USD-margined futures"
    case .cm: "coin-margined futures"
    case .spot: "spot"
    }
  }
}

/// A kind of file of Binance's archive, of those that an import reads.
///
/// Source: https://github.com/binance/binance-public-data
public struct ArchiveKind: Hashable, Sendable {
  /// What the rows are counted against.
  enum Rows: Hashable, Sendable {
    /// One a bar.
    case bars
    /// One every five minutes, with a time in words.
    case snapshots
    /// One a settlement, whose hours stand in it.
    case settlements
    /// Numbered one after the other; the number's field and the time's.
    case events(number: Int, time: Int)
    /// Nothing says how many.
    case any
  }

  public let name: String
  let markets: [BinanceMarket]
  let isMonthly: Bool
  let isDaily: Bool
  let rows: Rows

  /// Whether there are files of each width of a bar.
  var hasInterval: Bool { rows == .bars }

  private init(
    _ name: String, _ markets: [BinanceMarket], monthly: Bool = true, daily: Bool = true, rows: Rows = .bars
  ) {
    self.name = name
    self.markets = markets
    isMonthly = monthly
    isDaily = daily
    self.rows = rows
  }

  public static let all: [ArchiveKind] = [
    ArchiveKind("klines", [.um, .cm, .spot]),
    ArchiveKind("markPriceKlines", [.um, .cm]),
    ArchiveKind("indexPriceKlines", [.um, .cm]),
    ArchiveKind("premiumIndexKlines", [.um, .cm]),
    ArchiveKind("fundingRate", [.um, .cm], daily: false, rows: .settlements),
    ArchiveKind("metrics", [.um, .cm], monthly: false, rows: .snapshots),
    // There are months of trades too, and those of a large symbol unpack to more than any file that is read.
    ArchiveKind("aggTrades", [.um, .cm, .spot], monthly: false, rows: .events(number: 0, time: 5)),
    ArchiveKind("trades", [.um, .cm, .spot], monthly: false, rows: .events(number: 0, time: 4)),
    ArchiveKind("liquidationSnapshot", [.cm], monthly: false, rows: .any),
  ]

  /// Widths of bars.
  static let intervals = [
    "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w",
  ]
  /// Widths that no file of a day holds.
  static let onlyMonthly: Set<String> = ["3d", "1w"]

  /// - Throws: `Problem` with the nearest there is.
  public static func named(_ text: String, market: BinanceMarket) throws -> ArchiveKind {
    let word = text.lowercased()
    guard let kind = all.first(where: { $0.name.lowercased() == word }) else {
      throw Problem(
        "Binance's archive has no series '\(text)' that is read",
        remedy: suggestion(for: text, in: all.filter { $0.markets.contains(market) }.map(\.name), called: "series"))
    }
    guard kind.markets.contains(market) else {
      throw Problem(
        "Binance's archive has no \(kind.name) of \(market.words)",
        remedy: "it has them for \(kind.markets.map { "--market \($0.rawValue)" }.joined(separator: ", "))")
    }
    return kind
  }
}
