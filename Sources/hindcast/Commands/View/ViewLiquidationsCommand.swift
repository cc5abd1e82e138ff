import ArgumentParser
import Market
import Views

struct ViewLiquidationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "liquidations", abstract: "Forced closes by hour and venue, the largest, and bursts.",
    discussion: """
      In dollars, at the price known then. A burst is a bar beyond --burst times the mean of the bars of the week before it.

      Example: hindcast view liquidations BTC --min-size 1000000 --history 30d
      """)

  @OptionGroup var options: ViewOptions

  @Option(help: ArgumentHelp("Least size in dollars of those listed as largest.", valueName: "dollars"))
  var minSize = 0.0

  @Option(help: ArgumentHelp("How many of the largest and of the bursts are listed.", valueName: "count"))
  var recent = 10

  @Option(help: ArgumentHelp("Times the past week's mean, beyond which a bar is a burst.", valueName: "times"))
  var burst = 5.0

  func run() throws {
    guard recent > 0 else { throw Problem("--recent is \(recent)", remedy: "give one or more") }
    guard burst > 0, minSize >= 0 else {
      throw Problem("--burst is \(burst) and --min-size \(minSize)", remedy: "give numbers above zero")
    }
    try options.show([.liquidations, .liquidationEvents]) {
      try LiquidationView(
        $0, history: options.history,
        options: LiquidationView.Options(minimumSize: minSize, count: recent, burst: burst), test: options.stateTest)
    }
  }
}
