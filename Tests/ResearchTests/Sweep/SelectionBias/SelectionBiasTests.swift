import Market
import Numerics
import Replay
import Research
import Signals
import Statistics
import TestSupport
import Testing

@Suite("What the best of a sweep is worth")
struct SelectionBiasTests {
  @Test("in noise the deflated Sharpe is nearly anything, and hardly ever convinces")
  func noise() throws {
    // Independent trials: one in twenty convinces. That is the promise, and more would break it.
    let probabilities = try (1...40 as ClosedRange<UInt64>).map { seed in
      let sweep = GeneratedSweep.noise(rows: 5, columns: 8, days: 200, seed: seed)
      let best = try #require(sweep.best)
      let trial = try BestTrial(point: best, figures: try #require(sweep.figures(best)))
      let effective = try EffectiveTrials(TrialReturns(sweep.returns))
      return DeflatedSharpe(trial, count: effective.count, variance: try #require(sweep.field.variance)).probability
    }
    #expect(probabilities.count { $0 >= 0.95 } <= 6)
    #expect(probabilities.count { $0 < 0.5 } >= 8 && probabilities.count { $0 > 0.5 } >= 8)
  }

  @Test("the best of noise is called no better than chance, whatever it shows")
  func chance() throws {
    let selectionBias = GeneratedSweep.noise(seed: 3).selectionBias()
    let verdict = SweepVerdict(selectionBias)
    #expect(verdict.finding == .noBetterThanChance, "\(verdict.text)")
    #expect(try selectionBias.best.get().sharpeAnnual > 1.5)
    #expect(try selectionBias.joint.get().survivors.isEmpty)
    #expect(try #require(selectionBias.stability.get().meanRankCorrelation) < 0.15)
  }

  @Test("the verdict names the rank that selected its trial, and warns where that is no Sharpe ratio")
  func rank() throws {
    let sweep = GeneratedSweep.noise(seed: 3)
    let usual = SweepVerdict(sweep.selectionBias()).text
    let other = SweepVerdict(sweep.selectionBias(ranked: "max_drawdown")).text
    #expect(usual.contains("the trial selected by sharpe_annual from"), "\(usual)")
    #expect(other.contains("the trial selected by max_drawdown from"), "\(other)")
    #expect(other.hasSuffix("Another trial may have the best Sharpe ratio.") && !usual.contains("Another trial"))
  }

  @Test("one trial with skill among noise is found, alone")
  func skill() throws {
    var sweep = GeneratedSweep.noise(seed: 4)
    sweep.returns[37] = sweep.returns[37].map { $0 + 0.004 }
    let selectionBias = sweep.selectionBias()
    let verdict = SweepVerdict(selectionBias)
    #expect(verdict.finding == .betterThanChance, "\(verdict.text)")
    #expect(try selectionBias.best.get().point == 37)
    #expect(try selectionBias.joint.get().survivors == [37])
    #expect(try selectionBias.overfitting.get().probability < 0.01)
    #expect(verdict.choice?.hasPrefix("Choosing by the past holds") == true)
    #expect(try selectionBias.stability.get().axes.map { "\($0.name)=\($0.value)" } == ["row=3", "column=7"])
  }

  @Test("a best trial that hardly ever lost yet is not judged: that is what selling tails looks like")
  func tails() throws {
    var sweep = GeneratedSweep.noise(rows: 3, columns: 4, days: 200, seed: 8)
    sweep.returns[5] = (0..<200).map { $0 % 7 == 3 ? ($0 == 73 ? -0.001 : 0.002) : 0 }
    let verdict = SweepVerdict(sweep.selectionBias())
    #expect(verdict.finding == .cannotSay)
    #expect(verdict.text.contains("it lost on 1 day; 5 are asked for"), "\(verdict.text)")
  }

  @Test("StepM decides: where the deflated Sharpe alone would say otherwise, the verdict says so beside it")
  func decides() throws {
    // One true trial among losing ones: how unequal they are makes the deflated Sharpe ask for more than luck would show.
    var sweep = GeneratedSweep.noise(rows: 4, columns: 8, days: 400, seed: 11)
    for trial in sweep.returns.indices where trial != 9 {
      sweep.returns[trial] = sweep.returns[trial].map { $0 - 0.0005 * Double(trial % 5) }
    }
    sweep.returns[9] = sweep.returns[9].map { $0 + 0.0023 }
    let selectionBias = sweep.selectionBias()
    let verdict = SweepVerdict(selectionBias)
    #expect(try #require(selectionBias.joint.get().bestP) <= 0.05 && selectionBias.deflated.get().probability < 0.95)
    #expect(verdict.finding == .betterThanChance && verdict.text.contains("which alone would not convince"))
  }

  @Test("copies of every trial leave the effective number and the deflated Sharpe where they were")
  func copies() throws {
    let sweep = GeneratedSweep.noise(rows: 4, columns: 5, seed: 5)
    let once = sweep.selectionBias()
    let many = GeneratedSweep(columns: 5, returns: (0..<10).flatMap { _ in sweep.returns }).selectionBias()
    let effective = try (once.effective.get().count, many.effective.get().count)
    #expect(abs(effective.0 - effective.1) < 1e-6 * effective.0)
    let (one, ten) = try (once.deflated.get(), many.deflated.get())
    // The variance over ten copies of each of twenty is that over each, but for the n - 1.
    #expect(abs(ten.expectedBestAnnual / one.expectedBestAnnual - (190.0 / 199).squareRoot()) < 1e-6)
    #expect(try many.deflatedByAll.get().probability < ten.probability)
  }

  @Test("every trial ever run counts, and the count is never less than the sweep's own")
  func everRun() throws {
    let sweep = GeneratedSweep.noise(rows: 3, columns: 4, days: 100, seed: 6)
    let first = sweep.selectionBias()
    let later = sweep.selectionBias(everRun: 5000)
    #expect(first.everRun == 12 && later.everRun == 5000)
    #expect(try later.deflatedByAll.get().count == 5000)
    #expect(try later.deflatedByAll.get().probability < first.deflatedByAll.get().probability)
    #expect(try later.deflated.get() == first.deflated.get())
  }

  @Test("the order of the trials changes no figure")
  func order() throws {
    let sweep = GeneratedSweep.noise(rows: 6, columns: 6, days: 120, seed: 7)
    let turned = GeneratedSweep(columns: 6, returns: sweep.returns.reversed())
    let (one, other) = (sweep.selectionBias(), turned.selectionBias())
    #expect(try one.overfitting.get().logits == other.overfitting.get().logits)
    #expect(try one.joint.get().ability == other.joint.get().ability)
    #expect(try abs(one.effective.get().count - other.effective.get().count) < 1e-9)
    #expect(try abs(one.deflated.get().probability - other.deflated.get().probability) < 1e-9)
  }

  @Test("what cannot be said is said to be so")
  func degenerate() throws {
    let one = GeneratedSweep.noise(rows: 1, columns: 1).selectionBias()
    #expect(one.overfitting.why == "one trial is no choice among trials")
    #expect(one.deflated.why == "one trial is no choice among trials")
    #expect(try one.best.get().days == 365)

    let flat = GeneratedSweep(columns: 2, returns: [[Double]](repeating: [Double](repeating: 0, count: 90), count: 4))
      .selectionBias()
    #expect(flat.best.why == "no trial has a sharpe_annual")
    #expect(flat.effective.why == "no trial ever traded" && flat.joint.why == "no trial ever traded")
    #expect(SweepVerdict(flat).finding == .cannotSay && SweepVerdict(flat).choice == nil)

    let single = GeneratedSweep.noise(rows: 1, columns: 1, days: 90)
    let lonely = GeneratedSweep(columns: 1, returns: single.returns + [[Double](repeating: 0, count: 90)])
      .selectionBias()
    #expect(lonely.effective.why == "only one of 2 trials ever traded")
    #expect(lonely.field.unrated == 1)

    let alike = GeneratedSweep(columns: 1, returns: (0..<5).map { _ in single.returns[0] }).selectionBias()
    #expect(alike.effective.why == "all trials earned the same every day, so there was nothing to choose from")
    #expect(alike.deflated.why == alike.effective.why)
    #expect(alike.deflatedByAll.why == "all trials have one Sharpe ratio, so there was nothing to choose from")

    let short = GeneratedSweep.noise(rows: 2, columns: 2, days: 29).selectionBias()
    #expect(short.overfitting.why == "29 days are too few to compare trials on; 30 are asked for")
    #expect(short.stability.why == short.overfitting.why)
    #expect(SweepVerdict(short).finding == .cannotSay)
  }
}

@Suite("The best trial by itself")
struct BestTrialTests {
  @Test("the bound that trials are ranked by is the one Statistics gives", arguments: [1.0, -1.0])
  func oneFormula(weight: Double) throws {
    // Replay knows no Statistics and has the formula of its own. The opposite weight turns the skewness around.
    var random = CounterRandom(seed: 8)
    var price = 100.0
    let closes = (0..<24 * 150).map { bar -> Double in
      price *= 1 + 0.002 * random.normal() + (bar % 700 == 699 ? 0.1 : 0)
      return price
    }
    let frame = Frame.flat(closes, every: .hour)
    let strategy = try StrategyFile.parse("position: \(weight / 4)\n", file: "walk.yaml").bound()
    let figures = try strategy.run(Evaluator(frame), on: PreparedMarket(frame)).figures
    #expect(try #require(figures.skewDaily) * weight > 0.5)
    let bound = try #require(figures.sharpeLower)
    #expect(try abs(BestTrial(point: 0, figures: figures).lowerAnnual - bound) < 1e-9)
    #expect(try bound < #require(figures.sharpeAnnual))
  }

  @Test("days that follow one another make the ratio less sure, days that turn make it surer")
  func autocorrelated() throws {
    let noise = GeneratedSweep.noise(rows: 1, columns: 1, days: 400, seed: 2).returns[0].map { $0 + 0.001 }
    func trial(_ rho: Double) throws -> BestTrial {
      let returns = noise.reduce(into: [Double]()) { $0.append(rho * ($0.last ?? 0) + $1) }
      let sweep = GeneratedSweep(columns: 1, returns: [returns])
      return try BestTrial(point: 0, figures: try #require(sweep.figures(0)), returns: returns)
    }
    let following = try trial(0.5)
    #expect(try abs(#require(following.autocorrelation) - 0.5) < 0.1)
    #expect(try #require(following.lowerAutocorrelatedAnnual) < following.lowerAnnual)
    let turning = try trial(-0.5)
    #expect(try #require(turning.lowerAutocorrelatedAnnual) > turning.lowerAnnual)
  }

  @Test("a losing trial has no track record that is long enough")
  func losing() throws {
    let returns = GeneratedSweep.noise(rows: 1, columns: 1, days: 100).returns[0].map { $0 - 0.01 }
    let sweep = GeneratedSweep(columns: 1, returns: [returns])
    #expect(try BestTrial(point: 0, figures: try #require(sweep.figures(0))).minimumTrackRecordDays == nil)
  }
}
