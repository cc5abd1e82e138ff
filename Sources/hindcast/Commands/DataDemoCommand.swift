import ArgumentParser
import Feeds

struct DataDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Make the demo market: a perpetual whose truth is known (docs/demo-market.md).")

  @OptionGroup var global: GlobalOptions

  @Option(help: "Name of the dataset to make.")
  var into: String = "demo"

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

  func run() throws {
    print(
      try DemoJob(workspace: global.workspace).run(into: into, seed: seed, days: days, surroundings: surroundings))
  }
}
