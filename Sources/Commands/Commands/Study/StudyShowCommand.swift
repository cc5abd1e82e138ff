import ArgumentParser
import Replay

struct StudyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a kept study again, without running anything.",
    discussion: """
      Studies of regimes and of signals, panels and families.

      Example: hindcast study show latest --format json
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp("The first digits of its hash, its folder, or 'latest'.", valueName: "study"),
    completion: Completions.results(of: kinds))
  var study: String

  private static let kinds: Set<ResultIdentity.Kind> = [.study, .signalStudy, .panel, .family]

  func run() throws {
    let result = try ResultFinder(workspace: global.workspace, kinds: Self.kinds).find(study)
    try KeptPrint(workspace: global.workspace, result: result).show(as: global.format)
  }
}
