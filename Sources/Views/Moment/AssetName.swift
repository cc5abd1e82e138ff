import Market

/// A coin or a pair as people write it: `BTC`, `BTCUSDT`, `BTC-USDT`, `BTC/USDT:USDT`, `perpetual-BTC-USDT:USDT`,
/// `binance:BTCUSDT`.
///
/// A coin means all its instruments; a quote currency, a settlement, a venue or a type that is written leaves those that
/// have it.
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

  /// Nil for an empty name.
  public init?(_ text: String) {
    var rest = Substring(text)
    var venue: String?
    var settlement: String?
    var type: InstrumentType?
    if let colon = rest.firstIndex(of: ":") {
      let before = rest[..<colon]
      // A venue has no separators in it; what ccxt writes before a colon always has.
      if before.contains(where: { "-/_".contains($0) }) {
        settlement = rest[rest.index(after: colon)...].uppercased()
        rest = before
      } else {
        venue = before.lowercased()
        rest = rest[rest.index(after: colon)...]
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
    let readings = [String(rest), rest.uppercased()].map { Instrument(venue: venue ?? "unnamed", symbol: $0).contract }
    coins = readings.map(\.base).filter { !$0.isEmpty }
    guard !coins.isEmpty else { return nil }
    self.text = text
    quote = readings.map(\.quote).first { !$0.isEmpty }
    self.settlement = settlement
    self.venue = venue
    self.type = type
  }

  /// Whether an instrument with this contract is meant.
  public func means(_ instrument: Instrument, _ contract: Contract) -> Bool {
    coins.contains(contract.base) && (quote == nil || quote == contract.quote || contract.quote.isEmpty)
      && (settlement == nil || settlement == contract.settlement || contract.settlement.isEmpty
        || instrument.type == .spot)
      && (venue.map { VenueName.word($0, means: instrument.venue) } ?? true) && (type == nil || type == instrument.type)
  }

  /// Whether an instrument is what a derivative that is meant is held against: spot of the coin, or its index, although a
  /// type was written.
  func isHeldAgainst(_ instrument: Instrument, _ contract: Contract) -> Bool {
    guard let type, type != .spot, instrument.type == .spot || instrument.type == .index else { return false }
    return coins.contains(contract.base) && (venue.map { VenueName.word($0, means: instrument.venue) } ?? true)
  }
}
