import ArgumentParser
import Results
import Store

struct SweepListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every sweep there was, and how much of it is done.",
    discussion: "A sweep that is not complete goes on with the command line that began it.")

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Only those of one dataset.", valueName: "name"), completion: Completions.datasets)
  var market: String?

  func run() throws {
    let archive = try RunArchive.existing(global.workspace)
    let tallies = try archive?.sweeps(market: market) ?? []
    let instruments = try archive?.instrumentsOfSamples() ?? [:]
    let table = Table(
      title: "Sweeps",
      columns: [
        .init("hash", key: "hash", .words), .init("strategy", key: "strategy", .words),
        .init("market", key: "market", .words),
        .init("instrument", key: "instrument", .words, isDetail: true), .init("bars", key: "interval"),
        .init("from", unit: "UTC", key: "from", isDetail: true), .init("to", unit: "UTC", key: "to", isDetail: true),
        .init("trials", key: "trials"), .init("done", key: "finished"), .init("failed", key: "failed"),
        .init("engine", key: "engine", isDetail: true),
      ],
      rows: tallies.map { tally in
        [
          .text(global.format == .table ? String(tally.sweep.hash.prefix(12)) : tally.sweep.hash),
          .text(tally.sweep.strategy), .text(tally.sweep.market),
          tally.sweep.sample.flatMap { instruments[$0] }.map { .text($0) } ?? .blank,
          .text(tally.sweep.interval.description),
          .instant(tally.sweep.range.from), .instant(tally.sweep.range.to),
          .count(tally.sweep.trials), .count(tally.finishedTrials), .count(tally.failedTrials),
          .text(tally.sweep.engine),
        ]
      })
    Output(format: global.format).show(table)
  }
}
