import Market
import Testing

@Suite("Names of venues")
struct VenueNameTests {
  @Test(
    "a venue is one by whichever of its names",
    arguments: [
      ("gateio", "gate"), ("Gate.io", "gate"), ("okex", "okx"), ("OKEx-swap", "okx"), ("huobi", "htx"), ("HTX", "htx"),
      ("binanceusdm", "binance"), ("binancecoinm", "binance"), ("binance-futures", "binance"),
      ("kucoinfutures", "kucoin"), ("krakenfutures", "kraken"), ("bybit-linear", "bybit"), ("bybit_inverse", "bybit"),
    ])
  func names(word: String, venue: String) {
    #expect(VenueName.of(word) == venue && !VenueName(word).saysSpot)
  }

  @Test("a name that nobody knows is kept, in small letters", arguments: ["mine", "Coinalyze", "my-futures", "spot"])
  func others(word: String) {
    #expect(VenueName.of(word) == word.lowercased())
  }

  @Test("a market of spot is said beside the venue")
  func spot() {
    #expect(VenueName("bybit-spot").name == "bybit" && VenueName("bybit-spot").saysSpot)
    #expect(VenueName("okex_spot").name == "okx")
  }

  @Test("an instrument is found by any name of its venue, and by one that a dataset of before has it under")
  func instruments() {
    let gate = Instrument(venue: "gate", symbol: "BTC_USDT")
    #expect(Instrument.words("gateio:BTC_USDT", mean: gate) && Instrument.words("gate:BTC_USDT", mean: gate))
    #expect(!Instrument.words("gateio:ETH_USDT", mean: gate) && !Instrument.words("BTC_USDT", mean: gate))
    #expect(Instrument.words("gateio:BTC_USDT", mean: Instrument(venue: "gateio", symbol: "BTC_USDT")))
  }
}
