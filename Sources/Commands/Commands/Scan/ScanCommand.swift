import ArgumentParser

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Many signals × horizons × markets with one correction: which of them predict, beyond chance?",
    discussion: """
      'hindcast scan SIGNAL…' runs one; 'hindcast scan run --help' lists its flags.

      Example: hindcast scan --market demo --forward 1h,4h,1d
      """,
    subcommands: [ScanRunCommand.self, ScanFamiliesCommand.self, ScanShowCommand.self],
    defaultSubcommand: ScanRunCommand.self)
}

struct ScanShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a kept scan again, without running anything.",
    discussion: "Example: hindcast scan show latest")

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp("The first digits of its hash, its folder, or 'latest'.", valueName: "scan"),
    completion: Completions.results(of: [.scan]))
  var scan: String

  func run() throws {
    let result = try ResultFinder(workspace: global.workspace, kinds: [.scan]).find(scan)
    try KeptPrint(workspace: global.workspace, result: result).show(as: global.format)
  }
}
