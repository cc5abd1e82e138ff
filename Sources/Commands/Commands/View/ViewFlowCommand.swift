import ArgumentParser
import Views

struct ViewFlowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flow", abstract: "What takers bought and sold, the running difference, and how one-sided it was.",
    discussion: """
      By venue in quote currency, and by the hour in coins for one instrument.

      Example: hindcast view flow BTC --history 3d
      """)

  @OptionGroup var options: ViewOptions

  func run() throws {
    try options.show([.klines, .takerFlow]) {
      try FlowView($0, history: options.history, test: options.stateTest)
    }
  }
}
