import Market
import Replay
import Signals
import Testing

@Suite("Laws of orders, on any market")
struct OrderLawsTests {
  static let seeds: [UInt64] = Array(1...6)

  static let strategies = [
    "long: { enter: move < -1%, exit: move > 2%, stop: 1%, take: 1.5% }\nshort: { enter: move > 1%, exit: move < -2%, trail: 2%, hold: 2h }",
    "long:\n  enter: move < -1%\n  exit: move > 1%\n  order: limit(close * 0.998, for 5 bars)\n  exit_order: limit(close * 1.002, for 3 bars)\n  trail: noise\nsize: 8",
    "long: { enter: move > 1%, exit: open_return < -2% or bars_held > 30, take: noise }\nshort: { enter: move < -1%, exit: peak_return - open_return > 1% }\nsize: 5",
    "short:\n  enter: move > 1%\n  exit: move < -1%\n  order: limit(close * 1.001)\n  post_only: true\n  stop: noise\nsize: risk(2%)\nmax_leverage: 10\nmargin: { mode: isolated, leverage: 12, tiers: [{ from: 0, maintenance: 1% }, { from: 40000, maintenance: 2% }] }",
  ]

  private func bound(_ rules: String) throws -> BoundStrategy {
    try StrategyFile.parse(
      """
      signals:
        move: change(close, 12)
        noise: 4 * std(close, 24)
      \(rules)
      costs: { taker: 5bps, maker: -1bps, slippage: 1bps\(rules.contains("tiers:") ? "" : ", maintenance: 1%") }

      """, file: "law.yaml"
    ).bound()
  }

  private func run(_ rules: String, on market: Scenario) throws -> Run {
    try bound(rules).run(Evaluator(market.frame), on: PreparedMarket(market))
  }

  @Test("the ledger closes, trades add up to it, and nobody watching changes nothing", arguments: seeds, strategies)
  func closes(seed: UInt64, rules: String) throws {
    let market = Candles.random(bars: 3000, seed: seed)
    let run = try run(rules, on: market)
    let sum = run.ledger.reduce(0) { $0 + $1.amount }
    #expect(10_000e6 + sum == run.equity.last)
    #expect(run.trades.reduce(0) { $0 + $1.net } == sum)
    #expect(try bound(rules).figures(Evaluator(market.frame), on: PreparedMarket(market)) == run.figures)
    let daily = try bound(rules).dailyReturns(Evaluator(market.frame), on: PreparedMarket(market))
    #expect(daily.figures == run.figures && daily.returns == run.daily.map(\.dailyReturn))
    #expect(run.trades.count > 5)
    #expect(run.drawdowns(most: 1).first?.depth == run.figures.maxDrawdown, "the figure is that of the curve")
  }

  @Test(
    "an exit that also asks about the position, and holds at the same closes, leaves and takes back at the same ones",
    arguments: seeds,
    [
      "long:\n  enter: move < -1%\n  exit: EXIT\n  order: limit(close * 0.998, for 5 bars)\n  exit_order: limit(close * 1.002, for 3 bars)\n  trail: noise\nsize: 8",
      "short:\n  enter: move > 1%\n  exit: EXIT\n  order: limit(close * 1.004)\n  exit_order: limit(close * 0.99, for 1 bars)",
      "long:\n  enter: move < -1%\n  exit: EXIT\n  order: limit(close * 0.995, for 9 bars)\nshort:\n  enter: move > 1.5%\n  exit: EXIT\n  exit_order: limit(close * 0.995, for 2 bars)",
      "long:\n  enter: move < -1%\n  exit: EXIT\n  order: limit(close * 0.997, for 6 bars)\n  exit_order: limit(close * 1.003, for 4 bars)\nparticipation: 5%",
      "long:\n  enter: move < -0.3%\n  exit: EXIT\n  stop: 2%\nshort:\n  enter: move > 0.3% and hour() != 7\n  order: limit(close * 1.002, for 4 bars)\n  exit: EXIT\nsize: 3\nparticipation: 2%",
    ])
  func asksBesides(seed: UInt64, rules: String) throws {
    let candles = Candles.random(bars: 3000, seed: seed)
    // As much is traded in a bar as takes one to three of them to leave.
    let volume = Column("volume", .base, (0..<3000).map { 800 + Double($0 * $0 % 1500) })
    let market = Scenario(
      frame: Frame(
        market: "traded", instrument: candles.instrument, grid: candles.grid,
        columns: candles.columns.values + [volume]), settlements: candles.settlements)
    let exit = "hour() == 3 or move > 1.2% or move < -2%"
    let plain = try run(rules.replacing("EXIT", with: exit), on: market)
    let asking = try run(rules.replacing("EXIT", with: "\(exit) or bars_held > 100000"), on: market)
    #expect(plain.ledger == asking.ledger && plain.orders == asking.orders)
    #expect(plain.drawdowns(most: 1).first?.depth == plain.figures.maxDrawdown, "the figure is that of the curve")
    #expect(plain.orders.limitsCancelled > 0 && plain.orders.limitsExpired > 0)
  }

  @Test("a poisoned future changes no past fill", arguments: seeds, strategies)
  func noLookAhead(seed: UInt64, rules: String) throws {
    let whole = Candles.random(bars: 1500, seed: seed)
    let full = try run(rules, on: whole)
    for cut in [300, 801, 1400] {
      let frame = Frame(
        market: "poisoned", instrument: whole.instrument, grid: whole.grid,
        columns: whole.columns.values.map { column in
          Column(column.name, column.unit, column.values.enumerated().map { $0 < cut ? $1 : $1 * 3 })
        })
      let other = try run(
        rules, on: Scenario(frame: frame, settlements: whole.settlements.filter { $0.instant < whole.grid.open(cut) }))
      #expect(full.equity.prefix(cut) == other.equity.prefix(cut))
      #expect(full.quantity.prefix(cut) == other.quantity.prefix(cut))
      let past = { (run: Run) in run.ledger.filter { $0.instant < whole.grid.open(cut) } }
      #expect(past(full) == past(other))
    }
  }

  @Test(
    "what was ordered, replayed without the rules, gives the same; cut into stretches that end flat, too",
    arguments: seeds, strategies)
  func ordersAlone(seed: UInt64, rules: String) throws {
    let market = Candles.random(bars: 3000, seed: seed)
    let strategy = try bound(rules)
    guard case .orders(let decisions) = try strategy.decisions(Evaluator(market.frame), on: PreparedMarket(market))
    else {
      Issue.record("these are orders")
      return
    }
    let tape = try PreparedMarket(market)
    let whole = try OrderLog(
      decisions, closingAt: tape.rows.upperBound, on: tape, costs: strategy.costs, initialEquity: 10_000)
    // Those that a stop ends in the bar of their entry are opened as well.
    #expect(try whole.opened.count == strategy.run(Evaluator(market.frame), on: PreparedMarket(market)).trades.count)
    let replayed = try OrderList(whole.orders).dailyReturns(on: tape, costs: strategy.costs, initialEquity: 10_000)
    #expect(try replayed == strategy.dailyReturns(Evaluator(market.frame), on: tape))

    let stretch = try tape.slice(500..<1700)
    let close = try #require((500..<1699).last { tape.present[$0] && tape.present[$0 + 1] })
    let part = try OrderLog(decisions, closingAt: close, on: stretch, costs: strategy.costs, initialEquity: 10_000)
    let alone = try OrderList(part.orders).dailyReturns(on: stretch, costs: strategy.costs, initialEquity: 10_000)
    let again = try OrderList(part.orders).dailyReturns(
      on: tape.slice(0..<3000), costs: strategy.costs, initialEquity: 10_000)
    #expect(alone.figures.finalEquity == again.figures.finalEquity, "nothing is held beyond its end")
    #expect(zip(part.holdings, part.holdings.dropFirst()).allSatisfy { $0.row < $1.row && $0.weight != $1.weight })
  }

  @Test(
    "a stop is never filled above its level, a take-profit never below, a limit never beyond its price",
    arguments: seeds)
  func sides(seed: UInt64) throws {
    let run = try run(
      "long: { enter: move < -1%, exit: move > 3%, stop: 1%, take: 1.5% }", on: Candles.random(bars: 4000, seed: seed))
    for trade in run.trades {
      let change = trade.exitPrice / trade.entryPrice - 1
      if trade.ending == .stop { #expect(change <= -0.01) }
      if trade.ending == .take { #expect(change >= 0.015 - 0.0002) }
    }
    #expect(run.trades.contains { $0.ending == .stop } && run.trades.contains { $0.ending == .take })
  }

  @Test("equity is the maintenance margin at every liquidation inside a bar", arguments: seeds)
  func liquidations(seed: UInt64) throws {
    let market = Candles.random(bars: 3000, seed: seed)
    let run = try run(
      "long: { enter: move < -0.5%, exit: move > 20%, stop: 90% }\nsize: 18\nmargin: { mode: cross }", on: market)
    let liquidated = run.trades.filter { $0.ending == .liquidation }
    #expect(!liquidated.isEmpty)
    for trade in liquidated {
      let row = market.grid.row(containing: trade.left)
      guard trade.exitPrice != market.values("open")[row] else { continue }
      let before = run.ledger.prefix { $0.kind != .liquidation || $0.trade != trade.number }.reduce(10_000e6) {
        $0 + $1.amount
      }
      let maintenance = trade.quantity * trade.exitPrice * 0.01
      #expect(abs(Money.quote(before) - maintenance) < 1e-9 * 10_000 + 2e-6)
    }
  }

  static let plain = [
    "long: { enter: move < -1%, exit: move > 2% }\nshort: { enter: move > 1%, exit: move < -2% }",
    "long: { enter: move > 0.5% }\nsize: 14",
    "short: { enter: move > 1%, exit: move < 0 }\nsize: 2 * noise / close * 100",
    "position: clip(move * 100, -1.5, 1.5)\nrebalance: 0.2",
  ]

  @Test("who orders no more than a weight gets the same from either way through the machine", arguments: seeds, plain)
  func onePath(seed: UInt64, rules: String) throws {
    let market = Candles.random(bars: 3000, seed: seed)
    let plain = try run(rules, on: market)
    // A bound that binds nothing sends the same decisions through the orders.
    let ordered = try run(rules + "\nmax_leverage: 1e9", on: market)
    #expect(plain.ledger == ordered.ledger && plain.trades == ordered.trades)
    #expect(plain.equity == ordered.equity && plain.quantity == ordered.quantity)
    #expect(plain.figures == ordered.figures)
    #expect(plain.trades.count > 5)
  }
}
