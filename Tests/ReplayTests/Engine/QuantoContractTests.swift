import Market
import Replay
import Signals
import Testing

/// The contract of BitMEX's guide: ETH in USD, each contract pays 0.000001 BTC for a dollar.
/// https://www.bitmex.com/app/seriesGuide/ETHUSD and https://www.bitmex.com/blog/quanto-for-speculators, read in November 2026:
/// 10,000 contracts at 500 are 5 XBT, of which 2% are 0.10; profit is (exit − entry) × multiplier × contracts.
@Suite("Quanto contracts: profit in a third currency, and what that is worth")
struct QuantoContractTests {
  private static let instrument = Instrument(venue: "bitmex", symbol: "ETHUSD")
  private static let flat = "500 500 500 500\n"

  /// - Parameter coin: what a BTC costs at each close; nil for a market that does not say.
  private static func frame(_ table: String, coin: [Double]?, size: Contract.Size? = .init(0.000001, .settlement))
    -> Frame
  {
    let rows = table.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    let names = ["open", "high", "low", "close"]
    var contract = instrument.contract
    contract.size = size
    return Frame(
      market: "table", instrument: instrument, contract: contract,
      grid: Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: rows.count),
      columns: names.enumerated().map { index, name in Column(name, .price, rows.map { $0[index] }) }
        + (coin.map { [Column("settlement_coin_price", .price, $0)] } ?? []))
  }

  private static func run(
    _ table: String, coin: [Double], weight: Double, costs: Costs = .free, settlements: [Settlement] = []
  ) throws -> Run {
    try Run(
      PreparedMarket(frame(table, coin: coin), settlements: settlements), decisions: ScriptedDecisions([0: weight]),
      costs: costs, initialEquity: 10_000)
  }

  /// Of an account that begins with one BTC.
  private static func coins(_ micro: Double, _ run: Run) -> Double { Money.quote(micro) / (run.coinPrice ?? .nan) }

  @Test(
    "10,000 contracts from 500 to 505 earn 0.05 BTC long and lose them short, whatever BTC does", arguments: [5.0, -5])
  func profit(weight: Double) throws {
    for coin in [[10_000.0, 10_000, 10_000], [10_000, 12_000, 8_000]] {
      let run = try Self.run(Self.flat + "500 505 500 505\n505 505 505 505", coin: coin, weight: weight)
      #expect(run.trades.map(\.quantity) == [10_000])
      #expect(run.trades.map(\.entryPrice) == [500] && run.trades.map(\.exitPrice) == [505])
      #expect(abs(run.figures.finalEquity / 10_000 - (weight > 0 ? 1.05 : 0.95)) < 1e-10)
    }
  }

  @Test("funding of 0.01% on 5 BTC is 0.0005 BTC; fees and slippage are shares of the value in BTC")
  func costs() throws {
    let flat = String(repeating: Self.flat, count: 4)
    let funded = try Self.run(
      flat, coin: [10_000, 10_000, 10_000, 10_000], weight: 5,
      settlements: [Candles.funding(2, rate: 0.0001, price: 500)])
    #expect(funded.ledger.filter { $0.kind == .funding }.map(\.price) == [500])
    #expect(abs(funded.figures.finalEquity / 10_000 - 0.9995) < 1e-10)
    let paid = try Self.run(
      flat, coin: [10_000, 10_000, 10_000, 10_000], weight: 5,
      costs: Costs(taker: 0.001, slippage: 0.0005, maintenance: 0))
    #expect(abs(paid.figures.finalEquity / 10_000 - (1 - 5 * 0.0005 - 5 * 1.0005 * 0.001)) < 1e-9)
    #expect(paid.trades.map(\.entryPrice) == [500.25])
  }

  @Test(
    "5 BTC on 0.1 BTC with 1% of maintenance go where 4.9 = 4.95 × price / 500, long; equity is the maintenance there",
    arguments: [(50.0, 494.949494949), (-50.0, 504.950495050)])
  func liquidation(weight: Double, price: Double) throws {
    let wide = weight > 0 ? "500 500 495 496\n496 496 494 495" : "500 504 500 503\n503 506 503 504"
    let run = try Run(
      PreparedMarket(Self.frame(Self.flat + wide, coin: [10_000, 9_000, 8_000]), settlements: []),
      decisions: ScriptedDecisions([0: weight]), costs: Costs(maintenance: 0.01, liquidationFee: 0),
      initialEquity: 1_000)
    let trade = try #require(run.trades.first)
    #expect(trade.ending == .liquidation && abs(trade.exitPrice - price) < 1e-6 && trade.quantity == 10_000)
    #expect(abs(run.figures.finalEquity / 10_000 - 0.01 * 0.01 * price) < 1e-9)
  }

  @Test("tiers count BTC, and a part is taken as of any contract")
  func parts() throws {
    let rules = """
      long: { enter: hour() == 0, exit: hour() == 20 }
      size: 15
      equity: 10000
      margin: { mode: cross, liquidation: bybit, tiers: [{ from: 0, maintenance: 1% }, { from: 5, maintenance: 2% }, { from: 10, maintenance: 4% }] }
      costs: { taker: 0, maker: 0, slippage: 0 }

      """
    // 15 BTC on 1 BTC: 13.75 / 14.4 of the entry, as 13750 / 144 are of 100; 10 BTC are left.
    let frame = Self.frame(Self.flat + "500 500 490 495\n495 495 475 480\n480 480 480 480", coin: [10_000, 1, 1, 1])
    let run = try StrategyFile.parse(rules, file: "quanto.yaml").bound().run(
      Evaluator(frame), on: PreparedMarket(frame, settlements: []))
    let step = try #require(run.liquidations.first)
    #expect(run.liquidations.count == 1 && abs(step.price - 500 * 0.954861111) < 1e-5)
    #expect(abs(step.left * 0.000001 * step.price - 10) < 1e-9)
    #expect(abs(Self.coins(step.maintenance, run) - 0.15) < 1e-9)
  }

  @Test(
    "the ledger closes in coin and in dollars: entries at the coin's price then, and what the coin made of the rest")
  func closes() throws {
    let table = Self.flat + "500 505 500 505\n505 510 500 500\n500 520 500 520\n520 520 515 515"
    let coin = [10_000.0, 11_000, 12_500, 9_000, 9_900]
    let run = try Run(
      PreparedMarket(Self.frame(table, coin: coin), settlements: [Candles.funding(3, rate: 0.0003, price: 505)]),
      decisions: ScriptedDecisions([0: 2, 2: 0]), costs: Costs(taker: 0.001, maintenance: 0), initialEquity: 10_000)
    #expect(run.ledger.reduce(10_000e6) { $0 + $1.amount } == run.equity.last)
    let quoted = try #require(run.quoted)
    #expect(quoted.initial + quoted.profit + quoted.revaluation == quoted.final)
    #expect(abs(quoted.final - run.equity[4] * 0.99) <= 1)
    // By the long way: what was booked at each close, times what the coin did until the next.
    var (revalued, booked) = (0.0, quoted.initial)
    for row in 1..<5 {
      booked += run.ledger.filter { run.grid.row(containing: $0.instant) == row - 1 }.reduce(0) { $0 + $1.amount }
      revalued += booked * (coin[row] - coin[row - 1]) / 10_000
    }
    #expect(abs(quoted.revaluation - revalued) < 10)
  }

  @Test("what is not known is asked for: what a contract pays, and what the coin costs")
  func unknown() {
    let table = Self.flat + Self.flat
    let size = #expect(throws: Problem.self) {
      try PreparedMarket(Self.frame(table, coin: [1, 1], size: nil), settlements: [])
    }
    #expect(size?.remedy?.contains("contract_size_settlement") ?? false)
    for coin in [nil, [Double.nan, .nan], [0, -1]] {
      let price = #expect(throws: Problem.self) { try PreparedMarket(Self.frame(table, coin: coin), settlements: []) }
      #expect(price?.what.contains("no price of BTC in USD") ?? false)
    }
  }

  @Test("a size in quote or coins is refused, and a limit, a stop and a risk are of the price")
  func orders() throws {
    let frame = Self.frame(Self.flat + "500 500 480 490\n490 490 490 490", coin: [10_000, 10_000, 10_000])
    func run(_ more: String) throws -> Run {
      let text = "long: { enter: hour() == 0, exit: hour() == 20, stop: 2% }\nequity: 10000\ncosts: free\n\(more)\n"
      return try StrategyFile.parse(text, file: "quanto.yaml").bound()
        .run(Evaluator(frame), on: PreparedMarket(frame, settlements: []))
    }
    #expect(throws: Problem.self) { try run("size: quote(500)") }
    #expect(throws: Problem.self) { try run("size: coins(1)") }
    let risked = try run("size: risk(1%)")
    #expect(risked.trades.map(\.exitPrice) == [490])
    #expect(risked.trades.map(\.ending) == [.stop])
    #expect(abs(risked.figures.finalEquity - 9_900) < 1e-6)
  }
}
