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
        .init("Sweep", key: "hash"), .init("Strategy", key: "strategy"), .init("Market", key: "market"),
        .init("Instrument", key: "instrument"), .init("Bars", key: "interval"), .init("From", key: "from"),
        .init("To", key: "to"),
        .init("Trials", key: "trials"), .init("Done", key: "finished"), .init("Failed", key: "failed"),
        .init("Engine", key: "engine"),
      ],
      rows: tallies.map { tally in
        [
          .text(global.format == .table ? String(tally.sweep.hash.prefix(12)) : tally.sweep.hash),
          .text(tally.sweep.strategy), .text(tally.sweep.market),
          tally.sweep.sample.flatMap { instruments[$0] }.map { .text($0) } ?? .blank,
          .text(tally.sweep.interval.description),
          .text(tally.sweep.range.from.description), .text(tally.sweep.range.to.description),
          .count(tally.sweep.trials), .count(tally.finishedTrials), .count(tally.failedTrials),
          .text(tally.sweep.engine),
        ]
      })
    Output(format: global.format).show(table)
  }
}
