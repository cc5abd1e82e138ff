import ArgumentParser
import Foundation
import Market
import Replay
import Reports
import Research

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Backtest a strategy over a grid of parameters.",
    discussion: """
      Every trial is kept in results/hindcast.sqlite as it is done; the same command line again runs only what is missing, \
      and overlapping grids share their trials.

      Example: hindcast sweep stress-fade --market demo --grid entry=0.5:3:0.25 --grid lookback=6h,1d,3d
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(help: ArgumentHelp("Name in strategies/ or path of a file.", valueName: "strategy"))
  var strategy: String

  @Option(help: ArgumentHelp("parameter=from:to:step or parameter=a,b,c; may be repeated.", valueName: "axis"))
  var grid: [String] = []

  @Option(help: ArgumentHelp("Figure to rank by.", valueName: "figure"))
  var rank: String = FigureKey.sharpeAnnual.rawValue

  @Option(help: ArgumentHelp("How many of the best to print.", valueName: "count"))
  var best: Int = 10

  @Option(help: "Threads; all cores when left out.")
  var threads: Int?

  @Flag(help: "Run more than a million trials without asking.")
  var yes = false

  private static let mostTrials = 1_000_000

  func run() throws {
    let workspace = global.workspace
    guard let rank = FigureKey(rawValue: rank) else {
      throw Problem(
        "there is no figure '\(rank)' to rank by",
        remedy: suggestion(for: rank, in: FigureKey.allCases.map(\.rawValue), called: "figures"))
    }
    guard best > 0 else { throw Problem("--best is \(best)", remedy: "give a number above zero") }
    let axes = try grid.map { text in try ParameterAxis(parsing: text) }
    let count = try ParameterGrid(axes).count
    guard yes || count <= Self.mostTrials else {
      throw Problem("the grid has \(count) trials", remedy: "thin it out, or say --yes to run them all")
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let job = SweepJob(
      workspace: workspace, choice: options.choice, overrides: try parameters.overrides(),
      threads: max(1, min(threads ?? cores, 1024)))
    let summary = try job.run(try workspace.strategy(strategy), axes: axes, rank: rank)
    let folder = try job.keep(summary, renderer: PageRenderer.found())
    switch global.format {
    case .json: print(summary.json(best: best).text(), terminator: "")
    case .csv: print(summary.csv, terminator: "")
    case .table:
      let fresh = summary.trials.count - summary.reused
      Output(format: global.format).show(
        [summary.top(best)],
        closing: [
          "\(fresh) trials run and \(summary.reused) from the store in \(Figure.ratio(summary.seconds).text) s. Written to \(folder)/ (open report.html)"
        ])
    }
  }
}
