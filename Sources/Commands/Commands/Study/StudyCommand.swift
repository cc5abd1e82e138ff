import ArgumentParser

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study", abstract: "Does a regime or signal predict forward returns, and how sure can one be?",
    discussion: """
      'hindcast study STRATEGY --signal NAME' tests a signal; 'hindcast study test --help' lists its flags.

      Example: hindcast study stress-fade --signal stress --forward 15m,1h,4h --market demo
      """,
    subcommands: [
      StudyTestCommand.self, StudyFamilyCommand.self, StudyLogCommand.self, StudyShowCommand.self,
      StudySealCommand.self,
      StudyRegisterCommand.self, StudyOpenCommand.self, StudyUnsealCommand.self,
    ],
    defaultSubcommand: StudyTestCommand.self)
}
