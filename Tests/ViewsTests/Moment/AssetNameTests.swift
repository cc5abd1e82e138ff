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

  @Test("nothing is not a name")
  func nothing() { #expect(AssetName("") == nil) }
}
