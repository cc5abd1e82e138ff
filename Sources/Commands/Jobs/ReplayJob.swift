import Foundation
import Market
import Pages
import Replay
import Research
import Results
import Signals
import Store

/// Replays strategies on one market, the same bars for all, and keeps what came of it.
struct ReplayJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]

  /// A strategy, and the parameters that are set in it.
  typealias Contender = (strategy: Strategy, overrides: [String: ParameterValue])

  /// - Parameter strategies: replayed in order; parameters that are overridden must exist in each.
  func run(_ strategies: [Strategy]) throws -> (market: LoadedMarket, runs: [RunSummary]) {
    try run(strategies.map { ($0, overrides) })
  }

  /// The same with parameters of their own.
  func run(_ contenders: [Contender]) throws -> (market: LoadedMarket, runs: [RunSummary]) {
    let strategies = contenders.map(\.strategy)
    guard strategies.count > 1, strategies.contains(where: { $0.legs != nil || $0.universe != nil })
    else { return try together(contenders) }
    // What a strategy of legs or of a universe sees is another frame than what one instrument is; the bars have to be the same.
    var choice = choice
    choice.interval = try FrameLoader(workspace: workspace, choice: choice).interval(of: strategies)
    let job = ReplayJob(workspace: workspace, choice: choice, overrides: overrides)
    let each = try contenders.map { contender in try job.together([contender]) }
    let first = each[0].market.frame
    for (index, (market, _)) in each.enumerated() where market.frame.window != first.window {
      throw Problem(
        "'\(strategies[index].name)' is judged from \(market.frame.window.from.minuteText) to \(market.frame.window.to.minuteText) UTC, and '\(strategies[0].name)' from \(first.window.from.minuteText) to \(first.window.to.minuteText)",
        remedy: "choose the part that both have with --from and --to")
    }
    return (each[0].market, each.flatMap(\.runs))
  }

  private func together(_ contenders: [Contender]) throws -> (market: LoadedMarket, runs: [RunSummary]) {
    let bound = try contenders.map { contender in try contender.strategy.bound(to: contender.overrides) }
    let market = try LoadedMarket(FrameLoader(workspace: workspace, choice: choice), contenders.map(\.strategy)) {
      interval in
      try bound.map { try $0.lookBack(interval) }.max() ?? 0
    }
    let tape = try market.tape()
    let runs = try contenders.enumerated().map { index, contender in
      let strategy = try market.charged(contender.strategy).bound(to: contender.overrides)
      let decisions = try strategy.decisions(market.evaluator, on: tape)
      // What was worked out on the way to the last decisions is not asked for again, and of many instruments it is more than
      // the market.
      if index == contenders.count - 1 { market.evaluator.forget() }
      let run = try decisions.run(on: tape, costs: strategy.costs, initialEquity: strategy.strategy.initialEquity)
      var summary = RunSummary(
        strategy: strategy, frame: market.frame, run: run, funding: tape.funding,
        hash: ResultIdentity.replay(strategy, on: market.frame).hash)
      if summary.run.trades.isEmpty { summary.idleReason = strategy.idleReason(market.evaluator, run.orders) }
      return summary
    }
    if market.frame.isUniverse { Terminal.note(market.evaluator.tally) }
    // What is written about the runs reads no signal again.
    market.evaluator.forget()
    return (market, runs)
  }

  /// The run with one convention changed at a time. The market is loaded with the index, where there is one, to settle on.
  ///
  /// - Parameter strategy: as it was replayed.
  func sensitivity(of strategy: BoundStrategy) throws -> ReplaySensitivity {
    let loader = FrameLoader(workspace: workspace, choice: choice)
    var columns = strategy.strategy.columnPlaces
    let book =
      strategy.universe == nil
      ? try loader.columns(
        of: loader.datasets.open(try loader.market(of: [strategy.strategy])), for: [strategy.strategy]) : nil
    if let book, (try? book.check("index")) != nil, columns["index"] == nil { columns["index"] = .nowhere }
    let market = try LoadedMarket(loader, [strategy.strategy], columns: columns) { try strategy.lookBack($0) }
    return try ReplaySensitivity(of: strategy, on: market.frame, try market.tape())
  }

  /// A run against what it is held against, on the same window.
  func against(_ text: String, _ summary: RunSummary) throws -> RunAgainst {
    let benchmark = try BenchmarkJob(workspace: workspace, choice: choice)
      .benchmark(text, on: summary.frame, window: summary.window)
    return try RunAgainst(benchmark, of: summary.run, currency: summary.frame.returnCurrency)
  }

  /// What became of orders that did not simply fill; nil where all did.
  func unfilled(of summary: RunSummary) -> String? {
    let orders = summary.run.orders
    let causes = [
      (orders.limitsFilled, "filled at rest"), (orders.limitsTaken, "marketable and filled at the open"),
      (orders.limitsExpired, "run out"), (orders.limitsCancelled, "taken back by the rules"),
      (orders.postOnlyRefused, "refused, post-only"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let small = [
      (orders.belowLot, "for less than a lot"), (orders.belowLeastNotional, "worth less than the least notional"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let parts =
      (causes.isEmpty ? [] : ["limit orders: \(causes.joined(separator: ", "))"])
      + (small.isEmpty ? [] : ["not placed: \(small.joined(separator: ", "))"]) + orders.unknownCauses
    return parts.isEmpty ? nil : "Orders: \(parts.joined(separator: "; "))."
  }

  /// How often the run's data have been asked before: no test is the only one.
  func search(before summary: RunSummary) throws -> DataSearch? {
    try DataSearch(of: summary.frame, in: workspace)
  }

  /// Writes the run's folder and its row in the archive, and says in the summary what the folder is called. Returns its path.
  ///
  /// What it is held against is no part of the run, whose document is the same with it and without. It is kept beside, and is
  /// what `runs show` prints.
  func keep(_ summary: inout RunSummary, renderer: PageRenderer?) throws -> String {
    let kept = try RunArchive.existing(workspace)?.folder(ofResult: summary.hash)
    summary.keptAs = kept.map(Self.name) ?? summary.folder.name
    let folder = try write(summary, renderer: renderer)
    guard Self.name(folder) != summary.keptAs else { return folder }
    // Another result has the eight digits, or somebody kept the same work meanwhile.
    summary.keptAs = Self.name(folder)
    return try write(summary, renderer: renderer)
  }

  private static func name(_ folder: String) -> String { folder.split(separator: "/").last.map(String.init) ?? folder }

  private func write(_ summary: RunSummary, renderer: PageRenderer?) throws -> String {
    var files: [(name: String, text: String)] = []
    if let instruments = summary.instrumentsCSV { files.append(("instruments.csv", instruments)) }
    let run = summary.run
    let strategy = summary.strategy
    let sampling = [summary.samplingErrorLine].compactMap(\.self)
    let document = "run.json"
    if let renderer, summary.against != nil || !isHeld(summary, document) {
      files.append(("report.html", renderer.html(summary.page)))
    }
    var plain = summary
    plain.against = nil
    if let against = summary.against {
      let printed = PrintedResult(
        tables: summary.tables + [against.table], opening: summary.opening, closing: sampling)
      let base = PrintedResult.againstName(beside: document)
      files += [("\(base).json", summary.json.text()), ("\(base).txt", printed.text)]
    }
    return try workspace.keep(
      KeptResult(
        identity: .replay(strategy, on: summary.frame), folder: summary.folder, name: strategy.strategy.name,
        frames: [summary.frame], parameters: strategy.parameters.map { ($0.key, $0.value.description) },
        figures: summary.figuresJSON, sources: [ResultRecord.Source(strategy.strategy)],
        document: (document, plain.json.text()),
        printed: PrintedResult(tables: summary.tables, opening: summary.opening, closing: sampling), files: files,
        streams: [
          ("trades.csv", { run.writeTrades(to: &$0) }), ("ledger.csv", { run.writeLedger(to: &$0) }),
          ("equity.csv", { run.writeBars(to: &$0) }),
        ]))
  }
}

extension ReplayJob {
  /// Whether the same run was held against a benchmark before: its page shows that, and says all that the page of the run alone
  /// would.
  private func isHeld(_ summary: RunSummary, _ document: String) -> Bool {
    ([summary.id] + summary.folder.names).map { "\(workspace.results)/\($0)" }.contains { folder in
      let held = "\(folder)/\(PrintedResult.againstName(beside: document)).json"
      let page = "\(folder)/report.html"
      guard workspace.fileExists(held), workspace.fileExists(page) else { return false }
      return (try? String(contentsOfFile: "\(folder)/\(document)", encoding: .utf8))?.contains(summary.hash) == true
    }
  }
}

extension PageRenderer {
  /// The renderer with the chart library, or without it and a warning.
  static func found() -> PageRenderer {
    let search = PlotlyLibrary.find()
    if let warning = search.warning { Terminal.warn(warning) }
    return PageRenderer(plotly: search.library)
  }
}

extension DataSearch {
  /// What the store knows to have been tried on the data of a frame; nil where there is no store.
  init?(of frame: Frame, in workspace: Workspace) throws {
    guard let archive = try RunArchive.existing(workspace) else { return nil }
    let sample = DataSample(frame)
    self.init(
      trials: try archive.trialsEverRun(on: sample, of: frame.market),
      tests: try archive.tests(at: [sample], of: frame.market).count)
  }
}
