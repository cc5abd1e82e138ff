import ArgumentParser
import Market
import Results

struct StudyOpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Try the registered hypothesis on the sealed part, once.",
    discussion: """
      That it was opened is written down before the first sealed bar is read. The result is kept in the dataset: opening \
      again shows it, and no other hypothesis is let in. The bars stay hidden until 'study unseal'.

      Example: hindcast study open --market btc 5f1c0a9e77b2
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Sealed dataset.", valueName: "name"), completion: Completions.datasets)
  var market: String

  @Argument(help: ArgumentHelp("The first digits of the registered hypothesis' hash.", valueName: "hypothesis"))
  var hypothesis: String

  func run() throws {
    let document = try HoldoutJob(workspace: global.workspace, now: Clock.now).open(hypothesis, market: market)
    Output(format: global.format).show(
      document,
      closing: [
        "The holdout of '\(market)' is used up: this result stays, and its bars stay hidden until 'hindcast study unseal --market \(market)'."
      ])
  }
}
