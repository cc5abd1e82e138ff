import ArgumentParser
import Foundation
import Market
import Results
import Statistics

/// How a command ends when it does not end well.
enum Failure {
  /// Prints the message and leaves with its exit code: 2 when the user can mend it, 1 when the work failed.
  static func exit(with error: any Error) -> Never {
    StandardOutput.finish()
    switch error {
    case let problem as Problem: exit(with: problem)
    case let error as StatisticsError: exit(with: Problem("\(error)", remedy: remedy(for: error)))
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
      print(CompletionScript.completed(text))
      Foundation.exit(StandardOutput.finish() ? 0 : Problem.Fault.work.rawValue)
    }
  }

  /// What to do about a figure that is refused, where a flag asked for it.
  private static func remedy(for error: StatisticsError) -> String? {
    guard case .outOfRange("lags", _, _) = error else { return nil }
    return "give fewer lags, leave --lags out for the rule of the covariance, or take a longer window"
  }

  private static func exit(with problem: Problem) -> Never {
    let problem = withNearestCommand(problem)
    Terminal.complain(problem.description)
    if let excerpt = Excerpt.lines(at: problem.place) { Terminal.show(excerpt + "\n") }
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

  /// A complaint of the argument parser, about the word that is to blame: a command that there is not explains every flag
  /// that it would have had.
  private static func withNearestCommand(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    switch NearestCommand(arguments) {
    case .unknown(let what, let remedy)?:
      // The help of a flag that was missed says nothing about the command.
      lines.removeAll { $0.hasPrefix("Help:") }
      lines[0] = "Error: \(what); \(remedy)"
    case .mayMean(let word, let command)? where !isStrategy(word): lines[0] += "; did you mean '\(command)'?"
    case .mayMean?, nil: break
    }
    return lines.joined(separator: "\n")
  }

  /// A name that is neither a strategy nor a command, where both are looked for.
  private static func withNearestCommand(_ problem: Problem) -> Problem {
    guard case .mayMean(let word, let command)? = NearestCommand(arguments),
      problem.what.hasPrefix("there is no strategy '\(word)'"), problem.remedy?.hasPrefix("did you mean") != true
    else { return problem }
    var problem = problem
    problem.remedy = "did you mean '\(command)'?"
    return problem
  }

  private static var arguments: ArraySlice<String> { CommandLine.arguments.dropFirst() }

  private static func isStrategy(_ word: String) -> Bool {
    (try? TypedLine(words: CommandLine.arguments, prefix: "").workspace.strategy(word)) != nil
  }

  /// What a value may be, behind a complaint of the argument parser that says only that it is not it: by the word that
  /// stands for the value in the flag's help, a whole number where there is none.
  private static func withWhatIsAllowed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first, first.contains(" is invalid for "), first.hasSuffix("'") else { return text }
    let allowed = [
      "<duration>": "write a number above zero and its unit: 5m, 1h, 30d",
      "<span>": "write a number and its unit, such as 2h or 30d, or 0 for none",
      "<instant>": "write a UTC instant: 2025-01-31T12:00:00Z, or a day",
      "<date>": "write a UTC day or instant: 2025-01-31 or 2025-01-31T12:00:00Z",
    ].first { first.contains($0.key) }?.value
    lines[0] += "; " + (allowed ?? "write a whole number")
    return lines.joined(separator: "\n")
  }
}

/// The command that was probably meant by a word that is none.
enum NearestCommand {
  case unknown(String, remedy: String)
  /// What stands there may be a strategy as well, for a command that has a standard: `sweep lsit` is `sweep run lsit`.
  case mayMean(String, command: String)

  /// The first word that names no command where one is looked for; nil where every one does.
  init?(_ arguments: some Sequence<String>) {
    var command: any ParsableCommand.Type = Hindcast.self
    var path = "hindcast"
    for word in arguments {
      let commands = command.configuration.subcommands
      guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      if let next = commands.first(where: { Self.names(of: $0).contains(word) }) {
        command = next
        path += " \(word)"
        continue
      }
      let known = commands.compactMap { $0.configuration.commandName }
      guard command.configuration.defaultSubcommand != nil else {
        self = .unknown(
          "there is no command '\(path) \(word)'", remedy: suggestion(for: word, in: known, called: "commands"))
        return
      }
      guard let near = nearestWord(to: word, in: known) else { return nil }
      self = .mayMean(word, command: "\(path) \(near)")
      return
    }
    return nil
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [command.configuration.commandName].compactMap(\.self) + command.configuration.aliases
  }
}
