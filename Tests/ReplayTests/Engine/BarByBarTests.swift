import Market
import Numerics
import Replay
import Testing

/// The machine goes from stretch to stretch and looks at extremes. These tests say that nobody can tell.
@Suite("Skipping bars equals visiting each")
struct BarByBarTests {
  static let seeds: [UInt64] = Array(1...10)
  private let costs = Costs(taker: 0.0005, slippage: 0.0001, maintenance: 0.005, liquidationFee: 0.005)

  /// Bit for bit: a recorded run, figures alone, and daily returns against the plain loop.
  private func compare(
    _ frame: Scenario, _ decisions: StrategyDecisions, wanted: (Int, Double) -> Double?
  ) throws -> BarByBar {
    let plain = BarByBar(frame, costs: costs, initialEquity: 10_000, wanted: wanted)
    let tape = try PreparedMarket(frame)
    let run = try decisions.run(on: tape, costs: costs, initialEquity: 10_000)
    #expect(run.equity == plain.equity)
    #expect(run.quantity == plain.quantities)
    let figures = run.figures
    #expect(figures.maxDrawdown == plain.depth - 1)
    #expect(figures.turnover == plain.turnover)
    #expect(figures.trades == plain.trades)
    #expect(figures.liquidations == plain.liquidations)
    #expect(figures.exposure == Double(plain.quantities.count { $0 != 0 }) / Double(plain.quantities.count))
    #expect(figures.fundingPnl == Money.quote(plain.funding))
    #expect(figures.fees == Money.quote(plain.fees))
    #expect(figures.slippage == Money.quote(plain.slippage))
    #expect(figures.liquidationPnl == Money.quote(plain.liquidation))
    #expect(try decisions.figures(on: tape, costs: costs, initialEquity: 10_000) == figures)
    let daily = try decisions.dailyReturns(on: tape, costs: costs, initialEquity: 10_000)
    #expect(daily.figures == figures)
    #expect(daily.returns == plain.dailyReturns)
    return plain
  }

  private func random(_ seed: UInt64, _ rows: Range<Int> = 150..<2900) -> Scenario {
    Candles.evaluating(rows, of: Candles.random(bars: 3000, seed: seed))
  }

  /// Conditions that hold for a while and then for a while do not, such as thresholds make.
  private func condition(bars: Int, seed: UInt64, mean: Int, share: Double) -> Bitmap {
    var random = SplitMix64(seed: seed)
    var holds = false
    return Bitmap(
      (0..<bars).map { _ in
        if random.uniform(0...1) < 1 / Double(mean) { holds = random.uniform(0...1) < share }
        return holds
      })
  }

  @Test("for weights, with gaps and funding inside bars", arguments: seeds, [0.7, 3])
  func weights(seed: UInt64, leverage: Double) throws {
    #expect(try replayed(seed, leverage).trades > 20)
  }

  @Test("for positions that are liquidated")
  func liquidations() throws {
    let runs = try Self.seeds.map { try replayed($0, 15) }
    #expect(runs.count { $0.liquidations > 0 } > 5)
  }

  private func replayed(_ seed: UInt64, _ leverage: Double) throws -> BarByBar {
    let frame = random(seed)
    let scripted = Candles.randomDecisions(bars: 3000, seed: seed, leverage: leverage)
    // A script as a weight a bar: unknown where it says nothing.
    let weights = (0..<3000).map { scripted[$0] ?? .nan }
    let tape = try PreparedMarket(frame)
    return try compare(
      frame, .weights(WeightDecisions(weights: weights, band: 0.1, allowed: tape.decidable))
    ) { row, holding in abs(weights[row] - holding) > 0.1 ? weights[row] : nil }
  }

  @Test("for both sides, with and without exits", arguments: seeds, [true, false])
  func bothSides(seed: UInt64, hasExit: Bool) throws {
    let frame = random(seed)
    let bits = (0..<4).map { condition(bars: 3000, seed: seed &* 31 &+ $0, mean: 25, share: $0 < 2 ? 0.4 : 0.2) }
    let (long, short) = (bits[0], bits[1])
    let (leaveLong, leaveShort) = hasExit ? (bits[2], bits[3]) : (~long, ~short)
    let decisions = RuleDecisions(
      long: .init(enter: long, exit: hasExit ? leaveLong : nil),
      short: .init(enter: short, exit: hasExit ? leaveShort : nil), size: .constant(1.5),
      allowed: try PreparedMarket(frame).decidable)
    let plain = try compare(frame, .rules(decisions)) { row, holding in
      let long1 = long[row] && !leaveLong[row]
      let short1 = short[row] && !leaveShort[row]
      if holding <= 0, long1, !short1 { return 1.5 }
      if holding >= 0, short1, !long1 { return -1.5 }
      if holding > 0, leaveLong[row] { return 0 }
      if holding < 0, leaveShort[row] { return 0 }
      return nil
    }
    #expect(plain.trades > 20)
  }

  @Test("for one side, sized by a column that is not always known", arguments: seeds, [1.0, -1])
  func oneSide(seed: UInt64, sign: Double) throws {
    let frame = random(seed)
    let enter = condition(bars: 3000, seed: seed &+ 500, mean: 10, share: 0.3)
    let exit = condition(bars: 3000, seed: seed &+ 900, mean: 10, share: 0.5)
    var random = SplitMix64(seed: seed)
    let sizes = (0..<3000).map { _ in random.next() % 7 == 0 ? Double.nan : random.uniform(0.2...2) }
    let side = RuleDecisions.Side(enter: enter, exit: exit)
    let decisions = RuleDecisions(
      long: sign > 0 ? side : nil, short: sign < 0 ? side : nil, size: .column(sizes),
      allowed: try PreparedMarket(frame).decidable)
    let plain = try compare(frame, .rules(decisions)) { row, holding in
      if holding != 0 { return exit[row] ? 0 : nil }
      return enter[row] && !exit[row] && !sizes[row].isNaN ? sign * sizes[row] : nil
    }
    #expect(plain.trades > 10)
  }

  @Test("on a market that begins, ends and is cut within a day", arguments: [0..<1, 0..<40, 228..<517, 2999..<3000])
  func ends(rows: Range<Int>) throws {
    let frame = random(77, rows)
    let weights = (0..<3000).map { $0 % 30 < 20 ? 1.0 : 0 }
    _ = try compare(
      frame, .weights(WeightDecisions(weights: weights, band: 0, allowed: try PreparedMarket(frame).decidable))
    ) { row, holding in weights[row] != holding ? weights[row] : nil }
  }

  @Test("a weight that rounding leaves of nothing is no position, and one that it moves no order")
  func roundedWeights() throws {
    let frame = Candles.frame(Array(repeating: "100 100 100 100", count: 8).joined(separator: "\n"))
    let weights: [Double] = [4.7e-12, 0.5, 0.5000000000001, 0.4999999999, 0, -4.7e-12, 0.25, 0.25]
    let held: [Double] = [0, 0, 5, 5, 5, 0, 0, 2.5]
    let tape = try PreparedMarket(frame)
    let run = try Run(
      tape, decisions: WeightDecisions(weights: weights, band: 0, allowed: tape.decidable), costs: .free,
      initialEquity: 1000)
    #expect(run.quantity == held)
  }
}
