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
        let told = withNearestCommand(withWhatIsAllowed(withoutFarSuggestion(text)))
        Terminal.note(told)
        document(parted(told))
        Foundation.exit(Problem.Fault.input.rawValue)
      }
      print(CompletionScript.completed(text))
      Foundation.exit(StandardOutput.finish() ? 0 : Problem.Fault.work.rawValue)
    }
  }

  /// The first line of a complaint: what is wrong, and behind it what to do.
  private static func parted(_ told: String) -> Problem {
    let first = told.split(separator: "\n").first.map(String.init) ?? told
    let line = first.hasPrefix("Error: ") ? String(first.dropFirst(7)) : first
    let places = ["; ", ". Did you mean"].compactMap { line.range(of: $0) }
    guard let cut = places.min(by: { $0.lowerBound < $1.lowerBound }) else { return Problem(line) }
    let rest = line[cut.lowerBound...].drop { ";. ".contains($0) }
    return Problem(String(line[..<cut.lowerBound]), remedy: rest.prefix(1).lowercased() + rest.dropFirst())
  }

  /// Without a suggestion that is no slip of the keyboard: `--root` for `--nope`.
  private static func withoutFarSuggestion(_ text: String) -> String {
    let mark = " Did you mean '"
    guard let from = text.range(of: mark), let to = text[from.upperBound...].range(of: "'?"),
      let typed = text[..<from.lowerBound].range(of: "Unknown option '"),
      let end = text[typed.upperBound...].firstIndex(of: "'")
    else { return text }
    let (near, word) = (text[from.upperBound..<to.lowerBound], text[typed.upperBound..<end])
    guard nearestWord(to: String(word.drop { $0 == "-" }), in: [String(near.drop { $0 == "-" })]) == nil else {
      return text
    }
    return text.replacing("\(mark)\(near)'?", with: "")
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
