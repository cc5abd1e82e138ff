import ArgumentParser
import Views

struct ViewSeasonalityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seasonality", abstract: "Returns, or any expression, by the hour, the weekday and the session.",
    discussion: """
      Over all that was known by then, on hourly bars. Returns are tested, each bucket against all other bars, and corrected \
      for how many buckets there are.

      Example: hindcast view seasonality BTC --of 'volume'
      """)

  @OptionGroup var options: ViewOptions

  @Option(
    name: .customLong("of"), parsing: .unconditional,
    help: ArgumentHelp("What is averaged. Default: returns of a bar.", valueName: "expression"),
    completion: Completions.expressions)
  var expression: String = SeasonalityView.returns

  func run() throws {
    try options.show([.klines], saying: { $0.add("of", expression, unless: SeasonalityView.returns) }) {
      try SeasonalityView($0, history: options.history, expression: expression)
    }
  }
}
