import ArgumentParser
import Market
import Store

struct StudyUnsealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unseal",
    abstract: "Make a sealed part visible again, which ends its use as a holdout.",
    discussion: "That there was a seal, and what became of it, stays on record in the dataset.")

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Sealed dataset.", valueName: "name"))
  var market: String

  func run() throws {
    let dataset = try global.workspace.datasets.openForSealing(market)
    let seal = try dataset.seal()
    try dataset.liftSeal(on: Clock.now)
    try dataset.close()
    guard let seal else { return }
    print("'\(market)' is visible again from \(seal.from.minuteText) UTC on.")
    print(
      seal.result != nil
        ? "Its holdout is used up: it answered the one hypothesis it was sealed for. Whatever is found on these bars from now on is found in sample."
        : "Its holdout was given up unanswered: whatever is found on these bars from now on is found in sample, and a new seal over them hides what may have been seen."
    )
  }
}
