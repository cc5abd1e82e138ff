import Market
import Replay
import Signals
import TestSupport
import Testing

@Suite("Inverse contracts: the account is in coin")
struct InverseContractTests {
  private static let perpetual = Instrument(venue: "binance", symbol: "BTCUSD_PERP")

  /// Hourly candles, `open high low close` a line, of an inverse perpetual; settlements at mark prices.
  private static func market(_ table: String, _ settlements: [Settlement] = []) throws -> PreparedMarket {
    let rows = table.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    let names = ["open", "high", "low", "close"]
    return try PreparedMarket(
      Frame(
        market: "table", instrument: perpetual,
        grid: Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: rows.count),
        columns: names.enumerated().map { index, name in Column(name, .price, rows.map { $0[index] }) }),
      settlements: settlements)
  }

  private static func run(
    _ market: PreparedMarket, weight: Double, costs: Costs = .free, coins: Double = 0.2
  ) throws -> Run {
    let first = try #require(market.firstCoinPrice)
    return try Run(
      market, decisions: ScriptedDecisions([0: weight]), costs: costs, initialEquity: coins * first)
  }

  private static func coins(_ run: Run) -> Double { run.figures.finalEquity / (run.coinPrice ?? .nan) }

  private static let flat = "50000 50000 50000 50000\n"

  @Test(
    "100,000 USD from 50,000 to 55,000 earn 0.181818181818 BTC long, and lose them short", arguments: [10.0, -10.0])
  func profit(weight: Double) throws {
    let market = try Self.market(Self.flat + "50000 55000 50000 55000\n55000 55000 55000 55000")
    let run = try Self.run(market, weight: weight, costs: Costs(maintenance: 0, liquidationFee: 0))
    #expect(abs(Self.coins(run) - (0.2 + (weight > 0 ? 1 : -1) * 0.181818181818)) < 1e-10)
    #expect(run.trades.map(\.quantity) == [100_000])
    #expect(run.trades.map(\.entryPrice) == [50_000] && run.trades.map(\.exitPrice) == [55_000])
  }

  @Test("funding of 0.01% at a mark of 52,000 costs a long of 100,000 USD 0.000192307692 BTC")
  func funding() throws {
    let settlement = Candles.funding(2, rate: 0.0001, price: 52_000)
    let market = try Self.market(String(repeating: Self.flat, count: 4), [settlement])
    let run = try Self.run(market, weight: 10)
    #expect(abs(Self.coins(run) - (0.2 - 0.000192307692)) < 1e-10)
    #expect(run.ledger.filter { $0.kind == .funding }.map(\.price) == [52_000])
  }

  @Test(
    "100,000 USD at 50,000 with 0.2 BTC and 0.4% go at 45,636.36 long and at 55,333.33 short",
    arguments: [(10.0, 45_636.363636), (-10.0, 55_333.333333)])
  func liquidation(weight: Double, price: Double) throws {
    let wide =
      weight > 0
      ? "50000 50000 45637 46000\n46000 46000 45636 45900" : "50000 55333 50000 55000\n55000 55334 55000 55000"
    let market = try Self.market(Self.flat + wide)
    let run = try Self.run(market, weight: weight, costs: Costs(maintenance: 0.004, liquidationFee: 0))
    let trade = try #require(run.trades.first)
    #expect(trade.ending == .liquidation && trade.bars == 1)
    #expect(abs(trade.exitPrice - price) < 1e-5)
    // Equity is the maintenance margin there: 0.4% of the position in coin.
    #expect(abs(Self.coins(run) - 0.004 * 100_000 / price) < 1e-9)
  }

  @Test("fees and slippage are shares of the value in coin")
  func costs() throws {
    let market = try Self.market(Self.flat + "50000 50000 50000 50000\n40000 40000 40000 40000")
    let run = try Self.run(market, weight: 1, costs: Costs(taker: 0.001, slippage: 0.0005, maintenance: 0), coins: 1)
    // 50,000 USD are 1 BTC at the entry, and 0.9995 BTC at the price paid, which the fee is taken of; the loss is
    // 50,000 x (1/40,000 - 1/50,000). Prices are said to twelve digits.
    #expect(abs(Self.coins(run) - (1 - 0.0005 - 0.001 * 0.9995 - 0.25)) < 1e-9)
    #expect(run.trades.map(\.entryPrice) == [50_025.0125063])
  }

  @Test("long and short of one size are zero-sum before costs, in coin, over any market", arguments: 1...5)
  func zeroSum(seed: Int) throws {
    var price = 50_000.0
    var random = KnuthRandom(seed: UInt64(seed))
    let rows = (0..<200).map { _ -> String in
      let open = price
      price *= 1 + (random.unit() - 0.5) * 0.01
      return "\(open) \(max(open, price)) \(min(open, price)) \(price)"
    }
    let market = try Self.market(rows.joined(separator: "\n"), [Candles.funding(5, rate: 0.0003, price: 50_100)])
    let (long, short) = (try Self.run(market, weight: 0.5), try Self.run(market, weight: -0.5))
    #expect(long.figures.pricePnl + short.figures.pricePnl == 0)
    #expect(long.figures.fundingPnl + short.figures.fundingPnl == 0)
    // By the formula of the venues, from the first fill to the last close.
    let entry = try #require(long.trades.first).entryPrice
    let face = try #require(long.trades.first).quantity
    let profit = face * (1 / entry - 1 / price) * (long.coinPrice ?? .nan)
    #expect(abs(long.figures.pricePnl - profit) < 1e-5)
  }
}
