import ArgumentParser
import Market
import Numerics
import Pages
import Replay
import Research
import Results
import Signals

struct StudyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "One or more signals of a strategy, tested on forward returns (what 'study STRATEGY' does).",
    discussion: """
      A condition is studied as a regime, a number as a signal; several markets, --market btc,eth, as a panel, and so are the instruments of a strategy's universe. Estimators stand side by side, and the verdict rests on \
      those with a correct false-positive rate on this sample (docs/statistics.md).

      Example: hindcast study stress-fade --signal stress --forward 15m,1h,4h --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(
    help: ArgumentHelp("Name in strategies/ or path of a file.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A signal of the strategy, or an expression over its signals; may be repeated.", valueName: "name"),
    completion: Completions.signals)
  var signal: [String]

  @Option(help: ArgumentHelp("Horizons of forward returns.", valueName: "durations"))
  var forward: String = "1h"

  @Option(
    help: ArgumentHelp(
      "Random shifts used to estimate each estimator's false-positive rate; 0 for none.", valueName: "moves"))
  var calibrate: Int = 200

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A condition that the effect may depend on: the same estimate inside and outside it.", valueName: "expression"),
    completion: Completions.signals)
  var given: String?

  @Option(
    help: ArgumentHelp(
      "Effect sizes for which to compute power, besides the observed one (default: 1bps,5bps).", valueName: "sizes"))
  var effect: String?

  @Option(
    help: ArgumentHelp(
      "Regimes with the same lengths of episodes and gaps to draw and test; 0 for none (default: 200).",
      valueName: "count"))
  var placebos: Int?

  @Option(help: "Seed of the moves and the placebos.")
  var seed: UInt64 = 1

  @Flag(help: "Print conditions, parts of the sample, placebos and the path around episodes as well.")
  var details = false

  @Flag(help: "Print all estimators, not only those that the verdict rests on and three that most software offers.")
  var all = false

  @Flag(inversion: .prefixedNo, help: "Write a page of the study to results/.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    let workspace = global.workspace
    guard (0...100_000).contains(calibrate) else {
      throw Problem("--calibrate is \(calibrate)", remedy: "give a number of moves from 0 to 100000")
    }
    let horizons = try CommandLineWords.durations(forward, "--forward")
    let placebos = placebos ?? 200
    guard (0...100_000).contains(placebos) else {
      throw Problem("--placebos is \(placebos)", remedy: "give a number of placebos from 0 to 100000")
    }
    let effects = try (effect ?? "1bps,5bps").split(separator: ",", omittingEmptySubsequences: false).map { word in
      let size = try CommandLineWords.share(word, of: "--effect", such: "5bps,0.1%")
      guard size != 0, abs(size) < 1 else {
        throw Problem("--effect has '\(word)', which is not the size of a return", remedy: "write sizes as 5bps,0.1%")
      }
      return abs(size)
    }
    if let name = signal.firstRepeated {
      throw Problem("--signal names '\(name)' twice", remedy: "give it once")
    }
    guard !signal.isEmpty else { throw Problem("no signal is named", remedy: "choose one with --signal") }
    var plan = StudyPlan(horizons: horizons, calibration: calibrate, seed: seed)
    (plan.effects, plan.placebos) = (effects, placebos)
    let strategy = try workspace.strategy(strategy)
    var summaries = try documents(of: strategy, workspace, plan)
    let recorder = TestRecorder(workspace: workspace)
    for index in summaries.indices { summaries[index].testLog = try recorder.record(summaries[index]) }
    let counted = summaries.map(\.json)
    let renderer = report ? PageRenderer.found() : nil
    for (index, summary) in summaries.enumerated() {
      // Of one market false-positive rates are shown with --all alone.
      var closing = (all || summary is PanelSummary ? summary.closing : []) + summary.testLog.map(\.sentence)
      let tables = summary.tables(allEstimators: all) + (details ? summary.details : [])
      if let renderer {
        let file = try workspace.keep(
          summary, document: counted[index],
          printed: PrintedResult(tables: tables, opening: summary.opening, closing: closing), of: strategy,
          renderer: renderer)
        closing.append("Written to \(file)")
      }
      guard global.format == .table else { continue }
      if index > 0 { print() }
      Output(format: global.format).show(tables, opening: summary.opening, closing: closing)
    }
    switch global.format {
    case .table: break
    case .json:
      print((counted.count == 1 ? counted[0] : .array(counted)).text(), terminator: "")
    case .csv: print(CSV.joined(summaries.map(\.csv)), terminator: "")
    }
  }

  /// One a signal, of one market or of several.
  private func documents(
    of strategy: Strategy, _ workspace: Workspace, _ plan: StudyPlan
  ) throws -> [any StudyDocument] {
    let choice = options.choice
    let overrides = try parameters.overrides()
    if let markets = try PanelJob.markets(in: choice) {
      try refuseFlagsOfOneMarket("\(markets.count) markets", remedy: "name one market")
      if let given {
        throw Problem("--given '\(given)' is asked of one market, and \(markets.count) are named", remedy: "name one")
      }
      return try PanelJob(workspace: workspace, choice: choice, overrides: overrides, plan: plan, markets: markets)
        .run(strategy, signals: signal)
    }
    if let universe = strategy.universe, choice.instrument == nil {
      try refuseFlagsOfOneMarket("a universe", remedy: "choose one instrument with --instrument")
      if let given {
        throw Problem(
          "--given '\(given)' is asked of one instrument, and '\(strategy.name)' holds a universe",
          remedy: "choose one with --instrument")
      }
      return try UniverseStudyJob(workspace: workspace, choice: choice, overrides: overrides, plan: plan)
        .run(strategy, universe, signals: signal)
    }
    return try StudyJob(workspace: workspace, choice: choice, overrides: overrides, plan: plan, given: given)
      .run(strategy, signals: signal)
  }

  /// What a panel has no answer to is refused where it was asked for, and not passed over.
  private func refuseFlagsOfOneMarket(_ what: String, remedy: String) throws(Problem) {
    let asked: [(flag: String, isGiven: Bool, why: String)] = [
      ("--placebos", placebos != nil, "no placebo regimes are drawn"),
      ("--effect", effect != nil, "no power is computed"),
      ("--details", details, "there are no further tables"),
      ("--all", all, "all of its estimators are printed anyway"),
    ]
    for (flag, isGiven, why) in asked where isGiven {
      throw Problem("\(flag) means nothing to a study of \(what): \(why)", remedy: "leave it out, or \(remedy)")
    }
  }
}
