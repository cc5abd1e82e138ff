import ArgumentParser
import Market
import Pages
import Results

struct DataPlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw columns and expressions of a dataset over time.",
    discussion: """
      A page of charts, one a panel, on one axis of time; a table of what they are in the terminal.

      Example: hindcast data plot close funding_rate 'zscore(funding_rate, 1d)' --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions

  @Argument(help: ArgumentHelp("Columns or expressions.", valueName: "expression"), completion: Completions.expressions)
  var expressions: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The page to write; default: results/plot.html.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let loader = FrameLoader(workspace: global.workspace, choice: options.choice)
    let evaluated = try EvaluatedExpressions(expressions, loader)
    let path = try evaluated.draw(to: output, global.workspace)
    let shown = Output(format: global.format)
    if global.format == .table {
      shown.show([evaluated.plot.table], closing: ["Written to \(path)"])
    } else {
      shown.show(evaluated.plot.table)
    }
  }
}
