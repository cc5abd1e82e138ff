import Market
import Replay
import Signals
import Testing

/// Prices and quantities by a reference in 40-digit decimals that knows tiers, prices and the ways of venues only.
@Suite("Scenes: positions that their venue takes in parts")
struct PartialLiquidationScenes {
  /// 150 coins at 100 on 1,000: tier 3, where a long is short of margin at 13750 / 144 = 95.4861.
  private static func tiered(_ rule: String, mode: String = "mode: cross", costs: String = "taker: 0, maker: 0")
    -> String
  {
    """

    size: 15
    margin:
      \(mode)
      liquidation: \(rule)
      tiers:
        - { from: 0, maintenance: 1% }
        - { from: 5000, maintenance: 2% }
        - { from: 10000, maintenance: 4% }
        - { from: 20000, maintenance: 8% }
    costs: { \(costs), liquidation_fee: 0 }
    """
  }

  private static let enters = "100 100 100 100\n100 100 98 99\n"
  private static let long = "long: { enter: hour() == 0, exit: hour() == 20 }"

  static let tiers: [Scene] = [
    Scene(
      "one step down to 10,000 saves it: 104.7273 coins live on, and pay no more than what the step traded",
      long + tiered("bybit", costs: "taker: 0.1%, maker: 0"), enters + "99 99 95 97\n97 97 97 97",
      trades: ["long 150 01:00 @100 -> 04:00 @97 open"],
      ledger: ["01:00 fee -15", "02:00 price -661.4583", "02:00 fee -4.3385", "04:00 price 147.4755"],
      counts: ["parts": 1]),
    Scene(
      "steps down through the tiers, and the last goes bankrupt: all is lost and nothing is owed",
      long + tiered("bybit"), enters + "99 99 85 90\n90 90 90 90",
      trades: ["long 150 01:00 @100 -> 02:00 @91.0535 liquidation"],
      ledger: [
        "02:00 price -677.0833", "02:00 price -176.4456", "02:00 price -97.4455", "02:00 liquidation -49.0255",
      ], counts: ["parts": 2]),
    Scene(
      "steps can lie in different bars", long + tiered("bitmex"), enters + "99 99 95 97\n97 97 93 94\n94 94 94 94",
      trades: ["long 150 01:00 @100 -> 05:00 @94 open"], counts: ["parts": 2]),
    Scene(
      "two tiers at a time, at the bankruptcy price of 14000 / 150", long + tiered("okx"),
      enters + "99 99 95 97\n97 97 97 97", trades: ["long 150 01:00 @100 -> 04:00 @97 open"],
      ledger: ["02:00 price -677.0833", "02:00 liquidation -210.1894", "04:00 price 79.2727"], counts: ["parts": 1]),
    Scene(
      "below the third tier all of it goes, at the same bankruptcy price", long + tiered("okx"),
      enters + "99 99 85 90\n90 90 90 90", trades: ["long 150 01:00 @100 -> 02:00 @93.3333 liquidation"],
      ledger: [
        "02:00 price -677.0833", "02:00 liquidation -210.1894", "02:00 price -63.3609", "02:00 liquidation -49.3664",
      ]),
    Scene(
      "a short steps down at 104.1667", "short: { enter: hour() == 0, exit: hour() == 20 }" + tiered("bybit"),
      "100 100 100 100\n100 101 100 101\n101 105.5 101 103\n103 103 103 103",
      trades: ["short 150 01:00 @100 -> 04:00 @103 open"], ledger: ["02:00 price -625", "04:00 price 112"],
      counts: ["parts": 1]),
    Scene(
      "a stop between two steps comes before the second",
      "long: { enter: hour() == 0, exit: hour() == 20, stop: 5% }"
        + tiered("bybit"),
      enters + "99 99 90 91\n91 91 91 91", trades: ["long 150 01:00 @100 -> 02:00 @95 stop"], counts: ["parts": 1]),
    Scene(
      "rules take a position of which a part was taken for held, and leave what is left",
      "long: { enter: hour() == 0, exit: hour() == 3 }" + tiered("bybit"),
      enters + "99 99 95 97\n97 97 97 97\n98 98 98 98", trades: ["long 150 01:00 @100 -> 04:00 @98 exit"]),
    Scene(
      "whole is the default: at the liquidation price, and what is left of equity stays",
      long + tiered("whole"), enters + "99 99 85 90\n90 90 90 90",
      trades: ["long 150 01:00 @100 -> 02:00 @95.4861 liquidation"], ledger: ["02:00 price -677.0833"],
      counts: ["parts": 0]),
  ]

  /// 150 coins at 100 on a margin of 1,500: bankrupt at 90.
  private static let isolated = "mode: isolated\n  leverage: 10"
  private static func margined(_ rule: String) -> String {
    tiered(rule, mode: isolated).replacing("size: 15", with: "size: 1.5\nequity: 10000")
  }

  static let alone: [Scene] = [
    Scene(
      "a bar that opens beyond the liquidation price: a step at the open, where the margin covers it",
      long + margined("bybit"),
      enters + "91.5 92 91 92\n92 92 92 92", trades: ["long 150 01:00 @100 -> 04:00 @92 open"],
      ledger: ["02:00 price -1275", "04:00 price 54.6448"]),
    Scene(
      "a gap beyond the bankruptcy price loses the margin, never more", long + margined("bybit"),
      enters + "88 88 85 86\n86 86 86 86", trades: ["long 150 01:00 @100 -> 02:00 @90 liquidation"],
      ledger: ["02:00 price -1800", "02:00 liquidation 300"], counts: ["parts": 0]),
    Scene(
      "and the same of a venue that takes parts at the bankruptcy price", long + margined("okx"),
      enters + "88 88 85 86\n86 86 86 86", trades: ["long 150 01:00 @100 -> 02:00 @90 liquidation"],
      ledger: ["02:00 price -1800", "02:00 liquidation 300"], counts: ["parts": 0]),
  ]

  /// 2,000 coins at 100 on 20,000: short of margin at 180000 / 1980 = 90.9091.
  private static let fifth = """

    size: 10
    equity: 20000
    margin: { mode: cross, liquidation: hyperliquid }
    costs: { taker: 0, maker: 0, maintenance: 1%, liquidation_fee: 0 }
    """

  static let shares: [Scene] = [
    Scene(
      "above 100,000 a fifth goes first", long + fifth, enters + "99 99 90.8 95\n95 95 95 95",
      trades: ["long 2000 01:00 @100 -> 04:00 @95 open"], ledger: ["02:00 price -18181.8182", "04:00 price 6545.4545"],
      counts: ["parts": 1]),
    Scene(
      "what falls short again in the same bar is within its half minute: all of it, at the market", long + fifth,
      enters + "99 99 90 95\n95 95 95 95", trades: ["long 2000 01:00 @100 -> 02:00 @90.6795 liquidation"],
      ledger: ["02:00 price -18181.8182", "02:00 price -367.3095"], counts: ["parts": 1]),
    Scene(
      "in a later bar it is a fifth again", long + fifth, enters + "99 99 90.8 95\n95 95 90.6 95\n95 95 95 95",
      trades: ["long 2000 01:00 @100 -> 05:00 @95 open"], counts: ["parts": 2]),
    Scene(
      "with less than two thirds of its maintenance the vault takes all that is behind it", long + fifth,
      enters + "90.2 91 90 91\n91 91 91 91", trades: ["long 2000 01:00 @100 -> 02:00 @90 liquidation"],
      ledger: ["02:00 price -19600", "02:00 liquidation -400"], counts: ["parts": 0]),
  ]

  // 15,000 dollars on ten coins of 100: in coin the tiers begin at 50, 100 and 200. Short of margin at 15600 / 162.5 = 96,
  // where 9,600 dollars are 100 coins.
  static let inverse: [Scene] = [
    InverseScenes.scene(
      "an inverse contract steps down by its notional in coin",
      long
        + tiered("bybit").replacing("5000", with: "50").replacing("10000", with: "100").replacing("20000", with: "200"),
      enters + "99 99 95 97\n97 97 97 97", trades: ["long 15000 01:00 @100 -> 04:00 @97 open"],
      ledger: ["02:00 price -625", "04:00 price 103.0928"])
  ]

  @Test("by tiers", arguments: tiers) func tier(scene: Scene) throws { try scene.check() }
  @Test("of a margin of their own", arguments: alone) func margin(scene: Scene) throws { try scene.check() }
  @Test("by shares", arguments: shares) func share(scene: Scene) throws { try scene.check() }
  @Test("in coin", arguments: inverse) func coin(scene: Scene) throws { try scene.check() }

  private static func run(_ rules: String, _ candles: String, finer: String = "", extra: [Column] = []) throws -> Run {
    let market = Candles.frame(candles, extra: extra, finer: finer)
    let text = rules + (rules.contains("equity:") ? "" : "\nequity: 1000") + "\n"
    return try StrategyFile.parse(text, file: "steps.yaml").bound()
      .run(Evaluator(market.frame), on: PreparedMarket(market))
  }

  @Test("each step says what stood behind the position before it and behind what is left, and what must")
  func steps() throws {
    let run = try Self.run(Self.long + Self.tiered("bybit"), Self.enters + "99 99 85 90\n90 90 90 90")
    let expected = [
      (95.4861, 45.2727, 104.7273, 322.9167, 322.9167, 150.0), (93.8013, 51.4231, 53.3042, 146.4711, 146.4711, 50.0),
      (91.9732, 53.3042, 0.0, 49.0255, 0.0, 0.0),
    ]
    #expect(run.liquidations.count == expected.count)
    for (step, (price, taken, left, before, after, maintenance)) in zip(run.liquidations, expected) {
      #expect(abs(step.price - price) < 1e-4 && abs(step.taken - taken) < 1e-4 && abs(step.left - left) < 1e-4)
      #expect(abs(Money.quote(step.marginBefore) - before) < 1e-4 && abs(Money.quote(step.margin) - after) < 1e-4)
      #expect(abs(Money.quote(step.maintenance) - maintenance) < 1e-4)
    }
    #expect(run.figures.finalEquity == 0 && run.figures.liquidations == 1 && run.orders.liquidatedParts == 2)
  }

  /// A short at a limit is cut to it again at ever nearer prices, which end only where what is above it is rounding.
  @Test(
    "parts come to an end whatever number a limit is", .timeLimit(.minutes(1)),
    arguments: ["5000", "5000.1234567", "4999.9999999", "7.1234567"])
  func ends(limit: String) throws {
    let tiers =
      "[{ from: 0, maintenance: 0.4% }, { from: \(limit), maintenance: 1% }, { from: 50000, maintenance: 2% }]"
    let run = try Self.run(
      """
      short: { enter: hour() == 0, exit: hour() == 20 }
      size: 10
      equity: 10000
      costs: { taker: 0.0005, slippage: 0 }
      margin: { mode: cross, liquidation: bybit, tiers: \(tiers) }
      """,
      "100 100.5 99.5 100\n100 100.5 99.5 100\n100 104 100 103\n103 110 103 109\n109 140 108 139\n139 160 138 159")
    #expect(run.liquidations.count < 40)
    #expect(run.ledger.reduce(10_000e6) { $0 + $1.amount } == run.equity.last)
  }

  @Test("along a true path a position that was cut goes on from there: what was low before the cut is past")
  func path() throws {
    // The hour falls to 95.2 in its second half; the parts are half hours.
    let run = try Self.run(
      "path: 30m\n" + Self.long + Self.tiered("bybit"), "100 100 100 100\n100 100 98 99\n99 99 95.2 97\n97 97 97 97",
      finer:
        "100 100 100 100\n100 100 100 100\n100 100 98 98\n98 99 98 99\n99 99 97 97\n97 97 95.2 97\n97 97 97 97\n97 97 97 97"
    )
    #expect(run.liquidations.count == 1 && run.trades.map(\.ending) == [.open])
  }

  @Test("where the mark is watched steps are taken at its prices, whatever was traded")
  func mark() throws {
    let rules = Self.long + Self.tiered("bybit", mode: "mode: cross\n  watch: mark")
    let high = Column("mark_high", .price, [Double](repeating: 100, count: 4))
    let run = try Self.run(
      rules, Self.enters + "99 99 80 97\n97 97 97 97",
      extra: [
        high, Column("mark_low", .price, [100, 98, 95, 97]),
        Column("mark_open", .price, [Double](repeating: .nan, count: 4)),
      ])
    #expect(run.liquidations.map { ($0.price * 100).rounded() / 100 } == [95.49])
    #expect(run.trades.map(\.ending) == [.open])
  }

  /// Long 10 times equity at 100, so that equity is gone at 90 and 0.5% of the value is left at 90.4523.
  private static func watched(_ candles: String, high: [Double], low: [Double]) throws -> Run {
    try run(
      """
      long: { enter: hour() == 0, exit: hour() == 20 }
      size: 10
      margin: { mode: cross, watch: mark }
      costs: { taker: 0, maker: 0, maintenance: 0.5%, liquidation_fee: 0 }
      """, candles,
      extra: [
        Column("mark_high", .price, high), Column("mark_low", .price, low),
        Column("mark_open", .price, low.map { _ in .nan }),
      ])
  }

  @Test("a bar whose mark is missing is held against what was traded, and counted")
  func unmarked() throws {
    let candles = enters4 + "100 100 80 85\n100 100 100 100"
    let gone = try Self.watched(candles, high: [100, 100, .nan, 100], low: [100, 100, .nan, 100])
    #expect(gone.trades.map(\.ending) == [.liquidation])
    #expect(gone.trades.map { ($0.exitPrice * 1e4).rounded() / 1e4 } == [90.4523])
    #expect(gone.orders.unmarkedBars == 1)
    // A mark that ends, or has half of a bar, is missing too.
    let half = try Self.watched(candles, high: [100, 100, 100, 100], low: [100, 100, .nan, .nan])
    #expect(half.trades.map(\.ending) == [.liquidation])
    let quiet = try Self.watched(
      enters4 + "100 100 95 98\n98 98 98 98", high: [100, 100, .nan, .nan], low: [100, 100, .nan, .nan])
    #expect(quiet.trades.map(\.ending) == [.open] && quiet.orders.unmarkedBars == 2)
  }

  @Test("a traded price that uses up the account ends the position, wherever the mark is: equity is never below zero")
  func usedUp() throws {
    let mark = [Double](repeating: 100, count: 4)
    let near = try Self.watched(enters4 + "100 100 90.2 95\n95 95 95 95", high: mark, low: mark)
    #expect(near.trades.map(\.ending) == [.open])
    for candles in ["100 100 60 60\n60 60 60 60", "70 75 60 60\n100 100 100 100"] {
      let run = try Self.watched(enters4 + candles, high: mark, low: mark)
      #expect(run.trades.map(\.ending) == [.liquidation])
      #expect(run.equity.allSatisfy { $0 >= 0 } && run.figures.finalEquity == 0)
    }
  }

  private let enters4 = "100 100 100 100\n100 100 100 100\n"

  @Test(
    "a venue whose way is not written down is refused with what is known of it",
    arguments: ["binance", "deribit", "dydx"])
  func absent(venue: String) throws {
    let problem = #expect(throws: Problem.self) {
      try StrategyFile.parse(Self.long + Self.tiered(venue) + "\n", file: "steps.yaml")
    }
    #expect(problem?.what.contains("not modelled") ?? false)
  }
}

@Suite("Scenes: orders that no venue takes")
struct RefusedOrderScenes {
  static let scenes: [Scene] = [
    Scene(
      "an order for more than margin goes around is not placed, and counted at every close it is wanted",
      "long: { enter: hour() < 2, exit: hour() == 20 }\nsize: quote(300000)\ncosts: { taker: 0, maker: 0, maintenance: 0.5% }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100", trades: [], counts: ["beyond margin": 2]),
    Scene(
      "what margin goes around for is",
      "long: { enter: hour() < 2, exit: hour() == 20 }\nsize: quote(100000)\ncosts: { taker: 0, maker: 0, maintenance: 0.5% }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 1000 01:00 @100 -> 03:00 @100 open"],
      counts: ["beyond margin": 0]),
  ]

  @Test("more than the account", arguments: scenes) func order(scene: Scene) throws { try scene.check() }

  @Test("a constant size at which every position would be liquidated as it is entered is refused")
  func constant() throws {
    let text = "long: { enter: hour() == 0, exit: hour() == 12 }\nsize: 300\ncosts: { taker: 0, maintenance: 0.5% }\n"
    let strategy = try StrategyFile.parse(text, file: "large.yaml")
    let problem = #expect(throws: Problem.self) { try strategy.bound() }
    #expect(problem?.what.contains("liquidated as it is entered") ?? false)
  }
}
