import Market
import Research
import Signals
import Statistics
import Testing

@Suite("The sections of a study")
struct StudySectionsTests {
  private func depth(_ study: Study) throws -> HorizonDepth { try #require(study.horizons[0].depth) }

  @Test("power knows the sample and not what it shows: a planted effect hardly moves it, a longer sample does")
  func power() throws {
    let quiet = try PlantedWalk().study().horizons[0].power.get()
    let planted = try PlantedWalk(effect: -0.0008).study().horizons[0].power.get()
    // The effect is part of the variance of returns, no more.
    #expect(abs(planted.minimumDetectable / quiet.minimumDetectable - 1) < 0.25)
    let half = try PlantedWalk(bars: 3000).study().horizons[0].power.get()
    #expect((1.2...1.7).contains(half.minimumDetectable / quiet.minimumDetectable))
    let target = try #require(quiet.targets.first)
    #expect(target.origin == .asked && target.effect == 0.0001)
    #expect(
      abs(
        target.months / quiet.months * target.effect * target.effect
          / (quiet.minimumDetectable * quiet.minimumDetectable) - 1) < 1e-12)
    #expect(abs(target.monthsMore - (target.months - quiet.months)) < 1e-9)
    #expect(planted.targets.last?.origin == .observed)
    #expect(planted.targets.last?.monthsMore == 0)
  }

  @Test("the path around first bars falls where the effect was planted, and is flat before it")
  func events() throws {
    let events = try #require(try PlantedWalk(effect: -0.0008).study().events).get()
    #expect(events.price.pAfter < 0.01)
    let last = events.price.offsets.count - 1
    #expect(abs(events.price.mean[0]) < 0.2 * abs(events.price.mean[last]))
    #expect(events.price.band(last).simultaneous.1 < 0)
    #expect(events.others.isEmpty)
  }

  @Test("an effect of the first half only is seen to differ between halves, one of both is not")
  func stability() throws {
    let fading = try depth(PlantedWalk(effect: -0.0016, until: 3000).study()).stability.get()
    let halves = try #require(fading.divisions.first)
    #expect(halves.parts.cells.count == 2)
    #expect(try halves.parts.equality.get().p < 0.001)
    let lasting = try depth(PlantedWalk(effect: -0.0016).study()).stability.get()
    #expect(try #require(lasting.divisions.first).parts.equality.get().p > 0.01)
    #expect(lasting.divisions.allSatisfy { $0.sameSign == $0.judged })
  }

  @Test("given a second regime, the effect is found on the side where it was planted")
  func given() throws {
    let walk = PlantedWalk(effect: -0.0016, until: 3000)
    let study = try walk.study { $0.given = try? walk.subject("weekday() < 10") }
    let conditioning = try depth(study).conditioning
    let always = try #require(conditioning.partitions.first { $0.key == "given" })
    // A condition that always holds leaves nothing outside, which is said and not guessed.
    #expect(always.cells[0].effect.answer != nil)
    #expect(always.cells[1].effect.why == "no episode")
    #expect(always.contrast.answer == nil)
  }

  @Test("cells with under five episodes have no figure, and Holm counts those that have one")
  func cells() throws {
    let conditioning = try depth(PlantedWalk().study()).conditioning
    let hours = try #require(conditioning.partitions.first { $0.key == "hour" })
    for cell in hours.cells { #expect((cell.effect.answer == nil) == ((cell.episodes ?? 0) < MinimumSample.episodes)) }
    let judged = conditioning.partitions.flatMap(\.cells).count { $0.effect.answer != nil }
    #expect(conditioning.judgedOthers == judged && conditioning.judgedGiven == 0)
    for (partition, adjusted) in zip(conditioning.partitions, conditioning.adjusted) {
      for (cell, p) in zip(partition.cells, adjusted) {
        #expect(cell.effect.answer.map { p >= $0.p } ?? p.isNaN)
      }
    }
    #expect(hours.cells.reduce(0) { $0 + $1.bars } == conditioning.partitions.last?.cells.reduce(0) { $0 + $1.bars })
  }

  @Test("a condition that was asked for by name is a family of its own, whatever else is looked at")
  func families() throws {
    let walk = PlantedWalk(effect: -0.0016, until: 3000)
    let conditioning = try depth(walk.study { $0.given = try? walk.subject("hour() < 12") }).conditioning
    #expect(conditioning.judgedGiven == 2 && conditioning.judgedOthers > 5)
    for (partition, adjusted) in zip(conditioning.partitions, conditioning.adjusted) {
      let count = partition.isGiven ? conditioning.judgedGiven : conditioning.judgedOthers
      for (cell, p) in zip(partition.cells, adjusted) {
        guard let raw = cell.effect.answer?.p else { continue }
        #expect(p <= min(1, Double(count) * raw) + 1e-12, "\(partition.name) \(cell.label)")
      }
    }
    let given = try #require(conditioning.partitions.first { $0.isGiven })
    let raw = given.cells.compactMap { $0.effect.answer?.p }.sorted()
    #expect(abs((conditioning.adjusted[0].min() ?? 0) - min(1, 2 * raw[0])) < 1e-12)
  }

  @Test("thirds of volatility are cut by earlier bars: what comes later moves no bar to another third")
  func volatility() throws {
    let walk = PlantedWalk(bars: 6000).frame
    let cut = Frame(
      market: walk.market, instrument: walk.instrument, grid: walk.grid.slice(0..<4500),
      columns: walk.columns.values.map { Column($0.name, $0.unit, Array($0.values.prefix(4500))) })
    let long = try BarPartition.volatility(walk)
    let short = try BarPartition.volatility(cut)
    #expect(Array(long.cells.prefix(4500)) == short.cells)
    #expect(Set(short.cells) == [-1, 0, 1, 2])
    #expect(throws: Unavailable.self) { try BarPartition.volatility(PlantedWalk(bars: 300).frame) }
  }

  @Test("a signal that looks back further moves no bar of the window to another third")
  func volatilityAndLookBack() throws {
    let walk = PlantedWalk(bars: 6000).frame
    func frame(lookingBack bars: Int) -> Frame {
      Frame(
        market: walk.market, instrument: walk.instrument, grid: walk.grid.slice(1000 - bars..<6000),
        evaluation: bars..<5000 + bars,
        columns: walk.columns.values.map { Column($0.name, $0.unit, Array($0.values[(1000 - bars)...])) })
    }
    let near = try BarPartition.volatility(frame(lookingBack: 0))
    for bars in [10, 999] {
      let far = try BarPartition.volatility(frame(lookingBack: bars))
      #expect(far.cells.prefix(bars).allSatisfy { $0 == -1 })
      #expect(Array(far.cells.dropFirst(bars)) == near.cells, "\(bars) bars")
    }
    #expect(near.convention.contains("whatever the signal looks back on"))
  }

  @Test("returns that come before the regime are told from a regime that comes before returns")
  func order() throws {
    #expect(try depth(PlantedWalk(effect: -0.0016, lead: 12).study()).leadLag.get().returnsComeFirst)
    let signal = try depth(PlantedWalk(effect: -0.0016).study()).leadLag.get()
    #expect(!signal.returnsComeFirst)
    #expect(signal.points.contains { $0.bars == 0 && $0.p < 0.001 })
  }

  @Test("no placebo does as well as a planted effect, and many as well as none")
  func placebo() throws {
    #expect(try depth(PlantedWalk(effect: -0.0016).study()).placebo.get().pOfT == 0.01)
    #expect(try depth(PlantedWalk().study()).placebo.get().pOfT > 0.05)
  }

  @Test("a window that turns the sign round is named among the cautions")
  func sensitivity() throws {
    let walk = PlantedWalk(effect: -0.0016)
    let opposite = SubjectVariant(
      parameter: "lookback", value: "2d", subject: .success(try walk.subject("state < 1")))
    let broken = SubjectVariant(parameter: "lookback", value: "4d", subject: .failure(Unavailable("too long")))
    let horizon = try walk.study { $0.variants = [opposite, broken] }.horizons[0]
    #expect(horizon.cautions.contains { $0.contains("lookback=2d") && !$0.contains("4d") })
    let points = try #require(horizon.depth).sensitivity.get().points
    #expect(points[1].effect.why == "too long")
  }

  @Test("nothing depends on the number of threads: the same study twice has the same figures")
  func repeatable() throws {
    let first = try PlantedWalk(effect: -0.0004).study(horizons: [.minutes(30), .hour])
    let second = try PlantedWalk(effect: -0.0004).study(horizons: [.minutes(30), .hour])
    for (a, b) in zip(first.horizons, second.horizons) {
      #expect(a.estimates == b.estimates)
      #expect(a.power == b.power)
      #expect(a.depth?.placebo.answer == b.depth?.placebo.answer)
    }
  }

  @Test("one episode, or three, has counts and reasons and no figure in any section")
  func tooFew() throws {
    for bars in [110, 330] {
      let study = try PlantedWalk(effect: -0.002, bars: bars).study()
      let horizon = study.horizons[0]
      #expect(horizon.verdict.finding == .cannotSay)
      let depth = try depth(study)
      #expect(depth.stability.answer == nil)
      #expect(depth.placebo.answer == nil)
      #expect(study.events?.answer == nil)
      #expect(horizon.power.why?.contains("too little") == true)
      #expect(horizon.minimumDetectable == nil)
      #expect(!horizon.estimates.isEmpty && horizon.estimates.allSatisfy { $0.p == nil && $0.standardError == nil })
      #expect(depth.conditioning.judgedOthers == 0)
      for why in [depth.stability.why, depth.placebo.why, study.events?.why] { #expect(why?.isEmpty == false) }
    }
  }

  @Test("a signal has slopes in its cells, and says why it has no path and no placebos")
  func signal() throws {
    let study = try PlantedWalk(effect: -0.0008).study("state + close / 1e6")
    let depth = try depth(study)
    #expect(depth.placebo.why?.contains("episodes") == true)
    #expect(study.events?.why?.contains("no episodes") == true)
    #expect(try depth.stability.get().divisions[0].judged == 2)
    #expect(study.horizons[0].power.answer?.episodes == nil)
  }

  @Test("closes that are missing for a while leave every section with figures of what is there")
  func holes() throws {
    let walk = PlantedWalk(effect: -0.0008)
    let columns = walk.frame.columns.values.map { column in
      Column(column.name, column.unit, column.values.enumerated().map { (2000..<2300).contains($0) ? .nan : $1 })
    }
    let frame = Frame(
      market: "walk", instrument: walk.frame.instrument, grid: walk.frame.grid, columns: columns)
    let node = try SignalBook().bound().resolve(Expression(parsing: "state > 0"))
    let subject = try StudySubject(name: "regime", node: node, evaluator: Evaluator(frame))
    let study = try Study(subject, StudyPlan(horizons: [.minutes(30)], calibration: 0))
    #expect(study.horizons[0].verdict.finding == .predicts)
    #expect(study.horizons[0].observations < 5700)
    let depth = try depth(study)
    #expect(try depth.placebo.get().slopes.allSatisfy { $0.isFinite })
    #expect(try #require(study.events).get().price.mean.allSatisfy { $0.isFinite })
  }
}
