import ArgumentParser
import Market
import Results
import Store

struct StudyLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "The test log: every hypothesis that was ever tested here, and how often.",
    discussion: """
      Studies enter themselves in results/hindcast.sqlite before they print. The same signal, horizon and data again is \
      the same test; another window, parameter or horizon is another one. The log is advisory: deleting it resets the count.

      Example: hindcast study log --market btc
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help: ArgumentHelp("Tests on the data of this dataset only, under whatever name.", valueName: "name"),
    completion: Completions.datasets)
  var market: String?

  func run() throws {
    let tests = try tests()
    Output(format: global.format).show(
      Table(
        title: "Test log in \(global.workspace.results)\(market.map { " at '\($0)'" } ?? "")",
        columns: [
          .init("market", key: "market", .words), .init("instrument", key: "instrument", .words, isDetail: true),
          .init("signal", key: "signal", .words),
          .init("forward", key: "forward"), .init("bars", key: "interval", isDetail: true),
          .init("from", unit: "UTC", key: "from", isDetail: true),
          .init("to", unit: "UTC", key: "to", isDetail: true), .init("Hodrick", unit: "p", key: "hodrick_p"),
          .init("shift", unit: "p", key: "circular_p"), .init("runs", key: "runs"),
          .init("expression", key: "expression", .words, isDetail: true),
        ],
        rows: tests.map { test in
          [
            .text(test.market), .text(test.instrument), .text(test.signal), .text(test.forward.description),
            .text(test.interval.description), .instant(test.range.from), .instant(test.range.to),
            test.hodrickP.map { .pValue($0) } ?? .missing, test.circularP.map { .pValue($0) } ?? .missing,
            .count(test.runs), .text(test.expression),
          ]
        },
        notes: [
          "\(tests.count) distinct \(tests.count == 1 ? "test" : "tests"); p-values are two-sided and each on its own."
        ]))
  }
  private func tests() throws -> [TestRecord] {
    let workspace = global.workspace
    let archive = try RunArchive.existing(workspace)
    guard let market else { return try archive?.tests() ?? [] }
    _ = try DatasetName(market)
    let known = workspace.datasets.names().map(\.text)
    // Of a dataset that is gone, those that were recorded under its name.
    guard known.contains(market) else {
      let recorded = try archive?.tests().filter { $0.market == market } ?? []
      guard recorded.isEmpty else { return recorded }
      throw Self.unknown(market, among: known)
    }
    return try archive?.tests(at: workspace.datasets.open(market).samples(), of: market) ?? []
  }

  private static func unknown(_ market: String, among known: [String]) -> Problem {
    let near = nearestWord(to: market, in: known).map { "did you mean '\($0)'?" }
    return Problem(
      "no dataset is called '\(market)', and no test was recorded under that name",
      remedy: near ?? "leave --market out to see all tests")
  }
}
