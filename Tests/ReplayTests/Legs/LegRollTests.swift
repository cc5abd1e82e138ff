import Market
import Replay
import Signals
import Testing

@Suite("A leg that rolls through dated futures")
struct LegRollTests {
  private static let start = Instant(year: 2025, month: 1, day: 1)
  private static let perp = Instrument(venue: "binance", symbol: "BTCUSDT")
  private static let march = Instrument(venue: "binance", symbol: "BTCUSDT_250101")
  private static let june = Instrument(venue: "binance", symbol: "BTCUSDT_250328")
  private static let text = """
    legs:
      perp: { instrument: perpetual, taker: 0, slippage: 0 }
      future: { instrument: front, roll: 3h, taker: 10bps, slippage: 10bps }
    long: { enter: "hour() == 0", exit: "hour() == 23" }
    """

  /// The perpetual and two futures, of which the nearer expires at 08:00, each at an open a bar.
  private func market(
    _ perp: [Double], near: [Double], far: [Double], rolls ahead: Interval? = .hours(3)
  ) -> Frame {
    let grid = Grid(start: Self.start, interval: .hour, count: perp.count)
    func bars(_ prices: [Double]) -> Bars { Bars(open: prices, high: prices, low: prices, close: prices) }
    func contract(_ instrument: Instrument, expiry: Instant?) -> Contract {
      var contract = instrument.contract
      contract.expiry = expiry
      return contract
    }
    let expiries = [Self.start + .hours(8), Self.start + .days(80)]
    let schedule = RollSchedule(
      zip(expiries, [near, far]).map { expiry, prices in
        RollSchedule.Future(expiry: expiry, printed: Bitmap(prices.map { !$0.isNaN }))
      }, place: 0, ahead: ahead, on: grid)
    let futures = schedule.parts.map { part in
      let instrument = [Self.march, Self.june][part.future]
      return FrameMember(
        name: "future", instrument: instrument, contract: contract(instrument, expiry: expiries[part.future]),
        bars: bars([near, far][part.future]), roll: part.place)
    }
    let first = FrameMember(
      name: "perp", instrument: Self.perp, contract: Self.perp.contract, bars: bars(perp))
    return Frame(
      market: "rolls", members: [first] + futures, grid: grid,
      columns: ["open", "high", "low", "close"].map { Column($0, .price, perp) })
  }

  private func run(_ frame: Frame, _ text: String = LegRollTests.text) throws -> Run {
    let tape = try PreparedMarket(frame, legs: frame.members.map { _ in [] })
    let strategy = try StrategyFile.parse(text + "\n", file: "roll.yaml").bound()
    let run = try strategy.run(Evaluator(frame), on: tape)
    let figures = try strategy.decisions(Evaluator(frame), on: tape)
    if case .legs(let legs) = figures {
      #expect(try Figures(tape, legs: legs, initialEquity: 10_000) == run.figures, "nobody watching changes a figure")
    }
    return run
  }

  private static let gone = Double.nan
  private static let flat: [Double] = [Double](repeating: 100, count: 12)
  private static let near: [Double] = [100, 100, 100, 100, 100, 101, 101, 101, gone, gone, gone, gone]
  private static let far: [Double] = [102.0, 102, 102, 102, 102, 103, 103, 103, 103, 103, 104, 105]

  @Test("closes the old and opens the next at one open, as many coins, each with its fee, slippage and ledger")
  func rolls() throws {
    let run = try run(market(Self.flat, near: Self.near, far: Self.far))
    let account = try #require(run.legs)
    #expect(account.legs.map(\.instrument) == [Self.perp, Self.march, Self.june])
    #expect(account.legs.map(\.label) == ["perp", "future_BTCUSDT_250101", "future_BTCUSDT_250328"])
    // Decided at the close of 04:00, three hours before 08:00, and filled at the next open.
    #expect(account.legs[1].quantity == [0, -100, -100, -100, -100, 0, 0, 0, 0, 0, 0, 0])
    #expect(account.legs[2].quantity == [0, 0, 0, 0, 0, -100, -100, -100, -100, -100, -100, -100])
    #expect(account.legs[0].quantity[1...] == [Double](repeating: 100, count: 11)[...])
    let roll = try #require(account.rolls?.first)
    #expect(account.rolls?.count == 1)
    #expect(roll.instant == Self.start + .hours(5) && roll.waited == 0)
    #expect(roll.left == -100 && roll.held == -100 && roll.leftAt == 101 && roll.heldAt == 103)
    // Sold at 100 and bought back at 101; the next sold at 103 and marked at 105.
    #expect(account.legs[1].sums.price == -100 * Money.scale)
    #expect(account.legs[2].sums.price == -200 * Money.scale)
    #expect(account.legs[1].sums.fills == 2 && account.legs[2].sums.fills == 1)
    // 10 bps of 99.9 sold and of 101.101 bought back, 100 coins each.
    #expect(account.legs[1].sums.fees == -(9_990_000 + 10_110_100))
    #expect(account.legs[1].sums.slippage == -(10_000_000 + 10_100_000))
    let sums = account.legs.map(\.sums.net).reduce(0, +)
    #expect(sums == account.total.net && sums == (run.equity.last ?? 0) - 10_000 * Money.scale)
    #expect(run.trades.count == 1, "the trade goes on through a roll")
  }

  @Test("waits while the next has no price, and says how long")
  func waits() throws {
    var far = Self.far
    far[4] = Self.gone
    far[6] = Self.gone
    let run = try run(market(Self.flat, near: Self.near, far: far))
    let account = try #require(run.legs)
    // Both printed 05:00, so it is decided at its close; at 06:00 there is no open to trade at, at 07:00 there is.
    #expect(account.rolls?.map(\.instant) == [Self.start + .hours(7)])
    #expect(account.rolls?.map(\.waited) == [2])
    #expect(account.legs[1].quantity[6] == -100 && account.legs[2].quantity[6] == 0)
    #expect(account.legs[1].quantity[7] == 0 && account.legs[2].quantity[7] == -100)
    #expect(account.missedRolls.isEmpty)
  }

  @Test("who holds nothing enters the next, also while the old one prints nothing")
  func silentOld() throws {
    let near = Self.near.indices.map { $0 < 3 ? Self.near[$0] : Self.gone }
    let run = try run(
      market(Self.flat, near: near, far: Self.far), Self.text.replacing("hour() == 0", with: "hour() == 5"))
    let account = try #require(run.legs)
    #expect(account.legs[1].quantity.allSatisfy { $0 == 0 })
    // 10,000 at the close of 05:00.
    #expect(account.legs[2].quantity[5] == 0 && abs(account.legs[2].quantity[6] + 10_000 / 103) < 0.01)
    #expect(account.legs[0].quantity[6] == 100)
    #expect(account.rolls?.isEmpty == true && account.missedRolls.isEmpty)
  }

  @Test("who holds the old one waits for a close of both, and buys nothing beside it", arguments: ["", "drift: 0.5%"])
  func silentHeld(drift: String) throws {
    var near = Self.near
    near[4] = Self.gone
    near[5] = Self.gone
    let run = try run(market(Self.flat, near: near, far: Self.far), Self.text + "\n" + drift)
    let account = try #require(run.legs)
    #expect(account.legs[1].quantity[1...6].allSatisfy { $0 == -100 } && account.legs[1].quantity[7] == 0)
    #expect(account.legs[2].quantity[...6].allSatisfy { $0 == 0 } && account.legs[2].quantity[7] == -100)
    #expect(account.rolls?.map(\.instant) == [Self.start + .hours(7)] && account.rolls?.map(\.waited) == [2])
  }

  @Test("is left all the same while the old one prints nothing, each leg at its next bar")
  func silentLeft() throws {
    var near = Self.near
    near[4] = Self.gone
    near[5] = Self.gone
    let run = try run(
      market(Self.flat, near: near, far: Self.far), Self.text.replacing("hour() == 23", with: "hour() == 4"))
    let account = try #require(run.legs)
    #expect(account.legs[0].quantity[4] == 100 && account.legs[0].quantity[5] == 0)
    #expect(account.legs[1].quantity[5] == -100 && account.legs[1].quantity[6] == 0)
    #expect(account.legs[2].quantity.allSatisfy { $0 == 0 } && account.rolls?.isEmpty == true)
  }

  @Test("is missed, and known to be, where the old one prints nothing until it expires")
  func silentMissed() throws {
    let near = Self.near.indices.map { $0 < 3 ? Self.near[$0] : Self.gone }
    let run = try run(market(Self.flat, near: near, far: Self.far))
    let account = try #require(run.legs)
    #expect(account.missedRolls == [MissedRoll(instrument: Self.march, settled: Self.start + .hours(8))])
    #expect(account.legs[2].quantity.allSatisfy { $0 == 0 })
    #expect(run.trades.map(\.ending) == [.expiry])
  }

  @Test("settles at the expiry what the next has no price for, and leaves the rest at that open")
  func missed() throws {
    let far = Self.far.indices.map { $0 < 8 ? Self.gone : Self.far[$0] }
    let run = try run(market(Self.flat, near: Self.near, far: far))
    let account = try #require(run.legs)
    #expect(account.rolls?.isEmpty == true)
    #expect(account.missedRolls == [MissedRoll(instrument: Self.march, settled: Self.start + .hours(8))])
    #expect(account.legs[0].quantity[7] == 100 && account.legs[0].quantity[8] == 0)
    #expect(run.trades.map(\.ending) == [.expiry])
    #expect(account.legs[1].sums.fees == -9_990_000, "an expiry has no fee")
  }

  @Test("is missed as well where both had a close together and no open afterwards")
  func missedAtTheOpen() throws {
    var far = Self.far
    for row in 5..<8 { far[row] = Self.gone }
    let run = try run(market(Self.flat, near: Self.near, far: far))
    let account = try #require(run.legs)
    #expect(account.rolls?.isEmpty == true)
    #expect(account.missedRolls.map(\.instrument) == [Self.march])
  }

  @Test("through futures of one price is as one future that lasts")
  func law() throws {
    for seed in UInt64(1)...4 {
      let opens = (0..<12).map { 100 + Double(($0 * Int(seed) * 37) % 11) }
      let prices = opens.indices.map { $0 < 8 ? opens[$0] : Self.gone }
      let free = Self.text.replacing("10bps", with: "0bps")
      let rolled = try run(market(Self.flat, near: prices, far: opens), free)
      let lasting = try run(
        market(Self.flat, near: [Double](repeating: Self.gone, count: 12), far: opens), free)
      #expect(rolled.equity == lasting.equity)
      #expect(rolled.legs?.rolls?.count == 1 && lasting.legs?.rolls?.isEmpty == true)
      #expect(rolled.legs?.total.price == lasting.legs?.total.price)
    }
  }

  @Test("a bar that is not there yet changes no fill")
  func causal() throws {
    let whole = try run(market(Self.flat, near: Self.near, far: Self.far))
    for rows in [4, 6, 8, 10] {
      let cut = try run(
        market(
          Array(Self.flat.prefix(rows)), near: Array(Self.near.prefix(rows)), far: Array(Self.far.prefix(rows))))
      let end = cut.grid.range.to
      #expect(whole.ledger.filter { $0.instant < end } == cut.ledger.filter { $0.instant < end })
    }
  }

  @Test("a drift order and an exit know which future they mean")
  func orders() throws {
    let text = Self.text.replacing("hour() == 23", with: "hour() == 8")
    let run = try run(market(Self.flat, near: Self.near, far: Self.far), text + "\ndrift: 0.5%")
    let account = try #require(run.legs)
    #expect(account.legs.allSatisfy { $0.quantity.last == 0 })
    #expect(run.trades.map(\.ending) == [.exit])
  }

  @Test(
    "What cannot roll is refused where it is written",
    arguments: [
      ("future: { instrument: BTCUSDT, roll: 3d }", "does not expire"),
      ("future: { instrument: binance:BTCUSDT_250328/future, roll: 3d }", "is one dated future"),
      ("future: { instrument: front, roll: soon }", "not a duration"),
      ("future: { instrument: second }", "roll: 3d"),
    ])
  func refused(leg: String, words: String) {
    let problem = #expect(throws: Problem.self) {
      _ = try StrategyFile.parse(
        "legs:\n  perp: perpetual\n  \(leg)\nlong: { enter: \"close > 0\" }\n", file: "bad.yaml")
    }
    #expect(problem.map { "\($0.what) \($0.remedy ?? "")" }?.contains(words) ?? false, "\(String(describing: problem))")
    #expect(problem?.place.line == 3)
  }
}
