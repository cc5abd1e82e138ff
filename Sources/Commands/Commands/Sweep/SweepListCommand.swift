import ArgumentParser
import Results
import Store

struct SweepListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every sweep there was, and how much of it is done.",
    discussion: """
      A sweep that is not complete goes on with the command line that began it. The hash is of its trials, which each \
      ranking of them shares; 'hindcast runs list' has the results by their own.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Only those of one dataset.", valueName: "name"), completion: Completions.datasets)
  var market: String?

  func run() throws {
    let archive = try RunArchive.existing(global.workspace)
    let tallies = try archive?.sweeps(market: market) ?? []
    let instruments = try archive?.instrumentsOfSamples() ?? [:]
    let kept = try ResultFinder(workspace: global.workspace, kinds: [.sweep]).sweepsByTrials(archive)
    let isTable = global.format == .table
    // A sample has one instrument; of a universe the kept result has all.
    func traded(_ tally: SweepTally) -> Figure {
      let all = kept[tally.sweep.hash]?.first?.instruments ?? []
      guard all.count > 1 else { return tally.sweep.sample.flatMap { instruments[$0] }.map { .text($0) } ?? .blank }
      return .text(isTable ? "\(all.count) instruments" : all.joined(separator: ","))
    }
    let table = Table(
      title: "Sweeps",
      columns: [
        .init(isTable ? "trials' hash" : "hash", key: "hash", .words), .init("strategy", key: "strategy", .words),
        .init("market", key: "market", .words),
        .init("instrument", key: "instrument", .words, isDetail: true), .init("bars", key: "interval"),
        .init("from", unit: "UTC", key: "from", isDetail: true), .init("to", unit: "UTC", key: "to", isDetail: true),
        .init("trials", key: "trials"), .init("done", key: "finished"), .init("failed", key: "failed"),
        .init("engine", key: "engine", isDetail: true),
      ] + (isTable ? [] : [.init("results", key: "results", .words)]),
      rows: tallies.map { tally in
        [
          .text(isTable ? String(tally.sweep.hash.prefix(12)) : tally.sweep.hash),
          .text(tally.sweep.strategy), .text(tally.sweep.market),
          traded(tally),
          .text(tally.sweep.interval.description),
          .instant(tally.sweep.range.from), .instant(tally.sweep.range.to),
          .count(tally.sweep.trials), .count(tally.finishedTrials), .count(tally.failedTrials),
          .text(tally.sweep.engine),
        ] + (isTable ? [] : [.text((kept[tally.sweep.hash] ?? []).map(\.hash).joined(separator: ","))])
      })
    Output(format: global.format).show(table)
  }
}
