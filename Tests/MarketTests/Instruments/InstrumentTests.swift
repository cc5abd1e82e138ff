import Market
import Testing

@Suite("Instruments and their contracts")
struct InstrumentTests {
  @Test(
    "a name reads back as what it says",
    arguments: [
      "binance:BTCUSDT", "binance:BTCUSDT/spot", "binance:BTCUSD_PERP", "binance:BTCUSDT_240329", "bybit:BTCUSD",
      "okx:BTC-USDT-SWAP", "okx:BTC-USDT", "deribit:BTC-27MAR26", "deribit:BTC-30OCT26-90000-P", "hyperliquid:kPEPE",
      "deribit:BTC/index", "mine:DXY",
    ])
  func names(text: String) throws {
    let instrument = try #require(Instrument(text))
    #expect(instrument.description == text)
    #expect(Instrument(instrument.description) == instrument)
  }

  @Test("what is no name is none", arguments: ["", "binance", "binance:", ":BTCUSDT", "binance:/spot"])
  func notNames(text: String) {
    #expect(Instrument(text) == nil)
  }

  @Test(
    "the symbol says type, form and currencies, by its venue's rules",
    arguments: [
      ("binance:BTCUSDT", "perpetual linear, BTC in USDT"),
      ("binance:1000PEPEUSDT", "perpetual linear, 1000 PEPE in USDT"),
      ("binance:1MBABYDOGEUSDT", "perpetual linear, 1000000 BABYDOGE in USDT"),
      ("binance:1INCHUSDT", "perpetual linear, 1INCH in USDT"),
      ("binance:BTCUSD_PERP", "perpetual inverse, BTC in USD, settled in BTC, 100 USD a contract"),
      ("binance:BNBUSD_PERP", "perpetual inverse, BNB in USD, settled in BNB, 10 USD a contract"),
      ("binance:BTCTUSD", "perpetual linear, BTC in TUSD"),
      ("binance:ETHUSD_PERP", "perpetual inverse, ETH in USD, settled in ETH, 10 USD a contract"),
      (
        "binance:BTCUSD_240329",
        "future inverse, BTC in USD, settled in BTC, 100 USD a contract, expires 2024-03-29 08:00 UTC"
      ),
      ("binance:BTC_USDT", "perpetual linear, BTC in USDT"),
      ("binance:BTC-USDT", "perpetual linear, BTC in USDT"),
      ("binance:PERP_BTC_USDT", "perpetual linear, BTC in USDT"),
      ("binance:BTCUSDT_240329", "future linear, BTC in USDT, expires 2024-03-29 08:00 UTC"),
      ("bybit:BTCUSD", "perpetual inverse, BTC in USD, settled in BTC, 1 USD a contract"),
      ("bybit:BTCPERP", "perpetual linear, BTC in USDC"),
      ("bybit:SHIB1000USDT", "perpetual linear, 1000 SHIB in USDT"),
      (
        "bybit:BTCUSDH24",
        "future inverse, BTC in USD, settled in BTC, 1 USD a contract, expires 2024-03-29 08:00 UTC"
      ),
      ("okx:BTC-USDT-SWAP", "perpetual linear, BTC in USDT, 0.01 BTC a contract"),
      ("okx:BTC-USD-SWAP", "perpetual inverse, BTC in USD, settled in BTC, 100 USD a contract"),
      ("okx:BTC-USDT", "spot linear, BTC in USDT"), ("okx:BTC-SGD", "spot linear, BTC in SGD"),
      ("okx:BTC-PERP", "perpetual linear, BTC"), ("deribit:BTC_USDC", "spot linear, BTC in USDC"),
      ("mexc:BTC_USDT", "perpetual linear, BTC in USDT"),
      ("mexc:BTC_USD", "perpetual inverse, BTC in USD, settled in BTC"),
      ("bingx:BTC-USD", "perpetual inverse, BTC in USD, settled in BTC"),
      ("deribit:BTC-PERPETUAL", "perpetual inverse, BTC in USD, settled in BTC, 10 USD a contract"),
      ("deribit:ETH-PERPETUAL", "perpetual inverse, ETH in USD, settled in ETH, 1 USD a contract"),
      ("deribit:BTC_USDC-PERPETUAL", "perpetual linear, BTC in USDC"),
      (
        "deribit:BTC-30OCT26-90000-P",
        "option inverse, BTC in USD, settled in BTC, put at 90000, expires 2026-10-30 08:00 UTC"
      ),
      ("bitmex:XBTUSD", "perpetual inverse, BTC in USD, settled in BTC, 1 USD a contract"),
      ("bitmex:ETHUSD", "perpetual quanto, ETH in USD, settled in BTC, 1e-06 BTC a contract and USD"),
      ("gate:BTC_USDT", "perpetual linear, BTC in USDT, 0.0001 BTC a contract"),
      ("hyperliquid:BTC", "perpetual linear, BTC in USD, settled in USDC"),
      ("hyperliquid:kPEPE", "perpetual linear, 1000 PEPE in USD, settled in USDC"),
      ("dydx:BTC-USD", "perpetual linear, BTC in USD, settled in USDC"),
      ("demo:DEMOUSDT", "perpetual linear, DEMO in USDT"),
      ("anywhere:BTCUSD_PERP", "perpetual inverse, BTC in USD, settled in BTC, 100 USD a contract"),
    ])
  func contracts(name: String, said: String) throws {
    let instrument = try #require(Instrument(name))
    #expect("\(instrument.type.rawValue) \(instrument.contract)" == said)
  }

  @Test("a perpetual in plain USD of a venue that is not known is linear or inverse, and nothing says which")
  func unstated() throws {
    #expect(try #require(Instrument("kraken:XBTUSD")).contract.form == .unstated)
    #expect(try #require(Instrument("binance:BTCUSD")).contract.form == .unstated)
    #expect(try #require(Instrument("kraken:XBTUSD/spot")).contract.form == .linear)
  }

  @Test("a pair and its perpetual are two instruments of one symbol")
  func types() {
    let perpetual = Instrument(venue: "binance", symbol: "BTCUSDT")
    let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
    #expect(perpetual != spot)
    #expect(spot.contract.base == "BTC" && spot.contract.quote == "USDT")
    #expect([spot, perpetual].sorted() == [perpetual, spot])
  }

  @Test("dollars are comparable with each other and with nothing else")
  func dollars() {
    #expect(Dollar.comparable("USD", "USDT"))
    #expect(!Dollar.comparable("USDT", "EUR"))
    #expect(Dollar.comparable("EUR", "EUR"))
  }

  @Test("contracts that differ in anything a result depends on have another identity")
  func identity() throws {
    let one = try #require(Instrument("binance:BTCUSDT")).contract
    var other = one
    other.tick = 0.1
    #expect(one.identity != other.identity)
    other = one
    other.source = "somebody else"
    #expect(one.identity == other.identity)
  }
}
