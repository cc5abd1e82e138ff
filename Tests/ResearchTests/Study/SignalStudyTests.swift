import Market
import Numerics
import Research
import Signals
import Statistics
import TestSupport
import Testing

@Suite("A study of a signal says how it goes with what follows, by what could be known")
struct SignalStudyTests {
  /// A walk of 5m bars whose next bar leans to `lean` times a signal that remembers, over `days`.
  private func study(
    _ expression: String = "state", lean: Double = 0, days: Int = 60, horizon: Interval = .minutes(30),
    gap: Range<Int> = 0..<0, calibration: Int = 0
  ) throws -> Study {
    let bars = days * 288
    var random = CounterRandom(seed: 17, stream: 0)
    func draw() -> Double { Double(random.below(2001)) / 1000 - 1 }
    var state: [Double] = []
    var closes: [Double] = []
    for _ in 0..<bars {
      let before = state.last ?? 0
      closes.append((closes.last ?? 100) * (1 + 0.001 * draw() + lean * before))
      state.append(0.95 * before + draw())
    }
    let known = state.enumerated().map { gap.contains($0) ? .nan : $1 }
    let frame = Frame.flat(closes, every: .minutes(5), columns: [Column("state", .score, known)])
    let node = try SignalBook().bound().resolve(Expression(parsing: expression))
    let subject = try StudySubject(name: expression, node: node, evaluator: Evaluator(frame))
    return try Study(subject, StudyPlan(horizons: [horizon], calibration: calibration, seed: 1))
  }

  @Test("what leans with the signal has a coefficient in every span, fifths in order and a spread that pays")
  func found() throws {
    let signal = try study(lean: 0.0003).horizons[0].signal.get()
    #expect(signal.spearman > 0.1)
    #expect(signal.estimates.allSatisfy { ($0.p ?? 1) < 0.01 })
    let time = try signal.throughTime.get()
    #expect(time.calendar == .week && time.series.positiveShare == 1)
    let quantiles = try signal.quantiles.get()
    #expect(try quantiles.monotonicity.get().direction == .rising)
    #expect(quantiles.turnover.breakEven > 0)
    #expect(try #require(quantiles.hits).share > 0.52)
  }

  @Test("what does not is not found")
  func notFound() throws {
    let signal = try study().horizons[0].signal.get()
    #expect(signal.estimates.filter { ForwardBattery.trusted.contains($0.name) }.allSatisfy { ($0.p ?? 0) > 0.05 })
    #expect(try signal.quantiles.get().monotonicity.get().p > 0.05)
  }

  @Test("no verdict rests on a slope that one bar decides, or on a handful of horizons that do not overlap")
  func fewBarsAndHorizons() throws {
    let spike = try study("exp(20 * state)", lean: 0.0003, calibration: 20).horizons[0]
    #expect(spike.verdict.finding == .cannotSay && spike.verdict.text.contains("is an anecdote"))
    #expect(spike.power.why?.hasPrefix("the slope rests on ") == true && spike.rejections.isEmpty)
    let few = try study(lean: 0.003, days: 4, horizon: .hours(6)).horizons[0]
    #expect(few.verdict.text.hasPrefix("Cannot say: the returns fill 15 horizons that do not overlap (at least 30"))
    #expect(few.estimates.first?.estimate.isNaN == false)
    #expect(try study(lean: 0.003, days: 8, horizon: .hours(6)).horizons[0].verdict.finding != .cannotSay)
  }

  @Test(
    "what falls short of a limit is not rounded up to it",
    arguments: [(7.6, "7.6 bars"), (7.97, "7.9 bars"), (7.2, "7 bars"), (1, "1 bar")])
  func shortOfLimit(rows: Double, said: String) { #expect(MinimumSample.bars(rows, below: 8) == said) }

  @Test("the coefficient is Spearman's over rows with both, warm-up and gaps left out")
  func gaps() throws {
    let study = try study(lean: 0.0002, gap: 4000..<4500)
    let signal = try study.horizons[0].signal.get()
    #expect(signal.observations == 60 * 288 - 500 - 6)
    #expect(try signal.quantiles.get().returns.buckets.map(\.bars).reduce(0, +) < signal.observations)
  }

  @Test("the decay runs over horizons that double, and passes through the coefficient at each")
  func decay() throws {
    let study = try study(lean: 0.0003, horizon: .minutes(20))
    let points = try study.decay.get().points
    #expect(points.map(\.bars) == [1, 2, 4, 8, 16])
    let same = try #require(points.first { $0.bars == 4 })
    #expect(same.coefficient == (try study.horizons[0].signal.get()).spearman)
  }

  @Test("calibration tells the size of the errors of ranks on these very returns")
  func calibration() throws {
    let signal = try study(days: 20, calibration: 60).horizons[0].signal.get()
    let hodrick = try #require(signal.rejections.first { $0.name == Hodrick1BEstimator().name })
    #expect(try #require(hodrick.share) < 0.2)
  }

  @Test(
    "spans are months where there are eight, else weeks, else days",
    arguments: [(300, SignalCalendar.month), (100, .week), (20, .day)])
  func calendars(days: Int, calendar: SignalCalendar) throws {
    #expect(try study(days: days).horizons[0].signal.get().throughTime.get().calendar == calendar)
  }

  @Test("a window of a few days has a coefficient, and says why it has none through time and no fifths")
  func short() throws {
    let signal = try study(days: 2, horizon: .minutes(10)).horizons[0].signal.get()
    #expect(signal.throughTime.why?.contains("fewer than 8") == true)
    let tiny = try study(days: 1, horizon: .minutes(10)).horizons[0].signal.get()
    #expect(tiny.quantiles.why?.contains("too few") == true)
  }

  @Test("a regime has no coefficient, a signal of one value neither, and both say so")
  func none() throws {
    let regime = try study("state > 0.5")
    #expect(regime.horizons[0].signal.why?.contains("regime") == true)
    #expect(regime.decay.why != nil)
    #expect(try study("state * 0").horizons[0].signal.why?.contains("one value") == true)
  }
}
