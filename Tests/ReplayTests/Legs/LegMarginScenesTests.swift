import Market
import Replay
import Signals
import Testing

@Suite("What venues take of legs, by hand")
struct LegMarginScenesTests {
  /// One line a bar: `open high low close`.
  private func table(_ text: String) -> [[Double]] {
    text.split(separator: "\n").map { $0.split(separator: " ").map { Double($0) ?? .nan } }
  }

  private func steady(_ price: Double, _ count: Int) -> [[Double]] {
    [[Double]](repeating: [price, price, price, price], count: count)
  }

  private static let tiers = MarginTiers([(0, 0.01), (5_000, 0.02), (10_000, 0.04), (20_000, 0.08)])
  private static let free = Costs(maintenance: 0.01, liquidationFee: 0)

  /// 150 coins at 100 on a margin of 1,500, and ten of another coin beside them on the purse.
  private func own(_ rule: LiquidationRule, _ bars: String, lot: Double? = nil) throws -> Run {
    let rows = table("100 100 100 100\n100 100 98 99\n" + bars)
    let market = LegMarket(
      [("perp", LegMarket.perp, rows), ("other", LegMarket.other, steady(100, rows.count))], lot: lot)
    let terms = [
      LegTerms(
        name: "perp", costs: Self.free, leverage: 10,
        margin: MarginTerms(mode: .isolated, leverage: 10, tiers: Self.tiers, liquidation: rule)),
      LegTerms(name: "other", costs: Self.free),
    ]
    return try market.run([0: 1], terms, ratios: [1.5, 0.1])
  }

  private func rounded(_ values: [Double]?) -> [Double] { values?.map { ($0 * 1e4).rounded() / 1e4 } ?? [] }

  @Test("a leg with a margin of its own steps down a tier at the open, where that is covered, and the others stay")
  func step() throws {
    let run = try own(.bybit, "91.5 92 91 92\n92 92 92 92")
    // 10,000 at 91.5 is the limit below.
    #expect(rounded(run.legs?.legs[0].quantity) == [0, 150, 109.2896, 109.2896])
    #expect(run.legs?.legs[1].quantity == [0, 10, 10, 10])
    #expect(run.orders.liquidatedParts == 1 && run.figures.liquidations == 0)
    #expect(run.trades.map(\.ending) == [.open])
    #expect(run.liquidations.map(\.leg) == ["perp"])
  }

  @Test("a gap beyond its bankruptcy price loses its margin, never more, and the others go at the next open")
  func bankrupt() throws {
    for rule in [LiquidationRule.bybit, .okx] {
      let run = try own(rule, "88 88 85 86\n86 86 86 86")
      #expect(run.legs?.legs[0].sums.net == -1_500 * Money.scale)
      #expect(run.legs?.legs[1].quantity == [0, 10, 10, 0])
      #expect(run.trades.map(\.ending) == [.liquidation])
    }
  }

  /// 2,000 coins and 1,500 at 100 out of one purse of 35,000: with 1% of maintenance they fall short together at 225 / 2.475.
  private func together(_ rule: LiquidationRule, _ bars: String, lot: Double? = nil) throws -> Run {
    let rows = table("100 100 100 100\n100 100 98 99\n" + bars)
    let market = LegMarket([("a", LegMarket.perp, rows), ("b", LegMarket.other, rows)], lot: lot)
    let terms = ["a", "b"].map { name in
      LegTerms(
        name: name, costs: Self.free,
        margin: MarginTerms(mode: .cross, leverage: .infinity, tiers: .flat(0.01), liquidation: rule))
    }
    return try market.run([0: 1], terms, ratios: [40 / 7.0, 30 / 7.0], equity: 35_000)
  }

  @Test("where a purse falls short Hyperliquid sends an order for a fifth of each position worth more than 100,000")
  func fifths() throws {
    let run = try together(.hyperliquid, "99 99 90.8 95\n95 95 95 95")
    #expect(rounded(run.legs?.legs[0].quantity) == [0, 2000, 1600, 1600])
    #expect(rounded(run.legs?.legs[1].quantity) == [0, 1500, 1200, 1200])
    #expect(rounded(run.liquidations.map(\.price)) == [90.9091, 90.9091])
    #expect(run.orders.liquidatedParts == 2 && run.figures.liquidations == 0)
    // What the purse must hold for both, before and after.
    #expect(rounded(run.liquidations.map { Money.quote($0.marginBefore) }) == [3181.8182, 3181.8182])
    #expect(rounded(run.liquidations.map { Money.quote($0.maintenance) }) == [2545.4545, 2545.4545])
  }

  @Test("what is left after a part is whole lots, never more than the venue lets be kept")
  func lots() throws {
    let shared = try together(.hyperliquid, "99 99 90.8 95\n95 95 95 95", lot: 250)
    #expect(shared.legs?.legs.map(\.quantity) == [[0, 2000, 1500, 1500], [0, 1500, 1000, 1000]])
    let alone = try own(.bybit, "91.5 92 91 92\n92 92 92 92", lot: 1)
    #expect(alone.legs?.legs[0].quantity == [0, 150, 109, 109])
  }

  @Test("what falls short again in the same bar is within its half minute: all of them, at the market")
  func again() throws {
    let run = try together(.hyperliquid, "99 99 90 95\n95 95 95 95")
    #expect(rounded(run.liquidations.map(\.price)) == [90.9091, 90.9091, 90.6795, 90.6795])
    #expect(run.legs?.legs.allSatisfy { $0.quantity[2] == 0 } ?? false)
    #expect(abs(run.figures.finalEquity - 28 * 90.67951) < 0.01)
    #expect(run.figures.liquidations == 1 && run.orders.liquidatedParts == 2)
  }

  @Test("with less than two thirds of what it must hold the vault takes all positions and the whole purse")
  func backstop() throws {
    let run = try together(.hyperliquid, "90.2 91 90 91\n91 91 91 91")
    #expect(run.figures.finalEquity == 0 && run.orders.liquidatedParts == 0)
    #expect(run.trades.map(\.ending) == [.liquidation])
    // 700 were left, and each leg bears what it made the purse hold.
    #expect(rounded(run.ledger.filter { $0.kind == .liquidation }.map { Money.quote($0.amount) }) == [-400, -300])
  }

  @Test("a small position beside a large one goes whole, and what is left of the other goes at the next open")
  func small() throws {
    let rows = table("100 100 100 100\n100 100 98 99\n99 99 90.8 95\n95 95 95 95")
    let market = LegMarket([("a", LegMarket.perp, rows), ("b", LegMarket.other, rows)])
    let terms = ["a", "b"].map { name in
      LegTerms(
        name: name, costs: Self.free,
        margin: MarginTerms(mode: .cross, leverage: .infinity, tiers: .flat(0.01), liquidation: .hyperliquid))
    }
    let run = try market.run([0: 1], terms, ratios: [8, 2], equity: 25_000)
    #expect(rounded(run.legs?.legs[0].quantity) == [0, 2000, 1600, 0])
    #expect(rounded(run.legs?.legs[1].quantity) == [0, 500, 0, 0])
    #expect(run.figures.liquidations == 1 && run.orders.liquidatedParts == 1)
  }

  @Test(
    "an entry whose maintenance would be all that stands behind it is no order, and each close that asks for it counts")
  func beyond() throws {
    let rows = steady(100, 8)
    let market = LegMarket([("a", LegMarket.perp, rows), ("b", LegMarket.other, rows)])
    func run(_ sizes: String, _ more: String = "") throws -> Run {
      try market.run(
        """
        legs: { a: BTCUSDT, b: { instrument: ETHUSDT, ratio: -0.5\(more) } }
        size: "\(sizes)"
        long: { enter: "hour() < 6", exit: "hour() == 6" }
        costs: { taker: 0, maintenance: 1% }
        """)
    }
    // 1% of 66 times equity and of 33: 99% of it. Of 67 and 33.5 it is more than there is.
    let cut = try run("if(hour() < 2, 67, 66)")
    #expect(cut.orders.beyondMargin == 2)
    #expect(cut.legs?.legs[0].quantity == [0, 0, 0, 6600, 6600, 6600, 6600, 0])
    #expect(try run("if(hour() < 9, 67, 66)").trades.isEmpty)
    // A margin of the second leg's own is not there for the first: 10% of half of 12 leave 40%.
    let own = ", leverage: 10, margin: isolated"
    #expect(try run("if(hour() < 2, 63, 6)", own).orders.beyondMargin == 2)
    #expect(try run("if(hour() < 2, 12, 6)", own).orders.beyondMargin == 0)
    // Weights beyond all numbers are no order either.
    #expect(try run("if(hour() < 9, 1e300, 1)").trades.isEmpty)
  }

  @Test("where the other side cannot be entered, legs whose exit holds are left")
  func leaves() throws {
    let rows = steady(100, 6)
    func run(_ exit: Int) throws -> Run {
      try LegMarket([("a", LegMarket.perp, rows)]).run(
        """
        legs: { a: BTCUSDT }
        size: "if(hour() == 2, 300, 1)"
        long: { enter: hour() == 0, exit: hour() == \(exit) }
        short: { enter: hour() == 2, exit: hour() == 20 }
        costs: { taker: 0, maintenance: 0.5% }
        """)
    }
    let left = try run(2)
    #expect(left.legs?.legs[0].quantity == [0, 100, 100, 0, 0, 0] && left.orders.beyondMargin == 1)
    #expect(try run(19).legs?.legs[0].quantity == [0, 100, 100, 100, 100, 100])
  }

  /// A long of 500 coins and another of 500 at 100 out of 10,000: together they fall short of 0.5% at 90.4523, and nothing is
  /// left at 90.
  private func opened(_ bar: String, mark: [Double]) throws -> Run {
    let rows = table("100 100 100 100\n100 100 100 100\n" + bar)
    let marks = [[100, 100, 100], [100, 100, 100], mark]
    return try LegMarket(
      [("a", LegMarket.perp, rows), ("b", LegMarket.other, rows)], marks: ["a": marks, "b": marks]
    ).run(
      """
      legs:
        a: { instrument: BTCUSDT, margin: { watch: mark } }
        b: { instrument: ETHUSDT, ratio: 1, margin: { watch: mark } }
      size: 5
      long: { enter: hour() == 0, exit: hour() == 20 }
      costs: { taker: 0, slippage: 0, maintenance: 0.5%, liquidation_fee: 0 }
      """)
  }

  @Test(
    "of one purse too an open is decided by opens: trades beyond it go there, a mark alone takes them where they fall short",
    arguments: [
      ("88 91 87 90", [88.0, 91, 87], 88.0), ("88 99 88 98", [99, 99, 98], 88), ("95 96 94 95", [90, 96, 90], 90.4523),
      ("95 96 94 95", [95, 96, 90], 90.4523),
    ])
  func opens(bar: String, mark: [Double], price: Double) throws {
    let run = try opened(bar, mark: mark)
    #expect(rounded(run.liquidations.map(\.price)) == [price, price])
    #expect(run.figures.finalEquity >= 0)
  }

  @Test("Binance's two positions in one wallet: ETH falls short at 1,153.26 (golden-margin, section 2.1)")
  func binance() throws {
    let wallet = 1_535_443.01
    let eth = steady(1_456.84, 2) + steady(1_335.18, 1) + table("1335.18 1335.18 1100 1200")
    let btc = steady(32_481.98, 2) + steady(31_967.27, 2)
    let market = LegMarket([("eth", LegMarket.other, eth), ("btc", LegMarket.perp, btc)])
    // Rates of 10% and 2.5% with amounts of 135,365 and 16,300.
    let tables = [
      MarginTiers([(0, 0), (1_353_650, 0.1)]),
      MarginTiers([(0, 0.004), (50_000, 0.005), (250_000, 0.01), (1_000_000, 0.025)]),
    ]
    let terms = zip(["eth", "btc"], tables).map { name, tiers in
      LegTerms(
        name: name, costs: Costs(), margin: MarginTerms(mode: .cross, leverage: .infinity, tiers: tiers))
    }
    let run = try market.run(
      [0: 1], terms, ratios: [3_683.979 * 1_456.84 / wallet, 109.488 * 32_481.98 / wallet], equity: wallet)
    let step = try #require(run.liquidations.first)
    #expect(abs(step.price - 1_153.256464239) < 1e-8)
    #expect(abs(Money.quote(step.marginBefore) - 360_693.071031) < 1e-3)
  }

  /// Short 100 coins against 100 bought, the perpetual on twenty times less than it is worth.
  private func carry(_ perp: String, marks: String, watch: MarginTerms.Watch) throws -> Run {
    let rows = table(perp)
    let market = LegMarket(
      [("perp", LegMarket.perp, rows), ("spot", LegMarket.spot, steady(100, rows.count))],
      marks: ["perp": table(marks)])
    let terms = [
      LegTerms(
        name: "perp", costs: Self.free,
        margin: MarginTerms(mode: .cross, leverage: .infinity, tiers: .flat(0.01), watch: watch)),
      LegTerms(name: "spot", costs: .free),
    ]
    return try market.run([0: -1], terms, ratios: [8, -0.5])
  }

  @Test("a wick of the perpetual without one of its mark takes nothing where the mark is watched, and the reverse")
  func mark() throws {
    // 800 coins short and 50 bought on 10,000: short of margin at 112.5 / 1.01 = 111.3861.
    let wick = "100 100 100 100\n100 100 100 100\n100 112 100 100\n100 100 100 100"
    let calm = "100 100 100\n100 100 100\n100 103 100\n100 100 100"
    #expect(try carry(wick, marks: calm, watch: .traded).trades.map(\.ending) == [.liquidation])
    #expect(try carry(wick, marks: calm, watch: .mark).trades.map(\.ending) == [.open])
    let still = "100 100 100 100\n100 100 100 100\n100 101 100 100\n100 100 100 100"
    let squeezed = "100 100 100\n100 100 100\n100 115 100\n100 100 100"
    #expect(try carry(still, marks: squeezed, watch: .traded).trades.map(\.ending) == [.open])
    let taken = try carry(still, marks: squeezed, watch: .mark)
    // What was bought is owed for then, and goes with it at what was traded.
    #expect(rounded(taken.liquidations.map(\.price)) == [111.3861, 100])
    #expect(taken.legs?.legs[1].quantity == [0, 50, 0, 0])
  }

  @Test("a bar without a mark is held against what was traded, and counted; a price that uses up the purse ends it")
  func unmarked() throws {
    let wick = "100 100 100 100\n100 100 100 100\n100 112 100 100\n100 100 100 100"
    let gone = try carry(wick, marks: "100 100 100\n100 100 100\n- - -\n100 100 100", watch: .mark)
    #expect(gone.trades.map(\.ending) == [.liquidation] && gone.orders.unmarkedBars == 1)
    let calm = "100 100 100\n100 100 100\n100 100 100\n100 100 100"
    let ruined = try carry(
      "100 100 100 100\n100 100 100 100\n100 120 100 118\n118 118 118 118", marks: calm, watch: .mark)
    // Nothing is left at 112.5, wherever the mark is.
    #expect(rounded(ruined.liquidations.map(\.price)).first == 112.5)
    #expect(ruined.equity.allSatisfy { $0 >= 0 })
  }
}
