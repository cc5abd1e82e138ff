import Market
import Pages
import Replay
import Research
import Results
import Store

/// Replays strategies on the same bars and sets them side by side.
struct CompareJob {
  let workspace: Workspace
  let choice: MarketChoice
  let seed: UInt64
  let replicates: Int

  func run(_ strategies: [Strategy]) throws -> CompareSummary {
    let names = strategies.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw Problem("'\(name)' stands here twice", remedy: "give one of the files another 'name:'")
    }
    let (_, runs) = try ReplayJob(workspace: workspace, choice: choice, overrides: [:]).run(strategies)
    let comparison = try Comparison(
      runs.map { Comparison.Contender(name: $0.strategy.strategy.name, strategy: $0.strategy, run: $0.run) },
      seed: seed, replicates: replicates)
    var summary = CompareSummary(comparison: comparison, runs: runs)
    summary.hash = identity(of: summary).hash
    return summary
  }

  /// What it is kept under.
  func identity(of summary: CompareSummary) -> ResultIdentity {
    .comparison(summary.runs, seed: seed, replicates: replicates)
  }

  /// Writes the comparison's folder and its row in the archive. Returns the path of its page.
  func keep(_ summary: CompareSummary, renderer: PageRenderer) throws -> String {
    let identity = identity(of: summary)
    let names = summary.runs.map(\.strategy.strategy.name)
    let document = summary.json
    let figures = document["strategies"]?.elements.map { $0.only("strategy", "total_return", "sharpe_annual") } ?? []
    let folder = try workspace.keep(
      KeptResult(
        identity: identity, folder: ResultFolder("compare", hash: identity.hash), name: names.joined(separator: ","),
        frames: summary.runs.prefix(1).map(\.frame),
        parameters: [("replicates", "\(replicates)"), ("seed", "\(seed)")],
        figures: .object(["pairs": document["pairs"] ?? .null, "strategies": .array(figures)]),
        sources: summary.runs.map { ResultRecord.Source($0.strategy.strategy) },
        document: ("compare.json", document.text()),
        printed: PrintedResult(tables: [summary.table, summary.pairs], closing: [summary.conclusion]),
        files: [("compare.csv", summary.table.csv), ("report.html", renderer.html(summary.page))]))
    return "\(folder)/report.html"
  }
}
