import Market
import Replay
import Signals
import Testing

/// `Tests/Reference/rolls.py` works the same ledgers out in decimals, bar by bar, from the words of the documentation. Its
/// market of a perpetual and eight dated futures, and what it found, lie beside it.
@Suite("The ledger of a leg that rolls beside a plain reference in decimals, entry by entry")
struct RollReferenceTests {
  static let strategies: [(name: String, place: Int, ahead: Interval?, text: String)] = [
    (
      "calendar", 0, .days(3),
      """
      legs: { perp: perpetual, future: { instrument: front, roll: 3d } }
      hedge: coins
      signals: { gap: perp.close / future.close - 1 }
      long: { enter: gap < -0.002, exit: gap > 0.002 }
      short: { enter: gap > 0.002, exit: gap < -0.002 }
      """
    ),
    (
      "held", 0, nil,
      """
      legs: { perp: perpetual, future: front }
      size: 0.9
      signals: { gap: perp.close / future.close - 1 }
      long: { enter: gap < -0.0015, exit: gap > 0 }
      short: { enter: gap > 0.0015, exit: gap < 0 }
      """
    ),
    (
      "second", 1, .days(2),
      """
      legs: { perp: perpetual, future: { instrument: second, roll: 2d } }
      hedge: coins
      size: 0.8
      drift: 1%
      signals: { gap: perp.close / future.close - 1 }
      long: { enter: gap < -0.003, exit: gap > 0.003 }
      short: { enter: gap > 0.003, exit: gap < -0.003 }
      """
    ),
    (
      "clock", 0, nil,
      """
      legs: { perp: perpetual, future: front }
      size: 0.5
      long: { enter: hour() == 20, exit: hour() == 7 }
      short: { enter: hour() == 7, exit: hour() == 20 }
      """
    ),
    (
      "levered", 0, .days(3),
      """
      legs:
        perp: { instrument: perpetual, maintenance: 2% }
        future: { instrument: front, roll: 3d, ratio: -0.8, leverage: 20 }
      size: 24
      signals: { gap: perp.close / future.close - 1 }
      long: { enter: gap < -0.002, exit: gap > 0.002 }
      short: { enter: gap > 0.002, exit: gap < -0.002 }
      """
    ),
    (
      "coins", 0, .days(3),
      """
      legs: { perp: perpetual, future: { instrument: front, roll: 3d } }
      hedge: coins
      drift: 20%
      size: 3
      signals: { gap: perp.close / future.close - 1 }
      long: { enter: gap < -0.002, exit: gap > 0.002 }
      short: { enter: gap > 0.002, exit: gap < -0.002 }
      """
    ),
    (
      "coins-levered", 0, .days(3),
      """
      legs:
        perp: { instrument: perpetual, maintenance: 2% }
        future: { instrument: front, roll: 3d, ratio: -0.8, leverage: 20 }
      size: 24
      signals: { gap: perp.close / future.close - 1 }
      long: { enter: gap < -0.002, exit: gap > 0.002 }
      short: { enter: gap > 0.002, exit: gap < -0.002 }
      """
    ),
  ]

  private static let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: 4000)
  /// Days after the start at whose 08:00 the futures expire.
  private static let expiries = [11, 32, 53, 74, 95, 116, 137, 200]

  private static func bars(_ name: String) throws -> Bars {
    let rows = try ReferenceFiles.bars("rolls/market-\(name)")
    return Bars(
      open: rows.map { $0[0] }, high: rows.map { $0[1] }, low: rows.map { $0[2] }, close: rows.map { $0[3] })
  }

  /// The perpetual, and the futures that the leg goes through, in order of time; and their places among all of them.
  ///
  /// - Parameter first: the perpetual, whose kind the futures are of.
  private static func frame(
    _ place: Int, _ ahead: Interval?, _ first: Instrument
  ) throws -> (frame: Frame, futures: [Int]) {
    let futures = try (1...8).map { try bars("f\($0)") }
    let dates = expiries.map { grid.start + .days($0) + .hours(8) }
    let schedule = RollSchedule(
      zip(dates, futures).map { date, bars in
        RollSchedule.Future(expiry: date, printed: Bitmap(bars.close.map { !$0.isNaN }))
      }, place: place, ahead: ahead, on: grid)
    var close = [Double](repeating: .nan, count: grid.count)
    let members = schedule.parts.map { part in
      for row in part.place.rows { close[row] = futures[part.future].close[row] }
      let instrument = Instrument(venue: "binance", symbol: "F\(part.future + 1)", type: .future)
      var contract = first.contract
      contract.lot = nil
      contract.expiry = dates[part.future]
      return FrameMember(
        name: "future", instrument: instrument, contract: contract, bars: futures[part.future], roll: part.place)
    }
    let perp = try bars("perp")
    var contract = first.contract
    contract.lot = nil
    let traded = FrameMember(name: "perp", instrument: first, contract: contract, bars: perp)
    let own = zip(["open", "high", "low", "close"], [perp.open, perp.high, perp.low, perp.close])
    let frame = Frame(
      market: "rolls", members: [traded] + members, grid: grid,
      columns: own.map { Column($0, .price, $1) }
        + [Column("perp.close", .price, perp.close), Column("future.close", .price, close)])
    return (frame, schedule.parts.map(\.future))
  }

  private static func run(_ name: String) throws -> (run: Run, legs: [String]) {
    let (_, place, ahead, text) = try #require(strategies.first { $0.name == name })
    let (frame, futures) = try frame(place, ahead, name.hasPrefix("coins") ? LegMarket.coin : LegMarket.perp)
    let funding = try ReferenceFiles.lines("rolls/funding").map {
      try ReferenceFiles.settlement($0.split(separator: " "))
    }
    let tape = try PreparedMarket(frame, legs: [funding] + futures.map { _ in [] })
    let strategy = try StrategyFile.parse(
      text + "\ncosts: { taker: 5bps, slippage: 1bps, maintenance: 0.5%, liquidation_fee: 0.5% }\n", file: "roll.yaml")
    return (try strategy.bound().run(Evaluator(frame), on: tape), ["perp"] + futures.map { "f\($0 + 1)" })
  }

  @Test("agrees to a hundred-thousandth in every amount", arguments: strategies.map(\.name))
  func agrees(name: String) throws {
    let (run, legs) = try Self.run(name)
    try ReferenceLedger(lines: try ReferenceFiles.lines("rolls/\(name)"), legs: legs, stamp: 1000).agrees(with: run)
  }

  @Test("which comes through rolls that wait, rolls that are missed, expiries, drifts and liquidations")
  func covers() throws {
    let runs = try Self.strategies.map { try Self.run($0.name).run }
    let accounts = runs.compactMap(\.legs)
    #expect(accounts.reduce(0) { $0 + ($1.rolls?.count ?? 0) } > 8)
    #expect(accounts.contains { account in account.rolls?.contains { $0.waited > 0 } ?? false })
    #expect(accounts.contains { !$0.missedRolls.isEmpty })
    #expect(accounts.contains { $0.driftOrders > 100 })
    #expect(runs.contains { $0.trades.count { $0.ending == .expiry } > 3 })
    #expect(runs.contains { $0.figures.liquidations > 0 })
    #expect(accounts.allSatisfy { $0.legs.reduce(0) { $0 + $1.missing } > 40 })
  }
}
