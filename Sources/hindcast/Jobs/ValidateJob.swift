import Digest
import Foundation
import Market
import Replay
import Reports
import Research
import Signals

/// Validates a strategy and its parameter sets on one market, and keeps the evidence.
struct ValidateJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  /// Nil to judge the file's own parameters.
  let space: SpaceRequest?
  let folds: FoldOptions
  let plan: ValidationPlan

  /// Each set is replayed on some eighty stretches and its scores are kept for all folds: beyond this it is better to draw.
  private static let mostSets = 200_000

  func run(_ strategy: Strategy) throws -> ValidationSummary {
    let began = ContinuousClock.now
    let market: PreparedMarket
    let (candidates, lookBack): (Candidates, Int)
    do {
      (market, (candidates, lookBack)) = try PreparedMarket.with(
        MarketDesk(workspace: workspace, choice: choice), strategy
      ) { interval in
        let sets = try self.candidates(strategy, interval)
        return (sets, sets.lookBack)
      }
    } catch let problem as Problem { throw problem.inFileIfPlaced(strategy.file) }
    let tape = try market.tape()
    let timeline = Timeline(tape.rows, of: market.frame.grid)
    let plan = try folds.plan(self.plan, interval: market.frame.grid.interval, days: timeline.days)
    let progress = ProgressLine("validate", total: candidates.count)
    let validation = try Validation(
      TrialReplays(strategy, candidates, evaluator: market.evaluator, tape: tape), plan: plan,
      lookBack: lookBack, progress: progress.update)
    progress.finish()
    return ValidationSummary(
      validation: validation, frame: market.frame, hash: hash(strategy, candidates, plan, market),
      seconds: (ContinuousClock.now - began) / .seconds(1))
  }

  /// Writes the validation's folder: document, folds, stitched days and page. Returns the folder.
  func keep(_ summary: ValidationSummary, renderer: PageRenderer) throws -> String {
    let folder = "\(workspace.results)/\(summary.id)"
    try workspace.write(summary.json.text(), to: "\(folder)/validation.json")
    try workspace.write(summary.csv, to: "\(folder)/folds.csv")
    if let equity = summary.equityCSV { try workspace.write(equity, to: "\(folder)/equity.csv") }
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    return folder
  }

  /// The parameter sets, and how far back the one that looks furthest does.
  private func candidates(
    _ strategy: Strategy, _ interval: Interval
  ) throws -> (candidates: Candidates, lookBack: Int) {
    guard let space else {
      return (Candidates(single: overrides), try strategy.bound(to: overrides).lookBack(interval))
    }
    let made = try ParameterSpace(space, of: strategy.signals.parameters, fixed: overrides, interval: interval)
    guard made.count <= Self.mostSets else {
      throw Problem(
        "\(Double.grouped(made.count)) parameter sets are more than a validation replays on all of its folds (\(Double.grouped(Self.mostSets)))",
        remedy: "thin the grid out, or draw from it with --trials")
    }
    let lookBack = try Sweep(strategy, made).lookBack { parameters in
      try strategy.bound(to: parameters).lookBack(interval)
    }
    return (Candidates(made), lookBack)
  }

  private func hash(
    _ strategy: Strategy, _ candidates: Candidates, _ plan: ValidationPlan, _ market: PreparedMarket
  ) -> String {
    SHA256.digest(of: "\(market.identity(strategy.definition).text)\nsets \(candidates.text)\nplan \(plan.text)").hex
  }
}
