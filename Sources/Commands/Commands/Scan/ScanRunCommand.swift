import ArgumentParser
import Market
import Pages
import Research
import Results
import Signals

struct ScanRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Scan signals (what 'scan' does).",
    discussion: """
      Signals are expressions, those of a file, those of a strategy, or the built-in families where none is named \
      (docs/scan.md). All tests are corrected together, every one is counted in the test log, and a sealed end of the \
      market is not looked at.

      Example: hindcast scan 'zscore(premium, 1d)' 'change(open_interest, 1d)' --market demo --forward 1h,4h
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions

  @Argument(
    help: ArgumentHelp("Expressions, or signals of --strategy; none for the families.", valueName: "signal"),
    completion: Completions.signals)
  var signals: [String] = []

  @Option(
    help: ArgumentHelp("A text file with a signal a line, 'name: expression' or an expression.", valueName: "file"))
  var list: String?

  @Option(
    help: ArgumentHelp("Strategy whose signals are scanned, or may be named.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String?

  @Option(help: ArgumentHelp("Built-in families: 'hindcast scan families' lists them.", valueName: "names"))
  var family: String?

  @Option(help: ArgumentHelp("Windows of the families.", valueName: "durations"))
  var windows: String?

  @Option(
    help: ArgumentHelp("Means over the families' formulas; 'none' for the formula itself.", valueName: "durations"))
  var smoothings: String?

  @Option(help: ArgumentHelp("Horizons of forward returns.", valueName: "durations"))
  var forward = "1h,4h"

  @Option(help: "Which way returns go with the signal, declared before looking; either counts both sides.")
  var direction = Direction.either

  @Option(help: "What returns are regressed on: rank of the signal in the window, or its value.")
  var score = ScanPlan.Score.rank

  @Option(help: ArgumentHelp("Level of the whole scan.", valueName: "share"))
  var alpha = "5%"

  @Option(help: ArgumentHelp("Correlation from which signals say the same.", valueName: "correlation"))
  var alike = 0.7

  @Option(help: "Resamples of all tests together.")
  var replicates = 1000

  @Option(help: "Seed of the resamples.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Clusters to print.", valueName: "count"))
  var top = 15

  @Flag(help: "Register the strongest that is found as the one hypothesis for the sealed end of the market.")
  var register = false

  @Flag(inversion: .prefixedNo, help: "Write a page of the scan to results/.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    let workspace = global.workspace
    let chosen = try ScanSignals(try request(), workspace, options.choice)
    var plan = ScanPlan(signals: chosen.signals, horizons: try CommandLineWords.durations(forward, "--forward"))
    (plan.direction, plan.score, plan.alpha, plan.alike) = (direction, score, try CommandLineWords.level(alpha), alike)
    (plan.replicates, plan.seed) = (replicates, seed)
    let holdout = ScanHoldout(workspace: workspace, markets: chosen.markets, book: chosen.book)
    if register { try holdout.check() }
    let job = ScanJob(workspace: workspace, choice: options.choice)
    var outcome = try job.run(
      plan, chosen.book, strategies: chosen.strategies, markets: chosen.markets, source: chosen.source,
      notes: chosen.notes)
    outcome.summary.top = top
    outcome.summary.testLog = try TestRecorder(workspace: workspace).record(outcome)
    outcome.summary.holdout =
      try register ? holdout.register(outcome.summary.study, options.choice) : holdout.advice(outcome.summary.study)
    let summary = outcome.summary
    let document = summary.json
    var closing = summary.closing + summary.testLog.map(\.sentence)
    if report {
      closing.append("Written to \(try job.keep(outcome, document: document, renderer: PageRenderer.found()))")
    }
    switch global.format {
    case .table: Output(format: .table).show([summary.table], opening: summary.opening, closing: closing)
    case .json: print(document.text(), terminator: "")
    case .csv: print(summary.csv, terminator: "")
    }
  }

  private func request() throws -> ScanSignals.Request {
    guard (0.0...1).contains(alike), alike > 0 else {
      throw Problem("--alike is \(alike)", remedy: "give a correlation above 0, at most 1")
    }
    guard (99...20_000).contains(replicates) else {
      throw Problem("--replicates is \(replicates)", remedy: "give a number from 99 to 20000")
    }
    guard top >= 0 else { throw Problem("--top is \(top)", remedy: "give a number of clusters") }
    var request = ScanSignals.Request(typed: signals, list: list, strategy: strategy)
    request.families = family.map { $0.split(separator: ",").map(String.init) }
    if request.families?.isEmpty == true {
      throw Problem("--family names none", remedy: "see 'hindcast scan families'")
    }
    if windows != nil || smoothings != nil, family == nil, !signals.isEmpty || list != nil || strategy != nil {
      throw Problem(
        "--windows and --smoothings are of the families, and other signals are named",
        remedy: "add --family, or leave them out")
    }
    request.windows = try windows.map { try CommandLineWords.durations($0, "--windows") }
    request.smoothings = try smoothings.map { text in
      try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
        word == "none" ? nil : try CommandLineWords.durations(String(word), "--smoothings")[0]
      }
    }
    return request
  }
}

extension ScanPlan.Score: ExpressibleByArgument {}
