import ArgumentParser
import Feeds
import Market

struct DataDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Make the demo market: a perpetual whose truth is known (docs/demo-market.md).")

  @OptionGroup var global: GlobalOptions

  @Option(help: "Name of the dataset to make; demo, or with --coins coins.")
  var into: String?

  @Option(help: "Seed of the generator; the same seed makes the same bytes on every machine.")
  var seed: UInt64 = DemoMarket.usualSeed

  @Option(help: "Days of history.")
  var days: Int = DemoMarket.usualDays

  @Flag(
    help: """
      Also make what stands beside the market and only views read: two more venues, foretold funding, single \
      liquidations, longs to shorts, dated futures, an option chain.
      """)
  var surroundings = false

  @Flag(
    help: """
      Make another market instead: hourly bars and funding of eight perpetuals, for strategies that compare coins \
      (docs/portfolios.md).
      """)
  var coins = false

  func run() throws {
    guard !coins || !surroundings else {
      throw Problem(
        "--coins and --surroundings make different markets", remedy: "make one after the other")
    }
    print(
      try DemoJob(workspace: global.workspace).run(
        into: into ?? (coins ? "coins" : "demo"), seed: seed, days: days, surroundings: surroundings, coins: coins))
  }
}
