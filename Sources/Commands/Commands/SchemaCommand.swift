import ArgumentParser
import Market
import Results

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "What the JSON documents hold: every key with its type and meaning, or a JSON schema.",
    discussion: """
      Kinds: \(ResultKind.allCases.map(\.name).joined(separator: ", ")). --format json prints the JSON schema (draft \
      2020-12), table and csv the keys.

      Example: hindcast schema study --format json
      """)

  @Option(help: "How the keys are printed.")
  var format: OutputFormat = .table

  @Argument(
    help: ArgumentHelp("Kind of result.", valueName: "kind"), completion: .list(ResultKind.allCases.map(\.name)))
  var kind: String

  func run() throws {
    // The archive tells studies of signals from those of regimes; their documents are one. Replays were called runs.
    guard let kind = ResultKind(named: ["signal_study": "study", "run": "replay"][kind] ?? kind) else {
      throw Problem(
        "there is no kind of result '\(kind)'",
        remedy: suggestion(for: kind, in: ResultKind.allCases.map(\.name), called: "kinds"))
    }
    switch format {
    case .table: Output(format: .table).show([kind.keys])
    case .json: print(kind.schema.text(), terminator: "")
    case .csv: print(kind.keys.csv, terminator: "")
    }
  }
}
