import Market
import Replay
import Testing

@Suite("A universe of instruments that are settled in coins")
struct CoinUniverseTests {
  private func market(_ members: [(String, [Double])]) -> UniverseMarket {
    UniverseMarket(members.map { UniverseMarket.Member(symbol: $0.0, rows: flat($0.1)) })
  }

  private static let half = "universe: all\nweight: 0.5\nrebalance: 1d\ncosts: free"

  @Test("by itself holds an account in what they are quoted in; each is exchanged at its own price")
  func dollars() throws {
    // Decided at the close of a day, filled at the next open.
    let days = [Double](repeating: 100, count: 25) + [125, 125]
    let other = [Double](repeating: 200, count: 25) + [160, 160]
    let market = market([("BTCUSD_PERP", days), ("ETHUSD_PERP", other)])
    #expect(market.frame.account == "USD")
    let run = try market.run(Self.half)
    let members = try #require(run.portfolio).members
    #expect(members.map { $0.leg.quantity.last } == [5_000, 5_000])
    // 50 coins from 100 to 125, and 25 from 200 to 160.
    #expect(members.map(\.leg.sums.price) == [1_250 * Money.scale, -1_000 * Money.scale])
    // 6,250 and 4,000 of 10,250.
    #expect(run.portfolio?.gross.last == 1)
    #expect(members.map { $0.leg.settledIn?.coin } == ["BTC", "ETH"])
    #expect(members[0].leg.coins == 10)
  }

  @Test("stands beside others where one of them says what the coin is worth in the account")
  func mixed() throws {
    let days = [Double](repeating: 100, count: 25) + [125, 125]
    let market = market([("BTCUSDT", days), ("BTCUSD_PERP", days.map { $0 * 1.01 })])
    #expect(market.frame.account == "USDT")
    let run = try market.run(Self.half)
    let coin = try #require(run.portfolio?.members.first { $0.leg.name == "BTCUSD_PERP" }).leg
    #expect(coin.settledIn?.at == "BTCUSDT")
    #expect(abs(Money.quote(coin.sums.price) - 1_250) < 1e-6)
    let lone = self.market([("BTCUSDT", days), ("ETHUSD_PERP", days)])
    let problem = #expect(throws: Problem.self) { try lone.tape() }
    #expect(problem?.what.contains("no member says what ETH is worth in USDT") == true)
  }

  @Test("of equal weights is worth to the last digit what its entries are, whatever the order of its members")
  func permuted() throws {
    let (one, other) = ("BTCUSD_PERP", "ETHUSD_PERP")
    let text =
      "universe: all\nweight: share_across(change(close, 3))\nrebalance: 5m\ncosts: { taker: 5bps, slippage: 2bps }"
    let market = UniverseMarket.random([one, other], bars: 400, seed: 11)
    let run = try market.run(text)
    #expect(run.ledger.reduce(10_000e6) { $0 + $1.amount } == run.equity.last && run.ledger.count > 200)
    for (place, member) in try #require(run.portfolio).members.enumerated() {
      #expect(run.ledger.reduce(0) { $1.leg == place ? $0 + $1.amount : $0 } == member.leg.sums.net)
      // Not of the first bars, on which nothing is held yet.
      #expect(member.leg.result.last == member.leg.sums.net)
    }
  }

  @Test("is the same entry by entry, coins included, wherever its members stand")
  func placed() throws {
    let market = UniverseMarket.random(["BTCUSD_PERP", "ETHUSD_PERP"], bars: 200, seed: 11)
    let run = try market.run("universe: all\nweight: 0.5\nrebalance: 1h\ncosts: { taker: 5bps }")
    #expect(run.ledger.contains { $0.coin != nil })
    for entry in run.ledger {
      let there = entry.placed(at: 1 - entry.leg)
      #expect(there.leg == 1 - entry.leg && there.placed(at: entry.leg) == entry)
      #expect(there.coin == entry.coin && there.interval == entry.interval)
    }
  }
}
