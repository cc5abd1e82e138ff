import ArgumentParser

struct SweepShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a kept sweep again, without running anything.",
    discussion: "Example: hindcast sweep show latest")

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp(
      "The first digits of its hash or of its trials' ('sweep list'), its folder, or 'latest'.", valueName: "sweep"),
    completion: Completions.results(of: [.sweep]))
  var sweep: String

  func run() throws {
    let result = try ResultFinder(workspace: global.workspace, kinds: [.sweep]).find(sweep)
    try KeptPrint(workspace: global.workspace, result: result).show(as: global.format)
  }
}
