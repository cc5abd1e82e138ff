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
