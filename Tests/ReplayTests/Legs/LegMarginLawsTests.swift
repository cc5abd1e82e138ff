import Market
import Numerics
import Replay
import Signals
import Testing

@Suite("What holds of legs whose terms say more than one rate of maintenance")
struct LegMarginLawsTests {
  private static let tiers =
    "tiers: [{ from: 0, maintenance: 1% }, { from: 20000, maintenance: 2% }, { from: 50000, maintenance: 4% }]"
  private static let rules = """
    signals: { trend: "close / lag(close, 20) - 1" }
    long: { enter: trend > 0.01, exit: trend < 0 }
    short: { enter: trend < -0.01, exit: trend > 0 }
    costs: { taker: 5bps, slippage: 1bps, liquidation_fee: 0.5% }

    """

  private static func table(_ scenario: Scenario) -> [[Double]] {
    let columns = ["open", "high", "low", "close"].map { scenario.values($0) }
    return (0..<scenario.grid.count).map { row in columns.map { $0[row] } }
  }

  /// A run of one instrument and of one leg, by files that say the same of margin.
  private static func both(
    _ margin: String, leverage: Int?, size: Int, seed: UInt64, leap: Double
  ) throws -> (single: Run, leg: Run) {
    let scenario = Candles.random(bars: 1200, seed: seed, leap: leap)
    let marks = Candles.marks(of: scenario, seed: seed &+ 50)
    let columns = ["mark_open", "mark_high", "mark_low"].enumerated().map { place, name in
      Column(name, .price, marks.map { $0[place] })
    }
    let frame = Frame(
      market: scenario.market, instrument: scenario.instrument, grid: scenario.grid,
      columns: Array(scenario.columns.values) + columns)
    let ownLeverage = leverage.map { ", leverage: \($0)" } ?? ""
    let single = try StrategyFile.parse(
      "margin: { \(margin)\(ownLeverage) }\nsize: \(size)\n" + rules, file: "single.yaml"
    ).bound().run(Evaluator(frame), on: PreparedMarket(frame, settlements: scenario.settlements))
    let market = LegMarket(
      [("perp", LegMarket.perp, table(scenario))], settlements: [scenario.settlements],
      interval: scenario.grid.interval, start: scenario.grid.start, marks: ["perp": marks])
    let leg = try market.run(
      "legs: { perp: { instrument: perpetual\(ownLeverage), margin: { \(margin) } } }\nsize: \(size)\n" + rules)
    return (single, leg)
  }

  private static func agree(_ single: Run, _ leg: Run) {
    #expect(leg.figures == single.figures)
    #expect(leg.ledger == single.ledger)
    #expect(leg.trades == single.trades)
    #expect(leg.equity == single.equity)
    #expect(leg.quantity == single.quantity)
    #expect(leg.orders == single.orders)
    #expect(leg.liquidations.map(\.line) == single.liquidations.map(\.line))
  }

  @Test(
    "One leg is the replay of one instrument, bit for bit: tiers, parts, marks, the purse behind it",
    arguments: LiquidationRule.allCases, MarginTerms.Watch.allCases)
  func cross(rule: LiquidationRule, watch: MarginTerms.Watch) throws {
    var (parts, taken, unmarked) = (0, 0, 0)
    for seed in UInt64(1)...3 {
      for leap in [0, 0.05, 0.1] {
        let (single, leg) = try Self.both(
          "\(Self.tiers), watch: \(watch.rawValue), liquidation: \(rule.rawValue)", leverage: nil, size: 12, seed: seed,
          leap: leap)
        Self.agree(single, leg)
        taken += single.figures.liquidations
        unmarked += single.orders.unmarkedBars
        parts += leg.orders.liquidatedParts
      }
    }
    #expect(taken > 0 && (unmarked > 0) == (watch == .mark))
    #expect((parts > 0) == (rule != .whole))
  }

  @Test(
    "and on a margin of its own", arguments: LiquidationRule.allCases, MarginTerms.Watch.allCases)
  func isolated(rule: LiquidationRule, watch: MarginTerms.Watch) throws {
    for seed in UInt64(11)...13 {
      for (size, leap) in [(6, 0.1), (8, 0), (8, 0.1)] {
        let (single, leg) = try Self.both(
          "mode: isolated, \(Self.tiers), watch: \(watch.rawValue), liquidation: \(rule.rawValue)", leverage: 8,
          size: size, seed: seed, leap: leap)
        Self.agree(single, leg)
        #expect(single.equity.allSatisfy { $0 >= 0 })
      }
    }
  }

  /// Three positions of one purse on tiers, and what is taken of them.
  private static func three(
    _ rule: LiquidationRule, watch: MarginTerms.Watch, order: [Int] = [0, 1, 2], seed: UInt64, leap: Double = 0
  ) throws -> (run: Run, unwatched: Figures) {
    let all = (0..<3).map { Candles.random(bars: 1200, seed: seed &+ UInt64($0) &* 100, leap: leap) }
    let names = ["a", "b", "c"]
    let instruments = [LegMarket.perp, LegMarket.other, LegMarket.third]
    let ratios = [0.6, -0.5, 0.3]
    let market = LegMarket(
      order.map { (names[$0], instruments[$0], table(all[$0])) }, settlements: order.map { all[$0].settlements },
      interval: all[0].grid.interval, start: all[0].grid.start,
      marks: Dictionary(uniqueKeysWithValues: order.map { (names[$0], Candles.marks(of: all[$0], seed: seed)) }))
    let tiers = MarginTiers([(0, 0.01), (20_000, 0.02), (50_000, 0.04)])
    let terms = order.map { leg in
      LegTerms(
        name: names[leg], costs: Costs(taker: 5e-4, slippage: 1e-4, liquidationFee: 0.002),
        margin: MarginTerms(mode: .cross, leverage: .infinity, tiers: tiers, watch: watch, liquidation: rule))
    }
    let tape = try market.tape()
    let decisions = LegDecisions(
      // Nobody decides before every leg has a price.
      ScriptedDecisions(
        Candles.randomDecisions(bars: 1200, seed: seed &+ 7, leverage: 14).filter { $0.key > 20 }), terms: terms,
      ratios: order.map { .constant(ratios[$0]) }, on: tape)
    return (
      try Run(tape, legs: decisions, initialEquity: 40_000), try Figures(tape, legs: decisions, initialEquity: 40_000)
    )
  }

  @Test(
    "The purse is the maintenance of all who share it at the prices at which they are taken",
    arguments: [LiquidationRule.whole, .hyperliquid], MarginTerms.Watch.allCases)
  func maintained(rule: LiquidationRule, watch: MarginTerms.Watch) throws {
    let tiers = MarginTiers([(0, 0.01), (20_000, 0.02), (50_000, 0.04)])
    var (exact, parts) = (0, 0)
    for seed in UInt64(21)...28 {
      let (run, unwatched) = try Self.three(rule, watch: watch, seed: seed)
      #expect(unwatched == run.figures)
      #expect(run.equity.allSatisfy { $0 >= 0 })
      parts += run.orders.liquidatedParts
      var steps = run.liquidations[...]
      while let first = steps.first {
        let together = steps.prefix { $0.instant == first.instant && $0.marginBefore == first.marginBefore }
        steps.removeFirst(together.count)
        let needed = together.reduce(0) { $0 + tiers.maintenance(of: abs(($1.taken + $1.left) * $1.price)) }
        let behind = Money.quote(first.marginBefore)
        // Less is there only where bars opened beyond, or where a fee of a part left too little.
        #expect(behind <= needed * (1 + 1e-9))
        if abs(behind - needed) <= needed * 1e-9 { exact += 1 }
      }
    }
    #expect(exact > 3)
    #expect((parts > 0) == (rule == .hyperliquid))
  }

  @Test("The order of legs changes nothing", arguments: [LiquidationRule.whole, .hyperliquid], [0, 0.1])
  func permuted(rule: LiquidationRule, leap: Double) throws {
    for seed in UInt64(31)...33 {
      let first = try Self.three(rule, watch: .mark, seed: seed, leap: leap).run
      for order in [[1, 0, 2], [2, 1, 0], [1, 2, 0]] {
        let other = try Self.three(rule, watch: .mark, order: order, seed: seed, leap: leap).run
        #expect(abs(other.figures.finalEquity - first.figures.finalEquity) < 1e-3)
        #expect(other.figures.liquidations == first.figures.liquidations)
        #expect(other.orders == first.orders)
        #expect(other.liquidations.count == first.liquidations.count)
      }
    }
  }
}

extension LiquidationStep {
  /// All but whose position it was.
  fileprivate var line: String {
    "\(instant) \(price) \(paid) \(taken) \(left) \(fee) \(marginBefore) \(margin) \(maintenance)"
  }
}
