import Market
import Replay
import Signals
import Testing

@Suite("What becomes of the others when a leg ends")
struct LegEndTests {
  /// One line a bar, one price a leg; `-` for a bar that its market did not print.
  private func prices(_ table: String) -> [[[Double]]] {
    let lines = table.split(separator: "\n").map { $0.split(separator: " ") }
    return lines[0].indices.map { leg in
      lines.map { [Double](repeating: Double($0[leg]) ?? .nan, count: 4) }
    }
  }

  private func run(_ table: String, _ weights: [Int: Double], _ onLegEnd: OnLegEnd = .close) throws -> Run {
    let rows = prices(table)
    let market = LegMarket([("perp", LegMarket.perp, rows[0]), ("spot", LegMarket.spot, rows[1])])
    let tape = try market.tape()
    let terms = ["perp", "spot"].map { LegTerms(name: $0, costs: Costs(taker: 0.001, maintenance: 0)) }
    return try Run(
      tape,
      legs: LegDecisions(
        ScriptedDecisions(weights), terms: terms, ratios: [.constant(1), .constant(-1)], hedge: .coins,
        onLegEnd: onLegEnd, on: tape),
      initialEquity: 10_000)
  }

  private func open(_ row: Int) -> Instant { Instant(year: 2025, month: 1, day: 1) + .hours(1) * row }

  private static let delisted = """
    100 100
    100 100
    101 101
    102 102
    - 103
    - 104
    - 105
    """

  @Test("One whose bars end is closed at its last close, without a fee, and the others at their next open")
  func closes() throws {
    let run = try run(Self.delisted, [0: -1])
    let legs = try #require(run.legs)
    #expect(legs.legs.map(\.quantity) == [[0, -100, -100, -100, 0, 0, 0], [0, 100, 100, 100, 0, 0, 0]])
    #expect(legs.legs.map(\.sums.price) == [-200 * Money.scale, 300 * Money.scale])
    // 0.1% of what was entered at 100, and of the coins that were sold at 103.
    #expect(legs.legs.map(\.sums.fees) == [-10 * Money.scale, -20.3 * Money.scale])
    #expect(run.trades.map(\.ending) == [.delisting])
    let end = try #require(legs.ends.first)
    #expect(legs.ends.count == 1 && end.leg == 0 && end.ending == .delisting && end.instant == open(4))
    #expect(end.quantity == -100 && end.price == 102 && end.restLeft == open(4))
  }

  @Test("which is the first that each of them has")
  func waits() throws {
    let run = try run("100 100\n100 100\n101 101\n102 102\n- -\n- 104\n- 105\n- 105", [0: -1])
    #expect(run.legs?.legs[1].quantity == [0, 100, 100, 100, 100, 0, 0, 0])
    #expect(run.legs?.legs[1].sums.price == 400 * Money.scale)
    #expect(run.legs?.ends.map(\.restLeft) == [open(5)])
  }

  @Test("It is the same leg after leg: coins that are traded no more leave no naked perpetual")
  func spot() throws {
    let run = try run("100 100\n100 100\n101 101\n102 102\n103 -\n104 -\n105 -", [0: -1])
    #expect(run.legs?.legs.map(\.quantity) == [[0, -100, -100, -100, 0, 0, 0], [0, 100, 100, 100, 0, 0, 0]])
    #expect(run.trades.map(\.ending) == [.delisting])
  }

  @Test("An order that is decided at the last close of a leg changes none of it")
  func decidedAtTheEnd() throws {
    for weight in [0, 1, -0.5] {
      let run = try run(Self.delisted, [0: -1, 3: weight])
      #expect(run.legs?.legs.map(\.quantity) == [[0, -100, -100, -100, 0, 0, 0], [0, 100, 100, 100, 0, 0, 0]])
      #expect(run.trades.map(\.ending) == [.delisting])
    }
  }

  @Test("With 'keep' the others are held on, and the run says since when")
  func keeps() throws {
    let run = try run(Self.delisted, [0: -1], .keep)
    #expect(run.legs?.legs.map(\.quantity) == [[0, -100, -100, -100, 0, 0, 0], [0, 100, 100, 100, 100, 100, 100]])
    #expect(run.trades.map(\.ending) == [.open])
    #expect(run.legs?.ends.map(\.instant) == [open(4)])
    #expect(run.legs?.ends.map(\.restLeft) == [nil])
  }

  @Test("until the rules leave them, or turn round; nothing is added, and nothing entered again without the leg")
  func leaves() throws {
    for weights in [[0: -1.0, 4: -0.5, 5: 0], [0: -1.0, 4: -2, 5: 1]] {
      let run = try run(Self.delisted, weights, .keep)
      #expect(run.legs?.legs[1].quantity == [0, 100, 100, 100, 100, 100, 0])
      #expect(run.trades.map(\.ending) == [.exit])
      #expect(run.legs?.ends.map(\.restLeft) == [open(6)])
    }
  }

  @Test("A leg that a venue took can be held again once all are out")
  func again() throws {
    let table = "100 100\n100 100\n130 130\n130 130\n130 130\n130 130\n130 130"
    let rows = prices(table)
    let market = LegMarket([("perp", LegMarket.perp, rows[0]), ("spot", LegMarket.spot, rows[1])])
    let tape = try market.tape()
    let terms = [
      LegTerms(name: "perp", costs: Costs(maintenance: 0.05, liquidationFee: 0), leverage: 5, isIsolated: true),
      LegTerms(name: "spot", costs: .free),
    ]
    func run(_ onLegEnd: OnLegEnd) throws -> Run {
      try Run(
        tape,
        legs: LegDecisions(
          ScriptedDecisions([0: -0.8, 3: 0, 4: -0.4]), terms: terms, ratios: [.constant(1), .constant(-1)],
          onLegEnd: onLegEnd, on: tape),
        initialEquity: 10_000)
    }
    let kept = try run(.keep)
    // 80 of each; at 130 the short has lost its margin of 1,600 and the coins have made 2,400.
    let later = 0.4 * 10_800 / 130
    #expect(
      kept.legs?.legs[0].quantity.map { ($0 * 1e6).rounded() }
        == [0, -80, 0, 0, 0, -later, -later].map { ($0 * 1e6).rounded() })
    #expect(
      kept.legs?.legs[1].quantity.map { ($0 * 1e6).rounded() }
        == [0, 80, 80, 80, 0, later, later].map { ($0 * 1e6).rounded() })
    #expect(kept.trades.map(\.ending) == [.exit, .open])
    #expect(kept.legs?.ends.map(\.ending) == [.liquidation])
    #expect(try run(.close).legs?.legs[1].quantity[3] == 0)
    #expect(try run(.close).trades.map(\.ending).first == .liquidation)
  }

  @Test("Legs that go in one bar leave nothing, and nothing is said of them")
  func together() throws {
    let run = try run("100 100\n100 100\n101 101\n102 102\n103 103\n- -\n- -", [0: -1])
    #expect(run.legs?.ends.isEmpty == true)
    #expect(run.trades.map(\.ending) == [.delisting])
  }

  @Test("A dated future that expires may leave its hedge to the rules of the file")
  func file() throws {
    let future = Instrument(venue: "binance", symbol: "BTCUSDT_250328", type: .future)
    let rows = prices("105 100\n105 100\n105 101\n103 102\n- 103\n- 104\n- 105\n- 106")
    let market = LegMarket(
      [("dated", future, rows[0]), ("perp", LegMarket.perp, rows[1])],
      start: Instant(year: 2025, month: 3, day: 28, hour: 4))
    func text(_ choice: String) -> String {
      """
      legs: { dated: BTCUSDT_250328/future, perp: BTCUSDT }
      hedge: coins
      \(choice)
      short: { enter: "hour() == 4", exit: "hour() == 9" }
      costs: free
      """
    }
    let left = try #require(market.run(text("")).legs)
    #expect(left.legs[1].quantity.map { $0 > 0 } == [false, true, true, true, false, false, false, false])
    let kept = try market.run(text("on_leg_end: keep"))
    #expect(kept.legs?.legs[1].quantity.map { $0 > 0 } == [false, true, true, true, true, true, false, false])
    #expect(kept.legs?.ends.map(\.ending) == [.expiry])
    #expect(kept.trades.map(\.ending) == [.exit])
  }

  @Test("A file says close or keep, and says it of legs")
  func words() throws {
    let rules = "\nlong: { enter: \"close > 0\" }\ncosts: free\n"
    let legs = "legs: { a: x:A, b: x:B }"
    let plain = try StrategyFile.parse(legs + rules, file: "a.yaml")
    #expect(
      try StrategyFile.parse(legs + "\non_leg_end: close" + rules, file: "a.yaml").bound().identity
        == plain.bound().identity)
    #expect(
      try StrategyFile.parse(legs + "\non_leg_end: keep" + rules, file: "a.yaml").bound().identity
        != plain.bound().identity)
    for (text, said) in [(legs + "\non_leg_end: hold", "write close"), ("on_leg_end: keep", "name them under 'legs:'")]
    {
      let problem = #expect(throws: Problem.self) { try StrategyFile.parse(text + rules, file: "a.yaml") }
      #expect("\(problem.map { "\($0)" } ?? "")".contains(said))
    }
  }
}
