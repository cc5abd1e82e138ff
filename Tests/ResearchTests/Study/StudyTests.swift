import Market
import Research
import Signals
import TestSupport
import Testing

@Suite("A study says what can be said, and no more")
struct StudyTests {
  private func study(
    _ expression: String, effect: Double = 0, bars: Int = 6000, horizons: [Interval] = [.minutes(30)]
  ) throws -> Study {
    try PlantedWalk(effect: effect, bars: bars).study(expression, horizons: horizons)
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

  @Test("a regime that holds only where no return is known yet is not said to hold on every bar")
  func late() throws {
    let frame = Frame.flat(
      PlantedWalk(bars: 300).frame.values("close"), every: .minutes(5),
      columns: [Column("late", .flag, (0..<300).map { $0 < 297 ? 0 : 1 })])
    let node = try SignalBook().bound().resolve(Expression(parsing: "late > 0"))
    let subject = try StudySubject(name: "late", node: node, evaluator: Evaluator(frame))
    let verdict = try Study(subject, StudyPlan(horizons: [.minutes(30)], calibration: 0)).horizons[0].verdict
    #expect(verdict.text.contains("'late' holds on 3 of 300 bars, and on none of the 294 whose return is known"))
  }

  @Test("a study keeps as of when its market was read, which a result is identified by")
  func knownAsOf() throws {
    var frame = PlantedWalk(bars: 300).frame
    frame.knownAsOf = frame.grid.start
    let node = try SignalBook().bound().resolve(Expression(parsing: "state > 0"))
    let subject = try StudySubject(name: "state", node: node, evaluator: Evaluator(frame))
    let study = try Study(subject, StudyPlan(horizons: [.minutes(30)], calibration: 0))
    #expect(study.subject.frame.knownAsOf == frame.grid.start)
  }

  @Test("a price that does not move is named as such, and no power is claimed")
  func motionless() throws {
    let walk = PlantedWalk(bars: 300).frame
    let frame = Frame.flat(
      [Double](repeating: 100, count: 300), every: .minutes(5), columns: [Column("state", .flag, walk.values("state"))])
    let node = try SignalBook().bound().resolve(Expression(parsing: "state > 0"))
    let subject = try StudySubject(name: "state", node: node, evaluator: Evaluator(frame))
    let horizon = try Study(subject, StudyPlan(horizons: [.minutes(30)], calibration: 0)).horizons[0]
    #expect(horizon.verdict.text.contains("the price does not move"))
    #expect(horizon.power.answer == nil)
  }

  @Test("a handful of episodes is an anecdote, whatever its p")
  func anecdote() throws {
    let horizon = try study("state > 0", effect: -0.002, bars: 300).horizons[0]
    #expect(try #require(horizon.contrast).episodes < MinimumSample.verdictEpisodes)
    #expect(horizon.verdict.finding == .cannotSay)
  }

  @Test("a horizon that is no whole number of bars, or longer than the data, is refused")
  func horizons() {
    #expect(throws: Problem.self) { try study("state > 0", horizons: [.minutes(7)]) }
    #expect(throws: Problem.self) { try study("state > 0", horizons: [.days(400)]) }
  }
}
