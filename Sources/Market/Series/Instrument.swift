/// What is traded where.
public struct Instrument: Hashable, Sendable {
  /// Lower-case name of the venue: `binance`, `bybit`.
  public let venue: String
  /// The venue's own symbol: `BTCUSDT`.
  public let symbol: String

  public init(venue: String, symbol: String) {
    self.venue = venue
    self.symbol = symbol
  }
}

extension Instrument: CustomStringConvertible {
  public var description: String { "\(venue):\(symbol)" }
}
