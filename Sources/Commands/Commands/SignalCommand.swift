import ArgumentParser
import Frames
import Market
import Results
import Signals

struct SignalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signal", abstract: "The signal language: its operators, and what an expression comes to.",
    subcommands: [
      SignalListCommand.self, SignalShowCommand.self, SignalEvalCommand.self, AuditCommand.self,
    ])
}

struct SignalListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The operators and built-in signals, by family.",
    discussion: "Example: hindcast signal list funding")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Words to look for in names, families and descriptions.", valueName: "word"))
  var words: [String] = []

  func run() throws {
    let found = Operators.descriptions(matching: words.joined(separator: " "))
    guard !found.isEmpty else {
      throw Problem(
        "no operator or built-in signal has '\(words.joined(separator: " "))'",
        remedy: Operators.remedy(for: words.joined(separator: "_")))
    }
    guard global.format == .table else {
      return Output(format: global.format).show(Self.table(of: found, family: nil))
    }
    let families = OperatorFamily.allCases.filter { family in found.contains { $0.family == family } }
    Output(format: .table).show(
      families.map { family in Self.table(of: found.filter { $0.family == family }, family: family) },
      closing: [
        "A window is a duration (1d) or a number of bars (288). No operator looks forward. 'hindcast signal show NAME' "
          + "has the formula of one; see docs/signals.md."
      ])
  }

  private static func table(of descriptions: [OperatorDescription], family: OperatorFamily?) -> Table {
    var columns: [Table.Column] = [
      .init("operator", key: "signature", .words), .init("gives", key: "gives", .words, isDetail: true),
      .init("looks back", key: "look_back", .words, isDetail: true), .init("what it is", key: "about", .words),
    ]
    if family == nil {
      columns.insert(.init("family", key: "family", .words), at: 0)
      columns.insert(.init("name", key: "name", .words), at: 0)
    }
    return Table(
      title: family?.rawValue, columns: columns,
      rows: descriptions.map { description in
        let row: [Figure] = [
          .text(description.signature), .text(description.result.rawValue), .text(description.lookBack),
          .text(description.about),
        ]
        return family == nil ? [.text(description.name), .text(description.family.rawValue)] + row : row
      })
  }
}

struct SignalShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One operator or built-in signal: its formula, unit, warm-up and cost.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Its name.", valueName: "name"), completion: Completions.operators)
  var name: String

  func run() throws {
    let description = try Operators.describe(name)
    let cost = try ExampleCost(of: description.example)
    let picture = ExamplePicture(of: description.example, global.workspace)
    let lines: [(title: String, key: String, text: String)] = [
      ("family", "family", description.family.rawValue), ("formula", "formula", description.formula),
      ("gives", "gives", description.result.rawValue), ("unit", "unit", description.unit),
      ("looks back", "look_back", description.lookBack), ("gaps", "gaps", description.missing),
      ("columns", "columns", description.columns.joined(separator: ", ")), ("source", "source", description.source),
      ("example", "example", description.example), ("warm-up", "example_warm_up", cost.warmUp),
      ("cost", "example_cost", cost.text), ("picture", "example_picture", picture.text),
    ]
    guard global.format == .table else {
      let all =
        [
          ("name", "name", description.name), ("signature", "signature", description.signature),
          ("about", "about", description.about),
        ] + lines
      return Output(format: global.format).show(
        Table(
          columns: all.map { Table.Column($0.0, key: $0.1, .words) }, rows: [all.map { .text($0.2) }]))
    }
    let width = lines.map(\.title.count).max() ?? 0
    print(description.signature)
    Output.printHanging(description.about, behind: "  ")
    for line in lines where !line.text.isEmpty {
      Output.printHanging(
        line.text, behind: "  \(line.title)\(String(repeating: " ", count: width - line.title.count))  ")
    }
  }
}

/// What an example takes on a made-up market of five-minute bars: bars of warm-up, and time.
private struct ExampleCost {
  let warmUp: String
  let text: String

  private static let bars = 50_000

  init(of example: String) throws {
    let node = try SignalBook().bound().resolve(Expression(parsing: example))
    let interval = Interval.minutes(5)
    let lookBack = try node.lookBack(interval)
    warmUp =
      lookBack >= OperatorSetting.everything
      ? "all the data there is" : "\(lookBack) bars of \(interval) for the example"
    // What compares instruments has no value of one, and depends on how many there are.
    guard node.comparison == nil else {
      text = ""
      return
    }
    let frame = Frame.sample(count: Self.bars, interval: interval)
    let clock = ContinuousClock()
    // The first time pays for memory that the second finds.
    _ = try Evaluator(frame, budget: 0).value(of: node)
    let best = try (0..<3).map { _ in try clock.measure { _ = try Evaluator(frame, budget: 0).value(of: node) } }.min()
    let nanoseconds = (best ?? .zero) / .nanoseconds(1)
    text = "\((nanoseconds / Double(Self.bars) * 10).rounded() / 10) ns a bar for the example, on one core here"
  }
}

/// An example over a week of the demo market, or of a made-up one where that is not there or lacks a column.
private struct ExamplePicture {
  let text: String

  private static let days = 7
  private static let width = 72

  init(of example: String, _ workspace: Workspace) {
    var choice = MarketChoice()
    choice.market = "demo"
    let onDemo = try? EvaluatedExpressions([example], FrameLoader(workspace: workspace, choice: choice))
    if let onDemo, let values = onDemo.all.first?.numbers, let bars = Interval.day.count(of: onDemo.frame.grid.interval)
    {
      let drawn = Sparkline.text(Array(values[onDemo.frame.evaluation].suffix(Self.days * bars)), width: Self.width)
      if !drawn.isEmpty {
        text = "\(drawn) the last \(Self.days) days of 'demo'"
        return
      }
    }
    let made = Frame.sample(count: 5000)
    let node = try? SignalBook().bound().resolve(Expression(parsing: example))
    guard let node, node.comparison == nil, let values = try? EvaluatedExpressions.numbers(of: node, Evaluator(made))
    else {
      text = ""
      return
    }
    let drawn = Sparkline.text(Array(values.suffix(Self.days * 24)), width: Self.width)
    text = drawn.isEmpty ? "" : "\(drawn) \(Self.days) days of a made-up market"
  }
}

struct SignalEvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Evaluate an expression on a dataset.",
    discussion: """
      With --strategy its signals and parameters may stand in the expression, on the strategy's market and bars; --set gives \
      parameters other values; of a strategy with a universe every instrument's value is told. --plot writes a page with a chart of all bars.

      Examples:
        hindcast signal eval 'zscore(funding_rate, 1d) > 1.5' --market demo
        hindcast signal eval 'crowding - lag(crowding, 1d)' --strategy stress-fade --plot
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(help: ArgumentHelp("The expression.", valueName: "expression"), completion: Completions.expressions)
  var expression: String

  @Option(
    help: ArgumentHelp("A strategy, whose signals and parameters the expression may name.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String?

  @Option(help: "Bars to print, the last ones; 0 for all.")
  var last: Int = 10

  @Flag(help: "Write a page with a chart, to results/plot.html or --output.")
  var plot = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The page to write, with --plot.", valueName: "file"), completion: .file())
  var output: String?

  func run() throws {
    guard plot || output == nil else {
      throw Problem("--output \(output ?? "") is the page of a chart", remedy: "say --plot with it")
    }
    let overrides = try parameters.overrides()
    guard strategy != nil || overrides.isEmpty else {
      throw Problem("--set gives parameters of a strategy other values", remedy: "name it with --strategy")
    }
    let named = try strategy.map { try global.workspace.strategy($0) }
    let evaluated = try EvaluatedExpressions(
      [expression], FrameLoader(workspace: global.workspace, choice: options.choice), strategy: named,
      overrides: overrides)
    let (frame, values) = (evaluated.frame, evaluated.all[0])
    var table = Table(
      title: values.key,
      columns: [.init("open", unit: "UTC", key: "open_time")]
        + (values.instrument == nil ? [] : [.init("instrument", key: "instrument", .words)])
        + [.init("value at close", key: "value")])
    let rows = frame.evaluation.suffix(last > 0 ? last : frame.evaluation.count)
    for row in rows {
      for values in evaluated.all {
        let number = values.numbers[row]
        let figure = values.isCondition ? number.isNaN ? Figure.missing : .flag(number == 1) : .plain(number)
        table.append(
          [.instant(frame.grid.open(row))] + (values.instrument.map { [.text("\($0)")] } ?? []) + [figure])
      }
    }
    table.notes = frame.findings
    guard plot else { return Output(format: global.format).show(table) }
    let path = try evaluated.draw(to: output, global.workspace)
    if global.format == .table {
      Output(format: .table).show([table], closing: ["Written to \(path)"])
    } else {
      Output(format: global.format).show(table)
    }
  }
}

extension Expression {
  /// One from the command line, at which messages point.
  init(typed text: String) throws {
    Excerpt.remember(text, as: "expression")
    try self.init(parsing: text, at: Problem.Place(file: "expression", line: 1, column: 1))
  }
}
