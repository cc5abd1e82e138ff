import ArgumentParser
import Market
import Signals
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

  @Option(
    help: ArgumentHelp(
      "Leverage that the model of levels assumes, with shares: 5:20,10:30,25:30,50:15,100:5.", valueName: "mix"))
  var leverage: String?

  @Option(help: ArgumentHelp("Maintenance margin that the model assumes: 0.5%.", valueName: "rate"))
  var maintenance: String?

  func run() throws {
    guard recent > 0 else { throw Problem("--recent is \(recent)", remedy: "give one or more") }
    guard burst > 0, minSize >= 0 else {
      throw Problem("--burst is \(burst) and --min-size \(minSize)", remedy: "give numbers above zero")
    }
    let levels = try assumptions()
    try options.show([.liquidations, .liquidationEvents]) {
      try LiquidationView(
        $0, history: options.history,
        options: LiquidationView.Options(minimumSize: minSize, count: recent, burst: burst, levels: levels),
        test: options.stateTest)
    }
  }

  private func assumptions() throws -> LiquidationLevels.Assumptions {
    var assumptions = LiquidationLevels.Assumptions()
    if let leverage {
      let mix = try leverage.split(separator: ",").map { part -> (leverage: Double, share: Double) in
        let halves = part.split(separator: ":").compactMap { Double($0) }
        guard halves.count == 2, halves[0] > 1, halves[0] <= 500, halves[1] > 0, halves[1].isFinite else {
          throw Problem("--leverage has '\(part)'", remedy: "write leverage and share, as in 10:60,25:40")
        }
        return (halves[0], halves[1])
      }
      guard !mix.isEmpty else { throw Problem("--leverage names none", remedy: "write it as 10:60,25:40") }
      assumptions = .init(mix: mix)
    }
    if let maintenance {
      guard case .number(let rate)? = ParameterValue(maintenance), rate >= 0, rate < 0.1 else {
        throw Problem("--maintenance is '\(maintenance)'", remedy: "give a rate below 10%, such as 0.4%")
      }
      assumptions.maintenance = rate
      assumptions.source = "given"
    }
    return assumptions
  }
}
