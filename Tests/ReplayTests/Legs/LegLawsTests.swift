import Market
import Numerics
import Replay
import Signals
import Testing

@Suite("What holds of every position of legs")
struct LegLawsTests {
  private static let costs = Costs(taker: 5e-4, slippage: 1e-4)
  private static func terms(_ names: String...) -> [LegTerms] {
    names.map { LegTerms(name: $0, costs: costs, borrow: 0.08) }
  }

  @Test(
    "One leg is the replay of one instrument, bit for bit, through opens that leave nothing of it too",
    arguments: [1, 3, 12, 40], [0, 0.15])
  func one(leverage: Double, leap: Double) throws {
    for seed in UInt64(1)...6 {
      let scenario = Candles.random(bars: 1500, seed: seed, leap: leap)
      let weights = Candles.randomDecisions(bars: 1500, seed: seed &+ 100, leverage: leverage)
      let single = try Run(
        PreparedMarket(scenario), decisions: ScriptedDecisions(weights), costs: Self.costs, initialEquity: 10_000)
      for hedge in Hedge.allCases {
        let market = LegMarket.copies(of: scenario, [("perp", LegMarket.perp)])
        let run = try market.run(weights, Self.terms("perp"), ratios: [1], hedge: hedge)
        #expect(run.figures == single.figures)
        #expect(run.ledger == single.ledger)
        #expect(run.trades == single.trades)
        #expect(run.equity == single.equity)
        #expect(run.quantity == single.quantity)
      }
    }
  }

  @Test("Legs are held in whole lots, never more than was wanted, and what is less than one is counted")
  func lots() throws {
    let rows = [[100.0, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]]
    let market = LegMarket([("perp", LegMarket.perp, rows), ("spot", LegMarket.spot, rows)], lot: 7)
    let held = try market.run([0: 0.2], Self.terms("perp", "spot"), ratios: [-1, 0.5])
    let legs = try #require(held.legs?.legs)
    #expect(legs[0].quantity == [0, -14, -14, -14])
    #expect(legs[1].quantity == [0, 7, 7, 7])
    let small = try market.run([0: 0.05], Self.terms("perp", "spot"), ratios: [-1, 1])
    #expect(small.trades.isEmpty)
    #expect(small.orders.belowLot == 2)
  }

  @Test("Nobody watching changes a figure")
  func unwatched() throws {
    let scenario = Candles.random(bars: 2000, seed: 5)
    let market = LegMarket.copies(of: scenario, [("perp", LegMarket.perp), ("spot", LegMarket.spot)])
    let tape = try market.tape()
    let weights = Candles.randomDecisions(bars: 2000, seed: 7, leverage: 0.9)
    let legs = LegDecisions(
      ScriptedDecisions(weights), terms: Self.terms("perp", "spot"), ratios: [.constant(1), .constant(-1)],
      drift: 0.02, on: tape)
    let run = try Run(tape, legs: legs, initialEquity: 10_000)
    #expect(try Figures(tape, legs: legs, initialEquity: 10_000) == run.figures)
    let daily = try DailyReturns(tape, legs: legs, initialEquity: 10_000)
    #expect(daily.figures == run.figures)
    #expect(daily.returns == run.daily.map(\.dailyReturn))
  }

  @Test("A leg of which nothing is held changes nothing, and need not be there")
  func nothing() throws {
    let scenario = Candles.random(bars: 1500, seed: 11)
    let weights = Candles.randomDecisions(bars: 1500, seed: 12)
    let two = LegMarket.copies(of: scenario, [("perp", LegMarket.perp), ("spot", LegMarket.spot)])
    let ghost = Candles.random(bars: 1500, seed: 13)
    let columns = ["open", "high", "low", "close"].map { ghost.values($0) }
    let columnsOfTwo = ["open", "high", "low", "close"].map { scenario.values($0) }
    func rows(_ columns: [[Double]]) -> [[Double]] { (0..<scenario.grid.count).map { row in columns.map { $0[row] } } }
    let three = LegMarket(
      [
        ("perp", LegMarket.perp, rows(columnsOfTwo)), ("spot", LegMarket.spot, rows(columnsOfTwo)),
        ("ghost", LegMarket.other, rows(columns)),
      ], settlements: [scenario.settlements, [], ghost.settlements], interval: scenario.grid.interval,
      start: scenario.grid.start)
    let a = try two.run(weights, Self.terms("perp", "spot"), ratios: [-1, 1])
    let b = try three.run(weights, Self.terms("perp", "spot", "ghost"), ratios: [-1, 1, 0])
    #expect(a.figures == b.figures)
    #expect(a.ledger == b.ledger)
    #expect(a.equity == b.equity)
  }

  @Test("Spot against the same spot is flat but for fees, slippage and interest")
  func same() throws {
    let scenario = Candles.random(bars: 1500, seed: 21)
    let twin = Instrument(venue: "bybit", symbol: "BTCUSDT", type: .spot)
    let market = LegMarket.copies(of: scenario, [("here", LegMarket.spot), ("there", twin)])
    for hedge in Hedge.allCases {
      let run = try market.run(
        Candles.randomDecisions(bars: 1500, seed: 22), Self.terms("here", "there"), ratios: [1, -1], hedge: hedge)
      let account = try #require(run.legs)
      #expect(account.total.price == 0)
      #expect(account.total.funding == 0)
      #expect(account.total.net == account.total.fees + account.total.slippage + account.total.financing)
      #expect(account.total.fees < 0 && account.total.financing < 0)
    }
  }

  @Test("The order of legs changes nothing")
  func permuted() throws {
    let a = Candles.random(bars: 1500, seed: 31)
    let b = Candles.random(bars: 1500, seed: 32)
    let c = Candles.random(bars: 1500, seed: 33)
    func rows(_ scenario: Scenario) -> [[Double]] {
      let columns = ["open", "high", "low", "close"].map { scenario.values($0) }
      return (0..<scenario.grid.count).map { row in columns.map { $0[row] } }
    }
    let legs = [
      ("a", LegMarket.perp, rows(a), a.settlements, 1.0), ("b", LegMarket.spot, rows(b), [], -0.75),
      ("c", LegMarket.other, rows(c), c.settlements, -0.5),
    ]
    let weights = Candles.randomDecisions(bars: 1500, seed: 34, leverage: 3)
    func run(_ order: [Int], _ hedge: Hedge) throws -> Run {
      let chosen = order.map { legs[$0] }
      let market = LegMarket(
        chosen.map { ($0.0, $0.1, $0.2) }, settlements: chosen.map(\.3), interval: a.grid.interval, start: a.grid.start)
      return try market.run(
        weights, chosen.map { LegTerms(name: $0.0, costs: Self.costs, borrow: 0.1) }, ratios: chosen.map(\.4),
        hedge: hedge)
    }
    for hedge in Hedge.allCases {
      let first = try run([0, 1, 2], hedge)
      for order in [[1, 0, 2], [2, 1, 0], [1, 2, 0]] {
        let other = try run(order, hedge)
        #expect(other.figures.finalEquity == first.figures.finalEquity)
        #expect(other.figures.maxDrawdown == first.figures.maxDrawdown)
        #expect(other.equity == first.equity)
        for (place, leg) in order.enumerated() {
          #expect(other.legs?.legs[place].sums == first.legs?.legs[leg].sums)
        }
      }
    }
  }

  @Test("Two legs of one coin have no price risk beyond their basis")
  func hedged() throws {
    // Spot doubles and halves; the perpetual stays 0.1% above it.
    var random = SplitMix64(seed: 41)
    var price = 40_000.0
    var spot: [[Double]] = []
    for row in 0..<2000 {
      let open = price
      price *= exp2OfPhase(row) * (1 + random.uniform(-0.002...0.002))
      spot.append([open, max(open, price), min(open, price), price])
    }
    let perp = spot.map { $0.map { $0 * 1.001 } }
    let market = LegMarket([("perp", LegMarket.perp, perp), ("spot", LegMarket.spot, spot)])
    let free = LegTerms(name: "x", costs: .free, borrow: 0)
    let run = try market.run([10: -1], [free, free], ratios: [1, -1], hedge: .coins)
    // 0.1% of the coins held, and nothing of the price.
    let coins = try #require(run.legs).legs[1].quantity[1999]
    let basis = coins * 0.001 * (spot[11][0] - spot[1999][3])
    #expect(abs(run.figures.totalReturn * 10_000 - basis) < 1e-6)
    #expect(run.figures.maxDrawdown > -0.002)
    #expect(spot.map { $0[3] }.max() ?? 0 > 1.5 * (spot.map { $0[3] }.min() ?? 0))
  }

  private func exp2OfPhase(_ row: Int) -> Double { row % 1000 < 500 ? 1.001 : 1 / 1.001 }

  @Test("The ledger closes leg by leg and in total, and the parts of the account add up")
  func closes() throws {
    for seed in UInt64(50)..<56 {
      let scenario = Candles.random(bars: 1200, seed: seed)
      let market = LegMarket.copies(of: scenario, [("perp", LegMarket.perp), ("spot", LegMarket.spot)])
      let run = try market.run(
        Candles.randomDecisions(bars: 1200, seed: seed, leverage: 0.9), Self.terms("perp", "spot"), ratios: [1, -1])
      let account = try #require(run.legs)
      for (index, leg) in account.legs.enumerated() {
        #expect(run.sum(index) == leg.sums.net)
        #expect(run.sum(index, .price) == leg.sums.price)
        #expect(leg.result.last == leg.sums.net)
      }
      let moved = (run.equity.last ?? 0) - 10_000 * Money.scale
      #expect(account.total.net == moved)
      #expect(run.drawdowns(most: 1).first?.depth == run.figures.maxDrawdown, "the figure is that of the curve")
      #expect(run.ledger.reduce(0) { $0 + $1.amount } == moved)
      for row in run.equity.indices.dropLast() {
        #expect(account.legs.reduce(10_000 * Money.scale) { $0 + $1.result[row] } == run.equity[row])
      }
    }
  }
}
