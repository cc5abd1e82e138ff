import ArgumentParser
import Market
import Pages
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
      "Print an account of the run instead of its figures: each settlement (funding), each step of a liquidation (liquidation), or what the result owes to each convention (sensitivity)."
  )
  var explain: Explanation?

  @Option(
    help: ArgumentHelp(
      "What the run is held against: hold, hold:SYMBOL, or a strategy. Alpha, beta, capture, and whether they differ.",
      valueName: "benchmark"))
  var benchmark: String?

  @Flag(inversion: .prefixedNo, help: "Write report.html beside the run's files.")
  var report = true

  func run() throws {
    let workspace = global.workspace
    let job = ReplayJob(
      workspace: workspace, choice: try funding.applied(to: options.choice), overrides: try parameters.overrides())
    let renderer = report ? PageRenderer.found() : nil
    let output = Output(format: global.format)
    var documents: [JSONValue] = []
    var trades: [String] = []
    for (index, name) in strategies.enumerated() {
      let (_, runs) = try job.run([try workspace.strategy(name)])
      for run in runs {
        let folder = try job.keep(run, renderer: renderer)
        if let explain {
          output.show(try explain.table(of: run, by: job))
          continue
        }
        let against = try benchmark.map { try job.benchmark($0, of: run) }
        switch global.format {
        case .json:
          documents.append(
            against.map { run.json.adding(["against": BenchmarkComparison.fields.json($0)]) } ?? run.json)
        case .csv: trades.append(run.tradesCSV)
        case .table:
          if index > 0 { print() }
          output.show(
            run.tables + (against.map { [$0.table] } ?? []), opening: run.opening,
            closing: [job.unfilled(of: run), try job.luck(of: run)].compactMap(\.self) + [
              "Written to \(folder)/\(report ? " (open report.html)" : "")"
            ])
        }
      }
    }
    guard explain == nil else { return }
    switch global.format {
    case .table: break
    case .json: print((documents.count == 1 ? documents[0] : .array(documents)).text(), terminator: "")
    case .csv: print(CSV.joined(trades), terminator: "")
    }
  }
}
