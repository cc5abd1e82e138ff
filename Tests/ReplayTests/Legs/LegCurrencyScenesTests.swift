import Market
import Replay
import Testing

@Suite("Legs in other currencies than the account's, by hand")
struct LegCurrencyScenesTests {
  private func at(_ row: Int) -> Instant { Instant(year: 2025, month: 1, day: 1) + .hours(1) * row }

  @Test(
    "A contract in coin may stand first: the account is in what the other is settled in, and the ledger is the same")
  func order() throws {
    let spot = ("spot", LegMarket.spot, flat([50_000, 50_000, 60_000, 60_000]))
    let coin = ("coin", LegMarket.coin, flat([51_000, 51_000, 60_600, 60_600]))
    let one = LegMarket([spot, coin])
    let other = LegMarket([coin, spot])
    #expect(one.frame.account == "USDT" && other.frame.account == "USDT")
    let a = try one.run([0: 1], freeLegs(["spot", "coin"]), ratios: [1, -1], hedge: .coins, equity: 50_000)
    let b = try other.run([0: 1], freeLegs(["coin", "spot"]), ratios: [-1, 1], hedge: .coins, equity: 50_000)
    #expect(a.equity == b.equity && a.figures == b.figures)
    #expect(a.sum(0) == b.sum(1) && a.sum(1) == b.sum(0) && a.sum(1) != 0)
  }

  @Test(
    "All in coin: the account is in what the first is quoted in, and the perpetual's price is what the coin is worth")
  func coins() throws {
    let market = LegMarket([
      ("coin", LegMarket.coin, flat([100, 100, 125, 125])), ("later", LegMarket.later, flat([110, 110, 125, 125])),
    ])
    #expect(market.frame.account == "USD")
    let run = try market.run([0: 1], freeLegs(["coin", "later"]), ratios: [1, -1], hedge: .coins)
    let legs = try #require(run.legs).legs
    // As many coins of each, a hundred: 10,000 dollars against 11,000.
    #expect(legs.map { $0.quantity[1] } == [10_000, -11_000])
    #expect(legs.map(\.sums.price) == [2_500 * Money.scale, -1_500 * Money.scale])
    #expect(legs.map { $0.settledIn?.at } == ["coin", "coin"])
    #expect(legs[0].exposure[2] == 12_500 && legs[1].exposure[2] == -12_500)
  }

  @Test(
    "On margin in another dollar: its change of price is exchanged where it is closed, and its funding where it settles"
  )
  func foreign() throws {
    let market = LegMarket(
      [
        ("perp", LegMarket.perp, flat([100, 100, 100, 100, 100])),
        ("abroad", LegMarket.abroad, flat([100, 100, 120, 120, 120])),
        ("USDC", LegMarket.dollar, flat([1, 1, 1.5, 1.25, 1.25])),
      ],
      settlements: [[], [Settlement(instant: at(2), rate: 0.01, price: 110, priceSource: .mark)], []],
      conversions: ["USDC"])
    let run = try market.run([0: 1, 2: 0], freeLegs(["perp", "abroad", "USDC"]), ratios: [0, 1, 0])
    let legs = try #require(run.legs).legs
    #expect(legs.map(\.name) == ["perp", "abroad"])
    #expect(legs[1].quantity == [0, 100, 100, 0, 0])
    // 100 × 20 of the dollar, at 1.25 where it is closed; 100 × 110 × 1% of it paid, at 1.5.
    #expect(legs[1].sums.price == 2_500 * Money.scale && legs[1].sums.funding == -165 * Money.scale)
    #expect(abs((legs[1].coins ?? 0) - (2_000 - 110)) < 1e-9)
    // Marked at the close before: at 1.5.
    #expect(run.equity[2] == (10_000 - 165 + 3_000) * Money.scale)
    let entries = run.ledger.filter { $0.leg == 1 }
    #expect(entries.map(\.coin) == [1.5, 1.25] && entries.map(\.kind) == [.funding, .price])
  }

  @Test("Coins that are paid for in coins are bought for the account's currency, and follow both prices")
  func bought() throws {
    let market = LegMarket([
      ("perp", LegMarket.perp, flat([50_000, 50_000, 60_000, 60_000])),
      ("pair", LegMarket.pair, flat([0.05, 0.05, 0.04, 0.04])),
    ])
    let run = try market.run([0: 1], freeLegs(["perp", "pair"]), ratios: [0, 1])
    let pair = try #require(run.legs).legs[1]
    // Four at 2,500, which are 2,400 each in the end.
    #expect(pair.quantity[1] == 4 && pair.sums.price == -400 * Money.scale)
    #expect(run.equity.last == 9_600 * Money.scale && pair.result[2] == -400 * Money.scale)
    #expect(pair.isBought && pair.settledIn?.at == "perp")
  }

  @Test("The account can be said: another dollar, at which the coin's price is known")
  func said() throws {
    let rows = flat([100, 100, 125, 125])
    let market = LegMarket(
      [("perp", LegMarket.perp, rows), ("coin", LegMarket.coin, rows)], account: "USDT")
    #expect(market.frame.account == "USDT")
    let other = LegMarket([("perp", LegMarket.perp, rows), ("coin", LegMarket.coin, rows)], account: "USD")
    // The contract in coin says what that is worth in USD, and nothing says what USDT is.
    let problem = #expect(throws: Problem.self) { try other.tape() }
    #expect(problem?.what.contains("'perp' (binance:BTCUSDT) is settled in USDT, the account is in USD") == true)
  }
}
