import Market
import Research
import Signals
import Testing

@Suite("A study says what can be said, and no more")
struct StudyTests {
  /// A walk whose next hour falls after every bar of the regime when `effect` is not zero.
  private func study(
    _ expression: String, effect: Double = 0, bars: Int = 6000, horizons: [Interval] = [.minutes(30)]
  ) throws -> Study {
    let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .minutes(5), count: bars)
    var state: UInt64 = 3
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / 0x1p24
    }
    var regime: [Double] = []
    while regime.count < bars {
      regime += [Double](repeating: 0, count: 40 + Int(uniform() * 60))
      regime += [Double](repeating: 1, count: 4 + Int(uniform() * 10))
    }
    var price = 100.0
    let closes = (0..<bars).map { row -> Double in
      let planted = row > 0 && regime[row - 1] > 0 ? effect : 0
      price *= 1 + (uniform() - 0.5) * 0.004 + planted
      return price
    }
    let frame = Frame(
      market: "walk", instrument: Instrument(venue: "test", symbol: "TEST"), grid: grid,
      columns: ["open", "high", "low", "close"].map { Column($0, .price, closes) }
        + [Column("state", .flag, Array(regime.prefix(bars)))])
    let node = try SignalBook().bound().resolve(Expression(parsing: expression))
    let subject = try StudySubject(name: "regime", node: node, evaluator: Evaluator(frame))
    return try Study(subject, StudyPlan(horizons: horizons, calibration: 0))
  }

  @Test("an effect that is there is found, with its sign")
  func effect() throws {
    let horizon = try study("state > 0", effect: -0.0008).horizons[0]
    #expect(horizon.verdict.finding == .predicts)
    #expect(try #require(horizon.contrast).difference < 0)
    #expect(horizon.verdict.text.contains("lower"))
  }

  @Test("an effect that is not there is not")
  func noEffect() throws {
    #expect(try study("state > 0").horizons[0].verdict.finding != .predicts)
  }

  @Test("bars of the warm-up are not outside the regime: they are not in the sample")
  func warmUp() throws {
    let horizon = try study("zscore(close, 288) > 1").horizons[0]
    #expect(horizon.observations == 6000 - 287 - 6)
  }

  @Test(
    "a regime that never or always holds, and a constant signal, get a plain statement and no number",
    arguments: [("close < 0", "never holds"), ("close > 0", "every bar"), ("close * 0", "one value")])
  func degenerate(expression: String, says: String) throws {
    let horizon = try study(expression).horizons[0]
    #expect(horizon.verdict.finding == .cannotSay)
    #expect(horizon.verdict.text.contains(says), "\(horizon.verdict.text)")
    #expect(horizon.estimates.isEmpty)
  }

  @Test("a handful of episodes is an anecdote, whatever its p")
  func anecdote() throws {
    let horizon = try study("state > 0", effect: -0.002, bars: 300).horizons[0]
    #expect(try #require(horizon.contrast).episodes < Verdict.leastEpisodes)
    #expect(horizon.verdict.finding == .cannotSay)
  }

  @Test("a horizon that is no whole number of bars, or longer than the data, is refused")
  func horizons() {
    #expect(throws: Problem.self) { try study("state > 0", horizons: [.minutes(7)]) }
    #expect(throws: Problem.self) { try study("state > 0", horizons: [.days(400)]) }
  }
}
