import Market
import Testing

@Suite("Symbols say the contract, however their venue writes them")
struct SymbolGrammarTests {
  @Test(
    "inverse, dated and quanto contracts are known by the grammar of their venue",
    arguments: [
      ("kraken:PI_XBTUSD", "perpetual inverse, BTC in USD, settled in BTC, 1 USD a contract"),
      ("kraken:PF_ETHUSD", "perpetual linear, ETH in USD"),
      ("kraken:FF_XBTUSD_240329", "future linear, BTC in USD, expires 2024-03-29 08:00 UTC"),
      (
        "kraken:FI_XBTUSD_240329",
        "future inverse, BTC in USD, settled in BTC, 1 USD a contract, expires 2024-03-29 16:00 UTC"
      ),
      ("kucoin:XBTUSDTM", "perpetual linear, BTC in USDT"),
      ("kucoin:XBTUSDM", "perpetual inverse, BTC in USD, settled in BTC, 1 USD a contract"),
      ("kucoin:XBTMH24", "future inverse, BTC in USD, settled in BTC, 1 USD a contract, expires 2024-03-29 08:00 UTC"),
      ("bitget:BTCUSD_DMCBL", "perpetual inverse, BTC in USD, settled in BTC"),
      ("bitget:BTCUSDT_UMCBL", "perpetual linear, BTC in USDT"),
      ("htx:BTC-USD", "perpetual inverse, BTC in USD, settled in BTC, 100 USD a contract"),
      ("huobi:BTC-USDT-240329", "future linear, BTC in USDT, expires 2024-03-29 08:00 UTC"),
      ("bitmex:XBTM24", "future inverse, BTC in USD, settled in BTC, 1 USD a contract, expires 2024-06-28 12:00 UTC"),
      (
        "bitmex:ETHUSDM24",
        "future quanto, ETH in USD, settled in BTC, 1e-06 BTC a contract and USD, expires 2024-06-28 12:00 UTC"
      ),
      ("bybit:BTCUSDT-29MAR24", "future linear, BTC in USDT, expires 2024-03-29 08:00 UTC"),
      ("anywhere:BTC-USDT-240329", "future linear, BTC in USDT, expires 2024-03-29 08:00 UTC"),
      ("anywhere:BTCUSDT_20240329", "future linear, BTC in USDT, expires 2024-03-29 08:00 UTC"),
      ("anywhere:ETHUSDTH24", "future linear, ETH in USDT, expires 2024-03-29 08:00 UTC"),
      ("anywhere:BTC-29MAR24", "future unstated, BTC, expires 2024-03-29 08:00 UTC"),
      ("anywhere:BTCUSDM", "perpetual unstated, BTCUSDM"),
      // The day of an export is no expiry: contracts written so expire on Fridays.
      ("anywhere:BTCUSDT_20240305", "perpetual unstated, BTCUSDT"),
      ("anywhere:PERP_BTC_USDT", "perpetual linear, BTC in USDT"), ("anywhere:SPOT_BTC_USD", "spot linear, BTC in USD"),
      ("anywhere:X:ETHUSD", "spot linear, ETH in USD"), ("anywhere:PERP_", "perpetual linear, PERP"),
      ("upbit:KRW-BTC", "perpetual linear, BTC in KRW"), ("upbit:BTC-ETH", "perpetual linear, ETH in BTC"),
      ("upbit:KRW-USDT", "perpetual linear, USDT in KRW"), ("bittrex:ETH-BTC", "perpetual linear, ETH in BTC"),
      ("anywhere:KRW-XRP", "perpetual linear, XRP in KRW"), ("anywhere:USDT_BTC", "perpetual linear, BTC in USDT"),
      ("anywhere:BTC-ETH", "perpetual linear, BTC in ETH"), ("anywhere:EUR-USD", "perpetual unstated, EUR in USD"),
      ("anywhere:FX_BTC_JPY", "perpetual linear, BTC in JPY"),
      ("anywhere:XX_BTC_JPY", "perpetual unstated, XX_BTC_JPY"),
      ("anywhere:ARBUSDT", "perpetual linear, ARB in USDT"), ("anywhere:SOL-PERP", "perpetual linear, SOL"),
    ])
  func contracts(name: String, said: String) throws {
    let instrument = try #require(Instrument(name))
    #expect("\(instrument.type.rawValue) \(instrument.contract)" == said)
  }

  @Test(
    "a coin that ends in the first letter of a stablecoin is quoted in USD, where its venue or its name says so",
    arguments: [
      ("kraken:PF_SHIBUSD", "perpetual linear, SHIB in USD"),
      ("kraken:PF_POPCATUSD", "perpetual linear, POPCAT in USD"),
      ("kraken:PF_NOBODYSCATUSD", "perpetual linear, NOBODYSCAT in USD"),
      ("kraken:SHIBUSD", "perpetual unstated, SHIB in USD"),
      ("bybit:SHIBUSD", "perpetual inverse, SHIB in USD, settled in SHIB, 1 USD a contract"),
      ("bitget:SHIBUSD", "perpetual inverse, SHIB in USD, settled in SHIB"),
      ("kucoin:SHIBUSDM", "perpetual inverse, SHIB in USD, settled in SHIB, 1 USD a contract"),
      ("bitmex:SHIBUSD", "perpetual quanto, SHIB in USD, settled in BTC"),
      ("hyperliquid:GOATUSD", "perpetual linear, GOAT in USD, settled in USDC"),
      ("coinbase:FOOTUSD", "perpetual unstated, FOOT in USD"), ("anywhere:SHIBUSD", "perpetual unstated, SHIB in USD"),
      ("anywhere:1000SHIBUSD", "perpetual unstated, 1000 SHIB in USD"),
      ("anywhere:USDTUSD", "perpetual unstated, USDT in USD"),
      ("phemex:u1000SHIBUSD", "perpetual unstated, u1000SHIB in USD"),
      ("binance:FOOBUSD", "perpetual linear, FOO in BUSD"), ("binance:DOGEBUSD", "perpetual linear, DOGE in BUSD"),
      ("binance:SHIBBUSD", "perpetual linear, SHIB in BUSD"), ("anywhere:BTCTUSD", "perpetual linear, BTC in TUSD"),
      ("anywhere:DOGEBUSD", "perpetual linear, DOGE in BUSD"), ("anywhere:BTCFDUSD", "perpetual linear, BTC in FDUSD"),
      ("anywhere:BNBUSD", "perpetual unstated, BNB in USD"), ("bybit:XBTUSDT", "perpetual linear, XBT in USDT"),
    ])
  func plainDollars(name: String, said: String) throws {
    let instrument = try #require(Instrument(name))
    #expect("\(instrument.type.rawValue) \(instrument.contract)" == said)
  }

  @Test(
    "powers of ten from a thousand on are multiples of a coin, and so are 1K and 1M before it",
    arguments: [
      ("bybit:10000000AIDOGEUSDT", "AIDOGE", 1e7), ("bybit:1000000BABYDOGEUSDT", "BABYDOGE", 1e6),
      ("bybit:SHIB1000USDT", "SHIB", 1e3), ("drift:1KPEPE-PERP", "PEPE", 1e3), ("drift:1MBONK-PERP", "BONK", 1e6),
      ("binance:1INCHUSDT", "1INCH", 1), ("anywhere:100XUSDT", "100X", 1), ("anywhere:2000CATUSDT", "2000CAT", 1),
    ])
  func multiples(name: String, coin: String, perUnit: Double) throws {
    let contract = try #require(Instrument(name)).contract
    #expect(contract.base == coin && contract.coinsPerUnit == perUnit)
  }

  @Test(
    "a mark in BitMEX's names tells its spot, and what a contract is settled in",
    arguments: [
      ("bitmex:XBT_USDT", "spot linear, BTC in USDT"), ("bitmex:ETH_USDT", "spot linear, ETH in USDT"),
      ("bitmex:ETHUSD_ETH", "perpetual inverse, ETH in USD, settled in ETH"),
    ])
  func bitmex(name: String, said: String) throws {
    let instrument = try #require(Instrument(name))
    #expect("\(instrument.type.rawValue) \(instrument.contract)" == said)
  }

  @Test(
    "Kraken's inverse futures expire at 16:00 in London, in summer an hour earlier by UTC, and its linear ones at 08:00 UTC",
    arguments: [
      ("FI_XBTUSD_220930", "2022-09-30T15:00:00Z"), ("FI_ETHUSD_180928", "2018-09-28T15:00:00Z"),
      ("FI_XBTUSD_260828", "2026-08-28T15:00:00Z"), ("FI_XBTUSD_240329", "2024-03-29T16:00:00Z"),
      ("FI_XBTUSD_240405", "2024-04-05T15:00:00Z"), ("FI_XBTUSD_231027", "2023-10-27T15:00:00Z"),
      // 31 March 2023 is behind the last Sunday of its month, and 30 October 2020 is too.
      ("FI_XBTUSD_230331", "2023-03-31T15:00:00Z"), ("FI_XBTUSD_201030", "2020-10-30T16:00:00Z"),
      ("FF_ETHUSD_260925", "2026-09-25T08:00:00Z"),
    ])
  func kraken(symbol: String, expiry: String) {
    #expect(Instrument(venue: "kraken", symbol: symbol).contract.expiry == Instant(expiry))
  }

  @Test(
    "what ccxt writes is the venue's own symbol, by what stands behind the colon",
    arguments: [
      ("BTC/USDT:USDT", "binance", "BTCUSDT"), ("BTC/USD:BTC", "binance", "BTCUSD_PERP"),
      ("BTC/USDT:USDT-240329", "binance", "BTCUSDT_240329"), ("BTC/USD:BTC-240329", "binance", "BTCUSD_240329"),
      ("BTC/USD:BTC", "bybit", "BTCUSD"), ("ETH/USDC:USDC", "bybit", "ETHPERP"),
      ("BTC/USD:BTC-240329", "bybit", "BTCUSDH24"), ("BTC/USDT:USDT-240329", "bybit", "BTCUSDT-29MAR24"),
      ("BTC/USDT:USDT", "okx", "BTC-USDT-SWAP"), ("BTC/USD:BTC-240329", "okx", "BTC-USD-240329"),
      ("BTC/USDT:USDT", "gate", "BTC_USDT"), ("BTC/USD:BTC", "deribit", "BTC-PERPETUAL"),
      ("BTC/USD:BTC-240329", "deribit", "BTC-29MAR24"), ("BTC/USDC:USDC", "hyperliquid", "BTC"),
      ("BTC/USD:BTC", "bitmex", "XBTUSD"), ("BTC/USD:BTC", "kraken", "PI_XBTUSD"), ("BTC/USD:BTC", "kucoin", "XBTUSDM"),
      ("BTC/USDT:USDT", "htx", "BTC-USDT"), ("BTC/USD:BTC", "anywhere", "BTCUSD_PERP"),
      ("BTC/USDT:USDT", "mexc", "BTC_USDT"), ("BTC/USD:BTC", "bingx", "BTC-USD"),
    ])
  func unified(text: String, venue: String, symbol: String) throws {
    let unified = try #require(UnifiedSymbol(text))
    #expect(unified.symbol(on: venue) == symbol)
    let isInverse = text.contains(":BTC")
    #expect((Instrument(venue: venue, symbol: symbol).contract.form == .inverse) == isInverse)
    #expect((Instrument(venue: venue, symbol: symbol).contract.expiry != nil) == text.contains("240329"))
  }

  @Test(
    "pairs, paths and words are not taken for one",
    arguments: ["BTC/USDT", "BTCUSDT", "a:b", "BTC/USDT:", "BTC/USDT:USDT-x"])
  func others(text: String) { #expect(UnifiedSymbol(text) == nil) }
}
