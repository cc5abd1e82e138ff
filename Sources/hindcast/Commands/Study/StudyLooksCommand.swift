import ArgumentParser
import Market
import Reports
import Store

struct StudyLooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "looks",
    abstract: "Every hypothesis that was ever tested here, and how often.",
    discussion: """
      Studies count themselves in results/hindcast.sqlite before they print. The same signal, horizon and data again is \
      the same look; another window, parameter or horizon is another one.

      Example: hindcast study looks --market btc
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Looks at the data of this dataset only, under whatever name.", valueName: "name"))
  var market: String?

  func run() throws {
    let looks = try looks()
    Output(format: global.format).show(
      Table(
        title: "Looks in \(global.workspace.results)\(market.map { " at '\($0)'" } ?? "")",
        columns: [
          .init("market", key: "market", .words), .init("signal", key: "signal", .words),
          .init("forward", key: "forward"), .init("bars", key: "interval"), .init("from", unit: "UTC", key: "from"),
          .init("to", unit: "UTC", key: "to"), .init("Hodrick", unit: "p", key: "hodrick_p"),
          .init("shift", unit: "p", key: "circular_p"), .init("runs", key: "runs"),
          .init("expression", key: "expression", .words),
        ],
        rows: looks.map { look in
          [
            .text(look.market), .text(look.signal), .text(look.forward.description),
            .text(look.interval.description), .instant(look.range.from), .instant(look.range.to),
            look.hodrickP.map { .pValue($0) } ?? .missing, look.circularP.map { .pValue($0) } ?? .missing,
            .count(look.runs), .text(look.expression),
          ]
        },
        notes: [
          "\(looks.count) distinct \(looks.count == 1 ? "look" : "looks"); p-values are two-sided and each on its own."
        ]))
  }
  private func looks() throws -> [LookRecord] {
    let workspace = global.workspace
    guard let archive = try RunArchive.existing(workspace) else { return [] }
    guard let market else { return try archive.looks() }
    // Of a dataset that is gone, those that were recorded under its name.
    guard workspace.datasets.names().contains(where: { $0.text == market }) else {
      return try archive.looks().filter { $0.market == market }
    }
    return try archive.looks(at: workspace.datasets.open(market).samples(), of: market)
  }
}
