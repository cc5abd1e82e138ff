import ArgumentParser
import Market
import Replay
import Research
import Results

/// `--benchmark`: a flag of every command that holds positions.
struct BenchmarkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What it is held against: hold, hold:SYMBOL, or a strategy. Alpha, beta, information ratio, and whether they differ.",
      valueName: "benchmark"), completion: Completions.benchmarks)
  var benchmark: String?
}

/// What a user names as benchmark, on the window of what is held against it.
struct BenchmarkJob {
  let workspace: Workspace
  let choice: MarketChoice

  static let hold = "hold"
  private static let holdOther = "hold:"

  /// Whether the word names a strategy.
  static func isStrategy(_ text: String) -> Bool { text != hold && !text.hasPrefix(holdOther) }

  /// - Parameter frame: of what is held against it.
  /// - Throws: a `Problem` where it is counted in a currency that the other cannot be turned into, and what the way to it throws.
  func benchmark(_ text: String, on frame: Frame, window: TimeRange) throws -> Benchmark {
    try made(text, on: frame, window: window).held(against: frame)
  }

  /// The same on the days of a frame that is yet to be traded.
  func days(_ text: String, on frame: Frame, _ tape: PreparedMarket) throws -> BenchmarkDays {
    try BenchmarkDays(try benchmark(text, on: frame, window: frame.window), on: tape.rows, of: tape.grid)
  }

  private func made(_ text: String, on frame: Frame, window: TimeRange) throws -> Benchmark {
    var choice = choice
    choice.market = frame.market
    (choice.from, choice.to) = (window.from, window.to)
    if text == Self.hold {
      guard !frame.isUniverse else {
        throw Problem(
          "--benchmark hold means holding the instrument, and the strategy holds a universe",
          remedy: "name one: --benchmark hold:\(frame.instrument.symbol), or another strategy")
      }
      return Self.holding(text, frame)
    }
    if text.hasPrefix(Self.holdOther) {
      choice.instrument = String(text.dropFirst(Self.holdOther.count))
      choice.interval = frame.grid.interval
      choice.holder = "the benchmark '\(text)'"
      let loader = FrameLoader(workspace: workspace, choice: choice)
      let other = try loader.assemble([], columns: [:]) { _ in 0 }.frame
      return Self.holding(text, other, other.findings.filter { !frame.findings.contains($0) })
    }
    if let near = nearestWord(to: text, in: [Self.hold]), !workspace.strategyNames.contains(text) {
      throw Problem("there is no benchmark '\(text)'", remedy: "did you mean '\(near)'?")
    }
    // A universe or legs name their own instruments; one that trades one instrument takes what the other does.
    let strategy = try workspace.strategy(text)
    choice.interval = choice.interval ?? strategy.interval ?? frame.grid.interval
    if strategy.legs != nil || strategy.universe != nil {
      choice.instrument = nil
      choice.funding.other = nil
    } else if choice.instrument == nil, strategy.instrument == nil, !frame.isUniverse {
      choice.instrument = frame.instrument.description
    }
    choice.holder = "the benchmark '\(text)'"
    let runs = try ReplayJob(workspace: workspace, choice: choice, overrides: [:]).run([strategy]).runs
    guard let run = runs.first else { return Benchmark(text, marks: []) }
    guard !run.run.trades.isEmpty else {
      throw Problem(
        "the benchmark '\(text)' never traded\(run.idleReason.map { ": \($0)" } ?? "")",
        remedy: "take one that trades in the window")
    }
    return Benchmark(
      text, identity: "\(run.strategy.identity) on \(run.frame.fingerprint)", currency: run.frame.returnCurrency,
      replayedOn: "\(Self.instruments(of: run.frame)), bars of \(run.frame.grid.interval)",
      reservations: run.reservations + run.frame.findings.filter { !frame.findings.contains($0) },
      marks: run.run.daily)
  }

  private static func instruments(of frame: Frame) -> String {
    frame.isUniverse
      ? Double.counted(frame.members.count, "instrument")
      : frame.held.map(\.instrument.description).uniqued.joined(separator: " and ")
  }

  private static func holding(_ name: String, _ frame: Frame, _ findings: [String] = []) -> Benchmark {
    Benchmark(
      name, identity: "\(hold) \(frame.instrument) on \(frame.fingerprint)", currency: frame.contract.quote,
      reservations: findings, marks: frame.holding)
  }
}

extension Completions {
  /// What strategies are held against.
  static var benchmarks: CompletionKind {
    offer { line in
      [BenchmarkJob.hold] + line.instruments.map { "hold:\($0)" } + line.workspace.strategyNames
    }
  }
}
