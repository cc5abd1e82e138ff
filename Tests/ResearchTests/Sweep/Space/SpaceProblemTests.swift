import Market
import Research
import Signals
import Testing

@Suite("What cannot be swept is refused with the reason and the remedy")
struct SpaceProblemTests {
  struct Case: Sendable {
    var grids: [String] = ["entry=1,2"]
    var draws: [String] = []
    var conditions: [String] = []
    var sampler: Sampler?
    var trials: Int?
    let says: [String]
  }

  static let cases = [
    Case(grids: [], says: ["something to vary", "--grid"]),
    Case(grids: ["entry"], says: ["--grid 'entry' is not understood", "from:to:step"]),
    Case(grids: ["entri=1,2"], says: ["unknown parameter 'entri'", "did you mean 'entry'?"]),
    Case(grids: ["entry=1:2:0"], says: ["a step of zero"]),
    Case(grids: ["entry=2:1:1"], says: ["never arrives"]),
    Case(grids: ["entry=1:8:*1"], says: ["never arrives", "factor"]),
    Case(grids: ["entry=0:1:1e-9"], says: ["1000000001 values"]),
    Case(grids: ["entry=1,2,1"], says: ["value 1 twice"]),
    Case(grids: ["lookback=6h,72"], says: ["6h and 72", "same at 5m"]),
    Case(grids: ["entry=1,,2"], says: ["empty value"]),
    Case(grids: ["entry=6h,1d"], says: ["'entry' is a number (1.5)", "gives it '6h'"]),
    Case(grids: ["timed=0,1"], says: ["'timed' is true or false"]),
    Case(grids: ["exit=1,2"], says: ["fixed by --set and swept by --grid 'exit=1,2'"]),
    Case(grids: ["entry=1,2", "entry=3,4"], says: ["swept by --grid 'entry=1,2' and by --grid 'entry=3,4'"]),
    Case(grids: ["entry=1,2 if"], says: ["nothing on one side of 'if'"]),
    Case(grids: ["entry=1,2 if tmed"], says: ["condition of 'entry':1:1", "did you mean 'timed'?"]),
    Case(grids: ["entry=1,2 if entry > 1"], says: ["'entry' wait for each other"]),
    Case(grids: ["entry=1,2 if lookback > 1d", "lookback=1d,2d if entry > 1"], says: ["'entry', 'lookback' wait"]),
    Case(conditions: ["exit < entyr"], says: ["--where 'exit < entyr':1:8: unknown parameter 'entyr'", "'entry'"]),
    Case(conditions: ["exit + entry"], says: ["'exit + entry' is a number and no condition"]),
    Case(conditions: ["exit < close"], says: ["unknown parameter 'close'"]),
    Case(conditions: ["hour > 3"], says: ["parameter"]),
    Case(conditions: ["lookback < entry"], says: ["'<' compares numbers and has a duration"]),
    Case(conditions: ["exit <"], says: ["--where 'exit <':1:7"]),
    Case(conditions: ["exit < entry"], says: ["--where 'exit < entry' holds for none of the 2 parameter sets"]),
    Case(
      conditions: ["entry > 1", "entry < 2"],
      says: ["'entry > 1' holds for none of the 1 parameter sets that the conditions before it leave"]),
    Case(sampler: .sobol, says: ["nothing to draw"]),
    Case(trials: 3, says: ["--trials 3 is more than the 2 points of the grid", "--random"]),
    Case(trials: 0, says: ["--trials is 0"]),
    Case(draws: ["lookback=uniform(6h,3d)"], says: ["how many draws", "--trials"]),
    Case(draws: ["lookback=unifrom(6h,3d)"], trials: 9, says: ["unknown distribution 'unifrom'", "'uniform'"]),
    Case(draws: ["lookback=normal(0,1)"], trials: 9, says: ["does not give a duration", "loguniform(6h,3d)"]),
    Case(draws: ["lookback=uniform(1m,4m)"], trials: 9, says: ["whole numbers of bars of 5m"]),
    Case(draws: ["lookback=uniform(6h)"], trials: 9, says: ["has 1 arguments"]),
    Case(draws: ["lookback=6h"], trials: 9, says: ["names no distribution"]),
    Case(draws: ["timed=choice(true,1)"], trials: 2, says: ["'1'", "is a number and 'timed' is true or false"]),
    Case(draws: ["timed=choice(true,false)"], trials: 9, says: ["more than the 4 different parameter sets"]),
    Case(
      grids: ["entry=1,2 if lookback > 1d"], draws: ["lookback=uniform(6h,3d)"], trials: 9,
      says: ["'entry' depend on 'lookback', which is drawn", "choice"]),
    Case(draws: ["lookback=uniform(6h,3d)"], conditions: ["lookback > 9d"], trials: 9, says: ["none of the 9 draws"]),
  ]

  @Test("on the command line", arguments: cases)
  func refused(_ wrong: Case) {
    let problem = Spaces.refusal {
      try Spaces.space(
        grids: wrong.grids, draws: wrong.draws, where: wrong.conditions, sampler: wrong.sampler, trials: wrong.trials,
        fixed: ["exit": .number(5)])
    }
    for says in wrong.says { #expect(problem?.contains(says) == true, "\(problem ?? "accepted")") }
  }

  @Test("samplers are suggested")
  func samplers() throws {
    #expect(try Sampler(parsing: "sobol") == .sobol)
    #expect(throws: Problem("unknown sampler 'soblo'", remedy: "did you mean 'sobol'?")) {
      try Sampler(parsing: "soblo")
    }
  }
}
