import ArgumentParser
import Market
import Pages
import Replay
import Research
import Results

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Backtest a strategy: ledger, figures, report.",
    discussion: """
      Decisions at each close, fills at the next open, every funding settlement in the ledger (docs/accounting.md). The \
      run is kept in results/hindcast.sqlite and in a folder of its own.

      Example: hindcast replay stress-fade --market demo --set entry=2
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var funding: FundingOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(
    help: ArgumentHelp("Names in strategies/ or paths of files.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategies: [String]

  @Option(
    help:
      "Print an account of the run instead of its figures: each settlement (funding), each step of a liquidation (liquidation), what was rolled from one dated future to the next (rolls), or what the result owes to each convention (sensitivity)."
  )
  var explain: Explanation?

  @OptionGroup var against: BenchmarkOptions

  @Flag(inversion: .prefixedNo, help: "Write report.html beside the run's files.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    if let explain, against.benchmark != nil {
      throw Problem(
        "--explain \(explain.rawValue) prints an account of the run, in which no benchmark has a place",
        remedy: "leave out one of --explain and --benchmark")
    }
    if let explain, global.format == .csv, strategies.count > 1 {
      throw Problem(
        "--explain \(explain.rawValue) with --format csv prints rows that do not say whose they are, and \(strategies.count) strategies are asked for",
        remedy: "ask for one strategy, or for --format json")
    }
    let workspace = global.workspace
    let job = ReplayJob(
      workspace: workspace, choice: try funding.applied(to: options.choice), overrides: try parameters.overrides())
    var renderer: PageRenderer?
    let output = Output(format: global.format)
    var documents: [JSONValue] = []
    var kept: [RunSummary] = []
    for (index, name) in strategies.enumerated() {
      let (_, runs) = try job.run([try workspace.strategy(name)])
      // Looked for once there is something to draw: what it lacks is no part of why a command fails.
      if report, renderer == nil { renderer = PageRenderer.found() }
      for var run in runs {
        run.search = try job.search(before: run)
        run.against = try against.benchmark.map { try job.against($0, run) }
        let folder = try job.keep(&run, renderer: renderer)
        if let explain {
          output.show(try explain.table(of: run, by: job))
          continue
        }
        switch global.format {
        case .json:
          documents.append(run.json)
        case .csv: kept.append(run)
        case .table:
          if index > 0 { print() }
          output.show(
            run.tables + (run.against.map { [$0.table] } ?? []), opening: run.opening,
            closing: [job.unfilled(of: run), run.samplingErrorLine].compactMap(\.self) + [
              "Written to \(folder)/\(report ? " (open report.html)" : "")"
            ])
        }
      }
    }
    guard explain == nil else { return }
    switch global.format {
    case .table: break
    case .json: print((documents.count == 1 ? documents[0] : .array(documents)).text(), terminator: "")
    case .csv:
      var output = StandardOutput()
      Run.writeTrades(of: kept.map { ($0.strategy.strategy.name, $0.run) }, to: &output)
    }
  }
}
