import Market

/// A coin or a pair as people write it: `BTC`, `BTCUSDT`, `BTC-USDT`, `BTC/USDT:USDT`, `perpetual-BTC-USDT:USDT`,
/// `binance:BTCUSDT`, `BTC/USDT:USDT-260327`, `BTC-PERPETUAL`.
///
/// A coin means all its instruments; a quote currency, a settlement, a venue, a type or an expiry that is written leaves those
/// that have it.
public struct AssetName: Hashable, Sendable {
  /// As it was written.
  public let text: String
  /// Names that the coin may go by: as it was written, and in capitals.
  private let coins: [String]
  /// Nil where none was written.
  public let quote: String?
  public let settlement: String?
  public let venue: String?
  public let type: InstrumentType?
  /// Of the one dated contract that is meant.
  public let expiry: Instant?

  /// Nil for an empty name.
  public init?(_ text: String) {
    var rest = Substring(text)
    var venue: String?
    var settlement: String?
    var type: InstrumentType?
    var dated: Instant?
    if let colon = rest.firstIndex(of: ":") {
      let before = rest[..<colon]
      // A venue has no separators in it; what ccxt writes before a colon always has.
      if before.contains(where: { "-/_".contains($0) }) {
        (settlement, dated) = Self.settlement(rest[rest.index(after: colon)...].uppercased())
        rest = before
      } else {
        venue = before.lowercased()
        rest = rest[rest.index(after: colon)...]
        if let second = rest.firstIndex(of: ":") {
          (settlement, dated) = Self.settlement(rest[rest.index(after: second)...].uppercased())
          rest = rest[..<second]
        }
      }
    }
    if let slash = rest.lastIndex(of: "/"),
      let said = InstrumentType(rawValue: String(rest[rest.index(after: slash)...]))
    {
      type = said
      rest = rest[..<slash]
    } else if let dash = rest.firstIndex(of: "-"), let said = InstrumentType(rawValue: rest[..<dash].lowercased()) {
      type = said
      rest = rest[rest.index(after: dash)...]
    }
    // Deribit alone ends its symbols so, and leaves the dollar unwritten.
    let isDeribits = rest.uppercased().hasSuffix("-PERPETUAL")
    // A pair with a slash is ccxt's, and no venue's own symbol.
    let grammar = rest.contains("/") ? "unnamed" : venue ?? (isDeribits ? "deribit" : "unnamed")
    let readings = [String(rest), rest.uppercased()].map { Instrument(venue: grammar, symbol: $0).contract }
    coins = readings.map(\.base).filter { !$0.isEmpty }.map { $0 == "XBT" ? "BTC" : $0 }
    guard !coins.isEmpty else { return nil }
    self.text = text
    quote = readings.map(\.quote).first { !$0.isEmpty }
    self.settlement = settlement ?? (isDeribits ? readings.first { !$0.settlement.isEmpty }?.settlement : nil)
    self.venue = venue
    // One option is not an asset: its chain is.
    expiry = dated ?? readings.first { $0.expiry != nil && $0.strike == nil }?.expiry
    self.type = type ?? (expiry != nil ? .future : isDeribits ? .perpetual : nil)
  }

  /// What stands behind the colon: `USDT`, and of a dated contract `USDT-260327`.
  private static func settlement(_ text: String) -> (currency: String, expiry: Instant?) {
    guard let dash = text.firstIndex(of: "-") else { return (text, nil) }
    let (currency, date) = (String(text[..<dash]), text[text.index(after: dash)...])
    let expiry = Instrument(venue: "binance", symbol: "ANY\(currency)_\(date)").contract.expiry
    return expiry == nil ? (text, nil) : (currency, expiry)
  }

  /// Whether an instrument with this contract is meant.
  public func means(_ instrument: Instrument, _ contract: Contract) -> Bool {
    coins.contains(contract.base) && (quote == nil || quote == contract.quote || contract.quote.isEmpty)
      && (settlement == nil || settlement == contract.settlement || contract.settlement.isEmpty
        || instrument.type == .spot)
      && (venue.map { VenueName.word($0, means: instrument.venue) } ?? true) && (type == nil || type == instrument.type)
      && (expiry == nil || isSameDay(contract.expiry))
  }

  /// Venues write the day, and settle at an hour of their own.
  private func isSameDay(_ other: Instant?) -> Bool {
    guard let expiry, let other else { return false }
    return expiry.floored(to: .day) == other.floored(to: .day)
  }

  /// Whether an instrument is what a derivative that is meant is held against: spot of the coin, or its index, although a
  /// type was written.
  func isHeldAgainst(_ instrument: Instrument, _ contract: Contract) -> Bool {
    guard let type, type != .spot, instrument.type == .spot || instrument.type == .index else { return false }
    return coins.contains(contract.base) && (venue.map { VenueName.word($0, means: instrument.venue) } ?? true)
  }
}
