import ArgumentParser
import Foundation
import Market
import Reports
import Statistics

/// How a command ends when it does not end well.
enum Failure {
  /// Prints the message and leaves with its exit code: 2 when the user can mend it, 1 when the work failed.
  static func exit(with error: any Error) -> Never {
    StandardOutput.finish()
    switch error {
    case let problem as Problem: exit(with: problem)
    case let error as StatisticsError: exit(with: Problem("\(error)"))
    case let code as ExitCode:
      // Whoever threw it has said why.
      Foundation.exit(code.rawValue)
    default:
      // What the argument parser throws: help and version are good ends, the rest is a wrong command line.
      let isClean = Hindcast.exitCode(for: error) == .success
      let text = Hindcast.fullMessage(for: error)
      guard isClean else {
        let told = withNearestCommand(withWhatIsAllowed(text))
        Terminal.note(told)
        let what = told.split(separator: "\n").first.map(String.init) ?? told
        document(Problem(what.hasPrefix("Error: ") ? String(what.dropFirst(7)) : what))
        Foundation.exit(Problem.Fault.input.rawValue)
      }
      print(text)
      Foundation.exit(StandardOutput.finish() ? 0 : Problem.Fault.work.rawValue)
    }
  }

  private static func exit(with problem: Problem) -> Never {
    Terminal.complain(problem.description)
    document(problem)
    Foundation.exit(problem.fault.rawValue)
  }

  /// Whoever asked for JSON reads one document on stdout, also of what went wrong.
  private static func document(_ problem: Problem) {
    let arguments = CommandLine.arguments
    let asked = zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "json" }
    guard asked || arguments.contains("--format=json") else { return }
    let error: JSONValue = [
      "error": [
        "what": .string(problem.what), "where": problem.place.text.map(JSONValue.string) ?? .null,
        "remedy": problem.remedy.map(JSONValue.string) ?? .null,
      ]
    ]
    print(error.text(), terminator: "")
    StandardOutput.finish()
  }

  /// The command that was probably meant, behind a complaint about a word that is none.
  private static func withNearestCommand(_ text: String) -> String {
    guard let line = text.split(separator: "\n").first, line.contains("Unexpected argument '") else { return text }
    var command: any ParsableCommand.Type = Hindcast.self
    for argument in CommandLine.arguments.dropFirst() {
      let commands = command.configuration.subcommands
      if let next = commands.first(where: { $0.configuration.commandName == argument }) {
        command = next
        continue
      }
      let names = commands.compactMap { $0.configuration.commandName }
      guard line.contains("'\(argument)'"), let near = nearestWord(to: argument, in: names) else { return text }
      return text.replacing(line, with: "\(line); did you mean '\(near)'?", maxReplacements: 1)
    }
    return text
  }

  /// What a value may be, behind a complaint of the argument parser that says only that it is not it: by the word that
  /// stands for the value in the flag's help, a whole number where there is none.
  private static func withWhatIsAllowed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first, first.contains(" is invalid for "), first.hasSuffix("'") else { return text }
    let allowed = [
      "<duration>": "write a number above zero and its unit: 5m, 1h, 30d",
      "<span>": "write a number and its unit, such as 2h or 30d, or 0 for none",
      "<date>": "write a UTC day or instant: 2025-01-31 or 2025-01-31T12:00:00Z",
    ].first { first.contains($0.key) }?.value
    lines[0] += "; " + (allowed ?? "write a whole number")
    return lines.joined(separator: "\n")
  }
}
