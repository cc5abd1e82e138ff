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
      All are replayed on the same bars of each market; --interval chooses them where files name different \
      ones. With several markets the conclusion is drawn from all of them \
      together. --set with several values compares a strategy with itself.

      Example: hindcast compare stress-fade funding-extremes funding-side --market demo --benchmark hold
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var funding: FundingOptions
  @OptionGroup var against: BenchmarkOptions

  @Argument(
    help: ArgumentHelp("Names in strategies/ or paths of files.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategies: [String]

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a parameter in every strategy that has it; several values are compared. May be repeated.",
      valueName: "parameter=value,value"), completion: Completions.settings)
  var settings: [String] = []

  @Option(help: "Seed of the paired bootstrap.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Replicates of the paired bootstrap.", valueName: "count"))
  var replicates: Int = 2000

  @Flag(inversion: .prefixedNo, help: "Write a page of the comparison to results/.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    let workspace = global.workspace
    guard (100...1_000_000).contains(replicates) else {
      throw Problem("--replicates is \(replicates)", remedy: "give a number from 100 to 1000000")
    }
    let job = CompareJob(
      workspace: workspace, choices: try choices(), seed: seed, replicates: replicates,
      settings: try settings.map { text in try CompareSetting(parsing: text) }, benchmark: against.benchmark)
    let summary = try job.run(try strategies.map { name in try workspace.strategy(name) })
    let file = report ? try job.keep(summary, renderer: PageRenderer.found()) : nil
    switch global.format {
    case .json: print(summary.json.text(), terminator: "")
    case .csv: print(summary.table.csv, terminator: "")
    case .table:
      Output(format: global.format).show(
        summary.allTables, opening: summary.conclusions, closing: file.map { ["Written to \($0)"] } ?? [])
    }
  }

  /// One a market.
  private func choices() throws -> [MarketChoice] {
    let choice = try funding.applied(to: options.choice)
    guard let markets = try PanelJob.markets(in: choice) else { return [choice] }
    return markets.map { market in
      var one = choice
      one.market = market
      return one
    }
  }
}
