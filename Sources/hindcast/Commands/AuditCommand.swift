import ArgumentParser
import Market
import Replay
import Results
import Signals

struct SignalAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Try to catch a strategy's signals, or an expression, looking ahead.",
    discussion: """
      Everything is computed again from data that ends at a bar, from data whose future was changed, and bar by bar from \
      no more than its look-back, and compared to the last bit; the dataset is cut off too, and columns that know the \
      next bar's return too well are named. Exit code 1 where anything differs.

      Example: hindcast signal audit stress-fade --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(help: ArgumentHelp("A strategy's name or file, or an expression.", valueName: "strategy or expression"))
  var subject: String

  @Option(help: "Places at which history is cut off and the future changed.")
  var cuts = 8

  @Option(help: "Decides where.")
  var seed: UInt64 = 1

  func run() throws {
    guard (1...1000).contains(cuts) else {
      throw Problem("--cuts \(cuts) is no number of places", remedy: "give 1 to 1000")
    }
    let asked = try AuditedSignals(subject, global.workspace, try parameters.overrides())
    let loader = FrameLoader(workspace: global.workspace, choice: options.choice)
    let frame = try asked.placed { try asked.frame(loader) }
    let audit = SignalAudit(on: frame, cuts: cuts, seed: seed)
    var report = try asked.placed { try audit.report(on: asked.subjects) }
    for part in [1, 2] {
      // The same frame from a dataset that ends after a third and after two thirds of it.
      var choice = options.choice
      choice.to = frame.grid.open(frame.evaluation.lowerBound + frame.evaluation.count * part / 3)
      guard let cut = try? asked.frame(FrameLoader(workspace: global.workspace, choice: choice)) else { continue }
      audit.compare(cut, into: &report)
    }
    show(report, on: frame, asked)
    if !report.isClean { throw ExitCode(Problem.Fault.work.rawValue) }
  }

  private func show(_ report: SignalAudit.Report, on frame: Frame, _ asked: AuditedSignals) {
    let rows: [[Figure]] = SignalAudit.Check.allCases.map { check in
      let found = report.findings.filter { $0.check == check }
      return [
        .text(check.rawValue), .count(report.compared[check] ?? 0), .count(found.count),
        .text(report.compared[check] == nil ? "not checked" : found.isEmpty ? "nothing looks ahead" : "looks ahead"),
      ]
    }
    var checks = Table(
      title: "Audit of \(asked.title) on \(frame.market) \(frame.grid.interval)",
      columns: [
        .init("check", key: "check", .words), .init("values compared", key: "compared"), .init("found", key: "found"),
        .init("outcome", key: "outcome", .words),
      ], rows: rows)
    checks.notes.append(
      "\(asked.subjects.count) signals and rules asked about, on \(frame.grid.count) bars; \(report.streamedBars) bars computed one by one; seed \(seed)."
    )
    if asked.ofPosition > 0 {
      checks.notes.append("\(asked.ofPosition) more ask about their own position, which only a replay has.")
    }
    if !report.anchored.isEmpty {
      checks.notes.append(
        "Anchored at the start of the data, so that they change with where it begins: \(report.anchored.joined(separator: ", "))."
      )
    }
    checks.notes += frame.findings
    let findings = Table(
      title: "What looks ahead",
      columns: [
        .init("check", key: "check", .words), .init("in", key: "subject", .words),
        .init("expression", key: "expression", .words), .init("first bar", unit: "UTC", key: "bar"),
        .init("what", key: "what", .words),
      ],
      rows: report.findings.map {
        [.text($0.check.rawValue), .text($0.subject), .text($0.expression), .instant($0.bar), .text($0.what)]
      })
    switch global.format {
    case .table: Output(format: .table).show(report.isClean ? [checks] : [checks, findings])
    case .csv: print((report.isClean ? checks : findings).csv, terminator: "")
    case .json:
      print(
        JSONValue.object([
          "subject": .string(asked.title), "market": .string(frame.market), "bars": .integer(frame.grid.count),
          "clean": .bool(report.isClean), "streamed_bars": .integer(report.streamedBars), "checks": checks.json,
          "findings": findings.json,
        ]).text(), terminator: "")
    }
  }
}

/// What an audit is asked about: the signals and rules of a strategy, or one expression.
private struct AuditedSignals {
  let title: String
  let subjects: [SignalAudit.Subject]
  /// Rules left out, since they ask about their own position.
  var ofPosition = 0
  private let strategy: Strategy?
  private let columns: [String: Problem.Place]

  init(_ argument: String, _ workspace: Workspace, _ overrides: [String: ParameterValue]) throws {
    let strategy = try Self.strategy(argument, workspace)
    self.strategy = strategy
    guard let strategy else {
      title = argument
      let expression = try Expression(typed: argument)
      let book = try SignalBook()
      subjects = [SignalAudit.Subject(name: argument, node: try book.bound().resolve(expression))]
      columns = book.columnPlaces(for: [expression])
      return
    }
    title = strategy.name
    let book = strategy.signals
    do {
      let bound = try book.bound(to: overrides)
      var subjects = try book.signalNames.map { SignalAudit.Subject(name: $0, node: try bound.signal($0)) }
      if strategy.rules != nil {
        for node in try strategy.bound(to: overrides).nodes { subjects.append(.init(name: "rule", node: node)) }
      }
      let asked = subjects.filter { $0.node.kind == .number || $0.node.kind == .condition }
      // What a rule asks of its own position exists in a replay alone, which knows a bar's fills before it asks.
      self.subjects = asked.filter { !$0.node.reads(PositionState.names) }
      ofPosition = asked.count - self.subjects.count
    } catch let problem as Problem { throw problem.inFileIfPlaced(strategy.file) }
    let expressions = book.signals.map(\.expression)
    columns = strategy.columnPlaces.merging(book.columnPlaces(for: expressions)) { first, _ in first }
      .filter { !PositionState.names.contains($0.key) }
  }

  /// Nil where the argument is an expression. What names a file, or looks as if it should, is one.
  private static func strategy(_ argument: String, _ workspace: Workspace) throws -> Strategy? {
    do { return try workspace.strategy(argument) } catch let problem as Problem {
      guard problem.what.hasPrefix("there is no strategy"), !argument.hasSuffix(".yaml"), !argument.hasSuffix(".yml"),
        let expression = try? Expression(parsing: argument),
        expression.text.contains("(") || expression.names != [argument]
      else { throw problem }
      return nil
    }
  }

  func frame(_ loader: FrameLoader) throws -> Frame {
    try loader.assemble(strategy.map { [$0] } ?? [], columns: columns) { interval in
      // What is anchored wants all there is, which the frame has.
      try subjects.map { try $0.node.lookBack(interval) }.max() ?? 0
    }.frame
  }

  func placed<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let problem as Problem {
      throw strategy.map { problem.inFileIfPlaced($0.file) } ?? problem
    }
  }
}
