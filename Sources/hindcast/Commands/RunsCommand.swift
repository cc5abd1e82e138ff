import ArgumentParser
import Foundation
import Market
import Replay
import Reports
import Signals
import Store

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "What was run, and whether it still comes out the same.",
    subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsVerifyCommand.self])
}

struct RunsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Every run that was kept.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let runs = try RunArchive.existing(global.workspace)?.runs() ?? []
    Output(format: global.format).show(
      Table(
        title: "Runs in \(global.workspace.results)",
        columns: [
          .init("hash", key: "hash", .words), .init("strategy", key: "strategy", .words),
          .init("market", key: "market", .words), .init("bars", key: "interval"),
          .init("from", unit: "UTC", key: "from"), .init("to", unit: "UTC", key: "to"),
          .init("folder", key: "folder", .words),
        ],
        rows: runs.map { run in
          [
            .text(String(run.hash.prefix(12))), .text(run.strategy), .text(run.market),
            .text(run.interval.description), .instant(run.range.from), .instant(run.range.to), .text(run.folder),
          ]
        }))
  }
}

struct RunsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "What a run's hash stands for.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("The first letters of its hash.", valueName: "hash"))
  var hash: String

  func run() throws {
    let run = try RunArchive.find(hash, global.workspace)
    print("\(run.hash)\n\(run.identityText)\nparameters \(run.parameters)\nfigures \(run.figures)")
  }
}

struct RunsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Replay a run and compare its hash and figures; exit code 1 when they differ.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("The first letters of its hash; every run when left out.", valueName: "hash"))
  var hash: String?

  func run() throws {
    let workspace = global.workspace
    let runs = try hash.map { [try RunArchive.find($0, workspace)] } ?? RunArchive.existing(workspace)?.runs() ?? []
    var differing = 0
    for run in runs where run.kind == .replay {
      let outcome = try verify(run)
      if outcome != nil { differing += 1 }
      print("\(run.hash.prefix(12)) \(run.strategy) on \(run.market): \(outcome ?? "the same, bit for bit")")
    }
    if differing > 0 {
      throw Problem(
        "\(differing) of \(runs.count) runs no longer come out as they did", remedy: "see above what changed",
        fault: .work)
    }
  }

  /// Nil when the run comes out the same, else what changed.
  private func verify(_ run: RunRecord) throws -> String? {
    let choice = MarketChoice(market: run.market, interval: run.interval, from: run.range.from, to: run.range.to)
    let kept = (try? JSONDecoder().decode([String: String].self, from: Data(run.parameters.utf8))) ?? [:]
    let overrides = kept.compactMapValues { ParameterValue($0) }
    let job = ReplayJob(workspace: global.workspace, choice: choice, overrides: overrides)
    let (market, runs) = try job.run([try global.workspace.strategy(run.strategy)])
    guard let now = runs.first else { return "nothing was replayed" }
    guard now.hash == run.hash else {
      let before = run.identityText.split(separator: "\n")
      let after = market.identity(now.strategy).text.split(separator: "\n")
      let changed = zip(before, after).filter { $0 != $1 }.map { $0.0.prefix { $0 != " " } }
      return "differs in \(changed.joined(separator: ", "))"
    }
    return now.figuresJSON.text(.compact) == run.figures ? nil : "same inputs, other figures"
  }
}

extension RunRecord {
  /// The identity's lines; the archive keeps them as one JSON text.
  var identityText: String { (try? JSONDecoder().decode(String.self, from: Data(identity.utf8))) ?? identity }
}

extension RunArchive {
  /// The archive of a workspace, or nil where nothing was run yet: looking makes no file.
  static func existing(_ workspace: Workspace) throws -> RunArchive? {
    workspace.fileExists("\(workspace.results)/hindcast.sqlite") ? try RunArchive(root: workspace.root) : nil
  }

  static func find(_ prefix: String, _ workspace: Workspace) throws -> RunRecord {
    guard let archive = try existing(workspace) else {
      throw Problem("nothing was run yet in \(workspace.results)", remedy: "run 'hindcast replay STRATEGY' first")
    }
    return try archive.run(hashPrefix: prefix)
  }
}
