import ArgumentParser
import Market
import Research

/// Which parameter sets to try: flags of every command that tries many.
struct SpaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "parameter=from:to:step or parameter=a,b,c, with 'if CONDITION' where it matters only then; may be repeated.",
      valueName: "axis"), completion: Completions.axes)
  var grid: [String] = []

  @Option(
    help: ArgumentHelp(
      "parameter=uniform(a,b), loguniform(a,b), normal(mean,deviation), integer(a,b) or choice(a,b,c); may be repeated.",
      valueName: "axis"), completion: Completions.axes)
  var random: [String] = []

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("A condition that parameters must meet; may be repeated.", valueName: "condition"),
    completion: Completions.parameters)
  var conditions: [String] = []

  @Option(
    help: ArgumentHelp("How --random draws: random, latin or sobol.", valueName: "name"),
    completion: .list(["random", "latin", "sobol"]))
  var sampler: String?

  @Option(help: ArgumentHelp("How many draws, or how many points of the grid to take.", valueName: "count"))
  var trials: Int?

  @Option(help: "Seed of draws and samples.")
  var seed: UInt64 = 1

  /// Every point is numbered and drawn before the first is run; more of them than this is a slip of the keyboard.
  private static let mostTrials = 100_000_000

  func request() throws -> SpaceRequest {
    if let trials, trials > Self.mostTrials {
      throw Problem("--trials is \(trials)", remedy: "it may be \(Self.mostTrials) at most")
    }
    return SpaceRequest(
      grids: grid, draws: random, conditions: conditions,
      sampler: try sampler.map { name in try Sampler(parsing: name) }, trials: trials, seed: seed)
  }
}
