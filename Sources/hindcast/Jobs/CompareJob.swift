import Digest
import Market
import Replay
import Reports
import Research

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
    return CompareSummary(comparison: comparison, runs: runs)
  }

  /// Writes the comparison's page and document. Returns the page's path.
  func keep(_ summary: CompareSummary, renderer: PageRenderer) throws -> String {
    let hash = SHA256.digest(of: summary.runs.map(\.hash).joined(separator: "\n")).hex
    let folder = "\(workspace.results)/compare-\(hash.prefix(8))"
    try workspace.write(summary.json.text(), to: "\(folder)/compare.json")
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    return "\(folder)/report.html"
  }
}
