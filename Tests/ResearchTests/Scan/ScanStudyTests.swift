import Dispatch
import Market
import Numerics
import Research
import Signals
import Statistics
import Synchronization
import TestSupport
import Testing

@Suite("A scan of many signals")
struct ScanStudyTests {
  /// A walk with persistent signals beside it, of which the first may move the next bars.
  private struct Walk {
    let frame: Frame

    init(signals: Int, effect: Double = 0, bars: Int = 4000, seed: UInt64, market: String = "walk") {
      var random = CounterRandom(seed: seed)
      let columns = (0..<signals).map { _ -> [Double] in
        var value = 0.0
        return (0..<bars).map { _ in
          value = 0.95 * value + random.normal()
          return value
        }
      }
      var price = 100.0
      let closes = (0..<bars).map { row -> Double in
        price *= 1 + random.normal() * 0.002 + (row > 0 ? effect * columns[0][row - 1] : 0)
        return price
      }
      frame = Frame.flat(
        closes, every: .minutes(5), market: market,
        columns: columns.enumerated().map { Column("state_\($0)", .score, $1) })
    }

    func subject(_ signal: ScanPlan.Signal) throws -> StudySubject {
      let node = try SignalBook().bound().resolve(signal.expression)
      return try StudySubject(name: signal.name, node: node, evaluator: Evaluator(frame))
    }
  }

  private func plan(_ texts: [String], replicates: Int = 499) throws -> ScanPlan {
    var plan = ScanPlan(
      signals: try texts.map { .init(name: $0, expression: try Expression(parsing: $0)) },
      horizons: [.minutes(5), .minutes(30)])
    plan.replicates = replicates
    return plan
  }

  private func study(_ plan: ScanPlan, on walks: [Walk]) throws -> ScanStudy {
    let timeline = ScanTimeline(
      walks.map(\.frame.grid), tests: plan.signals.count * plan.horizons.count * walks.count, plan)
    return try ScanStudy(
      plan, markets: walks.map(\.frame.market),
      scanned: walks.map { walk in
        try plan.signals.map { ScannedSignal(try walk.subject($0), plan, bars: [1, 6], on: timeline) }
      }, timeline: timeline)
  }

  @Test("a planted signal is found at both horizons, and none of forty decoys beside it")
  func planted() throws {
    let plan = try plan((0..<41).map { "state_\($0)" })
    let study = try study(plan, on: [Walk(signals: 41, effect: 0.00015, seed: 4)])
    #expect(study.found.map { study.name($0) } == ["state_0", "state_0"])
    #expect(study.strongest.map { study.name($0) } == "state_0")
    #expect(study.verdict.hasPrefix("2 of 82 tests survive StepM at 5%, in 1 cluster"))
    #expect(study.clusters.first?.representative == 0 && study.clusters.first?.found == 2)
  }

  @Test(
    "where nothing is planted something is found in about 5 of 100 markets, and the count alone is what chance says")
  func size() throws {
    // 60 markets: binomial(60, 5%) exceeds 9 once in a thousand times.
    let plan = try plan((0..<12).map { "state_\($0)" }, replicates: 199)
    var found = 0
    var alone = 0
    for seed in 0..<60 {
      let study = try study(plan, on: [Walk(signals: 12, bars: 1500, seed: 700 + UInt64(seed))])
      if !study.found.isEmpty { found += 1 }
      alone += study.joint?.chance.observed ?? 0
    }
    #expect(found <= 9)
    // 1,440 tests in pairs that move together: 72 expected.
    #expect((36...115).contains(alone))
  }

  @Test(
    "copies of a signal, its negation and its cube are one cluster behind the strongest; another signal is not in it")
  func duplicates() throws {
    let plan = try plan(["state_0", "state_1", "2 * state_0 + 1", "-state_0", "state_0 ^ 3"], replicates: 199)
    let study = try study(plan, on: [Walk(signals: 2, effect: 0.0002, seed: 9)])
    #expect(study.clusters.map { Set($0.signals) } == [[0, 2, 3, 4], [1]])
    for (signal, correlation) in zip(study.clusters[0].signals, study.clusters[0].correlations) {
      let isTurned = (signal == 3) != (study.clusters[0].representative == 3)
      #expect(abs(correlation - (isTurned ? -1 : 1)) < 1e-9)
    }
    // A rank does not ask how far a value lies, so that all four are one test.
    let p = study.members.filter { $0.signal != 1 && $0.test.forward == .minutes(5) }.compactMap(\.test.p)
    #expect(p.count == 4 && p.allSatisfy { abs($0 / p[0] - 1) < 1e-6 })
  }

  @Test("the correlation of a test is Pearson's of its score with the return after it, around gaps as well")
  func correlation() throws {
    let walk = Walk(signals: 1, effect: 0.0002, seed: 12)
    let closes = walk.frame.values("close").enumerated().map { $0.offset % 97 < 9 ? .nan : $0.element }
    let state = walk.frame.values("state_0")
    let frame = Frame.flat(closes, every: .minutes(5), columns: [Column("state_0", .score, state)])
    var plan = try plan(["state_0"], replicates: 199)
    plan.score = .value
    let node = try SignalBook().bound().resolve(plan.signals[0].expression)
    let subject = try StudySubject(name: "state_0", node: node, evaluator: Evaluator(frame))
    let scanned = ScannedSignal(subject, plan, bars: [1, 6], on: ScanTimeline([frame.grid], tests: 2, plan))
    for (test, bars) in zip(scanned.tests, [1, 6]) {
      let returns = closes.indices.map { $0 + bars < closes.count ? closes[$0 + bars] / closes[$0] - 1 : .nan }
      let expected = Correlation.pearson(state, returns).coefficient
      #expect(abs(try #require(test.correlation) - expected) < 1e-9)
    }
  }

  @Test("whoever declares the side that is there needs half the p, whoever declares the other finds nothing")
  func direction() throws {
    var plan = try plan(["state_0"], replicates: 199)
    let walk = Walk(signals: 1, effect: 0.0001, seed: 3)
    let either = try #require(try study(plan, on: [walk]).members.first?.test.p)
    plan.direction = .up
    #expect(abs(try #require(try study(plan, on: [walk]).members.first?.test.p) * 2 / either - 1) < 1e-9)
    plan.direction = .down
    #expect(try study(plan, on: [walk]).found.isEmpty)
  }

  @Test("tests worked out on all cores at once, in any order, are those worked out one after the other")
  func parallel() throws {
    let plan = try plan((0..<16).map { "state_\($0)" }, replicates: 199)
    let walk = Walk(signals: 16, effect: 0.0001, bars: 1500, seed: 21)
    let serial = try study(plan, on: [walk])
    let timeline = ScanTimeline([walk.frame.grid], tests: 32, plan)
    let slots = Mutex([ScannedSignal?](repeating: nil, count: 16))
    let subjects = try plan.signals.map(walk.subject)
    DispatchQueue.concurrentPerform(iterations: 16) { place in
      let own = 15 - place
      let scanned = ScannedSignal(subjects[own], plan, bars: [1, 6], on: timeline)
      slots.withLock { $0[own] = scanned }
    }
    let together = try ScanStudy(
      plan, markets: ["walk"], scanned: [slots.withLock { $0.compactMap(\.self) }], timeline: timeline)
    #expect(together.members.map(\.test.p) == serial.members.map(\.test.p))
    #expect(together.members.map(\.stepM) == serial.members.map(\.stepM))
    #expect(together.clusters == serial.clusters)
  }

  @Test("several markets are one family on one timeline, and a market that begins later says nothing before")
  func markets() throws {
    let plan = try plan((0..<6).map { "state_\($0)" })
    let walks = [
      Walk(signals: 6, effect: 0.0002, seed: 31), Walk(signals: 6, bars: 2500, seed: 32, market: "other"),
    ]
    let study = try study(plan, on: walks)
    #expect(study.members.count == 24 && study.joint?.judged == 24)
    #expect(Set(study.found.map(\.market)) == [0])
  }

  @Test("what does not vary is counted as a test and judged as none")
  func constant() throws {
    let study = try study(try plan(["state_0", "0 * state_0", "state_0 > 1e9"]), on: [Walk(signals: 1, seed: 2)])
    #expect(study.joint?.judged == 2)
    #expect(study.members[2].test.cannotSay == "'0 * state_0' has one value throughout")
    #expect(study.members[4].test.cannotSay == "'state_0 > 1e9' never holds in the window")
    #expect(study.verdict.hasSuffix("4 could not be judged and count as tests all the same."))
    #expect(study.members[2].holm == 1)
  }
}

@Suite("Where the signals of a scan come from")
struct ScanSignalTests {
  @Test("every formula of every family is in the language and comes to numbers on a market that has everything")
  func families() throws {
    let evaluator = Evaluator(Frame.sample(count: 800, interval: .hour))
    let book = try SignalBook().bound()
    for family in ScanFamily.all {
      let signals = try family.signals(windows: [.hours(4), .days(2)], smoothings: [nil, .hours(4)])
      #expect(signals.count == family.formulas.count * (family.shortest > .hours(4) ? 2 : 4))
      for signal in signals {
        let values = try evaluator.number(of: book.resolve(signal.expression))
        #expect(values.contains { $0.isFinite }, "\(signal.name)")
      }
    }
  }

  @Test("a list has a signal a line, with or without a name, and points at what it cannot read")
  func list() throws {
    let signals = try ScanList.parse(
      "# mine\n\nrich: zscore(premium, 1d)   # above its mean\n  change(close, 4h)\n", file: "mine.txt")
    #expect(signals.map(\.name) == ["rich", "change(close, 4h)"])
    #expect(signals.map(\.expression.text) == ["zscore(premium, 1d)", "change(close, 4h)"])
    #expect(throws: Problem.self) { try ScanList.parse("# nothing\n", file: "x") }
    do {
      _ = try ScanList.parse("a: close\nb: zscore(close,, 1d)\n", file: "mine.txt")
      Issue.record("two commas were read")
    } catch { #expect(error.place.line == 2 && error.place.column == 17 && error.place.file == "mine.txt") }
    do {
      _ = try ScanList.parse("a: close\na: open\n", file: "mine.txt")
      Issue.record("a name stood twice")
    } catch { #expect(error.what == "'a' stands here twice") }
  }
}
