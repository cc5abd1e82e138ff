import ArgumentParser
import Market
import Research
import Results
import Signals

struct StudyRegisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Write down the one hypothesis that a sealed market will be opened for.",
    discussion: """
      Signal, parameters, horizon, direction and level are written into the dataset in canonical form, hashed and dated. \
      What the strategy's file says later makes no difference.

      Example: hindcast study register stress-fade --signal stress --forward 1h --direction down --market btc
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(
    help: ArgumentHelp("Name in strategies/ or path of a file.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A signal of the strategy, or an expression over its signals.", valueName: "name"),
    completion: Completions.signals)
  var signal: String

  @Option(help: ArgumentHelp("Horizon of forward returns.", valueName: "duration"))
  var forward: Interval

  @Option(help: "Which way returns go: up, down, or either.")
  var direction: Direction

  @Option(help: ArgumentHelp("Level at which it counts as confirmed.", valueName: "share"))
  var alpha: String = "5%"

  @Option(
    help: ArgumentHelp("Dataset to use instead of the strategy's.", valueName: "name"),
    completion: Completions.datasets)
  var market: String?

  @Option(help: ArgumentHelp("Width of a bar, instead of the strategy's.", valueName: "duration"))
  var interval: Interval?

  func run() throws {
    let level = try CommandLineWords.level(alpha)
    let strategy = try global.workspace.strategy(strategy)
    let document = try HoldoutJob(workspace: global.workspace, now: Clock.now).register(
      HoldoutJob.Question(
        signal: signal, forward: forward, direction: direction, alpha: level, overrides: try parameters.overrides()),
      of: strategy, choice: MarketChoice(market: market, interval: interval))
    Output(format: global.format).show(
      document,
      closing: [
        "Open it once with: hindcast study open --market \(document.registration.hypothesis.market) \(document.hash.prefix(12))"
      ])
  }
}

extension Direction: ExpressibleByArgument {}

extension Output {
  /// A holdout as people or programs read it.
  func show(_ document: HoldoutDocument, closing: [String]) {
    switch format {
    case .table: show([document.table], closing: closing)
    case .json: print(document.json.text(), terminator: "")
    case .csv: print(document.table.csv, terminator: "")
    }
  }
}
