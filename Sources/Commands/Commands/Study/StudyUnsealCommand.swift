import ArgumentParser
import Market
import Store

struct StudyUnsealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unseal",
    abstract: "Make a sealed part visible again, which ends its use as a holdout.",
    discussion: """
      That there was a seal, and what became of it, stays on record in the dataset. Other datasets that hold the same data \
      are visible again too.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Sealed dataset.", valueName: "name"), completion: Completions.datasets)
  var market: String

  func run() throws {
    let seal = try liftOwn()
    let archive = try RunArchive.existing(global.workspace)
    let noted = try archive?.liftSeals(of: market) ?? 0
    try archive?.close()
    guard let seal else {
      // The dataset was deleted, or imported anew, and its seal with it.
      guard noted > 0 else { throw notSealed() }
      print("What was sealed under the name '\(market)' is visible again; the dataset that was sealed is gone.")
      return
    }
    print("'\(market)' is visible again from \(seal.from.minuteText) UTC on.")
    print(
      seal.result != nil
        ? "Its holdout is used up: it answered the one hypothesis it was sealed for. Whatever is found on these bars from now on is found in sample."
        : "Its holdout was given up unanswered: whatever is found on these bars from now on is found in sample, and a new seal over them hides what may have been seen."
    )
  }

  /// Lifts the seal of the dataset itself; nil where there is none.
  private func liftOwn() throws -> Seal? {
    guard global.workspace.datasets.names().contains(where: { $0.text == market }) else { return nil }
    let dataset = try global.workspace.datasets.openForSealing(market)
    guard let seal = try dataset.seal() else { return nil }
    try dataset.liftSeal(on: Clock.now)
    try dataset.close()
    return seal
  }

  private func notSealed() -> any Error {
    do {
      if let foreign = try global.workspace.datasets.open(market).foreignSeal {
        return Problem(
          "'\(market)' \(foreign.clause(of: market))",
          remedy: "'hindcast study unseal --market \(foreign.owner)' lifts the seal")
      }
      return Problem(
        "dataset '\(market)' is not sealed", remedy: "'hindcast study seal --market \(market) --last 20%' seals its end"
      )
    } catch { return error }
  }
}
