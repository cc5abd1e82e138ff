import Market
import Replay
import Research
import Signals
import Testing

@Suite("A whole validation")
struct ValidationTests {
  @Test("planted skill climbs to the top, and noise does not get past the nulls")
  func skillAndNoise() throws {
    let skill = try SignalMarket.validation(SignalMarket.frame(days: 240, skill: 12))
    #expect(skill.checks.failed == nil, "\(skill.checks.verdict)")
    #expect(skill.checks.reached.count == skill.checks.asked.count && skill.checks.asked.count == 8)
    #expect(try skill.combinatorial.get().losingShare == 0)
    #expect(try keptShare(of: skill).why == nil)
    for seed in 2...4 {
      let noise = try SignalMarket.validation(SignalMarket.frame(days: 240, skill: 0, seed: UInt64(seed)))
      let failed = try #require(noise.checks.failed, "\(noise.checks.verdict)")
      #expect([.coversCosts, .beatsNulls].contains(failed.name), "\(noise.checks.verdict)")
    }
  }

  private func keptShare(of validation: Validation) throws -> ValidationCheck.Measure {
    let check = try #require(validation.checks.checks.first { $0.name == .survivesDelay })
    return try #require(check.measures.first { $0.key == "kept_share" })
  }

  @Test("no share is said of a Sharpe ratio that is within its own error of zero")
  func keptShareOfNothing() throws {
    // The first market whose gain is less than one error of it.
    var found: Validation?
    for seed in 1...12 where found == nil {
      let validation = try SignalMarket.validation(SignalMarket.frame(days: 120, skill: 1, seed: UInt64(seed)))
      let chance = try validation.walkForward.get().record.sums.estimate?.probabilisticSharpe() ?? 0
      if chance > 0.5, chance < 0.84 { found = validation }
    }
    let kept = try keptShare(of: #require(found))
    #expect(kept.value.isNaN && kept.why?.contains("within its own error") == true)
  }

  @Test("an unknown future changes no choice made before it, and no day earned before it")
  func hiddenFuture() throws {
    let frame = SignalMarket.frame(days: 120, skill: 6)
    let real = try SignalMarket.validation(frame).walkForward.get()
    let turn = 4
    let other = try SignalMarket.validation(
      SignalMarket.withOtherFuture(frame, from: real.windows[turn].test.lowerBound)
    ).walkForward.get()
    #expect(real.windows.count == 9 && other.windows.count == 9)
    for (a, b) in zip(real.windows, other.windows).prefix(turn) {
      #expect(a.chosen == b.chosen && a.trainScore == b.trainScore && a.testReturns == b.testReturns)
    }
    // The choice at the turn is made before it, too; what follows is another story.
    #expect(real.windows[turn].chosen == other.windows[turn].chosen)
    #expect(real.windows[turn].testReturns != other.windows[turn].testReturns)
  }

  @Test("the stitched record is its windows one after the other, each a replay of the chosen set alone")
  func stitched() throws {
    let validation = try SignalMarket.validation(SignalMarket.frame(days: 120, skill: 6))
    let walk = try validation.walkForward.get()
    #expect(walk.windows.flatMap(\.testReturns) == walk.record.returns)
    #expect(walk.record.days.count == walk.record.returns.count)
    #expect(walk.windows.map(\.test).allSatisfy { $0.count == 240 })
    for window in walk.windows {
      let point = try #require(window.chosen)
      let bound = try validation.replays.bound(point)
      let alone = try bound.dailyReturns(
        Evaluator(SignalMarket.frame(days: 120, skill: 6)), on: try validation.replays.tape.slice(window.test))
      // Money is in whole millionths, so equity of another size rounds elsewhere; the last day closes what is held.
      for (stitched, single) in zip(window.testReturns, alone.returns).dropLast() {
        #expect(abs(stitched - single) < 1e-9)
      }
    }
    let growth = walk.record.returns.reduce(1) { $0 * (1 + $1) }
    #expect(abs(growth - (1 + walk.record.figures.totalReturn)) < 1e-9)
  }

  @Test("every set chosen is the one whose score on exactly the train rows is highest")
  func choices() throws {
    let frame = SignalMarket.frame(days: 60, skill: 6)
    let validation = try SignalMarket.validation(frame) { $0.groups = 5 }
    let split = try validation.combinatorial.get().outcomes[3]
    let scores = try (0..<validation.replays.candidates.count).map { point in
      let bound = try validation.replays.bound(point)
      let sums = try split.fold.train.map { rows in
        DailySums(try bound.dailyReturns(Evaluator(frame), on: try validation.replays.tape.slice(rows)).returns)
      }.reduce(DailySums(), +)
      return validation.plan.figure.score(sums) ?? .nan
    }
    #expect(split.chosen == SelectionRule.best.choice(scores) { _ in [] })
    #expect(split.trainScore == scores.max { $1.isNaN ? false : $0.isNaN ? true : $0 < $1 })
  }

  @Test("a path holds every day once, and its group's days come from a split that held the group out")
  func paths() throws {
    let validation = try SignalMarket.validation(SignalMarket.frame(days: 60, skill: 6)) { $0.groups = 6 }
    let cross = try validation.combinatorial.get()
    #expect(cross.paths.count == 5)
    #expect(cross.paths.allSatisfy { $0.returns.count == 60 && cross.days.count == 60 })
    for (path, assignment) in zip(cross.paths, cross.splits.assignments) {
      #expect(path.sets == assignment.map { cross.outcomes[$0].chosen })
    }
    #expect(try validation.kFold.get().paths.count == 1)
    #expect(cross.removed.total > 0)
  }

  @Test("the purge follows from the strategy: its look-back, and how long its sets hold")
  func purge() throws {
    let frame = SignalMarket.frame(days: 60, skill: 6)
    let validation = try SignalMarket.validation(frame)
    let holding = try #require(validation.holding)
    #expect(validation.purge == Purge(horizon: holding.longBars + 1, lookBack: 3, embargo: 14))
    let own = try SignalMarket.validation(frame) { plan in
      plan.horizon = 7
      plan.embargo = 0
    }
    #expect(own.purge == Purge(horizon: 7, lookBack: 3, embargo: 0))
    #expect(try own.walkForward.get().windows[0].train?.count == 15 * 24 - 7)
  }

  @Test("the same seed gives the same validation, another seed the same choices")
  func seeded() throws {
    let frame = SignalMarket.frame(days: 60, skill: 3)
    let runs = try [1, 1, 2].map { seed in try SignalMarket.validation(frame) { $0.seed = seed } }
    #expect(try runs[0].nulls.get().all == runs[1].nulls.get().all)
    #expect(try runs[0].nulls.get().all != runs[2].nulls.get().all)
    #expect(try runs[0].walkForward.get().windows.map(\.chosen) == runs[2].walkForward.get().windows.map(\.chosen))
  }
}

@Suite("What a validation cannot say")
struct ValidationLimitsTests {
  @Test("of one parameter set nothing is chosen: all of the data is out of sample")
  func oneSet() throws {
    let validation = try SignalMarket.validation(SignalMarket.frame(days: 60, skill: 6), grid: ["entry=1"])
    let walk = try validation.walkForward.get()
    #expect(walk.windows.map(\.test) == [0..<1440])
    #expect(walk.windows[0].train == nil && walk.windows[0].rank == nil && walk.fixedSetsBeaten == nil)
    #expect(validation.kFold.why?.contains("one parameter set") == true)
    #expect(validation.checks.checks.first { $0.name == .crossValidated }?.finding.word == "cannot_say")
  }

  @Test("sets that a choice is ranked among leave at the end of each window as the chosen one does, and pay for it")
  func sameEnds() throws {
    // Both sets hold from the first bar to the last.
    let text =
      "parameters: { floor_price: 0 }\nlong: { enter: close > floor_price }\ncosts: { taker: 50bps, slippage: 10bps }\n"
    let walk = try SignalMarket.validation(
      SignalMarket.frame(days: 120, skill: 1), grid: ["floor_price=0,0.001"], text: text
    ).walkForward.get()
    for window in walk.windows {
      let (own, median) = (try #require(window.testSums.sharpeAnnual), try #require(window.medianSharpe))
      #expect(abs(own - median) < 1e-4 * max(1, abs(own)), "\(own) and \(median)")
    }
  }

  @Test("the more trials were run before, the less sure is the set that is best on all of the data")
  func triedBefore() throws {
    let whole = try SignalMarket.validation(SignalMarket.frame(days: 120, skill: 1)).whole
    let ofFew = try #require(whole.deflatedSharpe(asBestOf: 30))
    let ofMany = try #require(whole.deflatedSharpe(asBestOf: 30_000))
    #expect(ofMany < ofFew && ofFew < 1)
  }

  @Test("where no set trades, windows are flat and the checks's first check fails")
  func nothingTrades() throws {
    let validation = try SignalMarket.validation(SignalMarket.frame(days: 60, skill: 6), grid: ["entry=50,60"])
    let walk = try validation.walkForward.get()
    #expect(walk.windows.allSatisfy { $0.chosen == nil && $0.testReturns.allSatisfy { $0 == 0 } })
    #expect(validation.holding == nil)
    #expect(validation.nulls.why != nil)
    #expect(validation.checks.reached.isEmpty)
    #expect(validation.checks.failed?.name == .enoughTrades)
    #expect(validation.whole.chosen == nil)
  }

  @Test("data too short to cut is said to be so; lengths that were asked for and do not fit are refused")
  func tooShort() throws {
    let frame = SignalMarket.frame(days: 12, skill: 6)
    let validation = try SignalMarket.validation(frame)
    #expect(validation.walkForward.why == "12 days are too few to cut into parts (at least 20 are asked for)")
    #expect(validation.kFold.why != nil && validation.combinatorial.why != nil)
    #expect(throws: Problem.self) {
      try SignalMarket.validation(frame) { $0.lengths = WalkForwardLengths(train: 30, test: 10) }
    }
  }

  @Test("a purge that leaves nothing is said to, with what was removed why")
  func nothingLeft() throws {
    let validation = try SignalMarket.validation(SignalMarket.frame(days: 40, skill: 6)) { $0.embargo = 24 * 40 }
    let why = try #require(validation.combinatorial.why)
    #expect(why.contains("are left to train on") && why.contains("under embargo"))
    #expect(validation.walkForward.answer != nil)
  }

  @Test("sets that cannot be run are counted and never chosen; when none can, that is the answer")
  func failures() throws {
    let frame = SignalMarket.frame(days: 30, skill: 6)
    let validation = try SignalMarket.validation(frame, grid: ["entry=0.5,1", "trend=2,100000"])
    #expect(Set(validation.failures.keys) == [1, 3])
    #expect(try validation.walkForward.get().windows.allSatisfy { $0.chosen == 0 || $0.chosen == 2 })
    #expect(throws: Problem.self) { try SignalMarket.validation(frame, grid: ["trend=100000,200000"]) }
  }
}
