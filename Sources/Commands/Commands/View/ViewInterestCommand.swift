import ArgumentParser
import Views

struct ViewInterestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oi", abstract: "Open interest by venue, and what price and it say together.",
    discussion: """
      In dollars and coins, with changes over 24 h and 7 d; a venue that is older than twice its cadence is in no total.

      Example: hindcast view oi BTC --as-of 2025-10-10T22:00:00Z
      """)

  @OptionGroup var options: ViewOptions

  func run() throws {
    try options.show([.openInterest]) {
      try InterestView($0, history: options.history, test: options.stateTest)
    }
  }
}
