import ArgumentParser
import Digest
import Market
import Pages
import Research
import Results

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Strategies side by side, and whether their differences are real.",
    discussion: """
      All are replayed on the same bars. Example: hindcast compare stress-fade funding-extremes funding-side --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var funding: FundingOptions

  @Argument(
    help: ArgumentHelp("Names in strategies/ or paths of files, two or more.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategies: [String]

  @Option(help: "Seed of the paired bootstrap.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Replicates of the paired bootstrap.", valueName: "count"))
  var replicates: Int = 2000

  func run() throws {
    let workspace = global.workspace
    guard strategies.count >= 2 else {
      throw Problem("there is nothing to compare '\(strategies[0])' with", remedy: "name two strategies or more")
    }
    guard (100...1_000_000).contains(replicates) else {
      throw Problem("--replicates is \(replicates)", remedy: "give a number from 100 to 1000000")
    }
    let job = CompareJob(
      workspace: workspace, choice: try funding.applied(to: options.choice), seed: seed, replicates: replicates)
    let summary = try job.run(try strategies.map { name in try workspace.strategy(name) })
    let file = try job.keep(summary, renderer: PageRenderer.found())
    switch global.format {
    case .json: print(summary.json.text(), terminator: "")
    case .csv: print(summary.table.csv, terminator: "")
    case .table:
      Output(format: global.format).show(
        [summary.table, summary.pairs], closing: [summary.conclusion, "Written to \(file)"])
    }
  }
}
