import Market
import Testing
import Views

@Suite("An asset is understood as people write it")
struct AssetNameTests {
  private static let perpetual = Instrument(venue: "binance", symbol: "BTCUSDT")
  private static let coinMargined = Instrument(venue: "binance", symbol: "BTCUSD_PERP")
  private static let ether = Instrument(venue: "binance", symbol: "ETHUSDT")

  private func means(_ text: String, _ instrument: Instrument) -> Bool {
    AssetName(text)?.means(instrument, instrument.contract) ?? false
  }

  @Test(
    "a pair in any of its spellings is the pair",
    arguments: [
      "BTCUSDT", "BTC-USDT", "BTC/USDT:USDT", "perpetual-BTC-USDT:USDT", "binance:BTCUSDT", "btcusdt", "BTC_USDT",
    ])
  func pair(text: String) {
    #expect(means(text, Self.perpetual))
    #expect(!means(text, Self.coinMargined))
    #expect(!means(text, Self.ether))
  }

  @Test("a coin is all of its instruments", arguments: ["BTC", "btc"])
  func coin(text: String) {
    #expect(means(text, Self.perpetual))
    #expect(means(text, Self.coinMargined))
    #expect(!means(text, Self.ether))
  }

  @Test("a venue and a type that are written leave those that have them")
  func narrowed() {
    let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
    #expect(!means("bybit:BTCUSDT", Self.perpetual))
    #expect(!means("BTCUSDT/spot", Self.perpetual))
    #expect(means("BTCUSDT/spot", spot))
    #expect(!means("perpetual-BTC-USDT:USDT", spot))
    #expect(means("BTC/USDT:USDT", spot), "a settlement is a derivative's; spot of the pair stays beside it")
  }

  @Test("a chain of options has no settlement of its own, and goes with any of the coin")
  func chain() {
    let chain = Instrument(venue: "deribit", symbol: "BTC", type: .option)
    #expect(means("BTC/USDT:USDT", chain) && means("BTCUSDT", chain) && means("BTC", chain))
    #expect(!means("perpetual-BTC-USDT:USDT", chain) && !means("ETH/USDT:USDT", chain))
  }

  @Test(
    "a dated contract is that of its day alone",
    arguments: [
      "BTC/USDT:USDT-260327", "BTCUSDT_260327", "binance:BTCUSDT_260327", "binance:BTC/USDT:USDT-260327",
      "btcusdt_260327",
    ])
  func dated(text: String) {
    #expect(means(text, Instrument(venue: "binance", symbol: "BTCUSDT_260327")))
    #expect(!means(text, Instrument(venue: "binance", symbol: "BTCUSDT_260626")))
    #expect(!means(text, Self.perpetual))
  }

  @Test(
    "Deribit's perpetual is the one in dollars, settled in its coin", arguments: ["BTC-PERPETUAL", "btc-perpetual"])
  func deribit(text: String) {
    #expect(means(text, Instrument(venue: "deribit", symbol: "BTC-PERPETUAL")))
    #expect(!means(text, Self.perpetual))
    #expect(!means(text, Instrument(venue: "deribit", symbol: "BTC-27MAR26")))
    #expect(!means(text, Instrument(venue: "hyperliquid", symbol: "BTC")))
    #expect(means("XBT", Self.perpetual) && means("XBTUSD", Self.coinMargined))
  }

  @Test("nothing is not a name")
  func nothing() { #expect(AssetName("") == nil) }
}
