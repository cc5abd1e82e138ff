import Market
import Signals
import Testing

@Suite("What columns count on a market")
struct CountedUnitTests {
  private let okx = Instrument(venue: "okx", symbol: "BTC-USDT-SWAP")
  private let coinMargined = Instrument(venue: "binance", symbol: "BTCUSD_PERP")
  private let bybit = Instrument(venue: "bybit", symbol: "BTCUSDT")

  private func market(_ instrument: Instrument, _ columns: [(String, Unit, Instrument)]) -> Frame {
    Frame(
      market: "test", instrument: instrument,
      grid: Grid(start: Instant(year: 2024, month: 1, day: 1), interval: .hour, count: 3),
      columns: ([("open", .price, instrument), ("close", .price, instrument)] + columns).map {
        Column($0.0, $0.1, [1, 2, 4], owner: Column.Owner($0.2))
      })
  }

  /// Bars of contracts of 0.01 BTC, and those of another venue in coins.
  private var swap: Frame {
    market(
      okx,
      [
        ("volume", .contracts, okx), ("base_volume", .base, okx), ("quote_volume", .quote, okx),
        ("bybit.volume", .base, bybit),
      ])
  }

  @Test(
    "contracts are neither added to coins nor compared with them, though the column is called volume",
    arguments: [
      "volume + base_volume", "base_volume - volume", "volume + bybit.volume", "mean(volume, 2h) > bybit.volume",
      "mean_across(volume, bybit.volume)", "greatest(volume, bybit.volume)", "volume * 0.001 + bybit.volume",
    ])
  func contracts(text: String) throws {
    let problem = try #require(throws: Problem.self) { _ = try Evaluator(swap).value(of: node(text)) }
    #expect(problem.what.contains("a number of contracts of 0.01 BTC"), "\(problem)")
    #expect(problem.what.contains("an amount of BTC"), "\(problem)")
    #expect(problem.remedy?.contains("* 0.01', or take a ratio") == true, "\(problem)")
  }

  @Test("what is made of them is followed: quote currency for a contract is no price")
  func followed() throws {
    let problem = try #require(throws: Problem.self) { _ = try Evaluator(swap).value(of: node("close > vwap(2h)")) }
    #expect(problem.what.contains("'close', a price"), "\(problem)")
    #expect(problem.what.contains("'(sum(quote_volume,2h)/sum(volume,2h))', in quote contracts^-1"), "\(problem)")
  }

  @Test(
    "contracts times what one of them is may be coins, and ratios are free",
    arguments: [
      "volume * 0.01 + bybit.volume", "bybit.volume > 0.01 * sum(volume, 2h)", "base_volume / 0.01 - volume",
      "volume > 3 * mean(volume, 2h)", "volume / mean(volume, 2h) > bybit.volume / mean(bybit.volume, 2h)",
      "base_volume + bybit.volume", "volume > 100", "quote_volume / (volume * 0.01) - close",
    ])
  func turned(text: String) {
    #expect(throws: Never.self) { try Evaluator(swap).value(of: node(text)) }
  }

  @Test("contracts of two sizes are two units, and those of one size are one")
  func sizes() throws {
    let bitmex = Instrument(venue: "bitmex", symbol: "XBTUSD")
    let inverse = Instrument(venue: "bybit", symbol: "BTCUSD")
    let frame = market(
      coinMargined,
      [
        ("volume", .contracts, coinMargined), ("bitmex.volume", .contracts, bitmex),
        ("bybit.volume", .contracts, inverse),
      ])
    let problem = try #require(throws: Problem.self) {
      _ = try Evaluator(frame).value(of: node("volume + bitmex.volume"))
    }
    #expect(problem.what.contains("contracts of 100 USD") && problem.what.contains("contracts of 1 USD"), "\(problem)")
    #expect(try frame.numbers("bybit.volume + bitmex.volume") == [2, 4, 8])
  }

  /// Bars that count contracts of 100 USD, beside dollars, coins, and contracts of 1 USD of another venue.
  private var inverse: Frame {
    let (bitmex, linear) = (
      Instrument(venue: "bitmex", symbol: "XBTUSD"), Instrument(venue: "binance", symbol: "BTCUSDT")
    )
    return market(
      coinMargined,
      [
        ("volume", .contracts, coinMargined), ("base_volume", .base, coinMargined),
        ("open_interest_contracts", .contracts, coinMargined), ("bitmex.volume", .contracts, bitmex),
        ("BTCUSDT.volume", .base, linear), ("BTCUSDT.quote_volume", .quote, linear),
      ])
  }

  @Test(
    "contracts of dollars times their size are dollars, and coins by the price only",
    arguments: [
      "volume * 100 + base_volume", "volume * 100 > BTCUSDT.volume", "100 * sum(volume, 2h) - base_volume",
      "greatest(volume * 100, base_volume)", "volume * 100 / 100 + base_volume", "volume / close + base_volume",
      "base_volume + bitmex.volume",
    ])
  func dollars(text: String) throws {
    let problem = try #require(throws: Problem.self) { _ = try Evaluator(inverse).value(of: node(text)) }
    #expect(problem.remedy?.contains("/ close'") == true || text.contains("volume / close"), "\(problem)")
  }

  @Test(
    "one advice followed does not free the other side",
    arguments: ["volume * 100 + volume * 100 / close", "volume * 10 + bitmex.volume", "volume * 10 > bitmex.volume"])
  func onceFollowed(text: String) {
    #expect(throws: Problem.self) { try Evaluator(inverse).value(of: node(text)) }
  }

  @Test(
    "contracts of a known size are turned by it and by prices, and a plain multiple of them stays contracts",
    arguments: [
      "volume * 100 / close + base_volume", "volume / close * 100 - base_volume", "volume > 100 * mean(volume, 2h)",
      "volume * 100 + bitmex.volume", "volume * 100 - BTCUSDT.quote_volume", "volume > open_interest_contracts",
      "mean(volume, 2h) / open_interest_contracts > 0.1", "open_interest_contracts - sum(volume, 2h)",
      "BTCUSDT.volume * close > volume * 100",
    ])
  func known(text: String) {
    #expect(throws: Never.self) { try Evaluator(inverse).value(of: node(text)) }
  }

  @Test("what a name leaves open is refused where the market does not have it so")
  func closed() throws {
    let linear = market(
      bybit,
      [("volume", .base, bybit), ("quote_volume", .quote, bybit), ("open_interest_contracts", .contracts, bybit)])
    for text in ["volume > open_interest_contracts", "volume * 100 - quote_volume"] {
      #expect(throws: Problem.self, "\(text)") { try Evaluator(linear).value(of: node(text)) }
    }
    #expect(throws: Problem.self) { try node("quote_volume - volume") }
  }

  @Test("open interest in what its contracts are of counts what it has on the market")
  func native() throws {
    let gate = Instrument(venue: "gate", symbol: "BTC_USDT")
    let frame = market(
      okx,
      [
        ("open_interest_native", .contracts, okx), ("gate.open_interest_native", .contracts, gate),
        ("bybit.open_interest_native", .base, bybit), ("base_volume", .base, okx),
      ])
    for text in [
      "open_interest_native + base_volume", "open_interest_native > bybit.open_interest_native",
      "open_interest_native - gate.open_interest_native", "gate.open_interest_native > 0.01 * open_interest_native",
    ] {
      #expect(throws: Problem.self, "\(text)") { try Evaluator(frame).value(of: node(text)) }
    }
    for text in [
      "open_interest_native * 0.01 + base_volume", "bybit.open_interest_native > base_volume",
      "change(open_interest_native, 1) > change(bybit.open_interest_native, 1)",
      "gate.open_interest_native * 0.0001 + open_interest_native * 0.01",
    ] {
      #expect(throws: Never.self, "\(text)") { try Evaluator(frame).value(of: node(text)) }
    }
  }

  @Test("coins by the thousand are another unit than coins")
  func thousands() throws {
    let thousand = Instrument(venue: "binance", symbol: "1000PEPEUSDT")
    let single = Instrument(venue: "bybit", symbol: "PEPEUSDT")
    let frame = market(
      thousand, [("open_interest", .base, thousand), ("bybit.open_interest", .base, single)])
    for text in ["open_interest + bybit.open_interest", "bybit.open_interest > open_interest"] {
      let problem = try #require(throws: Problem.self, "\(text)") { _ = try Evaluator(frame).value(of: node(text)) }
      #expect(problem.what.contains("'open_interest', an amount of 1000 PEPE"), "\(problem)")
      #expect(problem.what.contains("'bybit.open_interest', an amount of PEPE"), "\(problem)")
    }
    for text in ["open_interest * 1000 + bybit.open_interest", "open_interest + bybit.open_interest / 1000"] {
      #expect(throws: Never.self, "\(text)") { try Evaluator(frame).value(of: node(text)) }
    }
  }

  @Test("an order that needs coins is told what it gets in their place")
  func asked() throws {
    #expect(try node("volume * 0.001").other(than: .base, on: swap) == "a number of contracts of 0.01 BTC")
    #expect(try node("volume * 0.01").other(than: .base, on: swap) == nil)
    #expect(try node("base_volume * 0.001").other(than: .base, on: swap) == nil)
    #expect(try node("vwap(2h)").other(than: .price, on: swap) != nil)
    #expect(try node("volume").other(than: .base, on: market(bybit, [("volume", .base, bybit)])) == nil)
  }
}
