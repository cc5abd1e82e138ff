import ArgumentParser
import Market
import Pages
import Research
import Results

struct RegressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regress",
    abstract: "Ordinary least squares on a market, from a formula, with standard errors robust to overlapping returns.",
    discussion: """
      Left of '~' stands forward(1h), the return from each bar's close, or any expression; right of it terms joined by \
      + - : *, made of columns, signals of --strategy and expressions. C(...) makes categories, I(...) holds arithmetic, \
      0 leaves the intercept out (docs/regression.md).

      Example: hindcast regress 'forward(1h) ~ funding_z * stress + lag(return(1h)) + C(weekday)' --strategy stress-fade
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var covariance: CovarianceOptions

  @Argument(help: ArgumentHelp("What is explained ~ what explains it.", valueName: "formula"))
  var formula: String

  @Option(
    help: ArgumentHelp("Strategy whose signals and parameters the formula may name.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String?

  @Option(
    help: ArgumentHelp("Also regress on every window of this length: a duration or bars.", valueName: "length"))
  var rolling: String?

  @Option(
    help: ArgumentHelp(
      "Also regress on everything up to each bar, from this length on: a duration or bars.", valueName: "length"))
  var expanding: String?

  @Flag(inversion: .prefixedNo, help: "Write a page and a document of the regression to results/.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    let workspace = global.workspace
    let job = RegressJob(
      workspace: workspace, choice: options.choice, overrides: try parameters.overrides(),
      covariance: try covariance.request(), moving: try schemes())
    let strategy = try strategy.map(workspace.strategy)
    let outcomes = try job.run(formula, strategy: strategy)
    let renderer = report ? PageRenderer.found() : nil
    let summaries = outcomes.map(\.summary)
    for (index, outcome) in outcomes.enumerated() {
      let summary = outcome.summary
      for warning in summary.warnings { Terminal.warn(warning) }
      let page = try renderer.map { try job.keep(outcome, strategy: strategy, renderer: $0) }
      guard global.format == .table else { continue }
      if index > 0 { print() }
      Output(format: global.format).show(summary.tables, closing: page.map { ["Written to \($0)"] } ?? [])
    }
    switch global.format {
    case .table: break
    case .json:
      let documents = summaries.map(\.json)
      print((documents.count == 1 ? documents[0] : .array(documents)).text(), terminator: "")
    case .csv:
      for (index, summary) in summaries.enumerated() {
        print(index == 0 ? summary.csv : summary.csv.drop { $0 != "\n" }.dropFirst().description, terminator: "")
      }
    }
  }

  private func schemes() throws -> [MovingScheme] {
    try [(MovingScheme.Kind.rolling, rolling), (.expanding, expanding)].compactMap { kind, text in
      guard let text else { return nil }
      guard let length = MovingScheme.Length(text) else {
        throw Problem("--\(kind.rawValue) is '\(text)'", remedy: "give a duration such as 7d, or a number of bars")
      }
      return MovingScheme(kind, length)
    }
  }
}
