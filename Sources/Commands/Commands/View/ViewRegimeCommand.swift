import ArgumentParser
import Market
import Views

struct ViewRegimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regime", abstract: "Is leverage crowded: funding, basis and open interest against their own past.",
    discussion: """
      The z-scores, the crowding score and the stress of the public derivatives notebook, on the narrowest bars there are.

      Example: hindcast view regime BTC --window 1d --history 30d
      """)

  @OptionGroup var options: ViewOptions

  @OptionGroup var funding: ViewAssumptions

  @Option(help: ArgumentHelp("Window of the z-scores.", valueName: "duration"))
  var window: Interval = .day

  @Option(help: ArgumentHelp("Above which the z-scores of funding and basis are stress.", valueName: "score"))
  var entry = 1.5

  @Option(help: ArgumentHelp("The same of open interest.", valueName: "score"))
  var oiEntry = 1.0

  func run() throws {
    try options.show(
      [.klines], assuming: try funding.assumptions(),
      saying: { said in
        funding.say(in: &said)
        said.add("window", window, unless: .day)
        said.add("entry", entry, unless: 1.5)
        said.add("oi-entry", oiEntry, unless: 1)
      }
    ) {
      try RegimeView(
        $0, history: options.history,
        options: RegimeView.Options(window: window, entry: entry, interestEntry: oiEntry), test: options.stateTest)
    }
  }
}
