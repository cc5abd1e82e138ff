/// What is traded, or quoted, where: the name that every series, ledger and result goes by.
///
/// Written `binance:BTCUSDT`, `binance:BTCUSDT/spot`, `deribit:BTC-27MAR26`. The type stands behind a slash where the
/// symbol alone would mean another one on its venue.
public struct Instrument: Hashable, Sendable {
  /// Lower-case name of the venue: `binance`, `bybit`.
  public let venue: String
  /// The venue's own symbol: `BTCUSDT`.
  public let symbol: String
  public let type: InstrumentType

  /// - Parameter type: what the venue's symbols say when nil; a perpetual where they say nothing.
  public init(venue: String, symbol: String, type: InstrumentType? = nil) {
    self.venue = venue
    self.symbol = symbol
    self.type = type ?? Venue.named(venue).reading(of: symbol).type
  }

  /// Reads `venue:SYMBOL` or `venue:SYMBOL/type`; nil for anything else.
  public init?(_ text: String) {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, let name = SymbolName(String(halves[1])) else { return nil }
    self.init(venue: halves[0].lowercased(), symbol: name.symbol, type: name.type)
  }

  /// Whether `text`, as `venue:SYMBOL` with any of the venue's names, means the instrument.
  public static func words(_ text: String, mean instrument: Instrument) -> Bool {
    guard let asked = Instrument(text) else { return false }
    return asked == instrument
      || Instrument(
        venue: VenueName.of(asked.venue), symbol: asked.symbol,
        type: SymbolName(String(text.drop { $0 != ":" }.dropFirst()))?.type) == instrument
  }
}

/// What kind of thing an instrument is.
public enum InstrumentType: String, Hashable, Sendable, CaseIterable {
  case perpetual
  /// Settles at an expiry.
  case future
  case spot
  /// Has an expiry, a strike and a right.
  case option
  /// A reference price that nobody trades.
  case index

  /// Whether positions in it are held on margin.
  public var isDerivative: Bool { self == .perpetual || self == .future || self == .option }
}

/// A symbol as users write one without its venue: `BTCUSDT` or `BTCUSDT/spot`.
public struct SymbolName: Hashable, Sendable {
  public let symbol: String
  /// Nil when none was written.
  public let type: InstrumentType?

  /// Nil for an empty symbol. A slash that no type follows is part of the symbol (`BTC/USD`).
  public init?(_ text: String) {
    if let slash = text.lastIndex(of: "/"),
      let type = InstrumentType(rawValue: String(text[text.index(after: slash)...]))
    {
      symbol = String(text[..<slash])
      self.type = type
    } else {
      symbol = text
      type = nil
    }
    guard !symbol.isEmpty else { return nil }
  }
}

extension Instrument: CustomStringConvertible {
  public var description: String {
    let usual = Venue.named(venue).reading(of: symbol).type
    return type == usual ? "\(venue):\(symbol)" : "\(venue):\(symbol)/\(type.rawValue)"
  }

  /// What its venue, or else its symbol, says of it.
  public var contract: Contract { Contract(of: self) }
}

extension Instrument: Comparable {
  public static func < (a: Instrument, b: Instrument) -> Bool {
    (a.venue, a.symbol, a.type.rawValue) < (b.venue, b.symbol, b.type.rawValue)
  }
}
