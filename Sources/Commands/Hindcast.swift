import ArgumentParser
import Market
import Replay
import Signals

/// The command line: each command parses, calls the library, renders. Nothing is computed here.
///
/// A program with signals of its own calls `Hindcast.main(adding:)` and has every command of this one (docs/plug-in).
public struct Hindcast: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "hindcast",
    abstract:
      "Replays the history of crypto derivatives: does this signal predict, after real costs, and how sure can we be?",
    discussion: """
      Data lives in datasets/, strategies in strategies/, runs in results/, all below --root (by default here). \
      Results go to stdout, progress and warnings to stderr. Exit codes: 0 done, 1 the work failed, 2 the command \
      line or a file is wrong, 3 a view's alert, 130 stopped by Ctrl-C.
      """,
    version: Engine.version,
    subcommands: [
      DataCommand.self, SignalCommand.self, StudyCommand.self, ScanCommand.self, RegressCommand.self,
      ReplayCommand.self,
      AuditCommand.self, SweepCommand.self, ValidateCommand.self, CompareCommand.self, RunsCommand.self,
      SchemaCommand.self, ViewCommand.self, TourCommand.self, OpenCommand.self,
    ])

  public init() {}

  public static func main() { main(adding: []) }

  /// The whole program: parses the arguments, runs the command, ends the process with its exit code.
  ///
  /// - Parameter operators: added to the language, once the battery has found nothing wrong with them.
  public static func main(adding operators: [any SignalOperator]) {
    StandardOutput.begin()
    ColumnMemory.keepFreedColumns()
    do {
      for function in operators { try Operators.add(function) }
      let arguments = DashedExpressions.told(FundingOptions.joiningWords(Array(CommandLine.arguments.dropFirst())))
      if let note = RepeatedFlags.note(on: arguments) { Terminal.note(note) }
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
    // What could not be said has not been done.
    if !StandardOutput.finish() { Failure.exit(with: ExitCode(Problem.Fault.work.rawValue)) }
  }
}
