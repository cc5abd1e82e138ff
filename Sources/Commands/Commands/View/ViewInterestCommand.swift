import ArgumentParser
import Market
import Views

struct ViewInterestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oi", abstract: "Open interest by venue, and what price and it say together.",
    discussion: """
      In dollars and coins, with changes over 24 h and 7 d in what contracts are of (coins, or USD of coin-margined ones), \
      so that the price by itself is no change; a venue that is older than twice its cadence is in no total.

      Candles are made of finer snapshots, or of bars where a vendor has them.

      Example: hindcast view oi BTC --as-of 2025-10-10T22:00:00Z --candle 1h
      """)

  @OptionGroup var options: ViewOptions

  @Option(
    help: ArgumentHelp(
      "Width of the candles of open interest. Default: one that gives at most sixty over the history.",
      valueName: "duration"))
  var candle: Interval?

  func run() throws {
    if let candle, candle.milliseconds < 1000 { throw Problem("--candle is \(candle)", remedy: "give an hour, or 15m") }
    try options.show([.openInterest], saying: { $0.add("candle", candle) }) {
      try InterestView($0, history: options.history, candle: candle, test: options.stateTest)
    }
  }
}
