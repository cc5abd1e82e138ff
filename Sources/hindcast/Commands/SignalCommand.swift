import ArgumentParser
import Market
import Reports
import Signals

struct SignalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signal", abstract: "The signal language: its operators, and what an expression comes to.",
    subcommands: [SignalListCommand.self, SignalShowCommand.self, SignalEvalCommand.self])
}

struct SignalListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Every operator and built-in signal.")

  @OptionGroup var global: GlobalOptions

  func run() {
    Output(format: global.format).show(
      Table(
        columns: [
          .init("operator", key: "signature", .words), .init("gives", key: "gives", .words),
          .init("looks back", key: "look_back", .words), .init("what it is", key: "about", .words),
        ],
        rows: Operators.descriptions.map {
          [.text($0.signature), .text($0.result.rawValue), .text($0.lookBack), .text($0.about)]
        },
        notes: [
          "A window is a duration (1d) or a number of bars (288). No operator looks forward. See docs/signals.md."
        ]))
  }
}

struct SignalShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "One operator or built-in signal.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Its name.", valueName: "name"), completion: Completions.operators)
  var name: String

  func run() throws {
    let description = try Operators.describe(name)
    print(
      """
      \(description.signature)
        \(description.about)
        formula     \(description.formula)
        unit        \(description.unit)
        looks back  \(description.lookBack)
        gaps        \(description.missing)
        example     \(description.example)
      """)
    if !description.columns.isEmpty { print("  columns     \(description.columns.joined(separator: ", "))") }
  }
}

struct SignalEvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Evaluate an expression on a dataset.",
    discussion: "Example: hindcast signal eval 'zscore(funding_rate, 1d) > 1.5' --market demo")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions

  @Argument(help: ArgumentHelp("The expression.", valueName: "expression"), completion: Completions.expressions)
  var expression: String

  @Option(help: "Bars to print, the last ones; 0 for all.")
  var last: Int = 10

  func run() throws {
    let parsed = try Expression(parsing: expression, at: Problem.Place(file: "expression", line: 1, column: 1))
    let book = try SignalBook()
    let bound = try book.bound()
    let node = try bound.resolve(parsed)
    let loader = FrameLoader(workspace: global.workspace, choice: options.choice)
    let frame = try loader.assemble([], columns: book.columnPlaces(for: [parsed])) { try node.lookBack($0) }.frame
    let evaluator = Evaluator(frame)
    let values: [Figure] =
      node.kind == .condition
      ? try {
        let truth = try evaluator.truth(of: node)
        return frame.evaluation.map { truth[$0].map(Figure.flag) ?? .missing }
      }()
      : try {
        let numbers = try evaluator.number(of: node); return frame.evaluation.map { .plain(numbers[$0]) }
      }()
    var table = Table(
      title: node.key,
      columns: [.init("open", unit: "UTC", key: "open_time"), .init("value at close", key: "value")])
    let rows = frame.evaluation.suffix(last > 0 ? last : frame.evaluation.count)
    for row in rows { table.append([.instant(frame.grid.open(row)), values[row - frame.evaluation.lowerBound]]) }
    Output(format: global.format).show(table)
  }
}
