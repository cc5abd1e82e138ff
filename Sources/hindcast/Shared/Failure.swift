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
        Terminal.note(text)
        Foundation.exit(Problem.Fault.input.rawValue)
      }
      print(text)
      Foundation.exit(StandardOutput.finish() ? 0 : Problem.Fault.work.rawValue)
    }
  }
}
