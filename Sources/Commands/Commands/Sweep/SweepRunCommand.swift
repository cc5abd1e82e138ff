import ArgumentParser
import Foundation
import Market
import Pages
import Replay
import Research
import Results
import Signals

struct SweepRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Backtest a strategy, or study a signal, over many parameter sets (what 'sweep STRATEGY' does).",
    discussion: """
      Every trial is kept in results/hindcast.sqlite as it is done. However it ends, the same command line runs only what \
      is missing; sweeps that overlap share their trials. Several markets and windows are swept one after the other. \
      docs/sweeps.md says what each figure means.

      Example: hindcast sweep stress-fade --market demo --grid entry=0.5:3:0.25 --random 'exit=normal(0,0.5)' --trials 10000
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var funding: FundingOptions
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var space: SpaceOptions

  @Argument(
    help: ArgumentHelp("Name in strategies/ or path of a file.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String

  @Option(
    help: ArgumentHelp(
      "A stretch to sweep by itself, instead of --from and --to; may be repeated.", valueName: "from:to"))
  var window: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Study this signal at each parameter set instead of trading.", valueName: "name"),
    completion: Completions.signals)
  var signal: String?

  @Option(help: ArgumentHelp("With --signal: the horizon of forward returns.", valueName: "duration"))
  var forward: Interval?

  @Option(
    help: ArgumentHelp(
      "Figure to rank by; sharpe_lower when left out, hodrick_abs_t with --signal; with --benchmark also alpha_annual, beta and information_ratio.",
      valueName: "figure"))
  var rank: String?

  @OptionGroup var against: BenchmarkOptions

  @Option(help: ArgumentHelp("How many of the best to print.", valueName: "count"))
  var best: Int = 10

  @Option(help: "Threads; all cores when left out.")
  var threads: Int?

  @Option(help: ArgumentHelp("Run one part of the sweep only, such as 3/16.", valueName: "i/n"))
  var shard: String?

  @Option(
    help: ArgumentHelp(
      "Run so many trials once more, each as a command of its own does, and compare every bit.",
      valueName: "count"))
  var verify: Int = 0

  @Flag(help: "Run more than ten million trials, or more than an hour, without asking.")
  var yes = false

  @Flag(help: "With --format json: first every trial, an object a line.")
  var stream = false

  @Flag(inversion: .prefixedNo, help: "Write a page of the sweep to results/.")
  var report = true

  func run() throws {
    let workspace = global.workspace
    let jobs = try requests(workspace).map { request in try SweepJob(request, in: workspace) }
    let estimates = try jobs.map { job in try job.estimate() }
    for (job, estimate) in zip(jobs, estimates) {
      let engines = try job.otherEngines()
      if !engines.isEmpty {
        Terminal.note(
          "trials by engine \(engines.joined(separator: ", ")) are in the store; they stay there, and engine \(Engine.version) runs its own"
        )
      }
      Terminal.note((jobs.count > 1 ? "\(job.setting.title): " : "") + estimate.text)
    }
    try SweepEstimate.total(estimates).confirm(isAgreed: yes)

    Interruption.listen()
    var done: [(job: SweepJob, summary: SweepSummary)] = []
    for (job, estimate) in zip(jobs, estimates) where !Interruption.isAsked {
      let progress = try job.run(screen: job.screen(estimate))
      Terminal.note(job.setting.measure.tally)
      if job.setting.request.shard == .whole {
        done.append((job, try job.summary(progress)))
      } else {
        Terminal.note(job.words(of: progress))
      }
    }
    try show(done, in: workspace)
    if Interruption.isAsked {
      Terminal.warn("interrupted: what is done is kept, and the same command line goes on from there")
      throw ExitCode(Interruption.exitCode)
    }
  }

  private func show(_ done: [(job: SweepJob, summary: SweepSummary)], in workspace: Workspace) throws {
    let folders = try report ? done.map { try $0.job.keep($0.summary, renderer: PageRenderer.found()) } : []
    switch global.format {
    case .table:
      for (index, one) in done.enumerated() {
        if index > 0 { print() }
        let closing = folders.isEmpty ? [] : ["Written to \(folders[index])/ (open report.html)"]
        Output(format: .table).show(
          one.summary.tables(best: best), opening: one.summary.opening, closing: one.summary.closing + closing)
      }
    case .csv:
      guard let first = done.first else { return }
      var writer = CSVWriter(columns: first.summary.csvColumns, into: StandardOutput())
      for one in done { try one.job.printCSV(one.summary, to: &writer) }
    case .json:
      if stream { for one in done { try one.job.printJSON(one.summary) } }
      let documents = done.map { $0.summary.json(best: best) }
      guard let first = documents.first else { return }
      let document = documents.count == 1 ? first : ["sweeps": .array(documents)]
      print(document.text(stream ? .compact : .pretty), terminator: stream ? "\n" : "")
    }
  }

  // MARK: What is asked for

  /// One for each market and window.
  private func requests(_ workspace: Workspace) throws -> [SweepRequest] {
    guard best > 0 else { throw Problem("--best is \(best)", remedy: "give a number above zero") }
    guard verify >= 0 else { throw Problem("--verify is \(verify)", remedy: "give a number of trials") }
    if against.benchmark != nil, signal != nil {
      throw Problem("--benchmark is for strategies, and --signal studies a signal", remedy: "leave one of them out")
    }
    if against.benchmark == nil, let rank, BenchmarkFigure(rawValue: rank) != nil {
      throw Problem("--rank \(rank) is against a benchmark, and none is named", remedy: "add --benchmark hold")
    }
    if let threads, threads < 1 {
      throw Problem("--threads is \(threads)", remedy: "give one or more, or leave it out for all cores")
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let request = SweepRequest(
      strategy: try workspace.strategy(strategy), choice: options.choice, space: try space.request(),
      overrides: try parameters.overrides(), question: try question(), rank: rank, benchmark: against.benchmark,
      best: best,
      threads: max(1, min(threads ?? cores, 1024)), shard: try shard.map { text in try Shard(parsing: text) } ?? .whole,
      verify: verify)
    return try choices().map { choice in
      var one = request
      one.choice = choice
      return one
    }
  }

  private func question() throws -> SweepRequest.Question {
    switch (signal, forward) {
    case (let signal?, let forward?):
      if let flag = funding.given.first {
        throw Problem(
          "\(flag) is of positions, and --signal holds none", remedy: "leave it out, or sweep the strategy")
      }
      return .study(signal: signal, forward: forward)
    case (nil, nil): return .replay
    case (_?, nil): throw Problem("--signal needs a horizon", remedy: "add --forward, such as --forward 1h")
    case (nil, _?): throw Problem("--forward is for a signal", remedy: "name one with --signal")
    }
  }

  private func choices() throws -> [MarketChoice] {
    let markets: [String?] = try PanelJob.markets(in: options.choice) ?? [options.market]
    let windows = try window.map { text in try TimeWindow(parsing: text) }
    for (place, text) in window.enumerated() where windows[..<place].contains(windows[place]) {
      throw Problem("--window has '\(text)' twice", remedy: "give each window once")
    }
    guard windows.isEmpty || options.from == nil && options.to == nil else {
      throw Problem("--window is given and --from or --to as well", remedy: "leave one of them out")
    }
    let base = try funding.applied(to: options.choice)
    return markets.flatMap { market in
      var choice = base
      choice.market = market
      guard !windows.isEmpty else { return [choice] }
      return windows.map { window in
        (choice.from, choice.to) = (window.from, window.to)
        return choice
      }
    }
  }
}

/// `2025-01-01:2025-07-01`, from inclusive, to exclusive; either side may be left out.
private struct TimeWindow: Equatable {
  let from: Instant?
  let to: Instant?

  init(parsing text: String) throws(Problem) {
    // A time of day has colons of its own, so windows of instants are written with two dots.
    let separator = text.contains("..") ? ".." : ":"
    let parts = text.components(separatedBy: separator)
    guard parts.count == 2, parts != ["", ""] else { throw Self.problem(text) }
    let sides = try parts.map { part throws(Problem) -> Instant? in
      if part.isEmpty { return nil }
      guard let instant = Instant(part) else { throw Self.problem(text) }
      return instant
    }
    (from, to) = (sides[0], sides[1])
  }

  private static func problem(_ text: String) -> Problem {
    Problem(
      "--window '\(text)' is not from:to", remedy: "write days as 2025-01-01:2025-07-01, instants with .. between")
  }
}
