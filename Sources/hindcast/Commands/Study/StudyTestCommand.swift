import ArgumentParser
import Market
import Reports
import Research

struct StudyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "One or more signals of a strategy, tested on forward returns (what 'study STRATEGY' does).",
    discussion: """
      A condition is studied as a regime, a number as a signal; several markets, --market btc,eth, as a panel. Estimators stand side by side, and the verdict rests on \
      the two that keep their size (docs/statistics.md).

      Example: hindcast study stress-fade --signal stress --forward 15m,1h,4h --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(help: ArgumentHelp("Name in strategies/ or path of a file.", valueName: "strategy"))
  var strategy: String

  @Option(
    help: ArgumentHelp(
      "A signal of the strategy, or an expression over its signals; may be repeated.", valueName: "name"))
  var signal: [String]

  @Option(help: ArgumentHelp("Horizons of forward returns.", valueName: "durations"))
  var forward: String = "1h"

  @Option(
    help: ArgumentHelp(
      "How often labels are moved to learn each estimator's true size; 0 for not at all.", valueName: "moves"))
  var calibrate: Int = 200

  @Option(help: "Seed of the moves.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Write a page of the study to results/.")
  var report = true

  func run() throws {
    let workspace = global.workspace
    guard (0...100_000).contains(calibrate) else {
      throw Problem("--calibrate is \(calibrate)", remedy: "give a number of moves from 0 to 100000")
    }
    let horizons = try forward.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let interval = Interval(String(word)), interval > .zero else {
        throw Problem("--forward has '\(word)', which is not a duration", remedy: "write them as 15m,1h,4h")
      }
      return interval
    }
    guard !signal.isEmpty else { throw Problem("no signal is named", remedy: "choose one with --signal") }
    let summaries = try documents(
      workspace, StudyPlan(horizons: horizons, calibration: calibrate, seed: seed))
    let renderer = report ? PageRenderer.found() : nil
    for (index, summary) in summaries.enumerated() {
      var closing = summary.closing
      if let renderer {
        let file = "\(workspace.results)/\(summary.id)/report.html"
        try workspace.write(summary.json.text(), to: "\(workspace.results)/\(summary.id)/study.json")
        try workspace.write(renderer.html(summary.page), to: file)
        closing.append("Written to \(file)")
      }
      guard global.format == .table else { continue }
      if index > 0 { print() }
      Output(format: global.format).show(summary.tables, closing: closing)
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

  /// One a signal, of one market or of several.
  private func documents(_ workspace: Workspace, _ plan: StudyPlan) throws -> [any StudyDocument] {
    let choice = options.choice
    let overrides = try parameters.overrides()
    if let markets = try PanelJob.markets(in: choice) {
      return try PanelJob(workspace: workspace, choice: choice, overrides: overrides, plan: plan, markets: markets)
        .run(try workspace.strategy(strategy), signals: signal)
    }
    return try StudyJob(workspace: workspace, choice: choice, overrides: overrides, plan: plan)
      .run(try workspace.strategy(strategy), signals: signal)
  }
}
