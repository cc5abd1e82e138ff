import Foundation
import Market
import Pages
import Replay
import Research
import Results
import Signals
import Store

/// Validates a strategy and its parameter sets on one market, and keeps the evidence.
struct ValidateJob {
  let workspace: Workspace
  let choice: MarketChoice
  let overrides: [String: ParameterValue]
  /// Nil to judge the file's own parameters.
  let space: SpaceRequest?
  let folds: FoldOptions
  let plan: ValidationPlan
  /// What the record out of sample is held against, as it was named; nil for nothing.
  var benchmark: String?

  /// Each set is replayed on some eighty stretches and its scores are kept for all folds: beyond this it is better to draw.
  private static let mostSets = 200_000

  func run(_ strategy: Strategy) throws -> ValidationSummary {
    let began = ContinuousClock.now
    let market: LoadedMarket
    let (candidates, lookBack): (Candidates, Int)
    do {
      (market, (candidates, lookBack)) = try LoadedMarket.with(
        FrameLoader(workspace: workspace, choice: choice), strategy
      ) { interval in
        let sets = try self.candidates(strategy, interval)
        return (sets, sets.lookBack)
      }
    } catch let problem as Problem { throw problem.inFileIfPlaced(strategy.file) }
    let strategy = try market.charged(strategy)
    let tape = try market.tape()
    let timeline = Timeline(tape.rows, of: market.frame.grid)
    var plan = try folds.plan(self.plan, interval: market.frame.grid.interval, days: timeline.days)
    plan.benchmark = try benchmark.map { text in
      try BenchmarkJob(workspace: workspace, choice: choice).days(text, on: market.frame, tape)
    }
    let progress = ProgressLine("validate", total: candidates.count)
    let validation = try Validation(
      TrialReplays(strategy, candidates, evaluator: market.evaluator, tape: tape), plan: plan,
      lookBack: lookBack, progress: progress.update)
    progress.finish()
    return ValidationSummary(
      validation: validation, frame: market.frame,
      hash: ResultIdentity.validation(of: strategy, candidates, plan, on: market.frame).hash,
      seconds: (ContinuousClock.now - began) / .seconds(1))
  }

  /// How often its data have been asked before: no validation is of the only sets that were tried.
  func search(before summary: ValidationSummary) throws -> DataSearch? {
    try DataSearch(of: summary.frame, in: workspace)
  }

  /// Writes the validation's folder (document, folds, stitched days and page) and its row in the archive. Returns the folder.
  func keep(_ summary: ValidationSummary, renderer: PageRenderer) throws -> String {
    let validation = summary.validation
    let strategy = validation.replays.strategy
    // How long it took is told to who waits, and is no part of what came out.
    let document = summary.json.leavingOut(["seconds"])
    var files = [(name: "folds.csv", text: summary.csv)]
    if let equity = summary.equityCSV { files.append(("equity.csv", equity)) }
    files.append(("report.html", renderer.html(summary.page)))
    return try workspace.keep(
      KeptResult(
        identity: .validation(of: strategy, validation.replays.candidates, validation.plan, on: summary.frame),
        folder: summary.folder, name: strategy.name, frames: [summary.frame],
        parameters: overrides.map { ($0.key, $0.value.description) },
        figures: document.only("verdict", "checks_reached", "oos_sharpe_annual", "oos_total_return"),
        sources: [ResultRecord.Source(strategy)], document: ("validation.json", document.text()),
        printed: PrintedResult(tables: summary.tables, opening: summary.opening, closing: summary.closing), files: files
      ))
  }

  /// The parameter sets, and how far back the one that looks furthest does.
  private func candidates(
    _ strategy: Strategy, _ interval: Interval
  ) throws -> (candidates: Candidates, lookBack: Int) {
    guard let space else {
      return (Candidates(single: overrides), try strategy.bound(to: overrides).lookBack(interval))
    }
    let made = try ParameterSpace(space, of: strategy.signals.parameters, fixed: overrides, interval: interval)
    if let note = made.unreadNote(strategy.parametersRead) { Terminal.noteOnce("hindcast: \(note)") }
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
}
