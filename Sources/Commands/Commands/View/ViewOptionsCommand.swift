import ArgumentParser
import Market
import Views

struct ViewOptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "options", abstract: "The option chain: put/call, max pain, volatility, its rank, term and skew.",
    discussion: """
      IV rank is where volatility lies between the lowest and the highest of its past year, IV percentile the share of that \
      year below it.

      Example: hindcast view options BTC --expiry friday
      """)

  @OptionGroup var options: ViewOptions

  @Option(
    help: ArgumentHelp("Only this expiry: friday for the next one on a Friday, or a UTC day.", valueName: "expiry"))
  var expiry: String?

  func run() throws {
    let choice = try expiry.map { text -> OptionView.Choice in
      if text.lowercased() == "friday" { return .friday }
      guard let day = Instant(text) else {
        throw Problem("--expiry is '\(text)'", remedy: "give friday, or a UTC day such as 2026-01-30")
      }
      return .day(day)
    }
    try options.show([.optionChain], saying: { $0.add("expiry", expiry) }) {
      try OptionView($0, history: options.history, choice: choice ?? .all, test: options.stateTest)
    }
  }
}
