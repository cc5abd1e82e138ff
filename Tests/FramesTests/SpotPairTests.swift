import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("Spot beside what is traded")
struct SpotPairTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func pair(_ symbol: String, venue: String = "binance") -> Instrument {
    Instrument(venue: venue, symbol: symbol, type: .spot)
  }

  private func flat(_ instrument: Instrument, price: Double) -> Series {
    let columns = SeriesKind.klines.columns.count
    return series(
      .klines, of: instrument, every: .hour,
      at: (0..<3).map { (newYear + .hours($0), [Double](repeating: price, count: columns)) })
  }

  private func spot(
    _ traded: String, price: Double, _ pairs: [(Instrument, Double)], column: String = "spot"
  ) throws -> Column? {
    let instrument = Instrument(venue: "binance", symbol: traded)
    let dataset = try ScratchFolder().dataset(
      traded, [flat(instrument, price: price)] + pairs.map { flat($0.0, price: $0.1) })
    return try dataset.frame(columns: [column]).columns[column]
  }

  @Test("is the close of the same coin's pair")
  func same() throws {
    let column = try spot("BTCUSDT", price: 101, [(pair("ETHUSDT"), 7), (pair("BTCUSDT"), 100)])
    #expect(column?.values == [100, 100, 100])
    #expect(column?.source == "binance:BTCUSDT/spot klines 1h")
    #expect(column?.note == nil)
    #expect(try spot("BTCUSDT", price: 101, [(pair("BTCUSDT"), 100)], column: "spot_volume")?.values.first == 100)
  }

  @Test("is priced in the traded unit: a thousand coins beside a thousand coins")
  func thousand() throws {
    let column = try spot("1000PEPEUSDT", price: 0.0101, [(pair("PEPEUSDT"), 0.00001)])
    #expect(column?.values.first == 0.01)
    #expect(column?.note == "spot is that of binance:PEPEUSDT/spot, in binance:1000PEPEUSDT's unit of 1000 coins")
    let volume = try spot("1000PEPEUSDT", price: 0.0101, [(pair("PEPEUSDT"), 5000)], column: "spot_volume")
    #expect(volume?.values.first == 5)
    // Where spot trades the thousand as well, nothing is changed.
    #expect(try spot("1000SATSUSDT", price: 2, [(pair("1000SATSUSDT"), 2)])?.values.first == 2)
  }

  @Test("of a coin-margined perpetual is in dollars per coin, and says which dollar")
  func coinMargined() throws {
    let column = try spot("BTCUSD_PERP", price: 60_100, [(pair("BTCUSDT"), 60_000)])
    #expect(column?.values.first == 60_000)
    #expect(column?.note == "spot is that of binance:BTCUSDT/spot, USDT taken for USD")
  }

  @Test("prefers the same currency, then the same venue")
  func preference() throws {
    let coinbase = pair("BTC-USD", venue: "coinbase")
    #expect(
      try spot("BTCUSDT", price: 9, [(pair("BTCUSDC"), 7), (coinbase, 8), (pair("BTCUSDT"), 9)])?.values.first == 9)
    #expect(try spot("BTCUSD_PERP", price: 9, [(pair("BTCUSDT"), 7), (coinbase, 8)])?.values.first == 8)
  }

  @Test("what cannot be compared is refused, not divided")
  func refused() throws {
    let euro = #expect(throws: Problem.self) { try spot("BTCUSDT", price: 9, [(pair("BTCEUR"), 8)]) }
    #expect(
      euro?.what == "'spot' cannot be compared with binance:BTCUSDT, whose prices are in USDT: "
        + "the spot pairs are binance:BTCEUR/spot in EUR")
    let other = #expect(throws: Problem.self) { try spot("BTCUSDT", price: 9, [(pair("ETHUSDT"), 8)]) }
    #expect(
      other?.what == "there is no spot pair of BTC for 'spot' in dataset 'BTCUSDT', only binance:ETHUSDT/spot")
    let two = [(pair("BTC-USDT", venue: "okx"), 8.0), (pair("BTCUSDT", venue: "bybit"), 8.0)]
    let several = #expect(throws: Problem.self) { try spot("BTCUSDT", price: 9, two) }
    #expect(several?.what == "'spot' could mean 2 spot pairs of dataset 'BTCUSDT'")
    #expect(throws: Problem.self) { try spot("BTCUSDT", price: 9, []) }
  }

  @Test("by a full name it is as the venue publishes it")
  func full() throws {
    let perpetual = Instrument(venue: "binance", symbol: "1000PEPEUSDT")
    let dataset = try scratch.dataset("pepe", [flat(perpetual, price: 9), flat(pair("PEPEUSDT"), price: 0.008)])
    for name in ["binance.PEPEUSDT.spot.close", "PEPEUSDT.spot.close", "PEPEUSDT.close"] {
      #expect(try dataset.frame(columns: [name]).values(name).first == 0.008)
    }
    #expect(try dataset.frame(columns: ["spot.close"]).values("spot.close").first == 8)
  }
}
