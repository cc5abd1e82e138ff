import ArgumentParser
import Foundation
import Market
import Statistics

/// How a command ends when it does not end well.
enum Failure {
  /// Prints the message and leaves with its exit code: 2 when the user can mend it, 1 when the work failed.
  static func exit(with error: any Error) -> Never {
    StandardOutput.finish()
    switch error {
    case let problem as Problem:
      Terminal.complain(problem.description)
      Foundation.exit(problem.fault.rawValue)
    case let error as StatisticsError:
      Terminal.complain("\(error)")
      Foundation.exit(Problem.Fault.input.rawValue)
    case let code as ExitCode:
      // Whoever threw it has said why.
      Foundation.exit(code.rawValue)
    default:
      // What the argument parser throws: help and version are good ends, the rest is a wrong command line.
      let isClean = Hindcast.exitCode(for: error) == .success
      let text = Hindcast.fullMessage(for: error)
      guard isClean else {
        Terminal.note(withWhatIsAllowed(text))
        Foundation.exit(Problem.Fault.input.rawValue)
      }
      print(text)
      Foundation.exit(StandardOutput.finish() ? 0 : Problem.Fault.work.rawValue)
    }
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
