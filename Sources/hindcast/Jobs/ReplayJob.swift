import Market
import Replay
import Reports
import Signals
import Store

/// Replays strategies on one market, the same bars for all, and keeps what came of it.
struct ReplayJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]

  /// - Parameter strategies: replayed in order; parameters that are overridden must exist in each.
  func run(_ strategies: [Strategy]) throws -> (market: PreparedMarket, runs: [RunSummary]) {
    let bound = try strategies.map { strategy in try strategy.bound(to: overrides) }
    let market = try PreparedMarket(MarketDesk(workspace: workspace, choice: choice), strategies) { interval in
      try bound.map { try $0.lookBack(interval) }.max() ?? 0
    }
    let tape = try market.tape()
    let runs = try bound.map { strategy in
      RunSummary(
        strategy: strategy, frame: market.frame, run: try strategy.run(market.evaluator, on: tape),
        funding: tape.funding, hash: market.identity(strategy).hash)
    }
    return (market, runs)
  }

  /// Writes the run's folder and its row in the archive. Returns the folder.
  func keep(_ summary: RunSummary, in market: PreparedMarket, renderer: PageRenderer?) throws -> String {
    let folder = "\(workspace.results)/\(summary.id)"
    try workspace.write(summary.json.text(), to: "\(folder)/run.json")
    try workspace.write(summary.tradesCSV, to: "\(folder)/trades.csv")
    try workspace.write(summary.ledgerCSV, to: "\(folder)/ledger.csv")
    try workspace.write(summary.equityCSV, to: "\(folder)/equity.csv")
    if let renderer { try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html") }
    let archive = try RunArchive(root: workspace.root)
    try archive.record(
      RunRecord(
        hash: summary.hash, kind: .replay, strategy: summary.strategy.strategy.name, market: market.frame.market,
        interval: market.frame.grid.interval, range: summary.window,
        parameters: JSONValue.object(summary.strategy.parameters.mapValues { .string($0.description) }).text(.compact),
        identity: JSONValue.string(market.identity(summary.strategy).text).text(.compact),
        figures: summary.figuresJSON.text(.compact), folder: folder,
        engine: Engine.version))
    try archive.close()
    return folder
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
