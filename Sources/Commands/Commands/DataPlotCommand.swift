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
    let plot = ExpressionPlot(
      frame: evaluated.frame,
      lines: evaluated.all.map { .init(name: $0.text, values: $0.numbers, isCondition: $0.isCondition) })
    let path = output ?? global.workspace.path("results/plot.html")
    try global.workspace.write(PageRenderer.found().html(plot.page), to: path)
    let shown = Output(format: global.format)
    if global.format == .table {
      shown.show([plot.table], closing: ["Written to \(path)"])
    } else {
      shown.show(plot.table)
    }
  }
}
