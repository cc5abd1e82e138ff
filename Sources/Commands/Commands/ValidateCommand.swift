import ArgumentParser
import Foundation
import Market
import Pages
import Research
import Results

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Does choosing parameters on the past work on the future?",
    discussion: """
      Chooses parameter sets again and again with some of the data held out (walk-forward, purged k-fold, combinatorial \
      purged cross-validation), compares the result with null strategies and reports which of eight checks it passes, \
      of nine with --benchmark. \
      Without --grid or --random the file's own parameters are judged on all of the data. \
      docs/validation.md says how and why.

      Example: hindcast validate stress-fade --market demo --grid entry=0.5:3:0.25 --grid lookback=6h,1d,3d
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var funding: FundingOptions
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var space: SpaceOptions
  @OptionGroup var folds: FoldOptions
  @OptionGroup var against: BenchmarkOptions

  @Argument(
    help: ArgumentHelp("Name in strategies/ or path of a file.", valueName: "strategy"),
    completion: Completions.strategies)
  var strategy: String

  @Option(
    help: ArgumentHelp(
      "What sets are chosen by: sharpe_lower (when left out), sharpe_annual, sortino_annual or total_return.",
      valueName: "figure"),
    completion: .list(SelectionFigure.allCases.map(\.rawValue)))
  var rank: String?

  @Option(
    help: ArgumentHelp(
      "best (when left out), or plateau: the median of a set and its neighbours on the grid.", valueName: "rule"),
    completion: .list(SelectionRule.allCases.map(\.rawValue)))
  var select: String?

  @Option(help: ArgumentHelp("Draws of each null strategy; --seed seeds them too.", valueName: "count"))
  var replicates: Int = 1000

  @Flag(inversion: .prefixedNo, help: "Write a page of the validation to results/.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    let workspace = global.workspace
    guard (1...100_000).contains(replicates) else {
      throw Problem("--replicates is \(replicates)", remedy: "give a number from 1 to 100000")
    }
    if space.isEmpty,
      let idle = folds.chooses ?? (rank == nil ? nil : "--rank") ?? (select == nil ? nil : "--select")
    {
      throw Problem(
        "\(idle) says how to choose among parameter sets, and there is one",
        remedy: "name sets with --grid or --random, or leave \(idle) out")
    }
    var plan = ValidationPlan()
    if let rank {
      plan.figure = try choice(rank, of: SelectionFigure.self, flag: "--rank", called: "figures of UTC-daily returns")
    }
    if let select { plan.rule = try choice(select, of: SelectionRule.self, flag: "--select", called: "rules") }
    plan.replicates = replicates
    plan.seed = space.seed
    let job = ValidateJob(
      workspace: workspace, choice: try funding.applied(to: options.choice), overrides: try parameters.overrides(),
      space: space.isEmpty ? nil : try space.request(), folds: folds, plan: plan,
      benchmark: against.benchmark)
    let summary = try job.run(try workspace.strategy(strategy))
    let folder = report ? try job.keep(summary, renderer: PageRenderer.found()) : nil
    let tried = try job.search(before: summary).flatMap(summary.sentence(of:))
    if let tried, global.format != .table { Terminal.note(tried) }
    switch global.format {
    case .json: print(summary.json.text(), terminator: "")
    case .csv: print(summary.csv, terminator: "")
    case .table:
      let written = folder.map {
        ["Written to \($0)/ (open report.html), in \(Figure.ratio(summary.seconds, decimals: 1).text) s."]
      }
      Output(format: .table).show(
        summary.tables, opening: summary.opening,
        closing: summary.closing + [tried].compactMap(\.self) + (written ?? []))
    }
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, of: Choice.Type, flag: String, called noun: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw Problem(
        "\(flag) is '\(text)'", remedy: suggestion(for: text, in: Choice.allCases.map(\.rawValue), called: noun))
    }
    return choice
  }
}

extension SpaceOptions {
  /// Whether there is nothing to choose from.
  var isEmpty: Bool { grid.isEmpty && random.isEmpty && conditions.isEmpty && trials == nil && sampler == nil }
}
