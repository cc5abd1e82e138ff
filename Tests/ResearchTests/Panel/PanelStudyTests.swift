import Market
import Numerics
import Research
import Signals
import Statistics
import TestSupport
import Testing

@Suite("A study of several markets counts what they share once")
struct PanelStudyTests {
  /// Walks of 1h bars that share half of what moves them, each with a signal of its own that remembers; the next bar of
  /// each leans to `lean` times its signal.
  private func subjects(
    _ expression: String = "state", markets: Int = 2, lean: Double = 0, bars: Int = 3000, shift: Int = 0,
    interval: Interval = .hour, copies: Bool = false
  ) throws -> [StudySubject] {
    var common = CounterRandom(seed: 23, stream: 99)
    let shared = (0..<bars).map { _ in Double(common.below(2001)) / 1000 - 1 }
    return try (0..<markets).map { market in
      var random = CounterRandom(seed: 23, stream: copies ? 0 : UInt64(market))
      func draw() -> Double { Double(random.below(2001)) / 1000 - 1 }
      var state: [Double] = []
      var closes: [Double] = []
      for row in 0..<bars {
        let before = state.last ?? 0
        closes.append((closes.last ?? 100) * (1 + 0.003 * (draw() + shared[row]) + lean * before))
        state.append(0.9 * before + draw())
      }
      let start = Instant(year: 2025, month: 1, day: 1) + interval * (market == 1 ? shift : 0)
      let frame = Frame.flat(
        closes, every: interval, from: start, market: "m\(market)",
        of: Instrument(venue: "test", symbol: "T\(market)"), columns: [Column("state", .score, state)])
      let node = try SignalBook().bound().resolve(Expression(parsing: expression))
      return try StudySubject(name: expression, node: node, evaluator: Evaluator(frame))
    }
  }

  private func horizon(_ subjects: [StudySubject], calibration: Int = 0) throws -> PanelHorizon {
    try PanelStudy(
      PanelSubject(subjects), StudyPlan(horizons: [.hours(4)], calibration: calibration, seed: 1)
    ).horizons[0]
  }

  @Test("what leans with the signal in every market is found in all of them together")
  func found() throws {
    let horizon = try horizon(subjects(lean: 0.0004))
    #expect(horizon.verdict.finding == .predicts)
    #expect(horizon.markets.map(\.market) == ["m0", "m1"])
    #expect(horizon.observations == 2 * 2996 && horizon.stamps == 2996)
  }

  @Test("a market and its copies are one market, for every estimator that is to be believed")
  func copies() throws {
    let one = try horizon(subjects(lean: 0.0002, copies: true))
    let many = try horizon(subjects(markets: 4, lean: 0.0002, copies: true))
    for name in VerdictEstimators.Candidates.panel.names {
      let a = try #require(one.estimates.first { $0.name == name }?.standardError)
      let b = try #require(many.estimates.first { $0.name == name }?.standardError)
      #expect(abs(a - b) < 1e-9 * a, "\(name)")
    }
  }

  @Test("episodes of several markets that overlap are one")
  func episodes() throws {
    let together = try horizon(subjects("state > 2.5"))
    let contrast = try #require(together.contrast)
    let apart = together.markets.compactMap { $0.contrast?.episodes }
    #expect(contrast.episodes < apart.reduce(0, +) && contrast.episodes >= (apart.max() ?? 0))
    #expect(contrast.barsIn == together.markets.compactMap { $0.contrast?.barsIn }.reduce(0, +))
    let copies = try #require(try horizon(subjects("state > 2.5", copies: true)).contrast)
    #expect(copies.episodes == apart[0])
  }

  @Test("across two markets nothing is said; across six, which of them does better")
  func acrossMarkets() throws {
    let few = try horizon(subjects(lean: 0.0004))
    #expect(few.crossSection.why?.contains("too few") == true)
    let section = try horizon(subjects(markets: 6, lean: 0.0004)).crossSection.get()
    #expect(section.spearman.series.mean > 0 && (section.spearman.series.p ?? 1) < 0.01)
    #expect(section.premium.series.mean > 0 && (section.premium.series.p ?? 1) < 0.01)
    #expect(try section.buckets.get().spread.series.mean > 0)
    #expect(section.spearman.series.lags >= 72, "1.3 roots of 2,996 stamps at least")
    #expect((section.spearman.shiftP ?? 1) < 0.01)
    let regime = try horizon(subjects("state > 0.5", markets: 6, lean: 0.0004)).crossSection.get()
    #expect(regime.buckets.why?.contains("regime") == true)
  }

  @Test("calibration moves all markets by one distance")
  func calibration() throws {
    let horizon = try horizon(subjects(), calibration: 60)
    #expect(horizon.rejections.count == horizon.estimates.count)
    let hodrick = try #require(horizon.rejections.first { $0.name == Hodrick1BEstimator().name }?.share)
    #expect(hodrick < 0.25)
  }

  @Test("a regime that holds nowhere gets a plain statement for each market and no number")
  func nowhere() throws {
    let horizon = try horizon(subjects("state > 1000"))
    #expect(horizon.verdict.finding == .cannotSay)
    #expect(horizon.verdict.text.contains("m0") && horizon.verdict.text.contains("never holds"))
    #expect(horizon.estimates.isEmpty)
  }

  @Test("bars that are not the same bars, one market alone and one named twice are refused")
  func refusals() throws {
    #expect(throws: Problem.self) { try PanelSubject(try subjects(markets: 1)) }
    #expect(throws: Problem.self) { try PanelSubject(try subjects(shift: 5)) }
    let twice = try subjects(markets: 1)
    #expect(throws: Problem.self) { try PanelSubject(twice + twice) }
    let coarse = try subjects(markets: 1) + subjects(interval: .minutes(30)).suffix(1)
    #expect(throws: Problem.self) { try PanelSubject(coarse) }
    #expect(throws: Problem.self) {
      try PanelStudy(PanelSubject(try subjects()), StudyPlan(horizons: [.minutes(90)]))
    }
  }

  /// The same walks as the instruments of one universe.
  private func universe(
    _ expression: String = "state", where condition: String? = nil, of subjects: [StudySubject]
  ) throws -> PanelSubject {
    let frames = subjects.map(\.frame)
    let members = frames.map { frame in
      FrameMember(
        name: frame.instrument.symbol, instrument: frame.instrument, contract: frame.contract,
        bars: frame.members[0].bars, columns: frame.columns.values.sorted { $0.name < $1.name })
    }
    let frame = Frame(
      market: "all", members: members, isUniverse: true, grid: frames[0].grid, columns: members[0].columns)
    let book = try SignalBook().bound()
    let membership = try condition.map { try book.resolve(Expression(parsing: $0)) }
    let node = try book.resolve(Expression(parsing: expression))
    let section = try Evaluator(frame).crossSection(where: membership)
    return try PanelSubject(
      universe: (0..<section.count).map { member in
        try StudySubject(
          name: expression, node: node, evaluator: section.evaluator(of: member), belongs: section.belongs[member])
      }, where: membership?.key)
  }

  @Test("a universe is the panel of its instruments, figure by figure")
  func universeIsPanel() throws {
    let apart = try subjects(markets: 6, lean: 0.0004)
    let plan = StudyPlan(horizons: [.hours(4)], calibration: 0, seed: 1)
    let panel = try horizon(apart)
    let universe = try PanelStudy(self.universe(of: apart), plan).horizons[0]
    #expect(universe.markets.map(\.market) == (0..<6).map { "test:T\($0)" })
    #expect(universe.observations == panel.observations && universe.stamps == panel.stamps)
    #expect(universe.estimates.map(\.estimate) == panel.estimates.map(\.estimate))
    #expect(universe.estimates.map(\.standardError) == panel.estimates.map(\.standardError))
    #expect(
      try universe.crossSection.get().spearman.series.mean == panel.crossSection.get().spearman.series.mean)
  }

  @Test("an operator that compares is studied on all that it compares, and ranks are what the coefficient is of")
  func comparing() throws {
    let apart = try subjects(markets: 6, lean: 0.0004)
    let plan = StudyPlan(horizons: [.hours(4)], calibration: 0, seed: 1)
    let plain = try PanelStudy(universe(of: apart), plan).horizons[0].crossSection.get()
    let ranked = try PanelStudy(universe("rank_across(state)", of: apart), plan).horizons[0].crossSection.get()
    #expect(abs(plain.spearman.series.mean - ranked.spearman.series.mean) < 1e-12)
    #expect(plain.spearman.shiftP == ranked.spearman.shiftP)
    #expect(plain.pearson.series.mean != ranked.pearson.series.mean)
  }

  @Test("an instrument counts at the bars where it belongs, and the question says which these are")
  func membership() throws {
    let apart = try subjects(markets: 8, lean: 0.0004)
    let plan = StudyPlan(horizons: [.hours(4)], calibration: 0, seed: 1)
    let subject = try universe(where: "top(state, 5)", of: apart)
    #expect(subject.expression == "state where top(state,5,1)")
    let horizon = try PanelStudy(subject, plan).horizons[0]
    #expect(horizon.observations == 5 * 2996 && horizon.stamps == 2996)
    #expect(try horizon.crossSection.get().markets == 5)
    #expect(throws: Problem.self) { try universe(of: Array(apart.prefix(1))) }
  }
}
